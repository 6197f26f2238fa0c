"""The appraisal report of a round."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from review_app.db import Base
from review_app.models.columns import Code, DossierRef, Json, Key, Moment, Sha256, VersionRef


class AppraisalReport(Base):
    """A report (báo cáo thẩm định) as frozen when it was drafted: the DOCX is rendered from `content` alone.

    `content_hash` binds it to the dispositions it states; a decision changed later makes it outdated. Numbers begin
    anew each year, so `number` is unique with the year of `issued_on`.
    """

    __tablename__ = "appraisal_report"
    __table_args__ = (UniqueConstraint("dossier_id", "round"), UniqueConstraint("number", "number_year"))

    id: Mapped[Key]
    dossier_id: Mapped[DossierRef]
    version_id: Mapped[VersionRef]
    round: Mapped[int]
    conclusion: Mapped[Code]
    content: Mapped[Json]
    content_hash: Mapped[Sha256]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    drafted_at: Mapped[Moment]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    signed_at: Mapped[Moment | None]
    number: Mapped[Code | None]
    number_year: Mapped[int | None]
    issued_on: Mapped[date | None]
