"""Dated data of the office and of the law: requirements, deadlines, checklists, report layouts, calendar.

Every row carries its validity, its source and how far that source was checked. `parse_*` read the plain
dictionaries of a YAML file or of the database; the values are frozen. Which row holds is a matter of the date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from review_app.domain.deadlines import Calendar, DayKind, Unit


class Status(StrEnum):
    """How far the source of a row was checked; an unverified one is never printed as a citation."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class Needs(StrEnum):
    """What the law asks of the office before a document of this kind may be issued."""

    THAM_DINH = "tham_dinh"
    GOP_Y = "gop_y"
    NONE = "none"
    UNKNOWN = "unknown"


class DeadlineStep(StrEnum):
    """A step of the office that has a term."""

    COMPLETION_REQUEST = "completion_request"
    APPRAISAL = "appraisal"


class CountsFrom(StrEnum):
    """The event a term is counted from."""

    FULL_DOSSIER = "full_dossier"
    RECEIPT = "receipt"


class Required(StrEnum):
    """Whether a dossier must hold a paper; `if_tthc` when the draft sets an administrative procedure."""

    YES = "yes"
    NO = "no"
    IF_TTHC = "if_tthc"


ATTACHMENT_KINDS = (
    "to_trinh", "tong_hop_y_kien", "danh_gia_tac_dong_tthc", "y_kien_tthc", "bao_cao_chinh_sach", "other",
)  # fmt: skip
UNVERIFIED_BASIS_VI = "căn cứ cần được kiểm tra"


@dataclass(frozen=True, slots=True)
class Dated:
    """What every row has. `valid_to` is its last day, None while it still holds."""

    key: str
    valid_from: date
    valid_to: date | None
    citation: str
    status: Status
    note: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def shown_basis(self) -> str:
        """The citation as it may be printed."""
        return UNVERIFIED_BASIS_VI if self.status is Status.UNVERIFIED else self.citation


@dataclass(frozen=True, slots=True)
class DatedForDrafts(Dated):
    """A row for drafts of some types and issuers."""

    document_types: tuple[str, ...]
    issuers: tuple[str, ...]

    def covers(self, document_type: str, issuer: str, day: date) -> bool:
        return self.holds_on(day) and document_type in self.document_types and issuer in self.issuers


@dataclass(frozen=True, slots=True)
class Requirement(DatedForDrafts):
    """Whether documents of this kind have to be appraised: what counts in the 100 %."""

    needs: Needs


@dataclass(frozen=True, slots=True)
class DeadlineRule(DatedForDrafts):
    """The length of a step's term; `extendable_to` is the longest the same source allows, None when it is silent."""

    step: DeadlineStep
    expedited: bool
    days: int
    unit: Unit
    counts_from: CountsFrom
    extendable_to: int | None


@dataclass(frozen=True, slots=True)
class ChecklistPaper(DatedForDrafts):
    """A paper of the dossier. `refuses_acceptance`: the source forbids receiving a dossier without it."""

    kind: str
    label: str
    required: Required
    expedited: bool | None  # None: in both procedures
    refuses_acceptance: bool


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section of the report and the families of findings that are printed in it."""

    key: str
    heading: str
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A value the conclusion may take; `reappraised`: the draft has to be appraised again."""

    code: str
    label: str
    reappraised: bool


@dataclass(frozen=True, slots=True)
class ReportLayout(DatedForDrafts):
    """The parts of the appraisal report; its citation and status speak of contents, `form_status` of the form."""

    form_status: Status
    issuer_lines: tuple[str, ...]
    motto_lines: tuple[str, ...]
    number_symbol: str
    title: str
    sections: tuple[ReportSection, ...]
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A day that is not what its weekday says; an inactive row is a proposal switched off."""

    day: date
    kind: DayKind
    name: str
    decision_no: str
    citation: str
    status: Status
    active: bool


DraftRow = TypeVar("DraftRow", bound=DatedForDrafts)


def requirement_for(
    rows: Iterable[Requirement], document_type: str, issuer: str, day: date
) -> Requirement | None:
    """The requirement that holds on the day; None when no row speaks, which means unknown and never 'none'."""
    return _only(rows, document_type, issuer, day)


def deadline_for(
    rows: Iterable[DeadlineRule],
    step: DeadlineStep,
    document_type: str,
    issuer: str,
    *,
    expedited: bool,
    day: date,
) -> DeadlineRule | None:
    """The term of a step under the procedure of the day; None when no source gives one."""
    fitting = [row for row in rows if row.step is step and row.expedited is expedited]
    return _only(fitting, document_type, issuer, day)


def papers_for(
    rows: Iterable[ChecklistPaper], document_type: str, issuer: str, *, expedited: bool, day: date
) -> list[ChecklistPaper]:
    """The checklist of a dossier under the procedure of the day, in the order of the data."""
    return [
        row for row in rows if row.covers(document_type, issuer, day) and row.expedited in (None, expedited)
    ]


def missing_papers(
    papers: Iterable[ChecklistPaper], present: Collection[str], *, sets_procedure: bool
) -> list[ChecklistPaper]:
    """The required papers whose kind is not among the attachments; those with `refuses_acceptance` block it.

    Papers of kind `other` cannot be told apart and are left to the eye: show them from the checklist.
    """
    wanted = (Required.YES, Required.IF_TTHC) if sets_procedure else (Required.YES,)
    told_apart = [paper for paper in papers if paper.kind != "other"]
    return [paper for paper in told_apart if paper.required in wanted and paper.kind not in present]


def layout_for(
    rows: Iterable[ReportLayout], document_type: str, issuer: str, day: date
) -> ReportLayout | None:
    """The layout of the report under the procedure of the day; None when no row speaks."""
    return _only(rows, document_type, issuer, day)


def _only(rows: Iterable[DraftRow], document_type: str, issuer: str, day: date) -> DraftRow | None:
    fitting = [row for row in rows if row.covers(document_type, issuer, day)]
    return max(fitting, key=lambda row: row.valid_from, default=None)


def calendar_of(rows: Sequence[CalendarRow]) -> Calendar:
    """The calendar of the active rows; a year is confirmed when it has some and each of them is verified."""
    active = [row for row in rows if row.active]
    years = {row.day.year for row in active}
    doubtful = {row.day.year for row in active if row.status is not Status.VERIFIED}
    return Calendar({row.day: row.kind for row in active}, frozenset(years - doubtful))
