"""Which dossiers the search index has not caught up with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from review_app.db import insert_into
from review_app.models import IndexMark, JobRun
from review_app.outbox.job_runs import INDEX_DOSSIERS, enqueue

AGAIN_AFTER = timedelta(seconds=60)
"""How long a failed index job keeps the next one from being owed."""


def mark_for_index(session: Session, dossier_id: int, now: datetime) -> None:
    """Say that the dossier's records must be written again, and owe one index job for all such marks."""
    session.execute(
        insert_into(session, IndexMark)
        .values(dossier_id=dossier_id, marked_at=now, serial=1)
        .on_conflict_do_update(index_elements=["dossier_id"], set_={"serial": IndexMark.serial + 1})
    )
    waiting = select(JobRun.id).where(JobRun.name == INDEX_DOSSIERS, JobRun.state == "queued").limit(1)
    if session.scalar(waiting) is None:
        enqueue(session, INDEX_DOSSIERS, {}, now)


def owe_index(session: Session, now: datetime, *, usable: bool) -> bool:
    """Owe an index job where none is on its way and the index is behind or not `usable`; whether one was owed.

    Catches what `mark_for_index` cannot: a job that failed, or that ran just before the marking transaction ended.
    """
    if usable and not marks_behind(session):
        return False
    on_its_way = or_(
        JobRun.state.in_(("queued", "sent", "running")),
        and_(JobRun.state == "failed", JobRun.finished_at > now - AGAIN_AFTER),
    )
    if (
        session.scalar(select(JobRun.id).where(JobRun.name == INDEX_DOSSIERS, on_its_way).limit(1))
        is not None
    ):
        return False
    enqueue(session, INDEX_DOSSIERS, {}, now)
    return True


def marks_behind(session: Session) -> int:
    """How many dossiers the index is behind; shown on every search page."""
    return session.scalar(select(func.count()).select_from(IndexMark)) or 0


def clear_marks(session: Session, written: Mapping[int, int]) -> None:
    """Remove the marks (dossier to serial) just written; one that was raised meanwhile stays."""
    for dossier_id, serial in written.items():
        session.execute(
            delete(IndexMark).where(IndexMark.dossier_id == dossier_id, IndexMark.serial == serial)
        )
