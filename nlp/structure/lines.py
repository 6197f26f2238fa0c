"""The draft's lines that hold something, with their place and with what stands before each of them."""

from __future__ import annotations

import re
from typing import NamedTuple

_NOISE = re.compile(r"(?:[\s*#>|_\ufeff\u200b]|</?[a-z][^<>\n]{0,120}>)+")
_NOISY = frozenset("*#>|_<\ufeff\u200b")
_LINE = re.compile(r"[^\s][^\n\f]*")
_LINK = re.compile(
    r"(?:^|[\s(])(?:tại|theo|và|của|khoản|điểm|điều|mục|chương|phần|số|từ|đến|hoặc|các|với|vào|về|cho|thuộc|như|do|"
    r"bởi|là|trừ|khoản \d{1,3}[a-zđ]?|điểm [a-zđ]\d?|phụ lục|mẫu|biểu|luật|nghị định|thông tư)$"
)
_TIGHT_LINK = re.compile(
    r"(?:^|[\s(])(?:tại|theo|và|hoặc|đến|các khoản|các điểm|(?:tại|theo|của|và|,|đến|từ) (?:các )?(?:khoản|điểm|điều)|"
    r"khoản \d{1,3}[a-zđ]?|điểm [a-zđ]\d?)$"
)
SENTENCE_ENDS = frozenset('.;:!?"/|”»)]')


def breaks_off(words: str) -> bool:
    """Whether the words (in shadow text) call for a number or a name to follow: 'quy định tại', 'khoản 2'."""
    return _LINK.search(words) is not None


class Line(NamedTuple):
    """A line without its leading noise (blanks, marks of emphasis, tags) and trailing blanks.

    `start` and `end` are offsets, `before` the end of the line before. `apart`: an empty line, a new page or
    nothing stands before it; `ended`: it is apart or the line before ends a sentence.
    """

    start: int
    end: int
    before: int
    apart: bool
    ended: bool

    def is_linked(self, shadow: str) -> bool:
        """Whether the line before ends in words that call for a number or a name: this one goes on with it."""
        return not self.ended and breaks_off(shadow[max(0, self.before - 24) : self.before])

    def is_cited_on(self, shadow: str) -> bool:
        """Whether the line before breaks off inside a citation; headings that end in 'số' or 'mẫu' do not."""
        return (
            not self.ended and _TIGHT_LINK.search(shadow[max(0, self.before - 24) : self.before]) is not None
        )

    def follows_comma(self, shadow: str) -> bool:
        """Whether the line before ends in a comma."""
        return not self.apart and shadow[self.before - 1] == ","


def lines_of(shadow: str) -> list[Line]:
    """All lines that hold something, in order. Takes the shadow text; offsets hold for the text too."""
    lines: list[Line] = []
    before = raw_end = 0
    last = "\n\n"
    for match in _LINE.finditer(shadow):
        raw = match.group().rstrip()
        start = match.start()
        end = start + len(raw)
        if raw[0] in _NOISY:
            noise = _NOISE.match(shadow, start, end)
            start = noise.end() if noise else start
            if start >= end:
                continue
        gap = shadow[raw_end : match.start()]
        apart = not lines or (gap != "\n" and (gap.count("\n") > 1 or "\f" in gap))
        lines.append(Line(start, end, before, apart, apart or last in SENTENCE_ENDS))
        raw_end = match.end()
        before = end
        last = raw[-1]
    return lines


def is_wrapped(text: str, lines: list[Line]) -> bool:
    """Whether the text comes in lines cut at the page's edge, as PDF and mail give it, not in whole paragraphs."""
    inner = [line for line in lines if not line.apart]
    going_on = sum(text[line.start].islower() and not line.ended for line in inner)
    return len(inner) > 20 and going_on > 0.25 * len(inner)
