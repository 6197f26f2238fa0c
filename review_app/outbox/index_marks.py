"""Which dossiers the search index has not caught up with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from review_app.models import IndexMark, JobRun
from review_app.outbox.job_runs import INDEX_DOSSIERS, enqueue


def mark_for_index(session: Session, dossier_id: int, now: datetime) -> None:
    """Say that the dossier's records must be written again, and owe one index job for all such marks."""
    mark = session.get(IndexMark, dossier_id)
    if mark is None:
        session.add(IndexMark(dossier_id=dossier_id, marked_at=now))
    else:
        mark.serial += 1
    waiting = select(JobRun.id).where(JobRun.name == INDEX_DOSSIERS, JobRun.state == "queued").limit(1)
    if session.scalar(waiting) is None:
        enqueue(session, INDEX_DOSSIERS, {}, now)


def marks_behind(session: Session) -> int:
    """How many dossiers the index is behind; shown on every search page."""
    return session.scalar(select(func.count()).select_from(IndexMark)) or 0


def clear_marks(session: Session, written: Mapping[int, int]) -> None:
    """Remove the marks (dossier to serial) just written; one that was raised meanwhile stays."""
    for dossier_id, serial in written.items():
        session.execute(
            delete(IndexMark).where(IndexMark.dossier_id == dossier_id, IndexMark.serial == serial)
        )
