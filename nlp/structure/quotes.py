"""Following quotation marks through a quoted amendment, so that the scan knows where the quotation ends."""

from __future__ import annotations

import re

_MARKS = re.compile('[“”„«»"]')
_OPENING, _CLOSING = frozenset("“„«"), frozenset("”»")


class Quotes:
    """All quotation marks of a text; one quotation is followed at a time, forward only."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [match.start() for match in _MARKS.finditer(text)]
        self._next = 0
        self._depth = 0

    def open(self, at: int) -> None:
        """Starts to follow the quotation whose opening mark stands at `at`."""
        while self._next < len(self._places) and self._places[self._next] <= at:
            self._next += 1
        self._depth = 1

    def closed_before(self, limit: int) -> int | None:
        """The offset of the closing mark when the followed quotation ends before `limit`."""
        while self._next < len(self._places) and self._places[self._next] < limit:
            at = self._places[self._next]
            self._next += 1
            self._depth += self._step(at)
            if self._depth <= 0:
                return at
        return None

    def closes_between(self, start: int, limit: int) -> bool:
        """Whether the followed quotation would end in this stretch; changes nothing."""
        depth, index = self._depth, self._next
        while index < len(self._places) and self._places[index] < limit:
            at = self._places[index]
            index += 1
            depth += self._step(at)
            if depth <= 0:
                return at >= start
        return False

    def _step(self, at: int) -> int:
        mark = self._text[at]
        if mark in _OPENING:
            return 1
        if mark in _CLOSING:
            return -1
        before = self._text[at - 1] if at else " "
        following = self._text[at + 1 : at + 2] or "\n"
        if (before.isspace() or before in "(:") and not following.isspace() and following not in ".;,":
            return 1
        return -1
