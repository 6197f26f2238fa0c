"""How job rows travel: ids over RQ, as JSON. The one module that talks RQ's language when sending."""

from __future__ import annotations

import secrets

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

TASKS = {"process": "review_app.jobs.process_task.run_job", "index": "review_app.jobs.index_task.run_job"}
"""Where the task of each queue stands."""
KEEP_IN_REDIS_S = 3600


class QueueDown(Exception):
    """Redis does not answer; job rows wait in the database until it is back."""


def connect(url: str) -> Redis:
    """A connection that gives up fast, since the row in the database is what counts."""
    return Redis.from_url(url, socket_connect_timeout=2, socket_timeout=5, health_check_interval=15)


class JobQueue:
    """Sends job ids. Sending the same attempt twice is harmless."""

    def __init__(self, connection: Redis, timeout_s: int) -> None:
        self.connection = connection
        self.timeout_s = timeout_s

    def send(self, queue: str, job_id: int, attempt: int) -> None:
        """Put the job on its queue, unless this attempt waits there already; raises QueueDown.

        What Redis holds of an attempt that was taken off the queue is no hindrance: the worker that took it may have
        died before it claimed the row, and a row claimed already is not run twice.
        """
        name = f"job-{job_id}-{attempt}"
        try:
            try:
                self._enqueue(queue, job_id, name)
            except DuplicateJobError:
                if not self._waits(name):
                    self._enqueue(queue, job_id, f"{name}-{secrets.token_hex(4)}")
        except (RedisError, OSError) as error:
            raise QueueDown(str(error)) from error

    def _enqueue(self, queue: str, job_id: int, name: str) -> None:
        Queue(queue, connection=self.connection, serializer=JSONSerializer).enqueue_call(
            TASKS[queue],
            args=[job_id],
            timeout=self.timeout_s,
            result_ttl=0,
            failure_ttl=KEEP_IN_REDIS_S,
            job_id=name,
            unique=True,
        )

    def _waits(self, name: str) -> bool:
        try:
            job = Job.fetch(name, connection=self.connection, serializer=JSONSerializer)
        except NoSuchJobError:
            return False
        return bool(job.get_status(refresh=False) == JobStatus.QUEUED)

    def alive(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(self.connection.ping())
        except (RedisError, OSError):
            return False
