"""How far an index is from what it should hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.engine import SearchIndex


@dataclass(frozen=True, slots=True)
class Drift:
    """Ids the index lacks and ids it should not hold; true when there are any."""

    missing: frozenset[str]
    extra: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


def drift(index: SearchIndex, expected: Iterable[str]) -> Drift:
    """Compare the ids held with those the database has. Raises IndexFault like `SearchIndex.ids`."""
    held, wanted = index.ids(), frozenset(expected)
    return Drift(wanted - held, frozenset(held - wanted))
