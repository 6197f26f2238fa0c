"""The queue as a table: one row a dossier, one chip a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from review_app.domain.dossier import STATE_LABELS_VI
from review_app.models import Dossier
from review_app.web.presenters.dates import DueWords, due_words

CLOSED = frozenset({"closed_issued", "closed_not_issued", "withdrawn"})
CLOCK_STOPPED = CLOSED | {"returned", "paused", "signed", "released", "answered"}
"""States in which nobody at the office is late, whatever the date says."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A dossier in the table."""

    id: int
    number: str
    title: str
    agency: str
    state: str
    round: int
    assignee: str
    due_on: date | None
    due: DueWords
    expedited: bool


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many dossiers stand in a state; `chosen` when the table shows only these."""

    code: str
    label: str
    count: int
    chosen: bool


def due_of(dossier: Dossier, today: date) -> DueWords:
    """The deadline of a dossier in words; where the clock does not run, nothing is late."""
    if dossier.state in CLOSED:
        return DueWords("đã kết thúc", "none")
    if dossier.state in CLOCK_STOPPED:
        return DueWords("không tính thời hạn", "none")
    return due_words(dossier.due_on, today)


def rows_of(dossiers: Iterable[Dossier], today: date) -> list[QueueRow]:
    """The table's rows, in the order given."""
    return [
        QueueRow(
            id=dossier.id,
            number=dossier.number,
            title=dossier.title,
            agency=dossier.agency.name,
            state=dossier.state,
            round=dossier.round,
            assignee=dossier.assignee.name if dossier.assignee else "",
            due_on=dossier.due_on,
            due=due_of(dossier, today),
            expedited=dossier.expedited,
        )
        for dossier in dossiers
    ]


def state_counts(counts: Mapping[str, int], chosen: Sequence[str]) -> list[StateCount]:
    """States that hold dossiers (or are chosen), in the order of a dossier's life."""
    return [
        StateCount(state.value, label, counts.get(state.value, 0), state.value in chosen)
        for state, label in STATE_LABELS_VI.items()
        if counts.get(state.value) or state.value in chosen
    ]


def summary(rows: Sequence[QueueRow]) -> str:
    """What presses, in one sentence."""
    counted = {
        urgency: sum(row.due.urgency == urgency for row in rows) for urgency in ("late", "today", "soon")
    }
    words = [
        f"{counted[urgency]} hồ sơ {text}"
        for urgency, text in (
            ("late", "đã quá hạn"),
            ("today", "đến hạn hôm nay"),
            ("soon", "còn không quá 3 ngày"),
        )
        if counted[urgency]
    ]
    if not words:
        return "Không có hồ sơ nào quá hạn hoặc sắp đến hạn."
    return "Trong đó có " + ", ".join(words) + "."
