"""Base data: imports the packaged release, reads the rows that hold on a day.

The database is the truth: a row that is there already is never touched, whatever the package says.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any, TypeVar

import yaml
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from review_app.domain import base_data
from review_app.domain.base_data import (
    CalendarRow,
    ChecklistPaper,
    DeadlineRule,
    ReportLayout,
    Requirement,
    Status,
    calendar_of,
)
from review_app.domain.base_data_parse import (
    parse_calendar_day,
    parse_deadline,
    parse_layout,
    parse_paper,
    parse_requirement,
)
from review_app.domain.deadlines import Calendar, DayKind
from review_app.models import BaseRelease, CalendarDay, DatedRow

Parsed = TypeVar("Parsed")
Row = Mapping[str, Any]

REQUIREMENT, DEADLINE, CHECKLIST, REPORT = "requirement", "deadline", "checklist", "report"
FILES: Mapping[str, str] = {
    REQUIREMENT: "requirement.yaml",
    DEADLINE: "deadlines.yaml",
    CHECKLIST: "checklist.yaml",
    REPORT: "report.yaml",
}
_CALENDAR_FILE = "calendar.yaml"
_PARSERS: Mapping[str, Callable[[Row], object]] = {
    REQUIREMENT: parse_requirement,
    DEADLINE: parse_deadline,
    CHECKLIST: parse_paper,
    REPORT: parse_layout,
}
_COLUMNS = ("key", "valid_from", "valid_to", "citation", "status")


def import_base(session: Session, now: datetime) -> None:
    """Bring in what the package holds and the database does not. Raises BaseDataError for a malformed row."""
    packaged = _packaged()
    known = session.get(BaseRelease, packaged.release)
    if known is not None and known.digest == packaged.digest:
        return
    for kind, name in FILES.items():
        _import_rows(session, kind, packaged.rows[name], packaged.release)
    _import_calendar(session, packaged.rows[_CALENDAR_FILE], packaged.release)
    session.merge(BaseRelease(name=packaged.release, digest=packaged.digest, imported_at=now))
    session.flush()


@dataclass(frozen=True, slots=True)
class _Packaged:
    """The base data in the package: the rows of each file, the release they name, a hash of their text."""

    rows: Mapping[str, Sequence[Row]]
    release: str
    digest: str


@functools.cache
def _packaged() -> _Packaged:
    """Read once a process: a package does not change under it."""
    names = (*FILES.values(), _CALENDAR_FILE)
    folder = files("review_app").joinpath("base_data")
    texts = {name: folder.joinpath(name).read_text("utf-8") for name in names}
    loaded = {name: yaml.load(text, Loader=yaml.CSafeLoader) for name, text in texts.items()}
    releases = {str(values["release"]) for values in loaded.values()}
    if len(releases) != 1:
        raise ValueError(f"the packaged base data is of several releases: {sorted(releases)}")
    digest = hashlib.sha256("\0".join(texts[name] for name in sorted(texts)).encode()).hexdigest()
    return _Packaged({name: values["rows"] for name, values in loaded.items()}, releases.pop(), digest)


def _import_rows(session: Session, kind: str, rows: Sequence[Row], release: str) -> None:
    present = set(session.scalars(select(DatedRow.key).where(DatedRow.kind == kind)))
    for row in rows:
        _PARSERS[kind](row)
        if row["key"] in present:
            continue
        payload = {field: value for field, value in row.items() if field not in _COLUMNS}
        columns = {field: row[field] for field in _COLUMNS}
        session.add(DatedRow(kind=kind, payload=payload, release=release, **columns))


def _import_calendar(session: Session, rows: Sequence[Row], release: str) -> None:
    present = set(session.scalars(select(CalendarDay.day)))
    for row in map(parse_calendar_day, rows):
        if row.day in present:
            continue
        session.add(
            CalendarDay(
                day=row.day, kind=row.kind.value, name=row.name, decision_no=row.decision_no, citation=row.citation,
                status=row.status.value, active=row.active, release=release,
            )
        )  # fmt: skip


def rows_valid_on(session: Session, kind: str, day: date) -> list[DatedRow]:
    """The rows of a kind that hold on the day, in the order they were imported."""
    rows = select(DatedRow).where(
        DatedRow.kind == kind,
        DatedRow.valid_from <= day,
        or_(DatedRow.valid_to.is_(None), DatedRow.valid_to >= day),
    )
    return list(session.scalars(rows.order_by(DatedRow.id)))


def calendar(session: Session) -> Calendar:
    """The office's calendar: the active days, and the years that a person confirmed."""
    rows = [
        CalendarRow(
            day=row.day, kind=DayKind(row.kind), name=row.name, decision_no=row.decision_no, citation=row.citation,
            status=Status(row.status), active=row.active,
        )
        for row in session.scalars(select(CalendarDay).order_by(CalendarDay.day))
    ]  # fmt: skip
    return calendar_of(rows)


def requirements(session: Session) -> list[Requirement]:
    """Every row that says which documents have to be appraised."""
    return _parsed(session.scalars(_all(REQUIREMENT)).all(), parse_requirement)


def requirement_for(session: Session, document_type: str, issuer: str, day: date) -> Requirement | None:
    """What the law asked for on the day; None when no row speaks: unknown, never 'none'."""
    rows = _parsed(rows_valid_on(session, REQUIREMENT, day), parse_requirement)
    return base_data.requirement_for(rows, document_type, issuer, day)


def deadline_rules(session: Session, day: date) -> list[DeadlineRule]:
    """The terms that hold on the day."""
    return _parsed(rows_valid_on(session, DEADLINE, day), parse_deadline)


def checklist(session: Session, day: date) -> list[ChecklistPaper]:
    """The papers asked for on the day."""
    return _parsed(rows_valid_on(session, CHECKLIST, day), parse_paper)


def layout_for(session: Session, document_type: str, issuer: str, day: date) -> ReportLayout | None:
    """The layout of the report under the procedure of the day; None when no row speaks."""
    rows = _parsed(rows_valid_on(session, REPORT, day), parse_layout)
    return base_data.layout_for(rows, document_type, issuer, day)


def _all(kind: str) -> Any:
    return select(DatedRow).where(DatedRow.kind == kind).order_by(DatedRow.id)


def _parsed(rows: Sequence[DatedRow], parse: Callable[[Row], Parsed]) -> list[Parsed]:
    return [parse({field: getattr(row, field) for field in _COLUMNS} | row.payload) for row in rows]
