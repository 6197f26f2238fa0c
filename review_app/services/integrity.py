"""Whether what is stored is still what came in."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from review_app.models import StoredFile
from review_app.services.office import Office


def damaged_files(office: Office) -> list[tuple[str, str]]:
    """Hash and problem (`missing`, `changed`) of every stored file that is not as its row says."""
    with office.database.read() as session:
        known = session.scalars(select(StoredFile.sha256).order_by(StoredFile.id)).all()
    damaged = []
    for sha256 in known:
        path = office.files.path(sha256)
        if not path.exists():
            damaged.append((sha256, "missing"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            damaged.append((sha256, "changed"))
    return damaged
