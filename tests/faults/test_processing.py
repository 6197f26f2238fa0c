"""What breaks while drafts are being processed: nothing is lost, nothing is done twice, failures are seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from review_app import outbox
from review_app.models import JobRun
from review_app.outbox.sweep import NO_SIGN_OF_LIFE
from review_app.services.processing_state import retry
from tests.faults.conftest import Service
from tests.processes import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.db]
BIG = 6000
SWEPT = NO_SIGN_OF_LIFE + timedelta(seconds=10)


def test_a_draft_handed_in_while_the_queue_is_down_is_processed_when_it_is_back(service: Service) -> None:
    worker = service.stage.start("worker", "process")
    scheduler = service.stage.start("scheduler")
    wait_for("the worker listens", lambda: bool(service.valkey.client.exists("rq:workers")))
    service.valkey.kill()
    version = service.hand_in()
    wait_for("the scheduler notices", lambda: b"queue_down" in scheduler.log.read_bytes())
    assert service.version(version).state == "received"
    assert service.job(version).state == "queued"
    service.valkey.start()
    service.wait(version, "scanned")
    assert service.findings(version)
    wait_for("the job is closed", lambda: service.job(version).state == "done", 10)
    assert service.job(version).attempts == 1
    for child in (scheduler, worker):
        child.process.terminate()
        assert child.process.wait(10) == 0


def test_a_worker_outlives_a_queue_server_that_goes_away_again_and_again(service: Service) -> None:
    worker = service.stage.start("worker", "index")
    wait_for("the worker listens", lambda: bool(service.valkey.client.exists("rq:workers")))
    for number in range(1, 5):
        service.valkey.kill()
        service.valkey.start()
        with service.office.database.write() as session:
            outbox.enqueue(session, outbox.INDEX_DOSSIERS, {}, datetime.now(UTC))
        service.tick(ahead=timedelta(minutes=number))
        wait_for("every job is done", partial(_all_done, service))
    assert worker.process.poll() is None
    worker.process.terminate()
    assert worker.process.wait(10) == 0


def _all_done(service: Service) -> bool:
    with service.office.database.read() as session:
        return set(session.scalars(select(JobRun.state))) == {"done"}


def test_a_worker_killed_in_the_middle_costs_one_attempt_and_no_work_done(service: Service) -> None:
    worker = service.stage.start("worker", "process")
    version = service.hand_in(BIG)
    service.tick()
    wait_for("the first step is done", lambda: service.version(version).done >= 1)
    worker.kill()
    assert service.version(version).state == "processing"
    assert service.job(version).state == "running"
    assert service.findings(version) == []
    service.tick(ahead=SWEPT)
    service.tick(ahead=SWEPT + timedelta(seconds=1))
    service.stage.start("worker", "process")
    service.wait(version, "scanned")
    wait_for("the job is closed", lambda: service.job(version).state == "done", 10)
    assert service.job(version).attempts == 2
    steps = [(step.step, step.state) for step in service.version(version).steps]
    assert steps == [("extract", "done"), ("parse", "done"), ("scan", "done")]
    positions = [finding.position for finding in service.findings(version)]
    assert sorted(positions) == list(range(len(positions)))


def test_a_draft_that_needs_too_much_memory_fails_visibly_and_can_be_tried_again(service: Service) -> None:
    small = service.stage.start("worker", "process", job_memory_mb=256)
    version = service.hand_in(BIG)
    service.tick()
    failed = service.wait(version, "failed")
    assert failed.code == "too_large"
    assert failed.reason
    assert service.findings(version) == []
    small.kill()

    service.stage.start("worker", "process")
    _retry(service, version)
    service.wait(version, "scanned")
    assert service.findings(version)


def test_a_draft_that_takes_too_long_fails_visibly_and_can_be_tried_again(service: Service) -> None:
    service.scheduler.queue.timeout_s = 1
    service.stage.start("worker", "process")
    version = service.hand_in(BIG)
    service.tick()
    failed = service.wait(version, "failed")
    assert failed.code == "timeout"
    assert "thời gian" in (failed.reason or "")
    assert service.findings(version) == []

    service.scheduler.queue.timeout_s = 60
    _retry(service, version)
    service.wait(version, "scanned")
    assert service.findings(version)


def test_a_work_horse_that_is_killed_again_and_again_leaves_a_failed_version(service: Service) -> None:
    worker = service.stage.start("worker", "process")
    version = service.hand_in(BIG)
    ahead = timedelta()
    for attempt in (1, 2, 3):
        service.tick(ahead=ahead)
        wait_for(f"attempt {attempt} runs", partial(_runs, service, version, attempt))
        worker.kill_horses()
        ahead += SWEPT
        service.tick(ahead=ahead)
        ahead += timedelta(seconds=1)
    assert (service.job(version).state, service.job(version).code) == ("failed", "worker_died")
    assert service.version(version).state == "failed"
    assert service.version(version).code == "worker_died"
    assert worker.process.poll() is None


def _runs(service: Service, version: int, attempt: int) -> bool:
    job = service.job(version)
    return (job.state, job.attempts) == ("running", attempt)


def _retry(service: Service, version: int) -> None:
    with service.office.database.write() as session:
        retry(session, service.people.intake, datetime.now(UTC), version)
    service.tick()
