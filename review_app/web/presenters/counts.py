"""How many findings a version has, by what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from review_app.models import Finding

TO_DECIDE = frozenset({"suspect", "violation"})
"""Severities that have to be decided before a report can be drafted."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals; `to_decide` are open findings of a severity that holds the report back."""

    total: int = 0
    open: int = 0
    to_decide: int = 0
    confirmed: int = 0
    dismissed: int = 0
    violation: int = 0
    suspect: int = 0
    info: int = 0


def counts_of(findings: Iterable[Finding]) -> Counts:
    """Counted over these findings."""
    rows = list(findings)

    def having(**wanted: str) -> int:
        return sum(all(getattr(row, name) == value for name, value in wanted.items()) for row in rows)

    return Counts(
        total=len(rows),
        open=having(disposition="open"),
        to_decide=sum(row.disposition == "open" and row.severity in TO_DECIDE for row in rows),
        confirmed=having(disposition="confirmed"),
        dismissed=having(disposition="dismissed"),
        violation=having(severity="violation"),
        suspect=having(severity="suspect"),
        info=having(severity="info"),
    )
