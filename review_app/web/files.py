"""Original files and reports as downloads."""

from __future__ import annotations

import io

from flask import Response, send_file

from review_app.domain.errors import DossierUnknown
from review_app.errors import NotFound
from review_app.models import Attachment, DraftPart, StoredFile
from review_app.services.dossiers import get_dossier, get_version
from review_app.services.reports import report_file
from review_app.web.context import actor, office
from review_app.web.session import pages_for_signed_in

pages = pages_for_signed_in("files", __name__)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pages.get("/files/draft/<int:part_id>")
def draft(part_id: int) -> Response:
    """A file of the draft, exactly as it came."""
    with office().database.read() as session:
        part = session.get(DraftPart, part_id)
        if part is None:
            raise DossierUnknown
        get_version(session, actor(), part.version_id)
    return _as_it_came(part.filename, part.file)


@pages.get("/files/papers/<int:attachment_id>")
def paper(attachment_id: int) -> Response:
    """A paper, exactly as it came."""
    with office().database.read() as session:
        attachment = session.get(Attachment, attachment_id)
        if attachment is None:
            raise DossierUnknown
        get_dossier(session, actor(), attachment.dossier_id)
    return _as_it_came(attachment.filename, attachment.file)


@pages.get("/dossiers/<int:dossier_id>/reports/<int:round_>.docx")
def report(dossier_id: int, round_: int) -> Response:
    """The appraisal report of a round as DOCX."""
    with office().database.read() as session:
        name, data = report_file(session, actor(), dossier_id, round_)
    return send_file(io.BytesIO(data), mimetype=DOCX, as_attachment=True, download_name=name)


def _as_it_came(name: str, file: StoredFile) -> Response:
    path = office().files.path(file.sha256)
    if not path.exists():
        raise NotFound("Kho lưu trữ không còn tệp này; hãy báo người quản trị.")
    return send_file(
        path.absolute(),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
        etag=False,
    )
