"""The dossier: one request for appraisal, its rounds, papers and the log of what was done to it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.db import Base
from review_app.domain.dossier import STATES
from review_app.models.agency import Agency
from review_app.models.columns import AgencyRef, Code, DossierRef, Json, Key, Moment, Name, UserRef, Words
from review_app.models.stored_file import StoredFile
from review_app.models.user import User

_STATES = ", ".join(f"'{state}'" for state in STATES)


class Dossier(Base):
    """A dossier (hồ sơ thẩm định); `revision` is its etag: every change raises it, a stale write is refused."""

    __tablename__ = "dossier"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("kind IN ('tham_dinh', 'gop_y')", name="kind"),
        CheckConstraint("round >= 1", name="round"),
    )

    id: Mapped[Key]
    kind: Mapped[Code] = mapped_column(default="tham_dinh")
    number: Mapped[Code] = mapped_column(unique=True)
    title: Mapped[Words]
    document_type: Mapped[Code]
    issuer: Mapped[Code]
    agency_id: Mapped[AgencyRef]
    reference: Mapped[Name] = mapped_column(default="")
    expedited: Mapped[bool] = mapped_column(default=False)
    expected_issue_date: Mapped[date | None]
    restricted: Mapped[bool] = mapped_column(default=False)
    state: Mapped[Code] = mapped_column(index=True)
    paused_from: Mapped[Code | None]
    """Where a paused dossier goes back to."""
    workflow: Mapped[Code] = mapped_column(default="v1")
    round: Mapped[int] = mapped_column(default=1)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), index=True)
    created_by_id: Mapped[UserRef]
    created_at: Mapped[Moment]
    received_at: Mapped[Moment | None]
    """When the full dossier was accepted: the deadline counts from the next day."""
    due_on: Mapped[date | None] = mapped_column(index=True)
    deadline: Mapped[Json | None]
    """How `due_on` was calculated: days, unit, citation, status, steps."""
    revision: Mapped[int] = mapped_column()

    agency: Mapped[Agency] = relationship(lazy="joined")
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id], lazy="joined")

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own contract


class NamedPerson(Base):
    """Somebody a restricted dossier is open to."""

    __tablename__ = "named_person"

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), primary_key=True)


class TransitionLog(Base):
    """One action done to a dossier. Append-only: the database refuses UPDATE and DELETE by trigger."""

    __tablename__ = "transition_log"
    __table_args__ = (Index("ix_transition_log_dossier_id_id", "dossier_id", "id"),)

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    round: Mapped[int]
    action: Mapped[Code]
    from_state: Mapped[Code]
    to_state: Mapped[Code]
    actor_id: Mapped[UserRef]
    at: Mapped[Moment]
    reason: Mapped[Words] = mapped_column(default="")
    fields: Mapped[Json | None]

    actor: Mapped[User] = relationship(lazy="joined")


class Attachment(Base):
    """A paper that comes with the draft: tờ trình, bản đánh giá tác động, ..."""

    __tablename__ = "attachment"

    id: Mapped[Key]
    dossier_id: Mapped[DossierRef]
    round: Mapped[int]
    kind: Mapped[Code]
    filename: Mapped[Name]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[Moment]

    file: Mapped[StoredFile] = relationship(lazy="joined")


class Counter(Base):
    """The last number given in a yearly series (dossiers, reports): taken inside the transaction, so without gaps."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("series", "year"),)

    id: Mapped[Key]
    series: Mapped[Code]
    year: Mapped[int]
    value: Mapped[int]


class Idempotency(Base):
    """The answer once given to an Idempotency-Key, given again when the same request comes back."""

    __tablename__ = "idempotency"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[Key]
    user_id: Mapped[UserRef]
    key: Mapped[Name]
    request_hash: Mapped[Name]
    status: Mapped[int]
    body: Mapped[Json]
    at: Mapped[Moment]
