"""Deadlines: when a term ends, and the calculation behind it, day by day.

Counting follows Bộ luật Dân sự 91/2015 Điều 147-148, as offices do by custom: the day of the event does not
count; a term in days runs through weekends and ends on the next working day when its last day is none; a term
in working days counts those alone. What is a holiday is dated data of the office, never computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST = 3650


class Unit(StrEnum):
    """What a term counts."""

    CALENDAR = "calendar"
    WORKING = "working"


class DayKind(StrEnum):
    """How a day differs from what its weekday says."""

    HOLIDAY = "holiday"
    SWAP_DAY_OFF = "swap_day_off"
    SWAP_WORKDAY = "swap_workday"


class Why(StrEnum):
    """Why a day was counted or passed over."""

    RECEIVED = "received"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SWAP_DAY_OFF = "swap_day_off"
    SWAP_WORKDAY = "swap_workday"
    PAUSED = "paused"
    ROLLED_TO = "rolled_to"


WHY_VI: dict[Why, str] = {
    Why.RECEIVED: "ngày nhận, không tính",
    Why.COUNTED: "tính",
    Why.WEEKEND: "nghỉ cuối tuần",
    Why.HOLIDAY: "nghỉ lễ, tết",
    Why.SWAP_DAY_OFF: "nghỉ bù hoặc nghỉ hoán đổi",
    Why.SWAP_WORKDAY: "ngày làm việc hoán đổi",
    Why.PAUSED: "tạm dừng, không tính",
    Why.ROLLED_TO: "ngày làm việc tiếp theo",
}
UNIT_VI: dict[Unit, str] = {Unit.CALENDAR: "ngày", Unit.WORKING: "ngày làm việc"}


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the calculation; `number` is its place in the count, None when it is not counted."""

    day: date
    counted: bool
    number: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class Pause:
    """An interruption: the days after `paused_on` up to and including `resumed_on` do not count.

    The day of pausing counts and the day of resuming does not, as with the day a term begins.
    """

    paused_on: date
    resumed_on: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term. `unconfirmed_years`: years it touches whose holidays nobody confirmed."""

    due: date
    days: int
    unit: Unit
    steps: tuple[Step, ...]
    unconfirmed_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that are not what their weekday says, and the years whose rows a person confirmed."""

    days: Mapping[date, DayKind]
    confirmed_years: frozenset[int] = frozenset()

    def day_off(self, day: date) -> Why | None:
        """Why nobody works on this day; None on a working day."""
        kind = self.days.get(day)
        if kind is DayKind.SWAP_WORKDAY:
            return None
        if kind is not None:
            return Why(kind.value)
        return Why.WEEKEND if day.weekday() >= _SATURDAY else None


def due_date(
    received: date, days: int, unit: Unit, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> Deadline:
    """The last day of a term of `days` that begins the day after `received`, with every step of the count.

    Raises ValueError for a term below one day or beyond ten years.
    """
    if not 1 <= days <= _LONGEST:
        raise ValueError(f"a term has 1 to {_LONGEST} days, not {days}")
    steps = [Step(received, False, None, Why.RECEIVED)]
    number = 0
    for day in _days_after(received):
        off = calendar.day_off(day)
        if _is_paused(day, pauses):
            steps.append(Step(day, False, None, Why.PAUSED))
        elif number == days:  # the count is full, its last day was no working day
            steps.append(Step(day, False, None, off or Why.ROLLED_TO))
        elif off and unit is Unit.WORKING:
            steps.append(Step(day, False, None, off))
        else:
            number += 1
            steps.append(Step(day, True, number, off or _counted(day, calendar)))
        if number == days and not off and steps[-1].why is not Why.PAUSED:
            break
    years = range(received.year, steps[-1].day.year + 1)
    unconfirmed = tuple(year for year in years if year not in calendar.confirmed_years)
    return Deadline(steps[-1].day, days, unit, tuple(steps), unconfirmed)


def _counted(day: date, calendar: Calendar) -> Why:
    return Why.SWAP_WORKDAY if calendar.days.get(day) is DayKind.SWAP_WORKDAY else Why.COUNTED


def _is_paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(pause.paused_on < day <= pause.resumed_on for pause in pauses)


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += _DAY
        yield day
