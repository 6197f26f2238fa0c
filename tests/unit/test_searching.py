"""Where in a draft an answer leads to."""

from __future__ import annotations

from review_app.search import Highlight
from review_app.services.searching import most_held, tightest

TREE = [
    {"id": "chuong-1", "kind": "chuong", "label": "Chương I", "start": 0, "end": 100},
    {"id": "dieu-1", "kind": "dieu", "label": "Điều 1", "start": 10, "end": 60},
    {"id": "dieu-1/khoan-1", "kind": "khoan", "label": "khoản 1 Điều 1", "start": 30, "end": 60},
    {"id": "dieu-2", "kind": "dieu", "label": "Điều 2", "start": 61, "end": 100},
]


def light(start: int) -> Highlight:
    return Highlight(start, start + 2, "hồ")


def test_the_smallest_provision_that_holds_the_place() -> None:
    assert tightest(TREE, 31) == ("dieu-1/khoan-1", "khoản 1 Điều 1")
    assert tightest(TREE, 12) == ("dieu-1", "Điều 1")


def test_a_chapter_is_no_place_to_lead_to() -> None:
    assert tightest(TREE, 5) == ("", "")


def test_an_answer_leads_to_where_most_of_its_words_stand() -> None:
    assert most_held(TREE, [light(12), light(31), light(40), light(5)]) == (
        "dieu-1/khoan-1",
        "khoản 1 Điều 1",
    )


def test_words_outside_every_provision_lead_nowhere() -> None:
    assert most_held(TREE, [light(5)]) == ("", "")
    assert most_held([], [light(31)]) == ("", "")
