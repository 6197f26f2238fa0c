"""The workflow of appraisal, version 1: the table of transitions.

Choices the law leaves open: a dossier is sent back for papers only before acceptance (afterwards the clock
runs and the office pauses it); a reopened closed dossier is `released` again, since its report is out; a
reopened withdrawn one is `submitted` again, so that intake checks its papers and starts the clock anew.
"""

from __future__ import annotations

from review_app.domain.dossier import ACTIONS, STATES, Action, State
from review_app.domain.guards import Guard
from review_app.domain.roles import Role
from review_app.domain.transitions import Clock, Deed, Move, Transition, Workflow

_AT_WORK = (State.ASSIGNED, State.APPRAISING)
_WITH_AGENCY = (State.RELEASED, State.ANSWERED)
_CLOSED = (State.CLOSED_ISSUED, State.CLOSED_NOT_ISSUED)
_BEFORE_RELEASE = (
    State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.ASSIGNED, State.APPRAISING, State.PAUSED,
    State.REPORT_DRAFTED, State.HEAD_APPROVED, State.SIGNED,
)  # fmt: skip
_CLOCK_RUNS = (State.ACCEPTED, *_AT_WORK, State.REPORT_DRAFTED, State.HEAD_APPROVED)

_AGENCY = (Role.AGENCY_OFFICER,)
_INTAKE = (Role.INTAKE,)
_REVIEWER = (Role.REVIEWER,)
_HEAD = (Role.HEAD,)
_DIRECTOR = (Role.DIRECTOR,)

_V1 = Workflow(
    version="v1",
    transitions=(
        Transition(
            Action.SUBMIT, (State.RETURNED,), State.SUBMITTED, _AGENCY,
            deadline=Clock.START_COMPLETION_REQUEST,
        ),
        Transition(
            Action.ACCEPT, (State.SUBMITTED,), State.ACCEPTED, _INTAKE,
            four_eyes=(Deed.SUBMITTED,),
            guards=(Guard.VERSION_PROCESSED, Guard.REQUIRED_PAPERS_PRESENT),
            deadline=Clock.START_APPRAISAL,
        ),
        Transition(
            Action.RETURN, (State.SUBMITTED,), State.RETURNED, _INTAKE, needs_reason=True, deadline=Clock.STOP
        ),
        Transition(Action.ASSIGN, (State.ACCEPTED,), State.ASSIGNED, _HEAD, needs=("assignee_id",)),
        Transition(
            Action.START, (State.ASSIGNED,), State.APPRAISING, _REVIEWER, guards=(Guard.VERSION_SCANNED,)
        ),
        Transition(
            Action.REASSIGN, (*_AT_WORK, State.PAUSED), Move.STAY, _HEAD,
            needs_reason=True, needs=("assignee_id",),
        ),
        Transition(
            Action.PAUSE, _AT_WORK, State.PAUSED, _REVIEWER + _HEAD, needs_reason=True, deadline=Clock.HOLD
        ),
        Transition(Action.RESUME, (State.PAUSED,), Move.BACK, _REVIEWER + _HEAD, deadline=Clock.CONTINUE),
        Transition(
            Action.EXTEND, _CLOCK_RUNS, Move.STAY, _HEAD + _DIRECTOR,
            needs_reason=True, needs=("due_on",), deadline=Clock.MOVE,
        ),
        Transition(
            Action.DRAFT_REPORT, (State.APPRAISING,), State.REPORT_DRAFTED, _REVIEWER,
            guards=(Guard.VERSION_SCANNED, Guard.REPORT_READY),
        ),
        Transition(
            Action.HEAD_APPROVE, (State.REPORT_DRAFTED,), State.HEAD_APPROVED, _HEAD,
            four_eyes=(Deed.SUBMITTED, Deed.DRAFTED),
        ),
        Transition(Action.HEAD_RETURN, (State.REPORT_DRAFTED,), State.APPRAISING, _HEAD, needs_reason=True),
        Transition(
            Action.SIGN, (State.HEAD_APPROVED,), State.SIGNED, _DIRECTOR,
            four_eyes=(Deed.SUBMITTED, Deed.DRAFTED, Deed.APPROVED),
        ),
        Transition(
            Action.DIRECTOR_RETURN, (State.HEAD_APPROVED,), State.REPORT_DRAFTED, _DIRECTOR, needs_reason=True
        ),
        Transition(Action.RELEASE, (State.SIGNED,), State.RELEASED, _INTAKE, deadline=Clock.STOP),
        Transition(Action.ANSWER, (State.RELEASED,), State.ANSWERED, _AGENCY),
        Transition(
            Action.NEW_ROUND, _WITH_AGENCY, State.SUBMITTED, _AGENCY,
            deadline=Clock.START_COMPLETION_REQUEST, new_round=True,
        ),
        Transition(Action.CLOSE_ISSUED, _WITH_AGENCY, State.CLOSED_ISSUED, _INTAKE),
        Transition(Action.CLOSE_NOT_ISSUED, _WITH_AGENCY, State.CLOSED_NOT_ISSUED, _INTAKE),
        Transition(
            Action.WITHDRAW, _BEFORE_RELEASE, State.WITHDRAWN, _AGENCY, needs_reason=True, deadline=Clock.STOP
        ),
        Transition(Action.REOPEN, _CLOSED, State.RELEASED, _HEAD + _DIRECTOR, needs_reason=True),
        Transition(
            Action.REOPEN, (State.WITHDRAWN,), State.SUBMITTED, _HEAD + _DIRECTOR,
            needs_reason=True, deadline=Clock.START_COMPLETION_REQUEST,
        ),
    ),
)  # fmt: skip

__all__ = ["ACTIONS", "CURRENT", "STATES", "WORKFLOWS"]

CURRENT = _V1
WORKFLOWS: dict[str, Workflow] = {CURRENT.version: CURRENT}
