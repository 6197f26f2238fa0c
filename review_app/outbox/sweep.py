"""Jobs that fell through: never picked up, or run by a process that died."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from review_app.models import JobRun

NOT_PICKED_UP = timedelta(seconds=30)
NO_SIGN_OF_LIFE = timedelta(seconds=20)
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: jobs queued again, and jobs given up (their ids)."""

    again: tuple[int, ...]
    given_up: tuple[int, ...]


def sweep(session: Session, now: datetime) -> Swept:
    """Queue again what was sent and not picked up, or what died running; give up after three attempts."""
    lost = or_(
        and_(JobRun.state == "sent", JobRun.sent_at < now - NOT_PICKED_UP),
        and_(JobRun.state == "running", JobRun.beat_at < now - NO_SIGN_OF_LIFE),
    )
    again, given_up = [], []
    for job in session.scalars(select(JobRun).where(lost).with_for_update()):
        if job.attempts >= MOST_ATTEMPTS:
            job.state, job.finished_at = "failed", now
            job.code = "worker_died"
            job.reason = "Tiến trình xử lý dừng đột ngột ba lần liền với công việc này."
            given_up.append(job.id)
        else:
            job.state = "queued"
            again.append(job.id)
    return Swept(tuple(again), tuple(given_up))
