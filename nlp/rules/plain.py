"""The text rules read: shadow text on unbroken lines with single spaces, and the way back to the draft's offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from nlp.text import shadow

_FURNITURE = re.compile(r"\n[ ]{0,20}(?:công báo/số [^\n]{0,60}|\d{1,4})[ ]{0,20}(?=\n)")
_WRAP = re.compile(
    r"(?<![.;:\"])\n(?=[a-zà-ỹđ0-9(\"/])"
    r"(?!(?:[a-zđ]{1,2}\)|\d+(?:\.\d+)*[.)]|[-+*]|điều \d|khoản \d|mẫu (?:số )?\d|phụ lục|căn cứ))"
)
_GAP = re.compile(r"\s{2,}|\n")
END_OF_HEADING = "\ue000"
"""Stands for the line feed after an article's heading: what follows never continues the heading's sentence."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """`text` for patterns; `origin(i)` is the index in the draft's unit that `text[i]` stands for."""

    text: str
    _cuts: tuple[int, ...]
    _shifts: tuple[int, ...]
    _origins: tuple[int, ...]

    def origin(self, index: int) -> int:
        """The offset in the original unit of a character of `text`."""
        return index + self._shifts[bisect_right(self._cuts, index) - 1]

    def index(self, origin: int) -> int:
        """The first index of `text` that stands for this offset of the original unit, or for a later one."""
        at = bisect_right(self._origins, origin) - 1
        limit = self._cuts[at + 1] if at + 1 < len(self._cuts) else len(self.text)
        return max(0, min(origin - self._shifts[at], limit))


def plain(text: str) -> PlainText:
    """The plain text of a stretch of a draft; see `plain_of_shadow`."""
    return plain_of_shadow(shadow(text))


def plain_of_shadow(low: str) -> PlainText:
    """Lower-case, one-spelling text whose wrapped lines are joined and page furniture is blank.

    A line that runs on (no stop at its end, no marker at the next start) continues its sentence, but for the line after
    a heading (`END_OF_HEADING`); gaps become one space, paragraph ends one line feed. Offsets lead back through
    `origin`.
    """
    if "\n" in low:
        low = _FURNITURE.sub(lambda match: "\n" * len(match.group()), low)
    pieces: list[str] = []
    cuts, shifts = [0], [0]
    at = length = 0
    for gap in _GAP.finditer(low):
        kept = low[at : gap.start()]
        pieces.append(kept)
        pieces.append("\n" if "\n" in gap.group() else " ")
        length += len(kept) + 1
        at = gap.end()
        if at - length != shifts[-1]:
            cuts.append(length)
            shifts.append(at - length)
    pieces.append(low[at:])
    origins = tuple(cut + shift for cut, shift in zip(cuts, shifts, strict=True))
    joined = _WRAP.sub(" ", "".join(pieces)).replace(END_OF_HEADING, "\n")
    return PlainText(joined, tuple(cuts), tuple(shifts), origins)
