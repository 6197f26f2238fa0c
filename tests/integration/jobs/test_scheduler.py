"""Job rows on their way: sent after the commit, once; swept up when lost; one scheduler at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import select

from review_app import outbox
from review_app.jobs.queue import JobQueue, QueueDown
from review_app.jobs.scheduler import LEASE, LOOK_AT_INDEX_EVERY, SWEEP_EVERY, Scheduler
from review_app.models import DraftVersion, JobRun
from review_app.outbox.sweep import MOST_ATTEMPTS, NO_SIGN_OF_LIFE, NOT_PICKED_UP
from review_app.services.office import Office
from tests.factories import NOW, People, make_dossier
from tests.processes import Valkey

pytestmark = pytest.mark.db
LATER = timedelta(seconds=1)


def _owe(office: Office, people: People) -> int:
    """A version that waits to be processed; the id of its job."""
    with office.database.write() as session:
        make_dossier(office, session, people.officer)
        owed = select(JobRun.id).where(JobRun.name == outbox.PROCESS_VERSION).order_by(JobRun.id.desc())
        return session.scalars(owed.limit(1)).one()


def _job(office: Office, job_id: int) -> JobRun:
    with office.database.read() as session:
        return session.get_one(JobRun, job_id)


def _waiting(valkey: Valkey, queue: str = "process") -> list[str]:
    return list(Queue(queue, connection=valkey.client, serializer=JSONSerializer).job_ids)


def test_a_job_is_sent_once_and_marked(
    office: Office, people: People, scheduler: Scheduler, valkey: Valkey
) -> None:
    job = _owe(office, people)
    scheduler.tick(NOW)
    scheduler.tick(NOW + LATER)
    assert _waiting(valkey) == [f"job-{job}-0"]
    assert (_job(office, job).state, _job(office, job).sent_at) == ("sent", NOW)


def test_only_the_id_travels(office: Office, people: People, scheduler: Scheduler, valkey: Valkey) -> None:
    job = _owe(office, people)
    scheduler.tick(NOW)
    sent = Job.fetch(f"job-{job}-0", connection=valkey.client, serializer=JSONSerializer)
    assert (sent.func_name, list(sent.args), sent.kwargs) == (
        "review_app.jobs.process_task.run_job", [job], {},
    )  # fmt: skip
    assert sent.timeout == 60


def test_a_scheduler_that_died_between_sending_and_marking_does_no_harm(
    office: Office, people: People, queue: JobQueue, scheduler: Scheduler, valkey: Valkey
) -> None:
    job = _owe(office, people)
    queue.send("process", job, 0)  # and here it died: the row still says queued
    scheduler.tick(NOW)
    assert _waiting(valkey) == [f"job-{job}-0"]
    assert _job(office, job).state == "sent"


def test_without_the_queue_server_jobs_wait_and_go_out_when_it_is_back(
    office: Office, people: People, scheduler: Scheduler, valkey: Valkey
) -> None:
    job = _owe(office, people)
    valkey.kill()
    scheduler.tick(NOW)
    scheduler.tick(NOW + LATER)
    assert _job(office, job).state == "queued"
    valkey.start()
    scheduler.tick(NOW + 2 * LATER)
    assert _job(office, job).state == "sent"
    assert _waiting(valkey) == [f"job-{job}-0"]


def test_a_queue_server_that_lost_everything_is_given_the_jobs_again(
    office: Office, people: People, scheduler: Scheduler, valkey: Valkey
) -> None:
    job = _owe(office, people)
    scheduler.tick(NOW)
    valkey.client.flushall()
    scheduler.tick(NOW + NOT_PICKED_UP)
    assert _waiting(valkey) == []
    scheduler.tick(NOW + NOT_PICKED_UP + SWEEP_EVERY)
    scheduler.tick(NOW + NOT_PICKED_UP + SWEEP_EVERY + LATER)
    assert _waiting(valkey) == [f"job-{job}-0"]


def test_a_job_that_waits_long_in_the_queue_is_not_sent_a_second_time(
    office: Office, people: People, scheduler: Scheduler, valkey: Valkey
) -> None:
    job = _owe(office, people)
    for seconds in (0, 31, 34, 62, 65, 93, 96):
        scheduler.tick(NOW + timedelta(seconds=seconds))
    assert _waiting(valkey) == [f"job-{job}-0"]


def test_a_job_taken_by_a_worker_that_died_before_it_began_is_sent_again(
    office: Office, people: People, scheduler: Scheduler, valkey: Valkey
) -> None:
    job = _owe(office, people)
    scheduler.tick(NOW)
    assert valkey.client.lpop("rq:queue:process") == f"job-{job}-0".encode()
    assert valkey.client.exists(f"rq:job:job-{job}-0")
    valkey.client.hset(f"rq:job:job-{job}-0", "status", "failed")
    scheduler.tick(NOW + NOT_PICKED_UP + SWEEP_EVERY)
    scheduler.tick(NOW + NOT_PICKED_UP + SWEEP_EVERY + LATER)
    (again,) = _waiting(valkey)
    assert again.startswith(f"job-{job}-0-")
    sent = Job.fetch(again, connection=valkey.client, serializer=JSONSerializer)
    assert list(sent.args) == [job]


def test_a_sender_without_a_server_says_so(office: Office, queue: JobQueue, valkey: Valkey) -> None:
    assert queue.alive()
    valkey.kill()
    assert not queue.alive()
    with pytest.raises(QueueDown):
        queue.send("process", 1, 0)


def test_one_scheduler_acts_and_another_takes_over_when_it_is_gone(
    office: Office, people: People, queue: JobQueue, scheduler: Scheduler
) -> None:
    other = Scheduler(office, queue)
    scheduler.tick(NOW)
    first = _owe(office, people)
    other.tick(NOW + LATER)
    assert _job(office, first).state == "queued"
    other.tick(NOW + LEASE + LATER)
    assert _job(office, first).state == "sent"
    second = _owe(office, people)
    scheduler.tick(NOW + LEASE + 2 * LATER)
    assert _job(office, second).state == "queued"


def test_a_job_that_dies_again_and_again_is_given_up_and_its_version_shows_as_failed(
    office: Office, people: People, scheduler: Scheduler
) -> None:
    job, moment = _owe(office, people), NOW
    for _ in range(MOST_ATTEMPTS):
        scheduler.tick(moment)
        with office.database.write() as session:
            assert outbox.begin(session, job, moment) is not None
            version = session.scalars(select(DraftVersion)).one()
            version.state = "processing"
        moment += NO_SIGN_OF_LIFE + SWEEP_EVERY
        scheduler.tick(moment)
        moment += LATER
    row = _job(office, job)
    assert (row.state, row.code, row.attempts) == ("failed", "worker_died", MOST_ATTEMPTS)
    with office.database.read() as session:
        version = session.scalars(select(DraftVersion)).one()
        assert (version.state, version.code) == ("failed", "worker_died")
        assert version.reason


def test_a_running_job_with_signs_of_life_is_left_alone(
    office: Office, people: People, scheduler: Scheduler
) -> None:
    job = _owe(office, people)
    scheduler.tick(NOW)
    with office.database.write() as session:
        outbox.begin(session, job, NOW)
    for seconds in range(0, 120, 15):
        moment = NOW + timedelta(seconds=seconds)
        with office.database.write() as session:
            outbox.beat(session, job, moment)
        scheduler.tick(moment + timedelta(seconds=14))
    assert (_job(office, job).state, _job(office, job).attempts) == ("running", 1)


def test_an_index_that_is_gone_is_owed_a_job_even_when_nothing_is_marked(
    office: Office, scheduler: Scheduler
) -> None:
    def owed() -> int:
        with office.database.read() as session:
            return len(session.scalars(select(JobRun).where(JobRun.name == outbox.INDEX_DOSSIERS)).all())

    scheduler.tick(NOW)
    assert owed() == 1
    scheduler.tick(NOW + LOOK_AT_INDEX_EVERY)
    assert owed() == 1
    office.search.rebuild(list)
    with office.database.write() as session:
        outbox.finish(session, session.scalars(select(JobRun.id)).one(), NOW)
    scheduler.tick(NOW + 3 * LOOK_AT_INDEX_EVERY)
    assert owed() == 1
