"""Whether what was read is Vietnamese text at all: what no rule can read must not look clean."""

from __future__ import annotations

from dataclasses import replace

from nlp.text.legacy import legacy_ranges
from nlp.text.syllables import count_words
from nlp.types import Extracted, ScanWarning, Unread

_WHOLE = 0.2
_WORDS = 40
_BROKEN = 0.25
_MARKED = 0.1

_LEGACY = (
    "Chữ trong tệp thuộc bảng mã cũ (TCVN3 hoặc VNI) nên không rà soát được. "
    "Hãy chuyển mã sang Unicode (ví dụ bằng UniKey) rồi tải lên lại."
)
_GARBLED = (
    "Chữ đọc được từ tệp bị rối, không thành tiếng Việt nên không rà soát được. "
    "Hãy tải lên tệp Word gốc của dự thảo."
)
_WITHOUT_MARKS = (
    "Văn bản không có dấu tiếng Việt (hoặc không phải tiếng Việt) nên không rà soát được. "
    "Hãy tải lên bản có đủ dấu."
)


def with_doubts(extracted: Extracted) -> Extracted:
    """The extracted text with a warning and an unread range wherever its letters make no Vietnamese."""
    remarks = [*_legacy(extracted.text)] or [*_unreadable(extracted.text)]
    if not remarks:
        return extracted
    return replace(
        extracted,
        warnings=(*extracted.warnings, *remarks),
        unread=(*extracted.unread, *(Unread(remark.start, remark.end, remark.message) for remark in remarks)),
    )


def _legacy(text: str) -> list[ScanWarning]:
    ranges = legacy_ranges(text)
    if sum(end - start for start, end in ranges) >= _WHOLE * len(text) > 0:
        ranges = [(0, len(text))]
    return [ScanWarning("legacy_encoding", _LEGACY, start, end) for start, end in ranges]


def _unreadable(text: str) -> list[ScanWarning]:
    count = count_words(text)
    if count.words < _WORDS:
        return []
    if count.share(count.broken) > _BROKEN:
        return [ScanWarning("garbled_text", _GARBLED, 0, len(text))]
    if count.share(count.marked) < _MARKED:
        return [ScanWarning("no_diacritics", _WITHOUT_MARKS, 0, len(text))]
    return []
