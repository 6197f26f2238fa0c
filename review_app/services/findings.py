"""Findings and what people decide on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app import outbox
from review_app.domain.dossier import DECIDING_STATES, DossierView
from review_app.domain.errors import DossierUnknown, ReasonMissing, TransitionNotAllowed, Unprocessable
from review_app.domain.permissions import Permission, can, require
from review_app.domain.roles import Actor
from review_app.errors import Stale
from review_app.models import DISPOSITIONS, DispositionLog, Finding
from review_app.services.appraisal import start_by_deciding
from review_app.services.dossiers import get_dossier, get_version, latest_version

SEVERITIES = ("violation", "suspect", "info")


@dataclass(frozen=True, slots=True)
class Decision:
    """A disposition (xử lý): what, why, and the reviewer's own wording or severity where it differs."""

    disposition: str
    reason: str = ""
    wording: str = ""
    severity: str | None = None


def findings_of(session: Session, actor: Actor, version_id: int) -> tuple[Sequence[Finding], DossierView]:
    """The findings of a version in text order; raises NotAllowed when the agency may not read them yet."""
    _, view = get_version(session, actor, version_id)
    require(Permission.SEE_FINDINGS, actor, view)
    rows = session.scalars(
        select(Finding).where(Finding.version_id == version_id).order_by(Finding.position)
    ).all()
    return rows, view


def get_finding(session: Session, actor: Actor, finding_id: int) -> tuple[Finding, DossierView]:
    """One finding the person may read; raises DossierUnknown."""
    finding = session.get(Finding, finding_id)
    if finding is None:
        raise DossierUnknown
    _, view = get_version(session, actor, finding.version_id)
    if not can(Permission.SEE_FINDINGS, actor, view):
        raise DossierUnknown
    return finding, view


def dispose(
    session: Session,
    actor: Actor,
    now: datetime,
    finding_id: int,
    decision: Decision,
    expected_revision: int | None,
) -> Finding:
    """Decide on a finding. Raises Stale (with the present decision), NotAllowed, Unprocessable, TransitionNotAllowed.

    The first decision on an assigned dossier starts its appraisal.
    """
    finding, view = get_finding(session, actor, finding_id)
    require(Permission.DECIDE_FINDING, actor, view)
    if view.state not in DECIDING_STATES:
        raise TransitionNotAllowed("Hồ sơ không ở bước thẩm định nên không đổi được xử lý của phát hiện.")
    _check(decision)
    if expected_revision is not None and expected_revision != finding.revision:
        raise Stale(
            "Phát hiện này vừa được người khác xử lý. Hãy xem cả hai giá trị rồi quyết định lại.",
            current=decision_of(finding),
            yours={"disposition": decision.disposition, "reason": decision.reason},
        )
    dossier, _ = get_dossier(session, actor, view.id, lock=True)
    latest = latest_version(session, dossier.id)
    if latest is None or latest.id != finding.version_id:
        raise TransitionNotAllowed("Phát hiện thuộc phiên bản cũ; hãy xử lý trên phiên bản mới nhất.")
    start_by_deciding(session, actor, now, dossier)
    _decide(finding, actor, now, decision)
    session.add(
        DispositionLog(
            finding_id=finding.id, disposition=finding.disposition, reason=finding.reason, wording=finding.wording,
            severity=finding.severity, actor_id=actor.id, at=now,
        )
    )  # fmt: skip
    outbox.mark_for_index(session, dossier.id, now)
    session.flush()
    return finding


def _check(decision: Decision) -> None:
    if decision.disposition not in DISPOSITIONS:
        raise Unprocessable("disposition", "Cách xử lý không có trong danh sách.")
    if decision.disposition == "dismissed" and not decision.reason.strip():
        raise ReasonMissing
    if decision.severity is not None and decision.severity not in SEVERITIES:
        raise Unprocessable("severity", "Mức độ không có trong danh sách.")


def _decide(finding: Finding, actor: Actor, now: datetime, decision: Decision) -> None:
    taken_back = decision.disposition == "open"
    finding.disposition = decision.disposition
    finding.reason = decision.reason.strip()
    finding.wording = decision.wording.strip()
    finding.severity = decision.severity or finding.severity
    finding.decided_by_id = None if taken_back else actor.id
    finding.decided_at = None if taken_back else now


def decision_of(finding: Finding) -> dict[str, object]:
    """The present decision, as shown to somebody whose own came too late."""
    return {
        "disposition": finding.disposition,
        "reason": finding.reason,
        "wording": finding.wording,
        "severity": finding.severity,
        "decided_by": finding.decided_by.name if finding.decided_by else None,
        "etag": str(finding.revision),
    }
