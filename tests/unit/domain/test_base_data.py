"""The shipped base data: well formed, dated without gaps, honest about its sources; and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar, get_args

import pytest
import yaml

from nlp.types import DocumentType, Family, Issuer
from review_app.domain import base_data as data
from review_app.domain.base_data import DatedForDrafts, DeadlineStep, Needs, Required, Status
from review_app.domain.base_data_parse import (
    BaseDataError,
    parse_calendar_day,
    parse_deadline,
    parse_layout,
    parse_paper,
    parse_requirement,
)
from review_app.domain.deadlines import DayKind
from tests.unit.domain import expected

FOLDER = Path(data.__file__).resolve().parents[1] / "base_data"
Parsed = TypeVar("Parsed")


def shipped(name: str, parse: Callable[[dict[str, Any]], Parsed]) -> list[Parsed]:
    loaded = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert loaded["release"] == "base-1"
    return [parse(row) for row in loaded["rows"]]


REQUIREMENTS = shipped("requirement", parse_requirement)
DEADLINES = shipped("deadlines", parse_deadline)
PAPERS = shipped("checklist", parse_paper)
LAYOUTS = shipped("report", parse_layout)
CALENDAR = shipped("calendar", parse_calendar_day)
R1, R2, R3 = date(2018, 6, 1), date(2023, 6, 1), date(2026, 6, 1)


def twice(rows: Sequence[DatedForDrafts], apart: Callable[[Any], object]) -> list[tuple[str, str]]:
    """Pairs of rows that answer for the same draft on the same day."""
    return [
        (one.key, two.key)
        for one, two in combinations(rows, 2)
        if apart(one) == apart(two)
        and set(one.document_types) & set(two.document_types)
        and set(one.issuers) & set(two.issuers)
        and (one.valid_to is None or two.valid_from <= one.valid_to)
        and (two.valid_to is None or one.valid_from <= two.valid_to)
    ]


def test_no_two_rows_answer_for_the_same_draft_on_the_same_day() -> None:
    assert twice(REQUIREMENTS, lambda row: None) == []
    assert twice(DEADLINES, lambda row: (row.step, row.expedited)) == []
    assert twice(LAYOUTS, lambda row: None) == []
    assert twice(PAPERS, lambda row: (row.kind, row.label, row.expedited)) == []


def test_keys_are_unique_and_every_row_names_a_source() -> None:
    for rows in (REQUIREMENTS, DEADLINES, PAPERS, LAYOUTS):
        keys = [row.key for row in rows]
        assert len(set(keys)) == len(keys)
        assert all(row.citation.strip() for row in rows)


def test_an_unverified_source_is_never_shown_as_a_citation() -> None:
    for row in [*REQUIREMENTS, *DEADLINES, *PAPERS, *LAYOUTS]:
        wanted = "căn cứ cần được kiểm tra" if row.status is Status.UNVERIFIED else row.citation
        assert row.shown_basis == wanted


@pytest.mark.parametrize(
    ("document_type", "issuer", "day", "needs"),
    [
        ("nghi_quyet", "hdnd_tinh", R1, Needs.THAM_DINH),
        ("quyet_dinh", "ubnd_tinh", R2, Needs.THAM_DINH),
        ("quyet_dinh", "ubnd_tinh", date(2025, 3, 31), Needs.THAM_DINH),
        ("quyet_dinh", "ubnd_tinh", date(2025, 4, 1), Needs.THAM_DINH),
        ("quyet_dinh", "ct_ubnd_tinh", date(2025, 6, 30), Needs.NONE),
        ("quyet_dinh", "ct_ubnd_tinh", date(2025, 7, 1), Needs.THAM_DINH),
        ("quyet_dinh", "ct_ubnd_tinh", R3, Needs.THAM_DINH),
        ("nghi_quyet", "hdnd_xa", R2, Needs.NONE),
        ("nghi_quyet", "hdnd_xa", date(2025, 5, 1), Needs.NONE),
        ("nghi_quyet", "hdnd_xa", R3, Needs.UNKNOWN),
        ("quyet_dinh", "dac_khu", R3, Needs.UNKNOWN),
        ("cong_van", "ubnd_tinh", R3, Needs.NONE),
    ],
)
def test_what_has_to_be_appraised(document_type: str, issuer: str, day: date, needs: Needs) -> None:
    row = data.requirement_for(REQUIREMENTS, document_type, issuer, day)
    assert row is not None
    assert row.needs is needs


def test_before_the_first_regime_and_for_other_kinds_no_row_speaks() -> None:
    assert data.requirement_for(REQUIREMENTS, "quyet_dinh", "ubnd_tinh", date(2016, 6, 30)) is None
    assert data.requirement_for(REQUIREMENTS, "other", "ubnd_tinh", R3) is None


@pytest.mark.parametrize(
    ("issuer", "day", "expedited", "days", "status"),
    [
        ("ubnd_tinh", R1, False, 10, Status.VERIFIED),
        ("ubnd_tinh", R1, True, 7, Status.VERIFIED),
        ("ubnd_tinh", R2, False, 15, Status.VERIFIED),
        ("ubnd_tinh", R2, True, 7, Status.VERIFIED),
        ("ubnd_tinh", date(2025, 10, 1), False, 15, Status.UNVERIFIED),
        ("ubnd_tinh", R3, False, 15, Status.SECONDARY),
        ("ct_ubnd_tinh", R3, False, 15, Status.SECONDARY),
        ("ubnd_tinh", R3, True, 7, Status.SECONDARY),
    ],
)
def test_the_term_of_appraisal(issuer: str, day: date, expedited: bool, days: int, status: Status) -> None:
    step = DeadlineStep.APPRAISAL
    row = data.deadline_for(DEADLINES, step, "quyet_dinh", issuer, expedited=expedited, day=day)
    assert row is not None
    assert (row.days, row.unit.value, row.status) == (days, "calendar", status)


def test_no_term_is_invented_where_no_source_gives_one() -> None:
    for issuer, day in (("ubnd_xa", R3), ("ct_ubnd_tinh", R2)):
        step = DeadlineStep.APPRAISAL
        assert data.deadline_for(DEADLINES, step, "quyet_dinh", issuer, expedited=False, day=day) is None
    step = DeadlineStep.COMPLETION_REQUEST
    assert data.deadline_for(DEADLINES, step, "quyet_dinh", "ubnd_tinh", expedited=False, day=R2) is None


@pytest.mark.parametrize("issuer", ["hdnd_tinh", "ubnd_tinh", "ct_ubnd_tinh"])
@pytest.mark.parametrize("expedited", [True, False])
def test_a_draft_with_procedures_is_refused_without_assessment_or_opinion(
    issuer: str, expedited: bool
) -> None:
    kind = "nghi_quyet" if issuer == "hdnd_tinh" else "quyet_dinh"
    papers = data.papers_for(PAPERS, kind, issuer, expedited=expedited, day=R3)
    missing = data.missing_papers(papers, {"to_trinh", "tong_hop_y_kien"}, sets_procedure=True)
    assert [paper.kind for paper in missing] == ["danh_gia_tac_dong_tthc", "y_kien_tthc"]
    assert all(paper.refuses_acceptance for paper in missing)
    assert data.missing_papers(papers, {"to_trinh", "tong_hop_y_kien"}, sets_procedure=False) == []


def test_a_missing_ordinary_paper_is_named_and_refuses_nothing() -> None:
    papers = data.papers_for(PAPERS, "quyet_dinh", "ubnd_tinh", expedited=False, day=R3)
    missing = data.missing_papers(papers, set(), sets_procedure=False)
    assert [paper.kind for paper in missing] == ["to_trinh", "tong_hop_y_kien"]
    assert not any(paper.refuses_acceptance for paper in missing)


def test_papers_that_their_kind_does_not_tell_apart_are_listed_and_never_called_missing() -> None:
    papers = data.papers_for(PAPERS, "quyet_dinh", "ubnd_tinh", expedited=False, day=R3)
    by_eye = [paper for paper in papers if paper.kind == "other" and paper.required is Required.YES]
    assert len(by_eye) == 3
    assert not set(by_eye) & set(data.missing_papers(papers, set(), sets_procedure=True))


def test_every_finding_has_one_section_and_procedures_one_of_their_own() -> None:
    for layout in LAYOUTS:
        families = [family for section in layout.sections for family in section.families]
        assert sorted(families) == sorted(get_args(Family)), layout.key
        assert ("tthc",) in [section.families for section in layout.sections]
        assert layout.form_status is Status.UNVERIFIED


def test_the_conclusion_has_two_values_until_2025_and_three_since() -> None:
    for issuer, kind in (("hdnd_tinh", "nghi_quyet"), ("ubnd_tinh", "quyet_dinh")):
        for day, values in ((R1, 2), (R2, 2), (R3, 3)):
            layout = data.layout_for(LAYOUTS, kind, issuer, day)
            assert layout is not None
            assert len(layout.conclusions) == values
    today = data.layout_for(LAYOUTS, "quyet_dinh", "ubnd_tinh", R3)
    assert today is not None
    assert [c.code for c in today.conclusions if c.reappraised] == ["chua_du_dieu_kien"]


def test_every_kind_of_draft_of_today_has_a_layout() -> None:
    for document_type in get_args(DocumentType):
        for issuer in get_args(Issuer):
            assert data.layout_for(LAYOUTS, document_type, issuer, R3), (document_type, issuer)


def test_the_calendar_is_the_one_the_cases_were_worked_out_with() -> None:
    shipped_days = {day: kind for day, kind in data.calendar_of(CALENDAR).days.items() if day.year < 2027}
    by_hand = {date.fromisoformat(r["date"]): DayKind(r["kind"]) for r in expected.rows("calendar.csv")}
    assert shipped_days == {day: kind for day, kind in by_hand.items() if day.year < 2027}


def test_no_shipped_year_claims_to_be_confirmed_and_24_november_is_switched_off() -> None:
    assert data.calendar_of(CALENDAR).confirmed_years == frozenset()
    assert date(2026, 11, 24) not in data.calendar_of(CALENDAR).days
    assert [row.active for row in CALENDAR if (row.day.month, row.day.day) == (11, 24)] == [False, False]
    solar = {(1, 1), (4, 30), (5, 1), (9, 2)}
    for row in CALENDAR:
        assert (row.status is Status.VERIFIED) == ((row.day.month, row.day.day) in solar), row.day
        assert row.decision_no == ""


def test_a_year_is_confirmed_when_every_active_row_is() -> None:
    row = {"date": "2026-01-01", "kind": "holiday", "name": "Tết Dương lịch", "status": "verified"}
    off = {"date": "2026-11-24", "kind": "holiday", "name": "-", "status": "unverified", "active": False}
    days = [parse_calendar_day(row), parse_calendar_day(off)]
    assert data.calendar_of(days).confirmed_years == {2026}
    assert (
        data.calendar_of([*days, parse_calendar_day(off | {"active": True})]).confirmed_years == frozenset()
    )


GOOD_ROW: dict[str, Any] = {
    "key": "k", "document_types": ["quyet_dinh"], "issuers": ["ubnd_tinh"], "valid_from": date(2025, 4, 1),
    "valid_to": None, "needs": "tham_dinh", "citation": "Điều 1", "status": "verified",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"needs": "maybe"}, "k: needs: unknown 'maybe'"),
        ({"status": "sure"}, "k: status"),
        ({"valid_to": "2024-01-01"}, "k: valid_to: before valid_from"),
        ({"valid_from": "01/04/2025"}, "k: valid_from"),
        ({"issuers": "ubnd_tinh"}, "k: issuers"),
        ({"surprise": 1}, "k: surprise: unknown field"),
        ({"citation": 5}, "k: citation"),
    ],
)
def test_a_malformed_row_is_refused_by_name(change: dict[str, Any], named: str) -> None:
    with pytest.raises(BaseDataError, match=named):
        parse_requirement(GOOD_ROW | change)


def test_a_missing_field_is_named_and_dates_may_be_written_as_text() -> None:
    with pytest.raises(BaseDataError, match="k: needs: missing"):
        parse_requirement({key: value for key, value in GOOD_ROW.items() if key != "needs"})
    assert parse_requirement(GOOD_ROW | {"valid_from": "2025-04-01"}) == parse_requirement(GOOD_ROW)


def test_an_unverified_source_cannot_refuse_a_dossier() -> None:
    row = {key: value for key, value in GOOD_ROW.items() if key != "needs"}
    row |= {"kind": "to_trinh", "label": "Tờ trình", "required": "yes", "refuses_acceptance": True}
    assert parse_paper(row).refuses_acceptance
    with pytest.raises(BaseDataError, match="an unverified source refuses nothing"):
        parse_paper(row | {"status": "unverified"})
