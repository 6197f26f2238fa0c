"""The worker process: holds what jobs need, then forks a work-horse per job."""

from __future__ import annotations

from importlib import import_module

import structlog
from rq import Worker
from rq.serializers import JSONSerializer
from sqlalchemy.orm import configure_mappers

from nlp.knowledge import Knowledge
from review_app.jobs.context import WorkerContext, prepare
from review_app.jobs.queue import TASKS, connect
from review_app.services.office import Office

log = structlog.get_logger("worker")


def run_worker(office: Office, queues: list[str], knowledge: Knowledge | None, burst: bool = False) -> None:
    """Work on the queues until told to stop (or, in burst, until they are empty).

    `knowledge` is loaded by the caller for the queue `process`; a worker for `index` alone needs none.
    """
    prepare(WorkerContext(office, knowledge))
    for queue in queues:  # before the fork, or every work-horse would import it again
        import_module(TASKS[queue].rpartition(".")[0])
    configure_mappers()
    worker = Worker(
        queues,
        connection=connect(office.settings.queue_url),
        serializer=JSONSerializer,
        worker_ttl=30,
        job_monitoring_interval=5,
        maintenance_interval=30,
    )
    log.info("worker_started", queues=queues)
    worker.work(burst=burst, logging_level="WARNING")
