"""Broken files: whatever the bytes, the answer is text or a coded refusal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import NlpError
from tests.unit.nlp.builders import PdfPage, abstract, docx, extract, item, level, num, paragraph, pdf, table

WORD = docx(
    item("Phạm vi") + table([["a", "b"]]) + paragraph("Điều 1"),
    {"numbering": abstract(0, level(0, "%1.")) + num(1, 0), "styles": "", "footnotes": ""},
)
PDF = pdf([PdfPage().lines(["Điều 1. Phạm vi", "1. Quy định"])])
PAGE = "<html><body><table><tr><td>Điều 1<ol><li>x</table><p>Phạm vi".encode()


def outcome(data: bytes) -> str:
    try:
        return extract(data).format
    except NlpError as error:
        return error.code


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    source=st.sampled_from([WORD, PDF, PAGE]),
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    length=st.floats(0.2, 1),
)
def test_damaged_files_never_fail_without_a_code(
    source: bytes, places: list[tuple[float, int]], length: float
) -> None:
    data = bytearray(source[: int(len(source) * length)])
    for place, value in places:
        data[min(int(place * len(data)), len(data) - 1)] = value
    assert outcome(bytes(data)) != "internal"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes(data: bytes) -> None:
    assert outcome(data) != "internal"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=500))
def test_any_text_keeps_its_letters(text: str) -> None:
    try:
        extracted = extract(("Điều 1. " + text).encode("utf-8", "ignore"))
    except NlpError as error:
        pytest.fail(error.code)
    assert extracted.text.startswith("Điều 1.")
    assert "\f" not in extracted.text
