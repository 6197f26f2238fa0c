"""Terms of the lexicons in a text, looked up only where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a lexicon found in a text: the lexicon's name and the range in that text."""

    label: str
    start: int
    end: int


TermFinder = Callable[[str], tuple[Term, ...]]
"""Finds the terms in a text, in text order; the first call may build the spaCy pipeline."""


class TermsByLine:
    """The terms of a text, looked up line by line as ranges are asked for: no term reaches over a line feed."""

    def __init__(self, find: TermFinder, text: str) -> None:
        self._find, self._text = find, text
        self._lines: dict[int, tuple[Term, ...]] = {}

    def within(self, start: int, end: int) -> Iterator[Term]:
        """The terms that begin in a range of the text, in text order."""
        at = self._text.rfind("\n", 0, start) + 1
        while at < min(end, len(self._text)):
            stop = self._text.find("\n", at)
            stop = len(self._text) if stop < 0 else stop
            terms = self._lines.get(at)
            if terms is None:
                found = self._find(self._text[at:stop])
                terms = self._lines[at] = tuple(Term(t.label, t.start + at, t.end + at) for t in found)
            yield from (term for term in terms if start <= term.start < end)
            at = stop + 1
