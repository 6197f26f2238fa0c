"""What the database holds to: no lost updates, migrations that match the models, logs that cannot be changed."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from review_app.cli.database import current, differences
from review_app.domain.dossier import Action
from review_app.models import Counter, Dossier, TransitionLog
from review_app.services.appraisal import Request, run_action
from review_app.services.numbers import next_number
from review_app.services.office import Office
from tests.factories import NOW, People, make_dossier, mark_scanned

pytestmark = pytest.mark.db

WRITER = """
import sys
from review_app.db import Database, open_engine
from review_app.services.numbers import next_number
database = Database(open_engine(sys.argv[1]))
for _ in range(300):
    with database.write() as session:
        next_number(session, "test", 2026)
"""


@pytest.mark.slow
def test_three_processes_lose_no_read_modify_write(office: Office) -> None:
    url = office.settings.sqlalchemy_url
    with office.database.write() as session:
        next_number(session, "test", 2026)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, url]) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    with office.database.read() as session:
        assert session.query(Counter).filter_by(series="test").one().value == 901


def test_migrated_database_is_what_the_models_say(office: Office) -> None:
    at, newest = current(office.database.engine)
    assert at == newest is not None
    assert differences(office.database.engine) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE transition_log SET reason = 'x'", "DELETE FROM transition_log"]
)
def test_the_log_of_transitions_cannot_be_changed(office: Office, people: People, statement: str) -> None:
    with office.database.write() as session:
        make_dossier(office, session, people.officer)
    with pytest.raises(DBAPIError, match="append-only"), office.database.write() as session:
        session.execute(text(statement))
    with office.database.read() as session:
        assert session.query(TransitionLog).one().reason == ""


def test_a_failed_transaction_leaves_nothing(office: Office, people: People) -> None:
    def fail() -> None:
        with office.database.write() as session:
            make_dossier(office, session, people.officer)
            raise RuntimeError("after the insert")

    with pytest.raises(RuntimeError):
        fail()
    with office.database.write() as session:
        assert make_dossier(office, session, people.officer).number.endswith("-0001")


def test_a_reader_cannot_change_anything(office: Office, people: People) -> None:
    with office.database.write() as session:
        id_ = make_dossier(office, session, people.officer).id
    with office.database.read() as session:
        session.get_one(Dossier, id_).title = "đổi trong giao dịch đọc"
        session.flush()
    with office.database.read() as session:
        assert session.get_one(Dossier, id_).title == "Quy định cấp phép bến thủy"


def test_a_state_outside_the_workflow_is_refused_by_the_database(office: Office, people: People) -> None:
    with office.database.write() as session:
        make_dossier(office, session, people.officer)
    with pytest.raises(DBAPIError), office.database.write() as session:
        session.execute(text("UPDATE dossier SET state = 'clean'"))


def test_a_time_without_a_zone_is_refused(office: Office, people: People) -> None:
    naive = datetime(2026, 9, 1)  # noqa: DTZ001 - the mistake under test
    with pytest.raises(StatementError), office.database.write() as session:
        make_dossier(office, session, people.officer, now=naive)


def test_times_come_back_in_utc(office: Office, people: People) -> None:
    with office.database.write() as session:
        id_ = make_dossier(office, session, people.officer).id
    with office.database.read() as session:
        assert session.get_one(Dossier, id_).created_at == NOW
        assert session.get_one(Dossier, id_).created_at.tzinfo is UTC


def test_every_action_leaves_a_line_in_the_log(office: Office, people: People) -> None:
    with office.database.write() as session:
        dossier = make_dossier(office, session, people.officer)
        mark_scanned(session, dossier)
        run_action(session, people.intake, NOW, dossier.id, Request(Action.ACCEPT), None)
    with office.database.read() as session:
        lines = [
            (row.action, row.from_state, row.to_state, row.actor_id) for row in session.query(TransitionLog)
        ]
    assert lines == [
        ("submit", "submitted", "submitted", people.officer.id),
        ("accept", "submitted", "accepted", people.intake.id),
    ]
