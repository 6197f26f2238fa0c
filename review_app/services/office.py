"""The opened office: what every entry point works with, built once from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from review_app.config import Settings
from review_app.db import Database, open_engine
from review_app.search import OfficeSearch
from review_app.storage import FileStore


@dataclass(frozen=True, slots=True)
class Office:
    """Database, files and search of one installation."""

    settings: Settings
    database: Database
    files: FileStore
    search: OfficeSearch


def open_office(settings: Settings) -> Office:
    """Open everything the settings name; nothing is read or written yet."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return Office(
        settings=settings,
        database=Database(open_engine(settings.sqlalchemy_url)),
        files=FileStore(settings.files, settings.max_upload_bytes),
        search=OfficeSearch(settings.index),
    )
