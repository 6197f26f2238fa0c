"""Findings of a scan and what people decided on them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.db import Base
from review_app.models.columns import Code, Json, Key, Moment, UserRef, VersionRef, Words
from review_app.models.user import User
from review_app.models.version import DraftVersion

DISPOSITIONS = ("open", "confirmed", "dismissed", "fixed", "explained")


class Finding(Base):
    """A rule's remark (`body`: the object of contract `scan/1`) and its disposition (xử lý)."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint(
            "disposition IN ('open', 'confirmed', 'dismissed', 'fixed', 'explained')", name="disposition"
        ),
        CheckConstraint("(disposition = 'open') = (decided_by_id IS NULL)", name="decided"),
        CheckConstraint("disposition <> 'dismissed' OR reason <> ''", name="dismissed_reason"),
        Index("ix_finding_version_id_position", "version_id", "position"),
    )

    id: Mapped[Key]
    version_id: Mapped[VersionRef]
    position: Mapped[int]
    rule: Mapped[Code] = mapped_column(index=True)
    family: Mapped[Code]
    severity: Mapped[Code]
    provision: Mapped[str | None]
    start: Mapped[int]
    end: Mapped[int]
    confidence: Mapped[float]
    body: Mapped[Json]
    disposition: Mapped[Code] = mapped_column(default="open")
    reason: Mapped[Words] = mapped_column(default="")
    wording: Mapped[Words] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    decided_at: Mapped[Moment | None]
    revision: Mapped[int] = mapped_column()

    version: Mapped[DraftVersion] = relationship()
    decided_by: Mapped[User | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own contract


class DispositionLog(Base):
    """Every decision ever taken on a finding. Append-only: the database refuses UPDATE and DELETE by trigger."""

    __tablename__ = "disposition_log"

    id: Mapped[Key]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    disposition: Mapped[Code]
    reason: Mapped[Words]
    wording: Mapped[Words]
    severity: Mapped[Code]
    actor_id: Mapped[UserRef]
    at: Mapped[Moment]
