"""Job rows, index marks and the lease, by a clock that the test holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app import outbox
from review_app.jobs import runner
from review_app.jobs.context import WorkerContext, prepare
from review_app.models import DraftVersion, IndexMark, JobRun
from review_app.outbox.index_marks import AGAIN_AFTER
from review_app.outbox.sweep import MOST_ATTEMPTS, NO_SIGN_OF_LIFE, NOT_PICKED_UP
from review_app.services.office import Office
from tests.factories import NOW, People, make_dossier

pytestmark = pytest.mark.db
SECOND = timedelta(seconds=1)


def _owe(office: Office) -> int:
    with office.database.write() as session:
        job = outbox.enqueue(session, outbox.INDEX_DOSSIERS, {}, NOW)
        session.flush()
        return job.id


def _set(session: Session, job_id: int, **values: object) -> None:
    job = session.get_one(JobRun, job_id)
    for name, value in values.items():
        setattr(job, name, value)


def _run(office: Office, job: int, work: runner.Work) -> None:
    """As in a work-horse, which forgets its parent's connections; here they are ours, so they are closed first."""
    prepare(WorkerContext(office, scans=False))
    office.database.engine.dispose()
    runner.run(job, work)


def test_a_job_is_owed_with_the_transaction_or_not_at_all(office: Office, people: People) -> None:
    def submit_and_fail() -> None:
        with office.database.write() as session:
            make_dossier(office, session, people.officer)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        submit_and_fail()
    with office.database.read() as session:
        assert session.scalars(select(JobRun)).all() == []
        assert session.scalars(select(IndexMark)).all() == []


def test_a_job_is_claimed_by_one(office: Office) -> None:
    job = _owe(office)
    with office.database.write() as session:
        assert outbox.begin(session, job, NOW) is not None
    with office.database.write() as session:
        assert outbox.begin(session, job, NOW + SECOND) is None
        assert outbox.begin(session, 999, NOW) is None


@pytest.mark.parametrize("state", ["done", "failed"])
def test_a_closed_job_is_not_claimed_again(office: Office, state: str) -> None:
    job = _owe(office)
    with office.database.write() as session:
        _set(session, job, state=state)
        assert outbox.begin(session, job, NOW) is None


def test_a_late_beat_does_not_wake_a_closed_job(office: Office) -> None:
    job = _owe(office)
    with office.database.write() as session:
        outbox.begin(session, job, NOW)
        outbox.finish(session, job, NOW)
        outbox.beat(session, job, NOW + SECOND)
        outbox.beat(session, 999, NOW)
        row = session.get_one(JobRun, job)
        assert (row.state, row.beat_at) == ("done", NOW)


@pytest.mark.parametrize(
    ("values", "again"),
    [
        ({"state": "queued"}, False),
        ({"state": "sent", "sent_at": NOW - NOT_PICKED_UP}, False),
        ({"state": "sent", "sent_at": NOW - NOT_PICKED_UP - SECOND}, True),
        ({"state": "running", "beat_at": NOW - NO_SIGN_OF_LIFE, "attempts": 1}, False),
        ({"state": "running", "beat_at": NOW - NO_SIGN_OF_LIFE - SECOND, "attempts": 1}, True),
        ({"state": "done", "beat_at": NOW - timedelta(days=1)}, False),
        ({"state": "failed", "beat_at": NOW - timedelta(days=1)}, False),
    ],
)
def test_the_sweeper_takes_what_was_lost_and_nothing_else(
    office: Office, values: dict[str, object], again: bool
) -> None:
    job = _owe(office)
    with office.database.write() as session:
        _set(session, job, **values)
    with office.database.write() as session:
        swept = outbox.sweep(session, NOW)
    assert (swept.again, swept.given_up) == ((job,) if again else (), ())
    with office.database.read() as session:
        assert session.get_one(JobRun, job).state == ("queued" if again else values["state"])


def test_the_last_attempt_is_given_up_with_code_and_reason(office: Office) -> None:
    job = _owe(office)
    with office.database.write() as session:
        _set(session, job, state="running", beat_at=NOW - timedelta(minutes=5), attempts=MOST_ATTEMPTS)
    with office.database.write() as session:
        assert outbox.sweep(session, NOW).given_up == (job,)
        row = session.get_one(JobRun, job)
        assert (row.state, row.code, row.finished_at) == ("failed", "worker_died", NOW)
        assert row.reason


def test_the_lease_is_held_by_one_until_it_runs_out(office: Office) -> None:
    def hold(holder: str, seconds: int) -> bool:
        with office.database.write() as session:
            return outbox.hold_lease(
                session, "x", holder, NOW + timedelta(seconds=seconds), timedelta(seconds=10)
            )

    assert hold("a", 0)
    assert not hold("b", 5)
    assert hold("a", 8)
    assert not hold("b", 17)
    assert hold("b", 18)
    assert not hold("a", 19)


def test_many_marks_owe_one_job_and_a_mark_made_meanwhile_stays(office: Office, people: People) -> None:
    with office.database.write() as session:
        first = make_dossier(office, session, people.officer).id
        second = make_dossier(office, session, people.officer).id
        outbox.mark_for_index(session, first, NOW)
    with office.database.write() as session:
        jobs = session.scalars(select(JobRun).where(JobRun.name == outbox.INDEX_DOSSIERS)).all()
        assert len(jobs) == 1
        assert outbox.marks_behind(session) == 2
        read = {mark.dossier_id: mark.serial for mark in session.scalars(select(IndexMark))}
        assert read == {first: 2, second: 1}
        outbox.mark_for_index(session, first, NOW + SECOND)
    with office.database.write() as session:
        outbox.clear_marks(session, read)
        assert session.scalars(select(IndexMark.dossier_id)).all() == [first]


def test_a_mark_that_no_job_will_clear_is_owed_one(office: Office, people: People) -> None:
    with office.database.write() as session:
        make_dossier(office, session, people.officer)
        job = session.scalars(select(JobRun.id).where(JobRun.name == outbox.INDEX_DOSSIERS)).one()
    with office.database.write() as session:
        assert not outbox.owe_index(session, NOW, usable=True)
        outbox.fail(session, job, NOW, "internal", "OSError")
        assert not outbox.owe_index(session, NOW + AGAIN_AFTER - SECOND, usable=True)
        assert outbox.owe_index(session, NOW + AGAIN_AFTER, usable=True)
        assert not outbox.owe_index(session, NOW + AGAIN_AFTER, usable=False)


def test_a_job_run_twice_does_its_work_once(office: Office) -> None:
    job, done = _owe(office), []
    _run(office, job, lambda context, row: done.append(row.id))
    _run(office, job, lambda context, row: done.append(row.id))
    assert done == [job]
    with office.database.read() as session:
        assert (session.get_one(JobRun, job).state, session.get_one(JobRun, job).attempts) == ("done", 1)


@pytest.mark.parametrize(
    ("error", "code"),
    [(ValueError("bí mật"), "internal"), (MemoryError(), "too_large"), (KeyError("x"), "internal")],
)
def test_a_job_that_fails_closes_with_a_code_and_fails_its_version(
    office: Office, people: People, error: Exception, code: str
) -> None:
    with office.database.write() as session:
        make_dossier(office, session, people.officer)
        job = session.scalars(select(JobRun.id).where(JobRun.name == outbox.PROCESS_VERSION)).one()

    def work(context: WorkerContext, row: JobRun) -> None:
        raise error

    _run(office, job, work)
    with office.database.read() as session:
        row, version = session.get_one(JobRun, job), session.scalars(select(DraftVersion)).one()
        assert (row.state, row.code, row.reason) == ("failed", code, type(error).__name__)
        assert (version.state, version.code) == ("failed", code)
        assert "bí mật" not in (version.reason or "")


def test_a_memory_fault_inside_a_library_keeps_its_code(office: Office) -> None:
    job = _owe(office)

    def work(context: WorkerContext, row: JobRun) -> None:
        try:
            raise MemoryError
        except MemoryError as error:
            raise RuntimeError("wrapped") from error

    _run(office, job, work)
    with office.database.read() as session:
        assert session.get_one(JobRun, job).code == "too_large"


def test_a_worker_for_the_index_refuses_to_scan(office: Office) -> None:
    with pytest.raises(RuntimeError, match="indexing only"):
        WorkerContext(office, scans=False).knowledge  # noqa: B018 - reading it is the test
