"""Raw material of the knowledge that an office imported: published procedures, the status list, texts of law."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.db import Base
from review_app.models.columns import Code, Key, Moment, Name, UserRef
from review_app.models.stored_file import StoredFile
from review_app.models.user import User

_IN_USE = text("replaced_at IS NULL")


class KnowledgeMaterial(Base):
    """One imported file of raw material; the rows without `replaced_at` are what drafts are scanned with.

    `slot` is what a later import takes the place of: '' for the one list of its kind, the file's name in the library.
    `entries`: procedures, documents of known status, or articles. A row taken out of use keeps its file.
    """

    __tablename__ = "knowledge_material"
    __table_args__ = (
        CheckConstraint("kind IN ('procedures', 'status', 'library')", name="kind"),
        CheckConstraint("(replaced_at IS NULL) = (replaced_by_id IS NULL)", name="replaced"),
        Index(
            "uq_knowledge_material_in_use", "kind", "slot", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE
        ),
    )  # fmt: skip

    id: Mapped[Key]
    kind: Mapped[Code]
    slot: Mapped[Name]
    name: Mapped[Name]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    entries: Mapped[int]
    imported_by_id: Mapped[UserRef]
    imported_at: Mapped[Moment]
    replaced_at: Mapped[Moment | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))

    file: Mapped[StoredFile] = relationship(lazy="joined")
    imported_by: Mapped[User] = relationship(foreign_keys="KnowledgeMaterial.imported_by_id", lazy="joined")
    replaced_by: Mapped[User | None] = relationship(
        foreign_keys="KnowledgeMaterial.replaced_by_id", lazy="joined"
    )
