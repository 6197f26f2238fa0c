"""Deadlines against cases worked out by hand, and the calculation that goes with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.deadlines import Calendar, DayKind, Pause, Unit, Why, due_date
from tests.unit.domain import expected

CALENDAR = Calendar(
    {date.fromisoformat(row["date"]): DayKind(row["kind"]) for row in expected.rows("calendar.csv")},
    frozenset({2025}),
)
CASES = expected.rows("deadlines.csv")
DAYS = st.dates(date(2024, 12, 1), date(2026, 12, 31))


def pauses_of(text: str) -> list[Pause]:
    pairs = (pair.split("..") for pair in text.split())
    return [Pause(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['received']}+{case['days']}{case['unit'][0]}"
)
def test_a_term_ends_when_the_hand_says(case: dict[str, str]) -> None:
    received, days, unit = date.fromisoformat(case["received"]), int(case["days"]), Unit(case["unit"])
    found = due_date(received, days, unit, CALENDAR, pauses_of(case["pauses"]))
    assert found.due == date.fromisoformat(case["due"]), case["worked out"]


def test_there_are_enough_cases_and_none_twice() -> None:
    keys = {(case["received"], case["days"], case["unit"], case["pauses"]) for case in CASES}
    assert len(keys) == len(CASES) >= 60


def test_the_calculation_shows_every_day_and_why() -> None:
    found = due_date(date(2025, 4, 25), 3, Unit.WORKING, CALENDAR)
    assert [(step.day.day, step.number, step.why) for step in found.steps] == [
        (25, None, Why.RECEIVED), (26, 1, Why.SWAP_WORKDAY), (27, None, Why.WEEKEND), (28, 2, Why.COUNTED),
        (29, 3, Why.COUNTED),
    ]  # fmt: skip
    rolled = due_date(
        date(2025, 6, 12), 2, Unit.CALENDAR, CALENDAR, [Pause(date(2025, 6, 14), date(2025, 6, 16))]
    )
    assert [(step.day.day, step.number, step.why) for step in rolled.steps] == [
        (12, None, Why.RECEIVED), (13, 1, Why.COUNTED), (14, 2, Why.WEEKEND), (15, None, Why.PAUSED),
        (16, None, Why.PAUSED), (17, None, Why.ROLLED_TO),
    ]  # fmt: skip


def test_a_year_nobody_confirmed_is_named_wherever_the_term_touches_it() -> None:
    assert due_date(date(2025, 6, 2), 7, Unit.CALENDAR, CALENDAR).unconfirmed_years == ()
    assert due_date(date(2025, 12, 30), 7, Unit.CALENDAR, CALENDAR).unconfirmed_years == (2026,)
    assert due_date(date(2024, 12, 30), 7, Unit.CALENDAR, CALENDAR).unconfirmed_years == (2024,)
    assert due_date(date(2025, 6, 2), 7, Unit.CALENDAR, Calendar({})).unconfirmed_years == (2025,)


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_term_below_a_day_or_beyond_reason_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="a term has"):
        due_date(date(2025, 6, 2), days, Unit.CALENDAR, CALENDAR)


@given(received=DAYS, days=st.integers(1, 60), unit=st.sampled_from(Unit))
def test_a_term_ends_on_a_working_day_with_every_day_counted_once(
    received: date, days: int, unit: Unit
) -> None:
    found = due_date(received, days, unit, CALENDAR)
    assert CALENDAR.day_off(found.due) is None
    assert [step.number for step in found.steps if step.counted] == list(range(1, days + 1))
    assert [step.day for step in found.steps] == [received + timedelta(n) for n in range(len(found.steps))]
    if unit is Unit.WORKING:
        assert all(CALENDAR.day_off(step.day) is None for step in found.steps if step.counted)
    assert due_date(received, days + 1, unit, CALENDAR).due >= found.due


@given(received=DAYS, days=st.integers(1, 30), start=st.integers(0, 40), length=st.integers(0, 40))
def test_a_pause_never_brings_the_end_nearer(received: date, days: int, start: int, length: int) -> None:
    pause = Pause(received + timedelta(start), received + timedelta(start + length))
    plain = due_date(received, days, Unit.CALENDAR, CALENDAR)
    paused = due_date(received, days, Unit.CALENDAR, CALENDAR, [pause])
    assert paused.due >= plain.due
    if pause.paused_on >= plain.due:
        assert paused.due == plain.due
