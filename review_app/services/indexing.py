"""Bringing the search index up to the database: what is marked, or everything."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app import outbox
from review_app.domain.dossier import DossierView
from review_app.domain.permissions import OFFICE, audience_of, dossier_staff_mark, findings_audience_of
from review_app.models import AppraisalReport, Dossier, Finding, IndexMark, VersionText
from review_app.search import Record
from review_app.services.dossiers import is_reported, latest_version, view_of
from review_app.services.office import Office

BATCH = 100


def index_marked(office: Office) -> int:
    """Write the marked dossiers in batches until none is left; returns how many. Rebuilds an unusable index first.

    A mark is cleared only after its batch is committed, so work lost in between is done again.
    """
    if not office.search.ready():
        rebuild_index(office)
    written = 0
    while True:
        with office.database.read() as session:
            marks = session.execute(
                select(IndexMark.dossier_id, IndexMark.serial).order_by(IndexMark.marked_at).limit(BATCH)
            ).all()
            serials = {dossier_id: serial for dossier_id, serial in marks}  # noqa: C416 - rows are not plain tuples
            groups = {group_of(id_): list(records_of(session, id_)) for id_ in serials}
        if not serials:
            return written
        if not office.search.write(groups):
            rebuild_index(office)
        with office.database.write() as session:
            outbox.clear_marks(session, serials)
        written += len(serials)


def rebuild_index(office: Office) -> int:
    """Build the whole index anew; returns how many records it holds."""
    return office.search.rebuild(lambda: all_records(office))


def all_records(office: Office) -> Iterator[Record]:
    """The records of every dossier, one short look at the database for each."""
    with office.database.read() as session:
        ids = session.scalars(select(Dossier.id).order_by(Dossier.id)).all()
    for dossier_id in ids:
        with office.database.read() as session:
            yield from list(records_of(session, dossier_id))


def group_of(dossier_id: int) -> str:
    """The mark that ties a dossier's records together."""
    return f"dossier:{dossier_id}"


def records_of(session: Session, dossier_id: int) -> Iterator[Record]:
    """What can be found of a dossier: itself, the text of its newest draft, its decided findings, its reports.

    A draft is one record; the provision of an answer is found from the offsets of its highlights.
    """
    dossier = session.get(Dossier, dossier_id)
    if dossier is None:
        return
    view = view_of(session, dossier)
    seen_by, findings_seen_by = audience_of(view), findings_audience_of(view)
    common = {
        "parent": group_of(dossier.id), "number": dossier.number, "agency": dossier.agency.code,
        "type": dossier.document_type, "date": dossier.created_at.date().isoformat(),
    }  # fmt: skip
    about = f"{dossier.number}. {dossier.title}. {dossier.agency.name}. {dossier.reference}"
    yield Record(f"dossier:{dossier.id}", "dossier", dossier.title, about, seen_by, **common)
    version = latest_version(session, dossier.id)
    if version is not None:
        text = session.get(VersionText, version.id)
        if text is not None:
            yield Record(f"document:{version.id}", "document", dossier.title, text.text, seen_by, **common)
        reported = is_reported(session, version.id)
        for finding in session.scalars(select(Finding).where(Finding.version_id == version.id)):
            marks = findings_seen_by if reported and finding.disposition == "confirmed" else _staff_only(view)
            yield Record(
                f"finding:{finding.id}", "finding", dossier.title, _finding_text(finding), marks, **common
            )
    for report in session.scalars(select(AppraisalReport).where(AppraisalReport.dossier_id == dossier.id)):
        title = f"Báo cáo thẩm định {report.number or '(dự thảo)'}: {dossier.title}"
        yield Record(f"report:{report.id}", "report", title, _report_text(report), findings_seen_by, **common)


def _staff_only(view: DossierView) -> frozenset[str]:
    return frozenset({dossier_staff_mark(view.id) if view.restricted else OFFICE})


def _finding_text(finding: Finding) -> str:
    lines = [finding.body["quote"], finding.body["explanation"], finding.wording, finding.reason]
    return "\n".join(line for line in lines if line)


def _report_text(report: AppraisalReport) -> str:
    """Every sentence of the frozen content, so that whatever the paper says can be found."""
    return "\n".join(_sentences(report.content))


def _sentences(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _sentences(item)
    elif isinstance(value, list):
        for item in value:
            yield from _sentences(item)
