"""The task of queue `process`: read and scan a version. Importing this module loads spaCy."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from review_app.jobs.context import WorkerContext
from review_app.jobs.runner import run, utc_now
from review_app.models import JobRun
from review_app.services.processing import process_version


def run_job(job_id: int) -> None:
    """Process the version the row names; steps done before are not done again."""
    run(job_id, _work)


def _work(context: WorkerContext, job: JobRun) -> None:
    with _address_space(context.office.settings.job_memory_mb << 20):
        process_version(context.office, context.knowledge, job.args["version"], utc_now)


@contextmanager
def _address_space(limit: int) -> Iterator[None]:
    """Let the process grow no further than this many bytes; lifted at the end, so that a failure can be recorded."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
