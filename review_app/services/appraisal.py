"""Moving a dossier on: one function for every action of the workflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review_app import outbox
from review_app.domain.dossier import Action, DossierView, State
from review_app.domain.errors import Unprocessable
from review_app.domain.guards import Facts
from review_app.domain.permissions import can_be_assigned
from review_app.domain.roles import Actor
from review_app.domain.transitions import Workflow
from review_app.domain.workflow import ActionOffer, Fields, Outcome, available, decide
from review_app.domain.workflow_v1 import WORKFLOWS
from review_app.errors import Stale
from review_app.models import Dossier, Finding, TransitionLog, User
from review_app.services.accounts import actor_of
from review_app.services.clock import apply_clock, latest_due
from review_app.services.dossiers import get_dossier, latest_version
from review_app.services.papers import missing_papers
from review_app.services.reports import (
    draft_report,
    lapse_signature,
    number_report,
    propose_conclusion,
    sign_report,
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for: the action, why, and its values (`has_tthc`, `conclusion`, `due_on`, ...)."""

    action: Action
    reason: str = ""
    assignee_id: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


def facts_of(session: Session, dossier: Dossier, fields: Mapping[str, Any]) -> Facts:
    """What the guards ask of the latest version and the papers."""
    version = latest_version(session, dossier.id)
    still_open = 0
    if version is not None:
        still_open = (
            session.scalar(
                select(func.count())
                .select_from(Finding)
                .where(
                    Finding.version_id == version.id,
                    Finding.disposition == "open",
                    Finding.severity.in_(("suspect", "violation")),
                )
            )
            or 0
        )
    steps_done = {step.step for step in version.steps if step.state == "done"} if version else set()
    return Facts(
        version_processed="extract" in steps_done,
        version_scanned=version is not None and version.state == "scanned",
        open_findings=still_open,
        missing_papers=missing_papers(session, dossier, has_tthc=fields.get("has_tthc") is True),
        due_on=dossier.due_on,
        latest_due_on=latest_due(session, dossier),
    )


def offers_for(session: Session, actor: Actor, dossier: Dossier, view: DossierView) -> list[ActionOffer]:
    """The actions this person may take now; each that is barred says why."""
    return available(workflow_of(dossier), view, actor, facts_of(session, dossier, {}))


def workflow_of(dossier: Dossier) -> Workflow:
    """The workflow the dossier began with and keeps."""
    return WORKFLOWS[dossier.workflow]


def run_action(
    session: Session,
    actor: Actor,
    now: datetime,
    dossier_id: int,
    request: Request,
    expected_revision: int | None,
) -> Dossier:
    """Do the action. Raises the domain's refusals, and Stale when the dossier is not as the person last saw it."""
    dossier, view = get_dossier(session, actor, dossier_id, lock=True)
    check_revision(dossier, expected_revision)
    outcome = decide(
        workflow_of(dossier), request.action, view, actor, facts_of(session, dossier, request.fields),
        request.reason, Fields(assignee_id=request.assignee_id, due_on=_due_on(request.fields)),
    )  # fmt: skip
    if request.assignee_id is not None and outcome.assignee_id == request.assignee_id:
        _check_assignee(session, request.assignee_id, view)
    _apply(session, actor, now, dossier, outcome)
    _write_papers(session, actor, now, dossier, request)
    session.add(
        TransitionLog(
            dossier_id=dossier.id, round=view.round, action=outcome.action.value, from_state=outcome.from_state.value,
            to_state=outcome.to_state.value, actor_id=actor.id, at=now, reason=outcome.reason,
            fields=dict(request.fields) | ({"assignee": request.assignee_id} if request.assignee_id else {}) or None,
        )
    )  # fmt: skip
    outbox.mark_for_index(session, dossier.id, now)
    session.flush()
    session.refresh(dossier, ["assignee"])
    return dossier


def check_revision(dossier: Dossier, expected: int | None) -> None:
    """Raises Stale with the present state when somebody changed the dossier since the person read it."""
    if expected is not None and expected != dossier.revision:
        raise Stale(
            "Hồ sơ đã thay đổi từ khi bạn mở. Hãy xem lại trạng thái mới rồi thực hiện.",
            current={"state": dossier.state, "round": dossier.round, "etag": str(dossier.revision)},
        )


def _due_on(fields: Mapping[str, Any]) -> date | None:
    value = fields.get("due_on")
    if not value:
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Unprocessable("due_on", "Thời hạn phải là một ngày (năm-tháng-ngày).") from None


def _check_assignee(session: Session, user_id: int, view: DossierView) -> None:
    user = session.get(User, user_id)
    if user is None or not user.active or not can_be_assigned(actor_of(user), view):
        raise Unprocessable(
            "assignee", "Chỉ phân công được cho chuyên viên thẩm định không tham gia soạn thảo."
        )


def _apply(session: Session, actor: Actor, now: datetime, dossier: Dossier, outcome: Outcome) -> None:
    dossier.state = outcome.to_state.value
    dossier.round = outcome.round
    dossier.assignee_id = outcome.assignee_id
    dossier.paused_from = outcome.paused_from.value if outcome.paused_from else None
    if outcome.action is Action.ACCEPT:
        dossier.received_at = now
    apply_clock(session, dossier, outcome, now)


def _write_papers(session: Session, actor: Actor, now: datetime, dossier: Dossier, request: Request) -> None:
    """What an action leaves beside the state: the report as drafted, signed, numbered."""
    if request.action is Action.DRAFT_REPORT:
        conclusion = str(request.fields.get("conclusion") or propose_conclusion(session, dossier))
        draft_report(session, actor, now, dossier, conclusion)
    elif request.action is Action.SIGN:
        sign_report(session, actor, now, dossier)
    elif request.action is Action.RELEASE:
        number_report(session, now, dossier)
    elif request.action is Action.REOPEN:
        lapse_signature(session, dossier)


def start_by_deciding(session: Session, actor: Actor, now: datetime, dossier: Dossier) -> None:
    """The first disposition starts the appraisal of an assigned dossier."""
    if dossier.state == State.ASSIGNED.value:
        run_action(session, actor, now, dossier.id, Request(Action.START), None)
