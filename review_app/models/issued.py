"""The register of documents that the province issued."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.db import Base
from review_app.models.columns import Code, Key, Moment, Name, Sha256, UserRef, Words
from review_app.models.dossier import Dossier


class RegisterImport(Base):
    """One import of the register: which file, by whom, what came of it."""

    __tablename__ = "register_import"

    id: Mapped[Key]
    filename: Mapped[Name]
    sha256: Mapped[Sha256]
    imported_by_id: Mapped[UserRef]
    imported_at: Mapped[Moment]
    rows: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    refused: Mapped[int]


class IssuedDocument(Base):
    """A document of the register (văn bản đã ban hành), matched to the dossier of its draft, or to none.

    `identity` is what makes it the same document in a later import: the number in one spelling, the issuer and, for
    issuers that share a code (communes), their name: '01/2026/NQ-HĐND' is given by every commune.
    A row that a person matched, or said to match nothing, has `matched_by_id`: no import touches that again.
    """

    __tablename__ = "issued_document"
    __table_args__ = (
        CheckConstraint(
            "match_kind IN ('number', 'title', 'person', 'candidates', 'none')", name="match_kind"
        ),
        CheckConstraint(
            "(match_kind IN ('number', 'title', 'person')) = (dossier_id IS NOT NULL)", name="match"
        ),
    )

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(index=True)
    identity: Mapped[Name] = mapped_column(unique=True)
    title: Mapped[Words]
    document_type: Mapped[Code]
    issuer: Mapped[Code]
    issuer_name: Mapped[Name] = mapped_column(default="")
    agency_name: Mapped[Name] = mapped_column(default="")
    issued_on: Mapped[date] = mapped_column(index=True)
    effective_on: Mapped[date | None]
    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    match_kind: Mapped[Code] = mapped_column(default="none")
    match_score: Mapped[float] = mapped_column(default=0.0)
    matched_at: Mapped[Moment | None]
    matched_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))

    dossier: Mapped[Dossier | None] = relationship(lazy="joined")
