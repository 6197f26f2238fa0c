"""The engine of the workflow: reads a table of transitions, offers actions, decides them.

It holds three rules of its own: a reviewer acts only on dossiers assigned to them, an officer only on those
of the own agency, and nobody checks their own work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from review_app.domain import errors
from review_app.domain.dossier import ACTION_LABELS_VI, STATE_LABELS_VI, Action, DossierView, State
from review_app.domain.guards import Facts, Guard, why_not
from review_app.domain.permissions import can_see_dossier
from review_app.domain.roles import Actor, Role
from review_app.domain.transitions import Clock, Deed, Move, Transition, Workflow


@dataclass(frozen=True, slots=True)
class Fields:
    """What an action may bring along."""

    assignee_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """An action that role and state allow; `why_not` says in Vietnamese why it is disabled, else ''."""

    action: Action
    enabled: bool
    why_not: str
    needs_reason: bool
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an allowed action makes of the dossier; the caller writes it and appends it to the log."""

    action: Action
    from_state: State
    to_state: State
    round: int
    assignee_id: int | None
    paused_from: State | None
    due_on: date | None  # only for `Clock.MOVE`; otherwise the caller computes it from `deadline`
    deadline: Clock | None
    reason: str


def available(workflow: Workflow, view: DossierView, actor: Actor, facts: Facts) -> list[ActionOffer]:
    """The actions this role has in this state, each with why it cannot be run now."""
    if not can_see_dossier(actor, view):
        return []
    offers = []
    for row in workflow.transitions:
        if actor.role in row.roles and view.state in row.from_states:
            refusal = _person_refused(row, view, actor)
            reason = refusal.message if refusal else _failed_guard(row, facts)[1]
            offers.append(ActionOffer(row.action, not reason, reason, row.needs_reason, row.needs))
    return offers


def decide(
    workflow: Workflow,
    action: Action,
    view: DossierView,
    actor: Actor,
    facts: Facts,
    reason: str,
    fields: Fields,
) -> Outcome:
    """The outcome of the action, or the refusal that comes first.

    Asked in this order: unknown dossier, role, state, person, reason, field, guard.
    A role that may never run the action is refused as such (403) whatever the state. Raises `DossierUnknown`,
    `NotAllowed`, `FourEyes`, `TransitionNotAllowed`, `ReasonMissing`, `FieldMissing`, `GuardFailed`.
    """
    row = _allowed_row(workflow, action, view, actor)
    if refusal := _person_refused(row, view, actor):
        raise refusal
    if row.needs_reason and not reason.strip():
        raise errors.ReasonMissing
    _check_fields(row, facts, fields)
    guard, why = _failed_guard(row, facts)
    if guard:
        raise errors.GuardFailed(guard, why)
    target = _target(row, view)
    return Outcome(
        action=action,
        from_state=view.state,
        to_state=target,
        round=view.round + 1 if row.new_round else view.round,
        assignee_id=fields.assignee_id
        if "assignee_id" in row.needs
        else (None if row.new_round else view.assignee_id),
        paused_from=_paused_from(target, view),
        due_on=fields.due_on if row.deadline is Clock.MOVE else None,
        deadline=row.deadline,
        reason=reason.strip(),
    )


def _allowed_row(workflow: Workflow, action: Action, view: DossierView, actor: Actor) -> Transition:
    if not can_see_dossier(actor, view):
        raise errors.DossierUnknown
    rows = [row for row in workflow.rows(action) if actor.role in row.roles]
    if not rows:
        raise errors.NotAllowed
    for row in rows:
        if view.state in row.from_states:
            return row
    raise errors.TransitionNotAllowed(
        f"Hồ sơ đang ở trạng thái “{STATE_LABELS_VI[view.state]}”, không thể “{ACTION_LABELS_VI[action]}”."
    )


_DEEDS_VI = {
    Deed.SUBMITTED: "Người đã gửi hồ sơ hoặc dự thảo không được thực hiện bước này.",
    Deed.DRAFTED: "Người đã dự thảo báo cáo không được duyệt hoặc ký báo cáo đó.",
    Deed.APPROVED: "Người đã duyệt báo cáo không được ký báo cáo đó.",
}


def _person_refused(row: Transition, view: DossierView, actor: Actor) -> errors.NotAllowed | None:
    if actor.role is Role.REVIEWER and actor.id != view.assignee_id:
        return errors.NotAllowed("Chỉ chuyên viên được phân công mới thực hiện được bước này.")
    did = {
        Deed.SUBMITTED: view.version_authors | {view.created_by},
        Deed.DRAFTED: {view.report_drafted_by, view.assignee_id},
        Deed.APPROVED: {view.head_approved_by},
    }
    for deed in row.four_eyes:
        if actor.id in did[deed]:
            return errors.FourEyes(_DEEDS_VI[deed])
    return None


def _check_fields(row: Transition, facts: Facts, fields: Fields) -> None:
    if "assignee_id" in row.needs and fields.assignee_id is None:
        raise errors.FieldMissing("assignee", "Cần chọn chuyên viên được phân công.")
    if "due_on" in row.needs:
        if fields.due_on is None:
            raise errors.FieldMissing("due_on", "Cần nhập thời hạn mới.")
        if facts.due_on is not None and fields.due_on <= facts.due_on:
            raise errors.Unprocessable("due_on", "Thời hạn mới phải sau thời hạn hiện tại.")
        if facts.latest_due_on is not None and fields.due_on > facts.latest_due_on:
            raise errors.Unprocessable(
                "due_on", f"Thời hạn được gia hạn muộn nhất đến ngày {facts.latest_due_on:%d/%m/%Y}."
            )


def _failed_guard(row: Transition, facts: Facts) -> tuple[Guard | None, str]:
    for guard in row.guards:
        if why := why_not(guard, facts):
            return guard, why
    return None, ""


def _target(row: Transition, view: DossierView) -> State:
    if isinstance(row.to_state, State):
        return row.to_state
    if row.to_state is Move.STAY:
        return view.state
    if view.paused_from is None:
        raise errors.TransitionNotAllowed("Không xác định được trạng thái trước khi tạm dừng.")
    return view.paused_from


def _paused_from(target: State, view: DossierView) -> State | None:
    if target is not State.PAUSED:
        return None
    return view.paused_from if view.state is State.PAUSED else view.state
