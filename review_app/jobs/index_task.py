"""The task of queue `index`: write what is marked into the search index, in one batch."""

from __future__ import annotations

from review_app.jobs.context import WorkerContext
from review_app.jobs.runner import run
from review_app.models import JobRun
from review_app.services.indexing import index_marked


def run_job(job_id: int) -> None:
    """Bring the index up to the database; writing a record twice changes nothing."""
    run(job_id, _work)


def _work(context: WorkerContext, job: JobRun) -> None:
    index_marked(context.office)
