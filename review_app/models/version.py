"""Versions of a draft: the files of one submission, what became of reading them, and their text."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.db import Base
from review_app.models.columns import Code, DossierRef, Json, Key, Moment, Name, UserRef, VersionRef, Words
from review_app.models.dossier import Dossier
from review_app.models.stored_file import StoredFile


class DraftVersion(Base):
    """One submitted state of the draft; the processing state is the machine's, apart from the dossier's."""

    __tablename__ = "draft_version"
    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        CheckConstraint("state IN ('received', 'processing', 'scanned', 'failed')", name="state"),
        CheckConstraint("(state = 'failed') = (code IS NOT NULL)", name="code"),
    )

    id: Mapped[Key]
    dossier_id: Mapped[DossierRef]
    number: Mapped[int]
    round: Mapped[int]
    created_by_id: Mapped[UserRef]
    created_at: Mapped[Moment]
    state: Mapped[Code] = mapped_column(default="received")
    step: Mapped[Code | None]
    code: Mapped[Code | None]
    reason: Mapped[Words | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=3)
    knowledge: Mapped[Code | None]
    scanned_at: Mapped[Moment | None]

    dossier: Mapped[Dossier] = relationship(lazy="joined")
    parts: Mapped[list[DraftPart]] = relationship(order_by="DraftPart.position", lazy="selectin")
    steps: Mapped[list[StepRun]] = relationship(order_by="StepRun.id", lazy="selectin")


class DraftPart(Base):
    """One file of the draft, in its order: decision, attached regulation, appendix, form."""

    __tablename__ = "draft_part"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[Key]
    version_id: Mapped[VersionRef]
    position: Mapped[int]
    filename: Mapped[Name]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="joined")


class StepRun(Base):
    """One step of processing that was tried: extract, parse, scan; a retry begins at the first not done."""

    __tablename__ = "step_run"
    __table_args__ = (CheckConstraint("state IN ('done', 'failed')", name="state"),)

    id: Mapped[Key]
    version_id: Mapped[VersionRef]
    step: Mapped[Code]
    state: Mapped[Code]
    code: Mapped[Code | None]
    reason: Mapped[Words | None]
    started_at: Mapped[Moment]
    finished_at: Mapped[Moment]


class VersionText(Base):
    """What was read from a version: its text (all offsets count in it), tree, citations, coverage.

    `draft` and `parsed` hold the values that pass from step to step; `scan` what the contract `scan/1` says beside
    text, provisions and findings.
    """

    __tablename__ = "version_text"

    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"), primary_key=True)
    text: Mapped[Words]
    draft: Mapped[Json]
    parsed: Mapped[Json | None]
    scan: Mapped[Json | None]
