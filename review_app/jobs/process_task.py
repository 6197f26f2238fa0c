"""The task of queue `process`: read and scan a version. Importing this module loads spaCy."""

from __future__ import annotations

import resource

from review_app.jobs.context import WorkerContext
from review_app.jobs.runner import run, utc_now
from review_app.models import JobRun
from review_app.services.processing import process_version


def run_job(job_id: int) -> None:
    """Process the version the row names; steps done before are not done again."""
    run(job_id, _work)


def _work(context: WorkerContext, job: JobRun) -> None:
    limit = context.office.settings.job_memory_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))  # the work-horse ends with the job: no undoing
    process_version(context.office, context.knowledge, job.args["version"], utc_now)
