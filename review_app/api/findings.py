"""Deciding on findings."""

from __future__ import annotations

from typing import Any

from review_app.api.blueprint import api, asker, needs_scope, now, office
from review_app.api.etags import expected_revision, header
from review_app.api.schemas import DispositionBody
from review_app.api.shapes import finding_shape
from review_app.services.findings import Decision, dispose


@api.put("/findings/<int(max=2147483647):finding_id>/disposition")
@needs_scope("review")
@api.input(DispositionBody, location="json")
@api.doc(security="bearer")
def decide_finding(finding_id: int, json_data: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Confirm, dismiss with a reason, or reopen; If-Match names the finding's etag."""
    revision = expected_revision()
    decision = Decision(
        json_data["disposition"], json_data["reason"] or "", json_data["wording"] or "", json_data["severity"]
    )
    with office().database.write() as session:
        finding = dispose(session, asker(), now(), finding_id, decision, revision)
        return finding_shape(finding), 200, header(finding.revision)
