"""The draft's lines that hold something, with their place and with what stands before each of them."""

from __future__ import annotations

import re
from typing import NamedTuple

_NOISE = re.compile(r"(?:[\s*#>|_\ufeff\u200b]+|</?[a-z][^<>\n]{0,120}>)+")
_LINE = re.compile(r"[^\n\f]+|\f")
_LINK = re.compile(
    r"(?:,|(?:^|[\s(])(?:tại|theo|và|của|khoản|điểm|điều|mục|chương|phần|số|từ|đến|hoặc|các|với|vào|về|cho|thuộc|"
    r"như|do|bởi|là|trừ|khoản \d{1,3}[a-zđ]?|điểm [a-zđ]\d?|phụ lục|mẫu|biểu|luật|nghị định|thông tư))$"
)
_TERMINATORS = frozenset('.;:!?"/|…”»)]')


class Line(NamedTuple):
    """A line without its leading noise (blanks, marks of emphasis, tags) and trailing blanks.

    `start` and `end` are offsets; `apart`: an empty line, a new page or nothing stands before it; `ended`: it is
    apart or the line before ends a sentence; `linked`: the line before ends in words that call for a number or
    a name, so that this line goes on with its sentence.
    """

    start: int
    end: int
    apart: bool
    ended: bool
    linked: bool


def lines_of(shadow: str) -> list[Line]:
    """All lines that hold something, in order. Takes the shadow text; offsets hold for the text too."""
    lines: list[Line] = []
    last_end = -10
    tail = ""
    for match in _LINE.finditer(shadow):
        raw = match.group()
        stripped = raw.rstrip()
        if not stripped:
            if "\f" in raw:
                last_end = -10
            continue
        start, end = match.start(), match.start() + len(stripped)
        if not raw[0].isalnum():
            noise = _NOISE.match(shadow, start, end)
            start = noise.end() if noise else start
            if start >= end:
                continue
        apart = match.start() - last_end > 1
        ended = apart or tail[-1:] in _TERMINATORS
        lines.append(Line(start, end, apart, ended, not ended and _LINK.search(tail) is not None))
        last_end = match.end()
        tail = stripped[-24:]
    return lines


def is_wrapped(text: str, lines: list[Line]) -> bool:
    """Whether the text comes in lines cut at the page's edge, as PDF and mail give it, not in whole paragraphs."""
    inner = [line for line in lines if not line.apart]
    going_on = sum(text[line.start].islower() and not line.ended for line in inner)
    return len(inner) > 20 and going_on > 0.25 * len(inner)
