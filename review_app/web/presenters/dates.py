"""Dates and deadlines in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from review_app.services.clock import LOCAL


def day_vi(value: date | None) -> str:
    """A day as dd/mm/yyyy; a dash when there is none."""
    return f"{value:%d/%m/%Y}" if value else "–"


_DAY = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*")


def read_day(text: str) -> date | None:
    """The day somebody typed as dd/mm/yyyy; None for an empty field. Raises ValueError for what is no day.

    A plain text field, since a browser's own date field shows the month first wherever its language is English.
    """
    if not text.strip():
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day, month, year = map(int, match.groups())
    return date(year, month, day)


def moment_vi(value: datetime | None) -> str:
    """A moment in the office's time, hh:mm dd/mm/yyyy."""
    return f"{value.astimezone(LOCAL):%H:%M %d/%m/%Y}" if value else "–"


@dataclass(frozen=True, slots=True)
class DueWords:
    """A deadline in words and how pressing it is: late, today, soon, calm or none."""

    words: str
    urgency: str


_SOON = 3


def due_words(due_on: date | None, today: date) -> DueWords:
    """How long is left; the only place that says 'quá hạn' on pages."""
    if due_on is None:
        return DueWords("chưa có thời hạn", "none")
    left = (due_on - today).days
    if left < 0:
        return DueWords(f"quá hạn {-left} ngày", "late")
    if left == 0:
        return DueWords("đến hạn hôm nay", "today")
    return DueWords(f"còn {left} ngày", "soon" if left <= _SOON else "calm")
