"""Base data: imported once, kept as the office has it, read for a day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

from review_app.domain.base_data import Needs
from review_app.models import BaseRelease, CalendarDay, DatedRow
from review_app.services.base_data import (
    CHECKLIST,
    DEADLINE,
    FILES,
    REPORT,
    REQUIREMENT,
    calendar,
    import_base,
    layout_for,
    requirement_for,
    rows_valid_on,
)
from review_app.services.office import Office
from tests.factories import NOW


def packaged(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(
        files("review_app").joinpath("base_data", name).read_text("utf-8")
    )["rows"]
    return rows


def counts(office: Office) -> dict[str, int]:
    with office.database.read() as session:
        days = session.scalar(select(func.count()).select_from(CalendarDay)) or 0
        kinds = session.scalars(select(DatedRow.kind))
        return Counter(kinds) | Counter({"calendar": days})


def test_every_packaged_row_is_imported_and_a_second_import_adds_none(office: Office) -> None:
    expected = {kind: len(packaged(name)) for kind, name in FILES.items()}
    expected["calendar"] = len(packaged("calendar.yaml"))
    for moment in (NOW, NOW + timedelta(days=1)):
        with office.database.write() as session:
            import_base(session, moment)
        assert counts(office) == expected
    with office.database.read() as session:
        release = session.scalars(select(BaseRelease)).one()
    assert (release.name, release.imported_at) == ("base-1", NOW)


def test_rows_that_the_office_changed_stay_when_a_new_package_comes(office: Office) -> None:
    with office.database.write() as session:
        import_base(session, NOW)
        row = session.scalars(
            select(DatedRow).where(DatedRow.kind == DEADLINE, DatedRow.key == "r3.appraisal")
        ).one()
        row.payload = row.payload | {"days": 10}
        session.delete(session.scalars(select(DatedRow).where(DatedRow.key == "r2.appraisal")).one())
        session.get_one(CalendarDay, date(2026, 11, 24)).active = True
        session.get_one(BaseRelease, "base-1").digest = "0" * 64
    with office.database.write() as session:
        import_base(session, NOW)
    with office.database.read() as session:
        row = session.scalars(
            select(DatedRow).where(DatedRow.kind == DEADLINE, DatedRow.key == "r3.appraisal")
        ).one()
        assert row.payload["days"] == 10
        assert session.get_one(CalendarDay, date(2026, 11, 24)).active
        assert session.scalar(select(func.count()).where(DatedRow.key == "r2.appraisal")) == 1


@pytest.mark.parametrize("kind", [REQUIREMENT, DEADLINE, CHECKLIST, REPORT])
def test_only_rows_that_hold_on_the_day_are_read(office: Office, kind: str) -> None:
    day = date(2026, 9, 1)
    with office.database.write() as session:
        import_base(session, NOW)
        rows = rows_valid_on(session, kind, day)
    assert rows
    assert all(row.valid_from <= day and (row.valid_to is None or row.valid_to >= day) for row in rows)


def test_requirement_follows_the_law_of_the_day(office: Office) -> None:
    with office.database.write() as session:
        import_base(session, NOW)
        now = requirement_for(session, "quyet_dinh", "ubnd_tinh", date(2026, 9, 1))
        chairman_before = requirement_for(session, "quyet_dinh", "ct_ubnd_tinh", date(2025, 6, 30))
        commune = requirement_for(session, "nghi_quyet", "hdnd_xa", date(2026, 9, 1))
        unknown = requirement_for(session, "luat", "central", date(2026, 9, 1))
    assert now is not None
    assert now.needs is Needs.THAM_DINH
    assert chairman_before is not None
    assert chairman_before.needs is Needs.NONE
    assert commune is not None
    assert commune.needs is Needs.UNKNOWN
    assert unknown is None


def test_a_proposed_holiday_that_is_switched_off_is_a_working_day(office: Office) -> None:
    with office.database.write() as session:
        import_base(session, NOW)
        days = calendar(session)
    assert days.day_off(date(2026, 11, 24)) is None
    assert days.day_off(date(2026, 9, 2)) is not None
    assert 2026 not in days.confirmed_years


def test_conclusion_values_are_those_of_the_day(office: Office) -> None:
    with office.database.write() as session:
        import_base(session, NOW)
        old = layout_for(session, "quyet_dinh", "ubnd_tinh", date(2024, 5, 1))
        new = layout_for(session, "quyet_dinh", "ubnd_tinh", date(2026, 5, 1))
    assert old is not None
    assert new is not None
    assert len(old.conclusions) == 2
    assert len(new.conclusions) == 3
