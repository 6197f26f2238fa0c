"""Agencies that draft documents and submit them."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from review_app.db import Base
from review_app.models.columns import Code, Key, Name


class Agency(Base):
    """A drafting agency (cơ quan chủ trì soạn thảo); a commune has the province's committee as parent."""

    __tablename__ = "agency"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    active: Mapped[bool] = mapped_column(default=True)
