"""Dated data of the office and of law: what must never be code. Shipped as release base-N, each row with its source."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from review_app.db import Base
from review_app.models.columns import Code, Json, Key, Moment, Name, Sha256, Words


class BaseRelease(Base):
    """A release of base data that was imported."""

    __tablename__ = "base_release"

    name: Mapped[Code] = mapped_column(primary_key=True)
    digest: Mapped[Sha256]
    imported_at: Mapped[Moment]


class DatedRow(Base):
    """One rule of procedure with its validity, source and status: deadline, checklist, report layout, requirement."""

    __tablename__ = "dated_row"
    __table_args__ = (
        CheckConstraint("status IN ('verified', 'secondary', 'unverified')", name="status"),
        UniqueConstraint("kind", "key"),
    )

    id: Mapped[Key]
    kind: Mapped[Code] = mapped_column(index=True)
    key: Mapped[Name]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    citation: Mapped[Words]
    status: Mapped[Code]
    payload: Mapped[Json]
    release: Mapped[Code]


class CalendarDay(Base):
    """A day that is not what its weekday says: holiday, day off in exchange, working Saturday."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column("date", primary_key=True)
    kind: Mapped[Code]
    name: Mapped[Name]
    decision_no: Mapped[Name] = mapped_column(default="")
    citation: Mapped[Words] = mapped_column(default="")
    status: Mapped[Code]
    active: Mapped[bool] = mapped_column(default=True)
    release: Mapped[Code]
