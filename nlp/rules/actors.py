"""Whose duty a clause states: that of a citizen or organisation, or that of a state body.

'Chủ cơ sở gửi danh sách về xã' burdens an outsider, 'Sở gửi danh sách về xã' nobody but the state. The subject stands
in the clause, in the line that leads its points, or in the heading ('Trách nhiệm của chủ trang trại').
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Actor = Literal["outsider", "insider"]
_ASIDE = re.compile(r"\([^()\n]{0,400}\)")
"""Whoever is named in brackets does nothing in the sentence."""
ActorNeed = Literal["", "outsider", "not_insider"]
"""Who must act for a find to count: nobody in particular, an outsider by name, or anyone but a state body."""


@dataclass(frozen=True, slots=True)
class ActorPatterns:
    """The words, on shadow text, that name outsiders and state bodies, and what makes a name no subject."""

    outsider: re.Pattern[str]
    insider: re.Pattern[str]
    object_after: re.Pattern[str]
    """Matches at the end of the words before a name that is no subject: 'cho', 'của', 'đến', ..."""


class Actors:
    """The subjects named in one stretch of shadow text, in order."""

    def __init__(self, text: str, patterns: ActorPatterns) -> None:
        self._text, self._patterns = text, patterns

    @cached_property
    def _named(self) -> list[tuple[int, Actor]]:
        """Where whom is named; found when first asked for, since most units hold no find that asks who acts."""
        found: list[tuple[int, Actor]] = [
            (match.start(), "outsider") for match in self._patterns.outsider.finditer(self._text)
        ]
        found += [(match.start(), "insider") for match in self._patterns.insider.finditer(self._text)]
        aside = [match.span() for match in _ASIDE.finditer(self._text)]
        return sorted(name for name in found if not any(low < name[0] < high for low, high in aside))

    def subject(self, low: int, high: int, *, nearest: bool) -> Actor | None:
        """Who acts in a range, as the nearest name before its end or the first in it; None where nobody is named."""
        first = bisect_left(self._named, low, key=_start)
        named = self._named[first : bisect_left(self._named, high, key=_start)]
        for start, actor in reversed(named) if nearest else named:
            if not self._patterns.object_after.search(self._text, max(low, start - 14), start):
                return actor
        return None

    def named(self, low: int, high: int) -> Actor | None:
        """Who is named in a heading: an outsider if there is one, whatever the grammar."""
        actors = {actor for start, actor in self._named if low <= start < high}
        return "outsider" if "outsider" in actors else "insider" if actors else None


def _start(named: tuple[int, Actor]) -> int:
    return named[0]


def counts(need: ActorNeed, actor: Actor | None) -> bool:
    """Whether a find that asks for this actor counts when that one acts."""
    return not need or actor == "outsider" or (need == "not_insider" and actor is None)
