"""The 100 % figure: how many issued documents were appraised, counted from the register, with the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review_app.domain.base_data import Needs, Requirement, requirement_for
from review_app.domain.errors import Unprocessable
from review_app.domain.kpi import (
    COUNTING_VI,
    NOT_READY_VI,
    STANDING_VI,
    Counting,
    IssuedFact,
    Kpi,
    KpiRow,
    count,
)
from review_app.domain.permissions import Permission, require
from review_app.domain.roles import Actor
from review_app.models import AppraisalReport, Dossier, IssuedDocument, RegisterImport
from review_app.services.base_data import requirements
from review_app.services.clock import local_date
from review_app.services.dossiers import visible_to
from review_app.services.register_line import SHARED_ISSUERS

GROUPINGS = ("", "month", "issuer", "agency", "type")
_NO_YEAR_VI = "Số ký hiệu không có năm ban hành; cần xác định có phải văn bản quy phạm pháp luật hay không"


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A document of the period: how it counts, how it stands, and why.

    `dossier_id` and `dossier_number` only where the asker may see the dossier; `matched` says whether there is one.
    `citation` is that of the requirement, ready to be shown.
    """

    row: KpiRow
    document: IssuedDocument
    why: str
    citation: str
    matched: bool
    dossier_id: int | None
    dossier_number: str | None
    report_number: str | None
    report_on: date | None


@dataclass(frozen=True, slots=True)
class KpiGroup:
    """The figure of one month, issuer, agency or type."""

    key: str
    kpi: Kpi


@dataclass(frozen=True, slots=True)
class CountedKpi:
    """The figure of a period with its lines and groups; `as_of` is the last import of the register, None before any."""

    kpi: Kpi
    by: str
    as_of: datetime | None
    lines: tuple[KpiLine, ...]
    groups: tuple[KpiGroup, ...]


def count_kpi(session: Session, actor: Actor, start: date, end: date, by: str = "") -> CountedKpi:
    """Count the documents issued from `start` to `end`, both included. Raises NotAllowed, Unprocessable."""
    require(Permission.SEE_KPI, actor)
    if by not in GROUPINGS:
        raise Unprocessable("by", "Cách nhóm số liệu không có trong danh sách.")
    if start > end:
        raise Unprocessable("from", "Ngày bắt đầu phải trước ngày kết thúc.")
    register = _Register(session)
    kpi = count(register.facts.values(), start, end)
    visible = set(session.scalars(select(Dossier.id).where(visible_to(actor))))
    lines = tuple(register.line(row, visible) for row in kpi.rows)
    return CountedKpi(
        kpi=kpi,
        by=by,
        as_of=session.scalar(select(func.max(RegisterImport.imported_at))),
        lines=tuple(sorted(lines, key=lambda line: (line.row.fact.issued_on, line.row.fact.id))),
        groups=_groups(lines, by, start, end),
    )


class _Register:
    """The whole register as facts, read once; the requirement is that of the day the draft was handed in."""

    def __init__(self, session: Session) -> None:
        self.documents = {
            row.id: row for row in session.scalars(select(IssuedDocument).order_by(IssuedDocument.id))
        }
        self._reports = _released_reports(session)
        rows = requirements(session)
        self._needed = {id_: _requirement(row, rows) for id_, row in self.documents.items()}
        self.facts = {id_: self._fact(row) for id_, row in self.documents.items()}

    def _fact(self, row: IssuedDocument) -> IssuedFact:
        report, requirement = self._report_of(row), self._needed[row.id]
        return IssuedFact(
            id=row.id,
            number=row.number,
            title=row.title,
            issuer=row.issuer,
            issued_on=row.issued_on,
            needs=requirement.needs if requirement else None,
            dossier_id=row.dossier_id,
            signed_on=local_date(report.signed_at) if report and report.signed_at else None,
            conclusion=report.conclusion if report else "",
            agency_name=row.issuer_name if row.issuer in SHARED_ISSUERS else row.agency_name,
        )

    def _report_of(self, row: IssuedDocument) -> AppraisalReport | None:
        """The report the document rests on: the last one signed by the day of issue, else the first."""
        reports = self._reports.get(row.dossier_id or 0, ())
        in_time = [
            report for report in reports if report.signed_at and local_date(report.signed_at) <= row.issued_on
        ]
        if in_time:
            return in_time[-1]
        return reports[0] if reports else None

    def line(self, row: KpiRow, visible: set[int]) -> KpiLine:
        document = self.documents[row.fact.id]
        requirement, report = self._needed[document.id], self._report_of(document)
        seen = document.dossier if document.dossier_id in visible else None
        return KpiLine(
            row=row,
            document=document,
            why=_why(row, document, requirement),
            citation=requirement.shown_basis if requirement else "",
            matched=document.dossier_id is not None,
            dossier_id=seen.id if seen else None,
            dossier_number=seen.number if seen else None,
            report_number=report.number if report and seen else None,
            report_on=row.fact.signed_on,
        )


def _released_reports(session: Session) -> Mapping[int, list[AppraisalReport]]:
    """The signed and released appraisal reports of each dossier in the order of signing.

    One signed and never released (no number) went nowhere; an opinion (góp ý) is no appraisal.
    """
    rows = session.scalars(
        select(AppraisalReport).join(Dossier, Dossier.id == AppraisalReport.dossier_id)
        .where(
            AppraisalReport.signed_at.is_not(None), AppraisalReport.number.is_not(None),
            Dossier.kind == "tham_dinh",
        )
        .order_by(AppraisalReport.signed_at)
    )  # fmt: skip
    reports: dict[int, list[AppraisalReport]] = {}
    for report in rows:
        reports.setdefault(report.dossier_id, []).append(report)
    return reports


def _requirement(row: IssuedDocument, rows: Sequence[Requirement]) -> Requirement | None:
    """What the law asked for when the draft was handed in, or on the day of issue where no dossier tells.

    A number without a year is not that of a normative document, so no row speaks for it: a person has to look.
    """
    if not has_year(row.number):
        return None
    day = local_date(row.dossier.created_at) if row.dossier else row.issued_on
    return requirement_for(rows, row.document_type, row.issuer, day)


def has_year(number: str) -> bool:
    """Whether the number carries its year, as numbers of normative documents do ('12/2026/QĐ-UBND')."""
    parts = number.split("/")
    return len(parts) >= 3 and parts[1].isdigit() and len(parts[1]) == 4


def _why(row: KpiRow, document: IssuedDocument, requirement: Requirement | None) -> str:
    counting, standing = COUNTING_VI[row.counting], STANDING_VI[row.standing]
    if row.not_ready:
        standing += f"; {NOT_READY_VI}"
    if requirement is None:
        reason = (
            "chưa có quy định nào được xác định cho loại văn bản này"
            if has_year(document.number)
            else _NO_YEAR_VI
        )
        return f"{counting} ({reason[0].lower()}{reason[1:]}). {standing}."
    note = f" {requirement.note}" if requirement.needs is Needs.UNKNOWN and requirement.note else ""
    return f"{counting} ({requirement.shown_basis}).{note} {standing}."


_KEYS: Mapping[str, Callable[[KpiLine], str]] = {
    "month": lambda line: line.document.issued_on.strftime("%Y-%m"),
    "issuer": lambda line: line.document.issuer,
    "agency": lambda line: line.document.agency_name,
    "type": lambda line: line.document.document_type,
}


def _groups(lines: Sequence[KpiLine], by: str, start: date, end: date) -> tuple[KpiGroup, ...]:
    if not by:
        return ()
    facts: dict[str, list[IssuedFact]] = {}
    for line in lines:
        facts.setdefault(_KEYS[by](line), []).append(line.row.fact)
    return tuple(KpiGroup(key, count(facts[key], start, end)) for key in sorted(facts))


def kpi_shape(counted: CountedKpi) -> dict[str, Any]:
    """The figure as the API tells it; rates are shares from 0 to 1, null when nothing counts."""
    kpi = counted.kpi
    return {
        "from": kpi.first.isoformat(),
        "to": kpi.last.isoformat(),
        "as_of": counted.as_of.isoformat() if counted.as_of else None,
        **_figures(kpi),
        "missing_numbers": list(kpi.missing_numbers),
        "rows": [_row_shape(line) for line in counted.lines],
        "by": counted.by,
        "groups": [{"key": group.key, **_figures(group.kpi)} for group in counted.groups],
    }


def _figures(kpi: Kpi) -> dict[str, Any]:
    return {
        "numerator": kpi.numerator,
        "denominator": kpi.denominator,
        "rate": kpi.rate,
        "rate_if_unknown_counts": kpi.rate_if_unknown_counts,
        "unknown": kpi.unknown,
        "gop_y": kpi.gop_y,
        "not_ready": kpi.not_ready,
    }


def _row_shape(line: KpiLine) -> dict[str, Any]:
    document = line.document
    return {
        "id": document.id,
        "number": document.number,
        "title": document.title,
        "document_type": document.document_type,
        "issuer": document.issuer,
        "issuer_name": document.issuer_name,
        "agency": document.agency_name,
        "issued_on": document.issued_on.isoformat(),
        "counting": line.row.counting.value,
        "standing": line.row.standing.value,
        "counted": line.row.counting is Counting.COUNTED,
        "not_ready": line.row.not_ready,
        "why": line.why,
        "citation": line.citation,
        "match": document.match_kind,
        "dossier": line.dossier_id,
        "report_number": line.report_number,
        "report_on": line.report_on.isoformat() if line.report_on else None,
    }
