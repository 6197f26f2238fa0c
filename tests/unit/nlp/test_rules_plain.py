"""The text rules read: wrapped lines joined, and every offset led back."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from nlp.rules.detect import Sentences
from nlp.rules.plain import plain
from nlp.text import nfc, shadow


def test_a_wrapped_sentence_is_joined_and_a_new_item_is_not() -> None:
    read = plain("Hồ sơ nộp\ntại  Sở gồm\na) đơn\nb) bản sao")

    assert read.text == "hồ sơ nộp tại sở gồm\na) đơn\nb) bản sao"


def test_a_page_head_inside_a_sentence_disappears() -> None:
    assert plain("lập 01 bộ\n\nCÔNG BÁO/Số 12 + 13/Ngày 01-5-2026\n\nhồ sơ").text == "lập 01 bộ hồ sơ"


def test_offsets_lead_back_to_the_same_letters() -> None:
    text = "Thời   hạn\n\n  giải quyết: 05 ngày"
    read = plain(text)
    at = read.text.index("05 ngày")

    assert text[read.origin(at) : read.origin(at + len("05 ngày") - 1) + 1] == "05 ngày"


@given(st.text(alphabet="aĐ1 .;\n:)", max_size=80))
def test_every_letter_comes_from_where_origin_says(text: str) -> None:
    composed = nfc(text)
    low = shadow(composed)
    read = plain(composed)

    for index, char in enumerate(read.text):
        if not char.isspace():
            assert low[read.origin(index)] == char


def test_a_long_blank_stretch_costs_no_more_than_its_length() -> None:
    started = time.process_time()
    plain("Điều 1. Hồ sơ\n" + (" " * 300 + "\n") * 2000 + "hồ sơ")

    assert time.process_time() - started < 1.0


def test_sentences_end_at_stops_semicolons_and_line_feeds() -> None:
    text = "nộp hồ sơ; trả kết quả. từ chối\nhết"
    sentences = Sentences(text)
    at = text.index("trả")

    assert text[slice(*sentences.around(at, at + 3))] == "trả kết quả."
