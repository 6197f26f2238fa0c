"""The register of issued documents and the figure counted from it."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from review_app.api.blueprint import api, asker, needs_scope, now, office
from review_app.api.idempotency import fingerprint, once
from review_app.api.schemas import KpiQuery, RegisterForm
from review_app.services.clock import local_date
from review_app.services.kpi import count_kpi, kpi_shape
from review_app.services.register import import_register, import_shape
from review_app.services.register_file import LARGEST_REGISTER


@api.post("/issued-documents/import")
@needs_scope("register")
@api.input(RegisterForm, location="files")
@api.doc(security="bearer")
def import_issued(files_data: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Import the register (CSV or XLSX): each row is taken or refused with a reason."""
    file = files_data["file"]
    data = file.stream.read(LARGEST_REGISTER + 1)
    with office().database.write() as session:

        def act() -> tuple[dict[str, Any], int]:
            return import_shape(import_register(session, asker(), now(), file.filename or "", data)), 200

        return once(session, fingerprint(hashlib.sha256(data).hexdigest()), act)


@api.get("/kpi")
@needs_scope("read")
@api.input(KpiQuery, location="query")
@api.doc(security="bearer")
def read_kpi(query_data: dict[str, Any]) -> dict[str, Any]:
    """How many of the issued documents were appraised, counted, with the rows behind the figure."""
    today = local_date(now())
    start = query_data["from_"] or date(today.year, 1, 1)
    with office().database.read() as session:
        return kpi_shape(count_kpi(session, asker(), start, query_data["to"] or today, query_data["by"]))
