"""Files as they came in, named by their content."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from review_app.db import Base
from review_app.models.columns import Key, Moment, Sha256


class StoredFile(Base):
    """One content (SHA-256) in the storage; immutable; several papers may be the same content."""

    __tablename__ = "stored_file"

    id: Mapped[Key]
    sha256: Mapped[Sha256] = mapped_column(unique=True)
    size: Mapped[int]
    stored_at: Mapped[Moment]
