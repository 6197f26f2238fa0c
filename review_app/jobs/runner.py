"""How every job runs: claim the row, do the work, close the row. Every job may come twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import DBAPIError

from review_app import outbox
from review_app.jobs.context import WorkerContext, worker_context
from review_app.models import JobRun
from review_app.services.knowledge import MaterialUnusable
from review_app.services.processing_state import give_up

BEAT_EVERY_S = 5.0
log = structlog.get_logger("worker")


Work = Callable[[WorkerContext, JobRun], None]


def run(job_id: int, work: Work) -> None:
    """Run the job row with this id, unless it is done or runs elsewhere."""
    context = worker_context()
    context.office.database.forget_connections()
    with context.office.database.write() as session:
        job = outbox.begin(session, job_id, utc_now())
    if job is None:
        return
    structlog.contextvars.bind_contextvars(job=job.id, name=job.name, attempt=job.attempts)
    with _signs_of_life(context, job.id):
        _run_and_close(context, job, work)


def _run_and_close(context: WorkerContext, job: JobRun, work: Work) -> None:
    try:
        work(context, job)
    except Exception as error:
        code = _code_of(error)
        log.exception("job_failed", code=code)
        with context.office.database.write() as session:
            outbox.fail(session, job.id, utc_now(), code, type(error).__name__)
            give_up(session, session.get_one(JobRun, job.id), utc_now())
        return
    with context.office.database.write() as session:
        outbox.finish(session, job.id, utc_now())


def _code_of(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:  # libraries wrap what happens inside them
        if isinstance(cause, JobTimeoutException):
            return "timeout"
        if isinstance(cause, MemoryError):
            return "too_large"
        if isinstance(cause, MaterialUnusable):
            return cause.code
        cause = cause.__cause__
    return "internal"


@contextmanager
def _signs_of_life(context: WorkerContext, job_id: int) -> Iterator[None]:
    """Beat every few seconds from a thread of its own while the work goes on."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT_EVERY_S):
            try:
                with context.office.database.write() as session:
                    outbox.beat(session, job_id, utc_now())
            except DBAPIError as error:  # busy for a moment: the next beat will tell
                log.warning("beat_missed", error=str(error))

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def utc_now() -> datetime:
    """The clock that jobs hand to services."""
    return datetime.now(UTC)
