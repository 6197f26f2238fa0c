"""Deciding on findings: who, when, with what, and what is told to somebody who comes too late."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.dossier import DECIDING_STATES, STATES
from review_app.domain.errors import (
    DossierUnknown,
    NotAllowed,
    ReasonMissing,
    TransitionNotAllowed,
    Unprocessable,
)
from review_app.errors import Stale
from review_app.models import AppraisalReport, DispositionLog, Dossier, Finding, TransitionLog
from review_app.services.findings import Decision, dispose, findings_of, get_finding
from review_app.services.intake import add_version
from review_app.services.office import Office
from tests.factories import NOW, People, make_dossier, mark_scanned, upload

pytestmark = pytest.mark.db


@pytest.fixture
def session(office: Office, people: People) -> Iterator[Session]:
    """One transaction."""
    with office.database.write() as opened:
        yield opened


@pytest.fixture
def finding(office: Office, session: Session, people: People) -> Finding:
    """An open finding of a dossier that `reviewer` appraises."""
    dossier = make_dossier(office, session, people.officer)
    version = mark_scanned(session, dossier)
    dossier.state, dossier.assignee_id = "appraising", people.reviewer.id
    session.flush()
    return session.scalars(select(Finding).where(Finding.version_id == version.id)).one()


def decide(
    session: Session, people: People, finding: Finding, what: str, who: str = "reviewer", **values: str
) -> Finding:
    return dispose(session, getattr(people, who), NOW, finding.id, Decision(what, **values), None)


def test_a_decision_is_kept_with_who_and_when_and_logged(
    session: Session, people: People, finding: Finding
) -> None:
    decide(
        session,
        people,
        finding,
        "confirmed",
        reason=" Có căn cứ. ",
        wording=" Bỏ khoản. ",
        severity="violation",
    )
    assert (finding.disposition, finding.reason, finding.wording) == ("confirmed", "Có căn cứ.", "Bỏ khoản.")
    assert (finding.severity, finding.body["severity"]) == ("violation", "suspect")
    assert (finding.decided_by_id, finding.decided_at) == (people.reviewer.id, NOW)
    log = session.scalars(select(DispositionLog)).one()
    assert (log.disposition, log.severity, log.actor_id) == ("confirmed", "violation", people.reviewer.id)


def test_dismissing_needs_a_reason(session: Session, people: People, finding: Finding) -> None:
    for reason in ("", "   "):
        with pytest.raises(ReasonMissing):
            decide(session, people, finding, "dismissed", reason=reason)
    assert finding.disposition == "open"
    assert decide(session, people, finding, "dismissed", reason="Luật giao.").disposition == "dismissed"


def test_unknown_values_are_refused(session: Session, people: People, finding: Finding) -> None:
    with pytest.raises(Unprocessable):
        decide(session, people, finding, "ok")
    with pytest.raises(Unprocessable):
        decide(session, people, finding, "confirmed", severity="cao")


def test_taking_a_decision_back_leaves_nobody_who_decided(
    session: Session, people: People, finding: Finding
) -> None:
    decide(session, people, finding, "dismissed", reason="Luật giao.")
    decide(session, people, finding, "open")
    assert (finding.disposition, finding.decided_by_id, finding.decided_at) == ("open", None, None)
    assert len(session.scalars(select(DispositionLog)).all()) == 2


@pytest.mark.parametrize("who", ["other_reviewer", "head", "director", "intake", "inspector", "rule_editor"])
def test_only_the_assignee_decides(session: Session, people: People, finding: Finding, who: str) -> None:
    with pytest.raises(NotAllowed):
        decide(session, people, finding, "confirmed", who)


@pytest.mark.parametrize("who", ["officer", "other_officer", "admin"])
def test_for_those_who_may_not_read_it_a_finding_is_unknown(
    session: Session, people: People, finding: Finding, who: str
) -> None:
    with pytest.raises(DossierUnknown):
        decide(session, people, finding, "confirmed", who)


@pytest.mark.parametrize("state", [state for state in STATES if state not in DECIDING_STATES])
def test_outside_the_appraisal_nothing_is_decided(
    session: Session, people: People, finding: Finding, state: str
) -> None:
    finding.version.dossier.state = state
    finding.version.dossier.paused_from = "appraising" if state == "paused" else None
    session.flush()
    with pytest.raises(TransitionNotAllowed):
        decide(session, people, finding, "confirmed")


def test_the_first_decision_starts_the_appraisal(session: Session, people: People, finding: Finding) -> None:
    finding.version.dossier.state = "assigned"
    session.flush()
    decide(session, people, finding, "confirmed")
    assert finding.version.dossier.state == "appraising"
    assert [line.action for line in session.scalars(select(TransitionLog).order_by(TransitionLog.id))] == [
        "submit", "start",
    ]  # fmt: skip


def test_a_finding_of_an_old_version_is_not_decided(
    office: Office, session: Session, people: People, finding: Finding
) -> None:
    dossier = finding.version.dossier
    dossier.state = "returned"
    session.flush()
    add_version(session, people.officer, NOW, dossier.id, [upload(office)], [])
    dossier.state = "appraising"
    session.flush()
    with pytest.raises(TransitionNotAllowed, match="phiên bản"):
        decide(session, people, finding, "confirmed")


def test_who_comes_too_late_is_told_both_values(session: Session, people: People, finding: Finding) -> None:
    seen = finding.revision
    dispose(session, people.reviewer, NOW, finding.id, Decision("confirmed", wording="Bỏ."), seen)
    late = Decision("dismissed", "Luật giao.")
    with pytest.raises(Stale) as refused:
        dispose(session, people.reviewer, NOW, finding.id, late, seen)
    assert refused.value.details["current"]["disposition"] == "confirmed"
    assert refused.value.details["current"]["wording"] == "Bỏ."
    assert refused.value.details["current"]["decided_by"] == "chuyenvien"
    assert refused.value.details["yours"] == {"disposition": "dismissed", "reason": "Luật giao."}
    assert finding.disposition == "confirmed"


def test_the_agency_reads_confirmed_findings_of_the_version_its_report_speaks_of(
    office: Office, session: Session, people: People, finding: Finding
) -> None:
    dossier, version = finding.version.dossier, finding.version
    with pytest.raises(NotAllowed):
        findings_of(session, people.officer, version.id)
    decide(session, people, finding, "confirmed")
    dossier.state = "released"
    session.flush()
    with pytest.raises(NotAllowed):  # released by hand, without a report that has its number
        findings_of(session, people.officer, version.id)
    _report(session, dossier, version.id, people)
    rows, _ = findings_of(session, people.officer, version.id)
    assert [row.id for row in rows] == [finding.id]
    assert get_finding(session, people.officer, finding.id)[0].id == finding.id
    finding.disposition, finding.reason = "dismissed", "Luật giao."
    session.flush()
    assert findings_of(session, people.officer, version.id)[0] == []
    with pytest.raises(DossierUnknown):
        get_finding(session, people.officer, finding.id)
    assert len(findings_of(session, people.head, version.id)[0]) == 1


def _report(session: Session, dossier: Dossier, version: int, people: People) -> None:
    session.add(
        AppraisalReport(
            dossier_id=dossier.id, version_id=version, round=dossier.round, conclusion="x", content={},
            content_hash="0" * 64, drafted_by_id=people.reviewer.id, drafted_at=NOW, number="1/BC",
            number_year=2026, issued_on=NOW.date(),
        )
    )  # fmt: skip
    session.flush()
