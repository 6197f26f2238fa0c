"""The report of a round: built from decisions, signed, numbered, handed out to those who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.dossier import Action
from review_app.domain.errors import DossierUnknown, NotAllowed, TransitionNotAllowed, Unprocessable
from review_app.domain.roles import Actor
from review_app.errors import NotFound
from review_app.models import AppraisalReport, Dossier, Finding
from review_app.reports.content import from_json
from review_app.reports.read_back import ReadFinding, read_back
from review_app.services.appraisal import Request, run_action
from review_app.services.base_data import import_base
from review_app.services.findings import Decision, dispose
from review_app.services.office import Office
from review_app.services.papers import checklist_of, missing_papers
from review_app.services.reports import (
    draft_report,
    number_report,
    outdated,
    report_file,
    reports_of,
    sign_report,
)
from tests.factories import DRAFT_TEXT, NOW, People, make_dossier, mark_scanned

QUOTE = DRAFT_TEXT[DRAFT_TEXT.index("Tổ chức") : DRAFT_TEXT.index("\nĐiều 2")]
CONCLUSION = "du_dieu_kien_sau_khi_hoan_thien"


@pytest.fixture
def session(office: Office, people: People) -> Iterator[Session]:
    """One transaction with base data; every test stays in it."""
    with office.database.write() as session:
        import_base(session, NOW)
        yield session


def act(
    session: Session, actor: Actor, dossier: Dossier, action: Action, now: datetime = NOW, **fields: Any
) -> None:
    assignee = fields.pop("assignee", None)
    reason = str(fields.pop("reason", ""))
    request = Request(action, reason, assignee if isinstance(assignee, int) else None, fields)
    run_action(session, actor, now, dossier.id, request, None)


def appraising(office: Office, people: People, session: Session, **changes: Any) -> Dossier:
    dossier = make_dossier(
        office,
        session,
        people.officer,
        papers=("to_trinh", "danh_gia_tac_dong_tthc", "y_kien_tthc"),
        **changes,
    )
    mark_scanned(session, dossier)
    act(session, people.intake, dossier, Action.ACCEPT, has_tthc=True)
    act(session, people.head, dossier, Action.ASSIGN, assignee=people.reviewer.id)
    act(session, people.reviewer, dossier, Action.START)
    return dossier


def decide(session: Session, people: People, dossier: Dossier, decision: Decision) -> None:
    for finding in session.scalars(select(Finding)).all():
        if finding.version.dossier_id == dossier.id:
            dispose(session, people.reviewer, NOW, finding.id, decision, None)


def release(session: Session, people: People, dossier: Dossier, now: datetime = NOW) -> None:
    act(session, people.reviewer, dossier, Action.DRAFT_REPORT, now, conclusion=CONCLUSION)
    act(session, people.head, dossier, Action.HEAD_APPROVE, now)
    act(session, people.director, dossier, Action.SIGN, now)
    act(session, people.intake, dossier, Action.RELEASE, now)


def report_of(session: Session, dossier: Dossier) -> AppraisalReport:
    return session.scalars(
        select(AppraisalReport).where(
            AppraisalReport.dossier_id == dossier.id, AppraisalReport.round == dossier.round
        )
    ).one()


def test_the_paper_lists_exactly_what_was_decided(office: Office, people: People, session: Session) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed", wording="Đề nghị bỏ khoản này."))
    release(session, people, dossier)
    name, data = report_file(session, people.officer, dossier.id)
    assert name == f"bao-cao-tham-dinh-{dossier.number}-vong-1.docx"
    assert read_back(data) == [ReadFinding("khoản 1 Điều 1", QUOTE, "confirmed")]


def test_a_dismissed_finding_stands_in_the_annex_alone(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("dismissed", "Luật đã giao quy định."))
    report = draft_report(session, people.reviewer, NOW, dossier, CONCLUSION)
    content = from_json(report.content)
    assert not any(section.findings for section in content.sections)
    assert content.findings[0].reason == "Luật đã giao quy định."
    assert content.coverage.clean is None


def test_the_head_of_the_report_is_that_of_the_dossier(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    subject = from_json(draft_report(session, people.reviewer, NOW, dossier, CONCLUSION).content).subject
    assert (subject.dossier_number, subject.agency, subject.round) == (dossier.number, "Sở Xây dựng", 1)
    assert subject.received_on == "2026-09-01"
    assert subject.papers[0] == "Dự thảo: du-thao.txt"
    assert "Tờ trình: to_trinh.txt" in subject.papers


@pytest.mark.parametrize("conclusion", ["", "tot", "Đủ điều kiện trình"])
def test_a_conclusion_that_the_law_of_the_day_does_not_know_is_refused(
    office: Office, people: People, session: Session, conclusion: str
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    with pytest.raises(Unprocessable) as refused:
        draft_report(session, people.reviewer, NOW, dossier, conclusion)
    assert refused.value.field == "conclusion"
    assert session.scalar(select(AppraisalReport)) is None


def test_a_report_returned_by_the_head_is_replaced_by_the_next_draft(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    act(session, people.reviewer, dossier, Action.DRAFT_REPORT, conclusion=CONCLUSION)
    first = report_of(session, dossier).content_hash
    act(session, people.head, dossier, Action.HEAD_RETURN, reason="Cần sửa.")
    decide(session, people, dossier, Decision("dismissed", "Nhầm."))
    assert outdated(session, report_of(session, dossier))
    act(session, people.reviewer, dossier, Action.DRAFT_REPORT, conclusion="chua_du_dieu_kien")
    report = report_of(session, dossier)
    assert not outdated(session, report)
    assert report.content_hash != first
    assert report.conclusion == "chua_du_dieu_kien"


def test_a_report_that_no_longer_says_what_was_decided_cannot_be_signed(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    draft_report(session, people.reviewer, NOW, dossier, CONCLUSION)
    decide(session, people, dossier, Decision("dismissed", "Nhầm."))
    with pytest.raises(TransitionNotAllowed):
        sign_report(session, people.director, NOW, dossier)


def test_a_report_whose_stored_content_was_changed_cannot_be_signed(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    report = draft_report(session, people.reviewer, NOW, dossier, CONCLUSION)
    report.content = report.content | {"conclusion_words": "Đủ điều kiện trình"}
    with pytest.raises(TransitionNotAllowed):
        sign_report(session, people.director, NOW, dossier)


def test_a_signed_report_is_never_replaced_and_an_unsigned_one_gets_no_number(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    draft_report(session, people.reviewer, NOW, dossier, CONCLUSION)
    with pytest.raises(TransitionNotAllowed):
        number_report(session, NOW, dossier)
    sign_report(session, people.director, NOW, dossier)
    with pytest.raises(TransitionNotAllowed):
        draft_report(session, people.reviewer, NOW, dossier, CONCLUSION)


def test_numbers_run_without_gaps_and_begin_anew_each_year_of_vietnam(
    office: Office, people: People, session: Session
) -> None:
    given = []
    new_year_here = datetime(2026, 12, 31, 18, tzinfo=UTC)
    for moment in (NOW, NOW, new_year_here):
        dossier = appraising(office, people, session)
        decide(session, people, dossier, Decision("confirmed"))
        release(session, people, dossier, moment)
        report = report_of(session, dossier)
        given.append((report.number, report.issued_on.isoformat() if report.issued_on else None))
        assert number_report(session, moment + timedelta(days=1), dossier).number == report.number
    assert given == [("1/BC-STP", "2026-09-01"), ("2/BC-STP", "2026-09-01"), ("1/BC-STP", "2027-01-01")]


def test_the_agency_reads_the_report_only_after_release(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    with pytest.raises(NotFound):
        report_file(session, people.reviewer, dossier.id)
    act(session, people.reviewer, dossier, Action.DRAFT_REPORT, conclusion=CONCLUSION)
    name, _ = report_file(session, people.head, dossier.id)
    assert name.endswith("-du-thao.docx")
    with pytest.raises(NotAllowed):
        report_file(session, people.officer, dossier.id)
    for outsider in (people.other_officer, people.admin):
        with pytest.raises(DossierUnknown):
            report_file(session, outsider, dossier.id)


def test_a_released_report_is_never_outdated(office: Office, people: People, session: Session) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    act(session, people.reviewer, dossier, Action.DRAFT_REPORT, conclusion=CONCLUSION)
    report = report_of(session, dossier)
    finding = session.scalars(select(Finding).where(Finding.version_id == report.version_id)).one()
    finding.wording = "Viết khác đi."
    session.flush()
    assert outdated(session, report)
    finding.wording = ""
    session.flush()
    act(session, people.head, dossier, Action.HEAD_APPROVE)
    act(session, people.director, dossier, Action.SIGN)
    act(session, people.intake, dossier, Action.RELEASE)
    finding.wording = "Viết khác đi."
    session.flush()
    assert not outdated(session, report)


def test_the_report_of_a_past_round_stays_readable_by_its_agency(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    release(session, people, dossier)
    act(session, people.officer, dossier, Action.NEW_ROUND)
    assert [report.round for report in reports_of(session, people.officer, dossier.id)] == [1]
    assert report_file(session, people.officer, dossier.id)[0].endswith("-vong-1.docx")
    with pytest.raises(NotAllowed):
        report_file(session, people.officer, dossier.id, 2)
    with pytest.raises(NotFound):
        report_file(session, people.head, dossier.id, 2)


def test_a_frozen_report_keeps_its_words_when_the_dossier_changes(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    report = draft_report(session, people.reviewer, NOW, dossier, CONCLUSION)
    dossier.title = "Tên khác"
    assert from_json(report.content).subject.title == "Quy định cấp phép bến thủy"


def test_a_draft_with_procedures_needs_both_papers(office: Office, people: People, session: Session) -> None:
    bare = make_dossier(office, session, people.officer)
    full = make_dossier(office, session, people.officer, papers=("danh_gia_tac_dong_tthc", "y_kien_tthc"))
    assert len(missing_papers(session, bare, has_tthc=True)) == 2
    assert missing_papers(session, bare, has_tthc=False) == ()
    assert missing_papers(session, full, has_tthc=True) == ()


def test_the_checklist_says_what_is_there_and_what_a_person_must_look_for(
    office: Office, people: People, session: Session
) -> None:
    dossier = make_dossier(office, session, people.officer, papers=("to_trinh",))
    lines = checklist_of(session, dossier)
    present = {line.name: line.present for line in lines}
    assert present["Tờ trình về dự thảo"] is True
    assert present["Bản tổng hợp ý kiến, tiếp thu, giải trình ý kiến góp ý"] is False
    assert present["Văn bản đề nghị thẩm định"] is None
    assert [line.kind for line in lines if line.bars] == ["danh_gia_tac_dong_tthc", "y_kien_tthc"]


def test_a_dossier_withdrawn_after_signing_can_be_reopened_and_reported_on_again(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    act(session, people.reviewer, dossier, Action.DRAFT_REPORT, conclusion=CONCLUSION)
    act(session, people.head, dossier, Action.HEAD_APPROVE)
    act(session, people.director, dossier, Action.SIGN)
    act(session, people.officer, dossier, Action.WITHDRAW, reason="Rút để sửa.")
    act(session, people.head, dossier, Action.REOPEN, reason="Cơ quan nộp lại.")
    assert report_of(session, dossier).signed_at is None
    act(session, people.intake, dossier, Action.ACCEPT, has_tthc=True)
    act(session, people.head, dossier, Action.ASSIGN, assignee=people.reviewer.id)
    act(session, people.reviewer, dossier, Action.START)
    release(session, people, dossier)
    assert report_of(session, dossier).number is not None


def test_reopening_a_closed_dossier_keeps_its_report_signed(
    office: Office, people: People, session: Session
) -> None:
    dossier = appraising(office, people, session)
    decide(session, people, dossier, Decision("confirmed"))
    release(session, people, dossier)
    act(session, people.intake, dossier, Action.CLOSE_NOT_ISSUED)
    act(session, people.head, dossier, Action.REOPEN, reason="Đóng nhầm.")
    assert report_of(session, dossier).signed_by_id == people.director.id
