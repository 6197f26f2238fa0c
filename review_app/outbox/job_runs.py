"""The life of a job row: queued, sent, running, done or failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from review_app.models import JobRun

PROCESS_VERSION = "process_version"
INDEX_DOSSIERS = "index_dossiers"
QUEUES = {PROCESS_VERSION: "process", INDEX_DOSSIERS: "index"}
"""Which queue carries which job; `index` has one consumer, since the index has one writer."""


def enqueue(session: Session, name: str, args: dict[str, Any], now: datetime) -> JobRun:
    """Owe a job: it is sent after the caller's transaction commits, and never without it."""
    job = JobRun(name=name, queue=QUEUES[name], args=args, created_at=now)
    session.add(job)
    return job


def take_queued(session: Session, limit: int = 50) -> Sequence[JobRun]:
    """The oldest jobs that wait to be sent."""
    return session.scalars(
        select(JobRun).where(JobRun.state == "queued").order_by(JobRun.id).limit(limit)
    ).all()


def mark_sent(session: Session, job_ids: Sequence[int], now: datetime) -> None:
    """The jobs are on their way, but for those that a fast worker has claimed already."""
    session.execute(
        update(JobRun)
        .where(JobRun.id.in_(job_ids), JobRun.state == "queued")
        .values(state="sent", sent_at=now)
    )


def begin(session: Session, job_id: int, now: datetime) -> JobRun | None:
    """Claim the job for this process; None when it is done already or another process runs it."""
    job = session.get(JobRun, job_id, with_for_update=True)
    if job is None or job.state in ("done", "failed", "running"):
        return None
    job.state, job.started_at, job.beat_at = "running", now, now
    job.attempts += 1
    return job


def beat(session: Session, job_id: int, now: datetime) -> None:
    """Sign of life, so that the sweeper does not take the job for dead."""
    job = session.get(JobRun, job_id)
    if job is not None and job.state == "running":
        job.beat_at = now


def finish(session: Session, job_id: int, now: datetime) -> None:
    """The job is done."""
    job = session.get_one(JobRun, job_id)
    job.state, job.finished_at, job.code, job.reason = "done", now, None, None


def fail(session: Session, job_id: int, now: datetime, code: str, reason: str) -> None:
    """The job ended without its work being done; a person sees code and reason."""
    job = session.get_one(JobRun, job_id)
    job.state, job.finished_at, job.code, job.reason = "failed", now, code, reason
