"""The appraisal report of a round: drafted from the dispositions, signed, numbered, handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.base_data import ReportLayout
from review_app.domain.errors import TransitionNotAllowed, Unprocessable
from review_app.domain.permissions import OFFICE_READERS, Permission, require
from review_app.domain.roles import Actor
from review_app.errors import NotFound
from review_app.models import AppraisalReport, Attachment, Dossier, DraftVersion, Finding, VersionText
from review_app.reports.content import (
    ReportContent,
    ReportedFinding,
    ReportSubject,
    build_content,
    content_hash,
    from_json,
    printable,
    printed_basis,
    to_json,
)
from review_app.reports.docx import render
from review_app.reports.words import PAPER_VI, WHOLE_DRAFT_VI, document_name
from review_app.services import base_data
from review_app.services.clock import local_date
from review_app.services.coverage import coverage_of
from review_app.services.dossiers import current_report, get_dossier, latest_version
from review_app.services.numbers import next_number
from review_app.services.papers import procedure_day

_SERIES = "report"


def report_layout(session: Session, dossier: Dossier) -> ReportLayout:
    """The layout and the conclusion values of the dossier's procedure; raises Unprocessable when there is none."""
    layout = base_data.layout_for(session, dossier.document_type, dossier.issuer, procedure_day(dossier))
    if layout is None:
        raise Unprocessable("document_type", "Chưa có bố cục báo cáo thẩm định cho loại văn bản này.")
    return layout


def propose_conclusion(session: Session, dossier: Dossier) -> str:
    """The conclusion to begin with: the first value of the layout, or the next stricter one when a fault is confirmed.

    A proposal for the reviewer's form, and what a request without a conclusion gets; head and director still check it.
    """
    values = report_layout(session, dossier).conclusions
    version = latest_version(session, dossier.id)
    faults = any(
        finding.disposition == "confirmed" and finding.severity != "info"
        for finding in _findings(session, version.id if version else 0)
    )
    return values[min(int(faults), len(values) - 1)].code


def draft_report(
    session: Session, actor: Actor, now: datetime, dossier: Dossier, conclusion: str
) -> AppraisalReport:
    """Freeze what was decided on the latest version as the report of the round, in place of an earlier draft.

    Raises Unprocessable for a conclusion the law of the day does not know, TransitionNotAllowed when the round's
    report is signed already or there is no version.
    """
    layout = report_layout(session, dossier)
    if conclusion not in {value.code for value in layout.conclusions}:
        raise Unprocessable("conclusion", "Cần chọn một kết luận trong danh sách.")
    version = latest_version(session, dossier.id)
    if version is None:
        raise TransitionNotAllowed("Hồ sơ chưa có phiên bản dự thảo.")
    report = current_report(session, dossier)
    if report is None:
        report = AppraisalReport(dossier_id=dossier.id, round=dossier.round)
    elif report.signed_at is not None:
        raise TransitionNotAllowed("Báo cáo của vòng này đã ký, không lập lại được.")
    content = to_json(_content(session, dossier, version, layout, conclusion))
    report.version_id, report.conclusion = version.id, conclusion
    report.content, report.content_hash = content, content_hash(content)
    report.drafted_by_id, report.drafted_at = actor.id, now
    session.add(report)
    session.flush()
    return report


def _content(
    session: Session, dossier: Dossier, version: DraftVersion, layout: ReportLayout, conclusion: str
) -> ReportContent:
    findings = [_reported(finding, _labels(session, version)) for finding in _findings(session, version.id)]
    return build_content(
        layout, _subject(session, dossier, version), findings, coverage_of(session, version), conclusion
    )


def _subject(session: Session, dossier: Dossier, version: DraftVersion) -> ReportSubject:
    papers = session.scalars(
        select(Attachment).where(Attachment.dossier_id == dossier.id, Attachment.round <= dossier.round)
        .order_by(Attachment.id)
    )  # fmt: skip
    draft = [f"Dự thảo: {part.filename}" for part in version.parts]
    return ReportSubject(
        dossier_number=dossier.number,
        round=dossier.round,
        title=printable(dossier.title),
        document_name=document_name(dossier.document_type, dossier.issuer),
        agency=dossier.agency.name,
        received_on=local_date(dossier.received_at).isoformat() if dossier.received_at else None,
        version=version.number,
        papers=tuple(
            printable(name)
            for name in (*draft, *(f"{PAPER_VI[paper.kind]}: {paper.filename}" for paper in papers))
        ),
    )


def _labels(session: Session, version: DraftVersion) -> Mapping[str, str]:
    text = session.get(VersionText, version.id)
    provisions = text.scan["provisions"] if text is not None and text.scan else []
    return {provision["id"]: provision["label"] for provision in provisions}


def _findings(session: Session, version_id: int) -> Sequence[Finding]:
    return session.scalars(
        select(Finding).where(Finding.version_id == version_id).order_by(Finding.position)
    ).all()


def _reported(finding: Finding, labels: Mapping[str, str]) -> ReportedFinding:
    place = labels.get(finding.provision, finding.provision) if finding.provision else WHOLE_DRAFT_VI
    return ReportedFinding(
        position=finding.position,
        place=printable(place),
        quote=printable(finding.body["quote"]),
        family=finding.family,
        severity=finding.severity,
        explanation=printable(finding.body["explanation"]),
        suggestion=printable(finding.body["suggestion"]),
        basis=printed_basis(finding.body["legal_basis"]),
        disposition=finding.disposition,
        reason=printable(finding.reason),
        wording=printable(finding.wording),
    )


def outdated(session: Session, report: AppraisalReport) -> bool:
    """Whether a decision on the reported version has changed since the report was drafted.

    A released report stands as it went out; it is never outdated.
    """
    if report.number is not None:
        return False
    stated = {
        finding.position: (finding.disposition, finding.reason, finding.wording, finding.severity)
        for finding in from_json(report.content).findings
    }
    present = {
        finding.position: (
            finding.disposition, printable(finding.reason), printable(finding.wording), finding.severity
        )
        for finding in _findings(session, report.version_id)
    }  # fmt: skip
    return stated != present


def sign_report(session: Session, actor: Actor, now: datetime, dossier: Dossier) -> AppraisalReport:
    """Sign the round's report. Raises TransitionNotAllowed when it no longer says what was decided."""
    report = _report_of_round(session, dossier)
    version = latest_version(session, dossier.id)
    if version is None or version.id != report.version_id or outdated(session, report):
        raise TransitionNotAllowed(
            "Kết quả xử lý đã thay đổi sau khi lập báo cáo; cần lập lại báo cáo trước khi ký."
        )
    if content_hash(report.content) != report.content_hash:
        raise TransitionNotAllowed("Nội dung báo cáo lưu trữ không khớp mã kiểm tra; cần lập lại báo cáo.")
    report.signed_by_id, report.signed_at = actor.id, now
    session.flush()
    return report


def lapse_signature(session: Session, dossier: Dossier) -> None:
    """A signature on a report that never went out ends with the withdrawal: the reopened round gets a report anew.

    Who signed, and when, stays in the log of transitions.
    """
    report = current_report(session, dossier)
    if report is not None and report.number is None:
        report.signed_by_id, report.signed_at = None, None
        session.flush()


def number_report(session: Session, now: datetime, dossier: Dossier) -> AppraisalReport:
    """Give the signed report its number, without gaps in the year; raises TransitionNotAllowed when unsigned."""
    report = _report_of_round(session, dossier)
    if report.signed_at is None:
        raise TransitionNotAllowed("Báo cáo chưa ký nên chưa cấp được số.")
    if report.number is not None:
        return report
    today = local_date(now)
    symbol = from_json(report.content).header.symbol
    report.number = f"{next_number(session, _SERIES, today.year)}/{symbol}"
    report.number_year, report.issued_on = today.year, today
    session.flush()
    return report


def _report_of_round(session: Session, dossier: Dossier) -> AppraisalReport:
    report = current_report(session, dossier)
    if report is None:
        raise TransitionNotAllowed("Vòng này chưa có báo cáo thẩm định.")
    return report


def reports_of(session: Session, actor: Actor, dossier_id: int) -> Sequence[AppraisalReport]:
    """The reports of all rounds that this person may read, the newest first; the agency reads released ones."""
    dossier, view = get_dossier(session, actor, dossier_id)
    require(Permission.SEE_DOSSIER, actor, view)
    rows = session.scalars(
        select(AppraisalReport)
        .where(AppraisalReport.dossier_id == dossier.id)
        .order_by(AppraisalReport.round.desc())
    ).all()
    if actor.role in OFFICE_READERS:
        return rows
    return [report for report in rows if report.number is not None]


def report_file(
    session: Session, actor: Actor, dossier_id: int, round_: int | None = None
) -> tuple[str, bytes]:
    """File name and DOCX of a round's report, by default the newest this person may read.

    Raises DossierUnknown, NotAllowed (the report has not been released to the agency), NotFound (there is none).
    """
    _, view = get_dossier(session, actor, dossier_id)
    reports = [
        report
        for report in reports_of(session, actor, dossier_id)
        if round_ is None or report.round == round_
    ]
    if not reports:
        require(Permission.SEE_REPORT, actor, view)
        raise NotFound("Hồ sơ chưa có báo cáo thẩm định ở vòng này.")
    report = reports[0]
    content = from_json(report.content)
    return _filename(content, report), render(content, report.number, report.issued_on)


def _filename(content: ReportContent, report: AppraisalReport) -> str:
    ending = "" if report.number is not None else "-du-thao"
    return f"bao-cao-tham-dinh-{content.subject.dossier_number}-vong-{report.round}{ending}.docx"
