"""The deadline of a dossier as the workflow moves it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from review_app.domain.dossier import Action, State
from review_app.domain.transitions import Clock
from review_app.domain.workflow import Outcome
from review_app.models import Dossier
from review_app.services.base_data import import_base
from review_app.services.clock import apply_clock, latest_due, local_date
from review_app.services.office import Office
from tests.factories import NOW, People, make_dossier


def outcome(clock: Clock | None, due_on: date | None = None, reason: str = "") -> Outcome:
    return Outcome(Action.ACCEPT, State.SUBMITTED, State.ACCEPTED, 1, None, None, due_on, clock, reason)


def at(year: int, month: int, day: int, hour: int = 3) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


class Case:
    """A dossier whose clock is driven by hand."""

    def __init__(self, session: Session, dossier: Dossier) -> None:
        self.session, self.dossier = session, dossier

    @property
    def deadline(self) -> dict[str, Any]:
        deadline: dict[str, Any] = self.dossier.deadline or {}
        return deadline

    def do(self, clock: Clock | None, moment: datetime, due_on: date | None = None) -> date | None:
        apply_clock(self.session, self.dossier, outcome(clock, due_on, "vì phức tạp"), moment)
        self.session.flush()
        self.session.refresh(self.dossier)
        return self.dossier.due_on


def start(office: Office, people: People, session: Session, **changes: Any) -> Case:
    import_base(session, NOW)
    return Case(session, make_dossier(office, session, people.officer, **changes))


def test_appraisal_runs_fifteen_calendar_days_from_the_day_after(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        assert case.do(Clock.START_APPRAISAL, at(2026, 9, 3)) == date(2026, 9, 18)
        deadline = case.deadline
    assert (deadline["days"], deadline["unit"], deadline["status"]) == (15, "calendar", "secondary")
    assert deadline["steps"][0] == {"day": "2026-09-03", "counted": False, "number": None, "why": "received"}
    assert deadline["steps"][-1]["number"] == 15
    assert deadline["unconfirmed_years"] == [2026]


def test_the_day_is_that_of_vietnam(office: Office, people: People) -> None:
    late_evening_utc = datetime(2026, 9, 3, 17, 30, tzinfo=UTC)
    assert local_date(late_evening_utc) == date(2026, 9, 4)
    with office.database.write() as session:
        case = start(office, people, session)
        case.do(Clock.START_APPRAISAL, late_evening_utc)
        assert case.deadline["from"] == "2026-09-04"


def test_an_expedited_draft_has_seven_days_from_the_day_it_was_handed_in(
    office: Office, people: People
) -> None:
    with office.database.write() as session:
        case = start(office, people, session, expedited=True)
        assert NOW.date() == date(2026, 9, 1)
        assert case.do(Clock.START_APPRAISAL, at(2026, 9, 3)) == date(2026, 9, 8)
        assert case.deadline["extendable_to"] == 15


def test_how_far_a_term_may_be_moved_is_counted_from_its_source_and_its_pauses(
    office: Office, people: People
) -> None:
    with office.database.write() as session:
        case = start(office, people, session, expedited=True)
        case.do(Clock.START_APPRAISAL, at(2026, 9, 3))
        assert latest_due(session, case.dossier) == date(2026, 9, 16)  # fifteen days after 1 September
        case.do(Clock.HOLD, at(2026, 9, 3))
        case.do(Clock.CONTINUE, at(2026, 9, 4))
        assert latest_due(session, case.dossier) == date(2026, 9, 17)
        other = start(office, people, session)
        other.do(Clock.START_APPRAISAL, at(2026, 9, 3))
        assert latest_due(session, other.dossier) is None


def test_a_deadline_on_a_weekend_ends_on_the_next_working_day(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        assert case.do(Clock.START_APPRAISAL, at(2026, 9, 4)) == date(2026, 9, 21)


def test_a_term_without_a_source_is_not_invented(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        case.dossier.issuer = "ubnd_xa"
        assert case.do(Clock.START_APPRAISAL, at(2026, 9, 3)) is None
        assert case.deadline["days"] is None
        assert case.deadline["note"]
        assert case.do(Clock.MOVE, at(2026, 9, 4), date(2026, 9, 30)) == date(2026, 9, 30)


def test_an_unverified_source_is_never_shown_as_a_citation(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        case.do(Clock.START_APPRAISAL, at(2025, 9, 3))
        assert case.deadline["status"] == "unverified"
        assert case.deadline["citation"] == "căn cứ cần được kiểm tra"


def test_a_pause_gives_back_the_days_that_were_left(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        case.do(Clock.START_APPRAISAL, at(2026, 9, 3))
        assert case.do(Clock.HOLD, at(2026, 9, 8)) is None
        assert case.deadline["held"] == {"on": "2026-09-08", "days_left": 10}
        # the day of resuming does not count, as with the day a term begins: 22/09 is the first of ten
        assert case.do(Clock.CONTINUE, at(2026, 9, 21)) == date(2026, 10, 1)
        assert "held" not in case.deadline
        assert case.do(Clock.HOLD, at(2026, 9, 23)) is None
        assert case.deadline["held"]["days_left"] == 8
        assert case.do(Clock.CONTINUE, at(2026, 9, 24)) == date(2026, 10, 2)
        assert len(case.deadline["pauses"]) == 2


def test_pausing_on_time_and_resuming_the_same_day_changes_nothing(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        due = case.do(Clock.START_APPRAISAL, at(2026, 9, 3))
        case.do(Clock.HOLD, at(2026, 9, 8))
        assert case.do(Clock.CONTINUE, at(2026, 9, 8)) == due


def test_an_overdue_dossier_stays_overdue_after_a_pause(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        due = case.do(Clock.START_APPRAISAL, at(2026, 9, 3))
        case.do(Clock.HOLD, at(2026, 9, 25))
        assert case.do(Clock.CONTINUE, at(2026, 9, 30)) == due


def test_an_extension_is_remembered_and_survives_a_pause(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        case.do(Clock.START_APPRAISAL, at(2026, 9, 3))
        assert case.do(Clock.MOVE, at(2026, 9, 10), date(2026, 9, 25)) == date(2026, 9, 25)
        assert case.deadline["moves"] == [
            {"on": "2026-09-10", "from": "2026-09-18", "to": "2026-09-25", "reason": "vì phức tạp"}
        ]
        case.do(Clock.HOLD, at(2026, 9, 21))
        assert case.deadline["held"]["days_left"] == 4
        assert case.do(Clock.CONTINUE, at(2026, 9, 28)) == date(2026, 10, 2)


def test_stopping_clears_the_date_and_keeps_how_it_was_counted(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        case.do(Clock.START_APPRAISAL, at(2026, 9, 3))
        assert case.do(Clock.STOP, at(2026, 9, 12)) is None
        assert case.deadline["due"] == "2026-09-18"
        assert case.deadline["stopped_on"] == "2026-09-12"


def test_a_new_term_keeps_the_one_before_as_history(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        assert case.deadline["term"] == "completion_request", "handing in starts the first term"
        case.do(Clock.START_APPRAISAL, at(2026, 9, 9))
        case.do(Clock.STOP, at(2026, 9, 12))
        case.do(Clock.START_COMPLETION_REQUEST, at(2026, 10, 5))
        history = case.deadline["history"]
    assert [term["term"] for term in history] == ["completion_request", "appraisal"]
    assert history[1]["stopped_on"] == "2026-09-12"
    assert not any("steps" in term or "history" in term for term in history)


def test_an_action_without_a_clock_leaves_the_deadline_alone(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        due = case.do(Clock.START_APPRAISAL, at(2026, 9, 3))
        assert case.do(None, at(2026, 9, 8)) == due


def test_a_move_to_no_day_is_a_fault_of_the_caller(office: Office, people: People) -> None:
    with office.database.write() as session:
        case = start(office, people, session)
        with pytest.raises(ValueError, match="no day"):
            case.do(Clock.MOVE, at(2026, 9, 8))
