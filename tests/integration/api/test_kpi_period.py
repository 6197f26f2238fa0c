"""The period of the figure when the request names none: this year, by the calendar of Vietnam."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from review_app.api import register
from tests.integration.api.conftest import Api


def test_the_year_and_its_last_day_are_those_of_vietnam(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "now", lambda: datetime(2026, 12, 31, 18, 0, tzinfo=UTC))
    told = api.get("/kpi", "head").json
    assert told is not None
    assert (told["from"], told["to"]) == ("2027-01-01", "2027-01-01")
