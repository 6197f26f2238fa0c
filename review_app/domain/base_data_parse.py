"""Reads rows of base data from plain dictionaries, as YAML or JSON give them, and names what is not well formed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypedDict, TypeVar

from review_app.domain.base_data import (
    ATTACHMENT_KINDS,
    CalendarRow,
    ChecklistPaper,
    Conclusion,
    CountsFrom,
    DeadlineRule,
    DeadlineStep,
    Needs,
    ReportLayout,
    ReportSection,
    Required,
    Requirement,
    Status,
)
from review_app.domain.deadlines import DayKind, Unit

Code = TypeVar("Code", bound=StrEnum)
Row = Mapping[str, Any]


class BaseDataError(ValueError):
    """A row that cannot be read; the message names the row and the field."""


class _Common(TypedDict):
    key: str
    valid_from: date
    valid_to: date | None
    citation: str
    status: Status
    note: str
    document_types: tuple[str, ...]
    issuers: tuple[str, ...]


class _Fields:
    """Takes the fields of one row one after the other; what is left at the end is an error."""

    def __init__(self, row: Row, name: str) -> None:
        self._left = dict(row)
        self._name = name

    def wrong(self, field: str, why: str) -> BaseDataError:
        return BaseDataError(f"{self._name}: {field}: {why}")

    def take(self, field: str, kind: type | tuple[type, ...], *default: Any) -> Any:
        if field not in self._left:
            if default:
                return default[0]
            raise self.wrong(field, "missing")
        value = self._left.pop(field)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise self.wrong(field, f"{value!r} has the wrong type")
        return value

    def text(self, field: str, *default: str) -> str:
        return str(self.take(field, str, *default))

    def texts(self, field: str) -> tuple[str, ...]:
        values = self.take(field, list)
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(field, "not a list of texts")
        return tuple(values)

    def code(self, field: str, codes: type[Code]) -> Code:
        value = self.take(field, str)
        try:
            return codes(value)
        except ValueError:
            raise self.wrong(field, f"unknown {value!r}") from None

    def day(self, field: str) -> date:
        value = self.take(field, (str, date))
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            raise self.wrong(field, f"{value!r} is no date") from None

    def end(self) -> None:
        if self._left:
            raise self.wrong(next(iter(self._left)), "unknown field")


def parse_requirement(row: Row) -> Requirement:
    fields, common = _begin(row)
    parsed = Requirement(**common, needs=fields.code("needs", Needs))
    fields.end()
    return parsed


def parse_deadline(row: Row) -> DeadlineRule:
    fields, common = _begin(row)
    parsed = DeadlineRule(
        **common,
        step=fields.code("step", DeadlineStep),
        expedited=fields.take("expedited", bool),
        days=fields.take("days", int),
        unit=fields.code("unit", Unit),
        counts_from=fields.code("counts_from", CountsFrom),
        extendable_to=fields.take("extendable_to", (int, type(None)), None),
    )
    if parsed.days < 1 or (parsed.extendable_to is not None and parsed.extendable_to <= parsed.days):
        raise fields.wrong("days", "not a term, or longer than its extension")
    fields.end()
    return parsed


def parse_paper(row: Row) -> ChecklistPaper:
    fields, common = _begin(row)
    parsed = ChecklistPaper(
        **common,
        kind=fields.text("kind"),
        label=fields.text("label"),
        required=fields.code("required", Required),
        expedited=fields.take("expedited", (bool, type(None)), None),
        refuses_acceptance=fields.take("refuses_acceptance", bool),
    )
    if parsed.kind not in ATTACHMENT_KINDS:
        raise fields.wrong("kind", f"unknown {parsed.kind!r}")
    if parsed.refuses_acceptance and parsed.status is Status.UNVERIFIED:
        raise fields.wrong("refuses_acceptance", "an unverified source refuses nothing")
    fields.end()
    return parsed


def parse_layout(row: Row) -> ReportLayout:
    fields, common = _begin(row)
    parsed = ReportLayout(
        **common,
        form_status=fields.code("form_status", Status),
        issuer_lines=fields.texts("issuer_lines"),
        motto_lines=fields.texts("motto_lines"),
        number_symbol=fields.text("number_symbol"),
        title=fields.text("title"),
        sections=tuple(_section(each, common["key"]) for each in fields.take("sections", list)),
        conclusions=tuple(_conclusion(each, common["key"]) for each in fields.take("conclusions", list)),
    )
    fields.end()
    return parsed


def parse_calendar_day(row: Row) -> CalendarRow:
    fields = _Fields(row, f"calendar {row.get('date', '?')}")
    parsed = CalendarRow(
        day=fields.day("date"),
        kind=fields.code("kind", DayKind),
        name=fields.text("name"),
        decision_no=fields.text("decision_no", ""),
        citation=fields.text("citation", ""),
        status=fields.code("status", Status),
        active=fields.take("active", bool, True),
    )
    fields.end()
    return parsed


def _begin(row: Row) -> tuple[_Fields, _Common]:
    fields = _Fields(row, str(row.get("key", "row without key")))
    common = _Common(
        key=fields.text("key"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to")
        if row.get("valid_to") is not None
        else fields.take("valid_to", type(None)),
        citation=fields.text("citation"),
        status=fields.code("status", Status),
        note=fields.text("note", ""),
        document_types=fields.texts("document_types"),
        issuers=fields.texts("issuers"),
    )
    if common["valid_to"] is not None and common["valid_to"] < common["valid_from"]:
        raise fields.wrong("valid_to", "before valid_from")
    return fields, common


def _section(row: Row, key: str) -> ReportSection:
    fields = _Fields(row, f"{key}: section")
    parsed = ReportSection(fields.text("key"), fields.text("heading"), fields.texts("families"))
    fields.end()
    return parsed


def _conclusion(row: Row, key: str) -> Conclusion:
    fields = _Fields(row, f"{key}: conclusion")
    parsed = Conclusion(fields.text("code"), fields.text("label"), fields.take("reappraised", bool))
    fields.end()
    return parsed
