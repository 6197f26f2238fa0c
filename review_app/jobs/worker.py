"""The worker process: holds what jobs need, then forks a work-horse per job."""

from __future__ import annotations

import signal
import time
from importlib import import_module
from types import FrameType

import structlog
from redis.exceptions import RedisError
from rq import Worker
from rq.serializers import JSONSerializer
from sqlalchemy.orm import configure_mappers

from nlp.knowledge import Knowledge
from review_app.jobs.context import WorkerContext, prepare
from review_app.jobs.queue import TASKS, connect
from review_app.services.office import Office

AGAIN_AFTER_S = 1.0
log = structlog.get_logger("worker")


class StoppableWorker(Worker):
    """RQ's worker, which also remembers whether somebody told it to stop: it leaves its loop for other reasons too."""

    told_to_stop = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """SIGTERM or SIGINT: finish the job in hand, then stop."""
        self.told_to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]


def run_worker(office: Office, queues: list[str], knowledge: Knowledge | None, burst: bool = False) -> None:
    """Work on the queues until told to stop (or, in burst, until they are empty).

    `knowledge` is loaded by the caller for the queue `process`; a worker for `index` alone needs none.
    """
    prepare(WorkerContext(office, knowledge))
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
    try:
        worker.work(burst=burst, logging_level="WARNING")
    except RedisError as error:
        if burst:
            raise
        log.warning("queue_down", error=str(error))
    return burst or worker.told_to_stop
