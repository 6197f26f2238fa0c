"""The counted figure in words and rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from review_app.domain.kpi import COUNTING_VI, NOT_READY, NOT_READY_VI, STANDING_VI, Counting, Kpi, Standing
from review_app.services.kpi import CountedKpi, KpiGroup, KpiLine
from review_app.web.presenters import words

GROUPINGS_VI: Mapping[str, str] = {
    "": "Không nhóm",
    "month": "Theo tháng",
    "issuer": "Theo cơ quan ban hành",
    "agency": "Theo cơ quan soạn thảo",
    "type": "Theo loại văn bản",
}


def percent_vi(share: float | None) -> str:
    """A share in per cent with one decimal; a figure that rounds up to 100 without being whole stays below it."""
    if share is None:
        return "chưa tính được"
    value = int(share * 1000) / 10 if share < 1 else 100.0
    return f"{value:.1f} %".replace(".", ",").replace(",0 %", " %")


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure as shown beside its definition."""

    numerator: int
    denominator: int
    rate: str
    rate_if_unknown: str
    unknown: int
    gop_y: int
    not_ready: int
    missing_numbers: tuple[str, ...]


def figure_of(kpi: Kpi) -> Figure:
    """The figure in words."""
    return Figure(
        numerator=kpi.numerator,
        denominator=kpi.denominator,
        rate=percent_vi(kpi.rate),
        rate_if_unknown=percent_vi(kpi.rate_if_unknown_counts),
        unknown=kpi.unknown,
        gop_y=kpi.gop_y,
        not_ready=kpi.not_ready,
        missing_numbers=kpi.missing_numbers,
    )


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The figure of one group."""

    label: str
    figure: Figure


def groups_of(counted: CountedKpi) -> list[GroupLine]:
    """The groups by their names."""
    return [GroupLine(_group_label(counted.by, group), figure_of(group.kpi)) for group in counted.groups]


def _group_label(by: str, group: KpiGroup) -> str:
    if by == "month":
        return f"Tháng {int(group.key[5:])}/{group.key[:4]}"
    names = {"issuer": words.ISSUERS, "type": words.DOCUMENT_TYPES}.get(by, {})
    return names.get(group.key, group.key) or "Không ghi"


@dataclass(frozen=True, slots=True)
class DrillLine:
    """A document behind the figure."""

    id: int
    number: str
    title: str
    issuer: str
    issued_on: date
    counting: str
    standing: str
    good: bool
    not_ready: bool
    why: str
    dossier_id: int | None
    dossier_number: str
    report: str
    settled: bool
    has_candidates: bool


def lines_of(counted: CountedKpi, only: str) -> list[DrillLine]:
    """The documents of the period; `only` keeps one standing or one way of counting."""
    lines = [
        DrillLine(
            id=line.document.id,
            number=line.document.number,
            title=line.document.title,
            issuer=line.document.issuer_name or words.ISSUERS.get(line.document.issuer, line.document.issuer),
            issued_on=line.document.issued_on,
            counting=line.row.counting.value,
            standing=line.row.standing.value,
            good=line.row.standing is Standing.APPRAISED and not line.row.not_ready,
            not_ready=line.row.not_ready,
            why=line.why,
            dossier_id=line.dossier_id,
            dossier_number=line.dossier_number or "",
            report=_report_words(line),
            settled=line.document.matched_by_id is not None,
            has_candidates=line.document.match_kind == "candidates",
        )
        for line in counted.lines
    ]
    counted_only = Counting.COUNTED.value
    if only in STANDINGS:
        return [line for line in lines if line.standing == only and line.counting == counted_only]
    if only == NOT_READY:
        return [line for line in lines if line.not_ready and line.counting == counted_only]
    if only in COUNTINGS:
        return [line for line in lines if line.counting == only]
    return lines


def _report_words(line: KpiLine) -> str:
    """Number and day of signing; the day alone where the asker may not see the dossier."""
    if line.report_on is None:
        return ""
    signed = f"ký ngày {line.report_on:%d/%m/%Y}"
    return f"số {line.report_number}, {signed}" if line.report_number else signed


STANDINGS: Mapping[str, str] = {standing.value: label for standing, label in STANDING_VI.items()}
COUNTINGS: Mapping[str, str] = {
    counting.value: label for counting, label in COUNTING_VI.items() if counting is not Counting.COUNTED
}
FILTERS_VI: Mapping[str, str] = {
    "": "Tất cả",
    **STANDINGS,
    NOT_READY: f"Đã thẩm định, {NOT_READY_VI}",
    **COUNTINGS,
}
