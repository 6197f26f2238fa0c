"""What the API says of things: plain dictionaries of the fixed contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from review_app.domain.coverage import clean_statement, not_examined
from review_app.domain.dossier import DossierView
from review_app.domain.roles import Actor
from review_app.models import Dossier, DraftVersion, Finding
from review_app.services.appraisal import offers_for
from review_app.services.coverage import coverage_of
from review_app.services.dossiers import versions_of
from review_app.services.findings import SEVERITIES, findings_of, may_read_findings


def dossier_shape(session: Session, actor: Actor, dossier: Dossier, view: DossierView) -> dict[str, Any]:
    """A dossier with the versions and the actions this account may take now."""
    return dossier_line(dossier) | {
        "versions": [version.id for version in versions_of(session, dossier.id)],
        "actions": [
            offer.action.value for offer in offers_for(session, actor, dossier, view) if offer.enabled
        ],
    }


def dossier_line(dossier: Dossier) -> dict[str, Any]:
    """A dossier as lists show it."""
    return {
        "id": dossier.id,
        "number": dossier.number,
        "kind": dossier.kind,
        "state": dossier.state,
        "round": dossier.round,
        "title": dossier.title,
        "agency": dossier.agency.code,
        "document_type": dossier.document_type,
        "issuer": dossier.issuer,
        "expedited": dossier.expedited,
        "reference": dossier.reference,
        "created_at": dossier.created_at.isoformat(),
        "received_at": dossier.received_at.isoformat() if dossier.received_at else None,
        "due_on": dossier.due_on.isoformat() if dossier.due_on else None,
        "assignee": dossier.assignee.login if dossier.assignee else None,
        "etag": str(dossier.revision),
    }


def version_shape(session: Session, actor: Actor, version: DraftVersion, view: DossierView) -> dict[str, Any]:
    """A version with its processing state and what was not examined.

    Counts, and the statement that nothing was found, only for those who may read its findings.
    """
    facts = coverage_of(session, version)
    may_read = may_read_findings(session, actor, version, view)
    return {
        "id": version.id,
        "dossier": version.dossier_id,
        "number": version.number,
        "round": version.round,
        "state": version.state,
        "step": version.step,
        "code": version.code,
        "reason": version.reason,
        "progress": {"done": version.done, "total": version.total},
        "parts": [
            {"filename": part.filename, "sha256": part.file.sha256, "size": part.file.size}
            for part in version.parts
        ],
        "knowledge": version.knowledge,
        "counts": _counts(findings_of(session, actor, version.id)[0]) if may_read else None,
        "not_examined": not_examined(facts),
        "statement": clean_statement(facts) if may_read else None,
    }


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    counts = Counter(finding.severity for finding in findings)
    still_open = sum(finding.disposition == "open" for finding in findings)
    return {"total": len(findings), "open": still_open} | {name: counts[name] for name in SEVERITIES}


def finding_shape(finding: Finding) -> dict[str, Any]:
    """A finding as the scan contract has it, with its present severity and disposition."""
    body: dict[str, Any] = finding.body
    return body | {
        "id": finding.id,
        "version": finding.version_id,
        "severity": finding.severity,
        "disposition": finding.disposition,
        "reason": finding.reason,
        "wording": finding.wording,
        "decided_by": finding.decided_by.login if finding.decided_by else None,
        "decided_at": finding.decided_at.isoformat() if finding.decided_at else None,
        "etag": str(finding.revision),
    }
