"""The running deadline of a dossier: started, held, continued, moved and stopped by the workflow.

`Dossier.deadline` holds how the date came about: `term` (which step), `from`, `days`, `unit`, `citation`, `status`,
`due`, `steps`, `unconfirmed_years`; `pauses`, `held` (while paused), `moves`, `stopped_on`; `history` holds the terms
before it, without their steps. A term that no source gives is never invented: `days` and `due` are null then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review_app.domain.base_data import CountsFrom, DeadlineRule, DeadlineStep, deadline_for
from review_app.domain.deadlines import Calendar, Deadline, Pause, Unit, due_date
from review_app.domain.dossier import Action, State
from review_app.domain.transitions import Clock
from review_app.domain.workflow import Outcome
from review_app.models import Dossier, TransitionLog
from review_app.services import base_data

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""Days are days of Vietnam, whatever the server's zone."""

_NO_TERM_VI = "Chưa có nguồn xác định thời hạn cho loại văn bản này; cần nhập thời hạn khi biết."


def local_date(moment: datetime) -> date:
    """The day in Vietnam at this moment."""
    return moment.astimezone(LOCAL).date()


def apply_clock(session: Session, dossier: Dossier, outcome: Outcome, now: datetime) -> None:
    """Do to the deadline what the action says; an action that says nothing leaves it running."""
    if outcome.deadline is not None:
        _EFFECTS[outcome.deadline](session, dossier, outcome, local_date(now))


def start_term(
    session: Session, dossier: Dossier, step: DeadlineStep, received: date, handed_in: date | None = None
) -> None:
    """Start the term of a step for a dossier received on this day; what ran before goes into the history.

    `handed_in` is the day the agency sent it: some terms (fast track) count from there, not from the full dossier.
    """
    rule = deadline_for(
        base_data.deadline_rules(session, received), step, dossier.document_type, dossier.issuer,
        expedited=dossier.expedited, day=received,
    )  # fmt: skip
    first = handed_in if handed_in and rule and rule.counts_from is CountsFrom.RECEIPT else received
    started: dict[str, Any] = {"term": step.value, "from": first.isoformat(), "history": _history(dossier)}
    if rule is None:
        started |= {"days": None, "unit": None, "due": None, "note": _NO_TERM_VI}
    else:
        term = due_date(first, rule.days, rule.unit, base_data.calendar(session))
        started |= _rule(rule) | term_shape(term)
    _write(dossier, started)


def _rule(rule: DeadlineRule) -> dict[str, Any]:
    return {
        "row": rule.key, "days": rule.days, "unit": rule.unit.value, "citation": rule.shown_basis,
        "status": rule.status.value, "note": rule.note, "extendable_to": rule.extendable_to,
    }  # fmt: skip


def term_shape(term: Deadline) -> dict[str, Any]:
    """The end of a term with its count day by day, as it is stored and printed."""
    return {
        "due": term.due.isoformat(),
        "steps": [
            {
                "day": step.day.isoformat(),
                "counted": step.counted,
                "number": step.number,
                "why": step.why.value,
            }
            for step in term.steps
        ],
        "unconfirmed_years": list(term.unconfirmed_years),
    }


def _history(dossier: Dossier) -> list[dict[str, Any]]:
    """The terms before, and the one that ends now, without their steps."""
    last: Mapping[str, Any] = dossier.deadline or {}
    if not last:
        return []
    kept = {name: value for name, value in last.items() if name not in ("steps", "history")}
    return [*last.get("history", []), kept]


def _write(dossier: Dossier, deadline: dict[str, Any]) -> None:
    """A new value, never a changed one: SQLAlchemy sees a JSON column change only by identity."""
    dossier.deadline = deadline
    running = deadline.get("due") and not deadline.get("stopped_on") and not deadline.get("held")
    dossier.due_on = date.fromisoformat(deadline["due"]) if running else None


def _start_appraisal(session: Session, dossier: Dossier, outcome: Outcome, today: date) -> None:
    start_term(session, dossier, DeadlineStep.APPRAISAL, today, _handed_in(session, dossier))


def _handed_in(session: Session, dossier: Dossier) -> date:
    """The day the agency last sent the dossier in this round."""
    sent = (Action.SUBMIT, Action.NEW_ROUND, Action.REOPEN)
    at = session.scalar(
        select(func.max(TransitionLog.at)).where(
            TransitionLog.dossier_id == dossier.id, TransitionLog.to_state == State.SUBMITTED,
            TransitionLog.action.in_(sent),
        )
    )  # fmt: skip
    return local_date(at or dossier.created_at)


def _start_completion_request(session: Session, dossier: Dossier, outcome: Outcome, today: date) -> None:
    start_term(session, dossier, DeadlineStep.COMPLETION_REQUEST, today)


def _hold(session: Session, dossier: Dossier, outcome: Outcome, today: date) -> None:
    """Remember when the clock was held and how many days of the term were left."""
    last = dict(dossier.deadline or {})
    left = _days_left(base_data.calendar(session), last, today) if last.get("due") else None
    _write(dossier, last | {"held": {"on": today.isoformat(), "days_left": left}})


def _days_left(running: Calendar, last: Mapping[str, Any], today: date) -> int:
    """Days of the term after today; a moved deadline counts to the day it was moved to."""
    if not last.get("moves"):
        return sum(step["counted"] and step["day"] > today.isoformat() for step in last["steps"])
    return _days_between(running, today, date.fromisoformat(last["due"]), _unit(last))


def _days_between(running: Calendar, after: date, until: date, unit: Unit) -> int:
    days = (date.fromordinal(number) for number in range(after.toordinal() + 1, until.toordinal() + 1))
    return sum(unit is Unit.CALENDAR or running.day_off(day) is None for day in days)


def _unit(last: Mapping[str, Any]) -> Unit:
    return Unit(last.get("unit") or Unit.CALENDAR.value)


def _continue(session: Session, dossier: Dossier, outcome: Outcome, today: date) -> None:
    """Give back the days that were left when the clock was held; an overdue term stays overdue."""
    last = dict(dossier.deadline or {})
    held = last.pop("held", None)
    if held is None:
        return
    pauses = [*last.get("pauses", []), {"paused_on": held["on"], "resumed_on": today.isoformat()}]
    last["pauses"] = pauses
    if held["days_left"]:
        last |= term_shape(_resumed(base_data.calendar(session), last, held["days_left"], today))
    _write(dossier, last)


def latest_due(session: Session, dossier: Dossier) -> date | None:
    """The last day the running term may be moved to by its own source; None where that says nothing."""
    last: Mapping[str, Any] = dossier.deadline or {}
    if not last.get("extendable_to"):
        return None
    return _counted(base_data.calendar(session), last, last["extendable_to"]).due


def _resumed(running: Calendar, last: Mapping[str, Any], days_left: int, today: date) -> Deadline:
    if last.get("moves"):
        return due_date(today, days_left, _unit(last), running)
    return _counted(running, last, last["days"])


def _counted(running: Calendar, last: Mapping[str, Any], days: int) -> Deadline:
    """A term of that many days from where the present one began, its pauses left out."""
    pauses = [
        Pause(date.fromisoformat(pause["paused_on"]), date.fromisoformat(pause["resumed_on"]))
        for pause in last.get("pauses", ())
    ]
    return due_date(date.fromisoformat(last["from"]), days, _unit(last), running, pauses)


def _move(session: Session, dossier: Dossier, outcome: Outcome, today: date) -> None:
    if outcome.due_on is None:
        raise ValueError("a deadline was moved to no day")
    last = dict(dossier.deadline or {})
    move = {
        "on": today.isoformat(),
        "from": last.get("due"),
        "to": outcome.due_on.isoformat(),
        "reason": outcome.reason,
    }
    _write(dossier, last | {"due": outcome.due_on.isoformat(), "moves": [*last.get("moves", []), move]})


def _stop(session: Session, dossier: Dossier, outcome: Outcome, today: date) -> None:
    _write(dossier, dict(dossier.deadline or {}) | {"stopped_on": today.isoformat()})


_EFFECTS: Mapping[Clock, Callable[[Session, Dossier, Outcome, date], None]] = {
    Clock.START_APPRAISAL: _start_appraisal,
    Clock.START_COMPLETION_REQUEST: _start_completion_request,
    Clock.HOLD: _hold,
    Clock.CONTINUE: _continue,
    Clock.MOVE: _move,
    Clock.STOP: _stop,
}
