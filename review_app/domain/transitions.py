"""What a workflow is made of: the rows of its table and what they may say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum

from review_app.domain.dossier import Action, State
from review_app.domain.guards import Guard
from review_app.domain.roles import Role


class Move(Enum):
    """A target that is no fixed state: stay where the dossier is, or go back to where it was paused."""

    STAY = "stay"
    BACK = "back"


class Deed(StrEnum):
    """An earlier step that the four-eyes rule keeps apart from the present one."""

    SUBMITTED = "submitted"
    DRAFTED = "drafted"
    APPROVED = "approved"


class Clock(StrEnum):
    """What a transition does to the running deadline; lengths are dated data, never here."""

    START_COMPLETION_REQUEST = "start_completion_request"
    START_APPRAISAL = "start_appraisal"
    HOLD = "hold"
    CONTINUE = "continue"
    MOVE = "move"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of a workflow: who may take a dossier from which states to which, and on what conditions."""

    action: Action
    from_states: tuple[State, ...]
    to_state: State | Move
    roles: tuple[Role, ...]
    four_eyes: tuple[Deed, ...] = ()
    needs_reason: bool = False
    needs: tuple[str, ...] = ()  # names of `Fields` that must be given
    guards: tuple[Guard, ...] = ()
    deadline: Clock | None = None
    new_round: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """A version of the workflow; a running dossier keeps the version it began with."""

    version: str
    transitions: tuple[Transition, ...]

    def rows(self, action: Action) -> Iterator[Transition]:
        return (row for row in self.transitions if row.action is action)
