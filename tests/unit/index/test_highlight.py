"""Which places of a text are marked, and which stretch of it is shown."""

from __future__ import annotations

from index.highlight import SNIPPET_CHARS, show
from index.query import leaves, parse


def marked(text: str, question: str) -> list[str]:
    node = parse(question).node
    assert node is not None
    shown = show(text, leaves(node))
    assert all(text[mark.start : mark.end] == mark.text for mark in shown.highlights)
    return [mark.text for mark in shown.highlights]


def test_neighbouring_words_are_one_mark_and_distant_ones_two() -> None:
    assert marked("Thủ tục hành chính, thủ trưởng", "thủ tục hành") == ["Thủ tục hành", "thủ"]


def test_places_with_the_marks_typed_hide_those_without() -> None:
    assert marked("thu, thủ, thú", "thủ") == ["thủ"]
    assert marked("thu, thú", "thủ") == ["thu", "thú"]
    assert marked("thu, thủ, thú", "thu") == ["thu", "thủ", "thú"]


def test_a_word_is_not_marked_inside_another() -> None:
    assert marked("thuế thu nhập, 1thu", "thu") == ["thu"]


def test_a_phrase_is_marked_only_where_it_stands_whole() -> None:
    assert marked("hồ sơ; hạn. Hồ sơ, thời hạn", '"hồ sơ thời hạn"') == ["Hồ sơ, thời hạn"]


def test_a_number_is_marked_with_its_whole_sign() -> None:
    assert marked("theo 015/2020/NĐ-CP, 115/2020/NĐ-CP và 15/2020", "15/2020") == [
        "015/2020/NĐ-CP",
        "15/2020",
    ]
    assert marked("theo 015/2020/NĐ-CP và 15/2020/QĐ-TTg", "nđ 15/2020") == ["015/2020/NĐ-CP"]


def test_the_stretch_shown_holds_most_of_the_words_asked_for() -> None:
    text = "Đất. " + "Quy định khác. " * 60 + "Giá đất và nước sạch." + " Điều cuối." * 60
    node = parse("đất nước sạch").node
    assert node is not None

    shown = show(text, leaves(node))

    assert "Giá đất và nước sạch." in text[shown.start : shown.end]
    assert shown.end - shown.start <= SNIPPET_CHARS
    assert text[shown.start - 1].isspace()


def test_a_text_without_a_match_shows_its_beginning() -> None:
    shown = show("Điều 1. " * 100, ())

    assert (shown.start, shown.highlights) == (0, ())
    assert 200 <= shown.end <= SNIPPET_CHARS


def test_a_text_full_of_matches_marks_a_bounded_number_of_places() -> None:
    assert len(marked("thu; " * 50_000, "thu")) == 200
