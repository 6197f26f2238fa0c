"""Findings and what people decide on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app import outbox
from review_app.domain.dossier import DECIDING_STATES, DossierView
from review_app.domain.errors import (
    DossierUnknown,
    NotAllowed,
    ReasonMissing,
    TransitionNotAllowed,
    Unprocessable,
)
from review_app.domain.permissions import OFFICE_READERS, Permission, can, require
from review_app.domain.roles import Actor
from review_app.errors import Stale
from review_app.models import DISPOSITIONS, DispositionLog, DraftVersion, Finding
from review_app.services.appraisal import start_by_deciding
from review_app.services.dossiers import get_dossier, get_version, is_reported, latest_version

SEVERITIES = ("violation", "suspect", "info")


@dataclass(frozen=True, slots=True)
class Decision:
    """A disposition (xử lý): what, why, and the reviewer's own wording or severity where it differs."""

    disposition: str
    reason: str = ""
    wording: str = ""
    severity: str | None = None


def findings_of(session: Session, actor: Actor, version_id: int) -> tuple[Sequence[Finding], DossierView]:
    """The findings of a version in text order; raises NotAllowed when the agency may not read them yet.

    The agency is given those that the office confirmed, once the report on this version has gone out.
    """
    version, view = get_version(session, actor, version_id)
    if not may_read_findings(session, actor, version, view):
        raise NotAllowed("Cơ quan soạn thảo xem được phát hiện sau khi báo cáo thẩm định được phát hành.")
    rows = session.scalars(
        select(Finding).where(Finding.version_id == version_id).order_by(Finding.position)
    ).all()
    return [row for row in rows if _shown(row, actor)], view


def may_read_findings(session: Session, actor: Actor, version: DraftVersion, view: DossierView) -> bool:
    """Whether the person may read findings of this version: the agency only those a released report speaks of.

    A version handed in after the release holds suspicions that nobody has looked at.
    """
    if not can(Permission.SEE_FINDINGS, actor, view):
        return False
    return actor.role in OFFICE_READERS or is_reported(session, version.id)


def _shown(finding: Finding, actor: Actor) -> bool:
    return actor.role in OFFICE_READERS or finding.disposition == "confirmed"


def get_finding(session: Session, actor: Actor, finding_id: int) -> tuple[Finding, DossierView]:
    """One finding the person may read; raises DossierUnknown."""
    finding = session.get(Finding, finding_id)
    if finding is None:
        raise DossierUnknown
    version, view = get_version(session, actor, finding.version_id)
    if not may_read_findings(session, actor, version, view) or not _shown(finding, actor):
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
    dossier, view = get_dossier(session, actor, view.id, lock=True)
    session.refresh(finding)  # whoever held the dossier until now may have decided
    if view.state not in DECIDING_STATES:
        raise TransitionNotAllowed("Hồ sơ không ở bước thẩm định nên không đổi được xử lý của phát hiện.")
    _check(decision)
    if expected_revision is not None and expected_revision != finding.revision:
        raise Stale(
            "Phát hiện này vừa được người khác xử lý. Hãy xem cả hai giá trị rồi quyết định lại.",
            current=decision_of(finding),
            yours={"disposition": decision.disposition, "reason": decision.reason},
        )
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
    session.refresh(finding, ["decided_by"])
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
