"""Work for the background: rows are the truth, Redis only carries their ids."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from review_app.db import Base
from review_app.models.columns import Code, Json, Key, Moment, Words


class JobRun(Base):
    """One job that somebody is owed: written in the transaction that needs it, sent after the commit."""

    __tablename__ = "job_run"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sent', 'running', 'done', 'failed')", name="state"),
        Index("ix_job_run_state_id", "state", "id"),
    )

    id: Mapped[Key]
    name: Mapped[Code]
    queue: Mapped[Code]
    args: Mapped[Json]
    state: Mapped[Code] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    started_at: Mapped[Moment | None]
    beat_at: Mapped[Moment | None]
    """Last sign of life of the process that runs it."""
    finished_at: Mapped[Moment | None]
    code: Mapped[Code | None]
    reason: Mapped[Words | None]


class Lease(Base):
    """Who may act as the scheduler, and until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[Code]
    until: Mapped[Moment]


class IndexMark(Base):
    """A dossier whose records in the search index are behind the database."""

    __tablename__ = "index_mark"

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    marked_at: Mapped[Moment]
    serial: Mapped[int] = mapped_column(default=1)
    """Raised by each new change, so that a mark made during indexing outlives it."""
