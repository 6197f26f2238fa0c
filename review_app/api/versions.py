"""Versions of a draft and what was found in them."""

from __future__ import annotations

from typing import Any

from review_app.api.blueprint import api, asker, needs_scope, now, office
from review_app.api.etags import expected_revision
from review_app.api.idempotency import fingerprint, once
from review_app.api.schemas import ListQuery, VersionForm
from review_app.api.shapes import finding_shape, version_shape
from review_app.api.uploads import described, store, store_papers
from review_app.domain.permissions import Permission, require
from review_app.services.appraisal import check_revision
from review_app.services.dossiers import get_dossier, get_version
from review_app.services.findings import findings_of
from review_app.services.intake import add_version


@api.post("/dossiers/<int(max=2147483647):dossier_id>/versions")
@needs_scope("submit")
@api.input(VersionForm, location="form_and_files")
@api.doc(security="bearer", responses={201: "Created"})
def create_version(dossier_id: int, form_and_files_data: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Add the next version of the draft; If-Match is heeded when given."""
    form, actor = form_and_files_data, asker()
    revision = expected_revision(required=False)
    with office().database.read() as session:
        require(Permission.UPLOAD_VERSION, actor, get_dossier(session, actor, dossier_id)[1])
    papers = store_papers(form["attachments"], form["attachment_kinds"])
    draft = store(form["draft"])
    with office().database.write() as session:

        def act() -> tuple[dict[str, Any], int]:
            dossier, view = get_dossier(session, actor, dossier_id, lock=True)
            check_revision(dossier, revision)
            version = add_version(session, actor, now(), dossier_id, draft, papers)
            return version_shape(session, actor, version, view), 201

        return once(session, fingerprint(described(draft), described(papers)), act)


@api.get("/versions/<int(max=2147483647):version_id>")
@needs_scope("read")
@api.doc(security="bearer")
def read_version(version_id: int) -> dict[str, Any]:
    """One version with its processing state."""
    with office().database.read() as session:
        version, view = get_version(session, asker(), version_id)
        return version_shape(session, asker(), version, view)


@api.get("/versions/<int(max=2147483647):version_id>/findings")
@needs_scope("read")
@api.input(ListQuery, location="query")
@api.doc(security="bearer")
def read_findings(version_id: int, query_data: dict[str, Any]) -> dict[str, Any]:
    """The findings of a version in text order."""
    first, limit = query_data["cursor"] or 0, query_data["limit"]
    with office().database.read() as session:
        rows, _ = findings_of(session, asker(), version_id)
        page = [finding_shape(row) for row in rows[first : first + limit]]
    return {"items": page, "next": first + limit if first + limit < len(rows) else None}
