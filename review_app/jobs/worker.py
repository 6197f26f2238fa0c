"""The worker process: holds what jobs need, then forks a work-horse per job."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import FrameType

import structlog
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy.orm import configure_mappers

from review_app.jobs.context import WorkerContext, prepare
from review_app.jobs.queue import TASKS, connect
from review_app.services.knowledge import ready
from review_app.services.office import Office

PROCESS = "process"
AGAIN_AFTER_S = 1.0
log = structlog.get_logger("worker")


class StoppableWorker(Worker):
    """RQ's worker, which also remembers whether somebody told it to stop: it leaves its loop for other reasons too."""

    told_to_stop = False
    before_fork: Callable[[], None] | None = None

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """SIGTERM or SIGINT: finish the job in hand, then stop."""
        self.told_to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Do what is to be done before the fork, then run the job in a work-horse."""
        if self.before_fork is not None:
            self.before_fork()
        super().execute_job(job, queue)


def run_worker(office: Office, queues: list[str], burst: bool = False) -> None:
    """Work on the queues until told to stop (or, in burst, until they are empty).

    For the queue `process` the caller has loaded the pipeline; a worker for `index` alone never loads spaCy.
    """
    prepare(WorkerContext(office, scans=PROCESS in queues))
    for queue in queues:  # before the fork, or every work-horse would import it again
        import_module(TASKS[queue].rpartition(".")[0])
    configure_mappers()
    log.info("worker_started", queues=queues)
    while not _worked_to_the_end(office, queues, burst):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        time.sleep(AGAIN_AFTER_S)


def _worked_to_the_end(office: Office, queues: list[str], burst: bool) -> bool:
    """Work until told to stop; False when the queue server went away, after which a worker begins anew."""
    worker = StoppableWorker(
        queues,
        connection=connect(office.settings.queue_url),
        serializer=JSONSerializer,
        worker_ttl=30,
        job_monitoring_interval=5,
        maintenance_interval=30,
    )
    if PROCESS in queues:
        worker.before_fork = partial(_warm_up, office)
    try:
        worker.work(burst=burst, logging_level="WARNING")
    except RedisError as error:
        if burst:
            raise
        log.warning("queue_down", error=str(error))
    return burst or worker.told_to_stop


def _warm_up(office: Office) -> None:
    """Build the knowledge in use now, if it changed: every work-horse inherits it. Nothing open goes over the fork."""
    ready(office)
    office.database.close_connections()
