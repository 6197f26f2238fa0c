"""Column shapes that several tables share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import mapped_column

from review_app.db import UtcTime

Key = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(500))]
Sha256 = Annotated[str, mapped_column(String(64))]
Words = Annotated[str, mapped_column(Text)]
Moment = Annotated[datetime, mapped_column(UtcTime)]
Json = Annotated[Any, mapped_column(JSON(none_as_null=True))]
AgencyRef = Annotated[int, mapped_column(ForeignKey("agency.id"), index=True)]
UserRef = Annotated[int, mapped_column(ForeignKey("app_user.id"), index=True)]
DossierRef = Annotated[int, mapped_column(ForeignKey("dossier.id"), index=True)]
VersionRef = Annotated[int, mapped_column(ForeignKey("draft_version.id"), index=True)]
