"""The register of issued documents: import, and settling what the machine could not match for sure."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from review_app.domain.errors import Unprocessable
from review_app.domain.permissions import Permission, require
from review_app.domain.roles import Actor
from review_app.errors import AppError
from review_app.models import IssuedDocument
from review_app.services.dossiers import QueueFilter, list_dossiers
from review_app.services.register import (
    ImportResult,
    candidates_of,
    confirm_match,
    import_register,
    list_imports,
    list_issued,
)
from review_app.services.register_file import LARGEST_REGISTER
from review_app.web.context import actor, now, office
from review_app.web.session import pages_for_signed_in

pages = pages_for_signed_in("register", __name__)
OUTCOMES_VI = {"added": "thêm mới", "changed": "cập nhật", "same": "không đổi", "refused": "không nhận"}


@pages.get("/register")
def show() -> str:
    """Import form, last imports, and documents that wait for a person."""
    return _page(None, "")


@pages.post("/register")
def take() -> tuple[str, int]:
    """Import a register file; every line is told what became of it."""
    person = actor()
    require(Permission.IMPORT_REGISTER, person)
    try:
        name, data = _sent()
        with office().database.write() as session:
            result = import_register(session, person, now(), name, data)
    except AppError as refusal:
        return _page(None, refusal.message), refusal.status
    return _page(result, ""), 200


def _sent() -> tuple[str, bytes]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Unprocessable("file", "Chưa chọn tệp sổ văn bản.")
    return file.filename, file.stream.read(LARGEST_REGISTER + 1)


def _page(result: ImportResult | None, wrong: str) -> str:
    person = actor()
    with office().database.read() as session:
        imports = list_imports(session, person)
        waiting = list_issued(session, person, unsettled=True)
    return render_template(
        "pages/register.html",
        imports=imports,
        waiting=waiting,
        result=result,
        wrong=wrong,
        outcomes=OUTCOMES_VI,
    )


@pages.get("/register/<int:issued_id>/match")
def candidates(issued_id: int) -> str:
    """Dossiers that may be the document's."""
    with office().database.read() as session:
        offered = candidates_of(session, actor(), issued_id)
        document = session.get_one(IssuedDocument, issued_id)
    return render_template("pages/match.html", document=document, candidates=offered)


@pages.post("/register/<int:issued_id>/match")
def settle(issued_id: int) -> Response:
    """Record which dossier the document came from, or that it came from none."""
    person, chosen = actor(), request.form.get("dossier", "")
    with office().database.write() as session:
        if chosen == "other":
            dossier_id: int | None = _by_number(session, person, request.form.get("number", "").strip())
        elif chosen.isdigit():
            dossier_id = int(chosen)
        elif chosen == "none":
            dossier_id = None
        else:
            raise Unprocessable("dossier", "Cần chọn một hồ sơ, hoặc “Không có hồ sơ nào”.")
        confirm_match(session, person, now(), issued_id, dossier_id)
    return redirect(url_for("kpi.show"), 303)


def _by_number(session: Session, person: Actor, number: str) -> int:
    """The dossier with exactly this number, among those the person may see."""
    for dossier in list_dossiers(session, person, QueueFilter(words=number)) if number else ():
        if dossier.number.casefold() == number.casefold():
            return dossier.id
    raise Unprocessable("number", f"Không có hồ sơ số “{number}” trong phần bạn được xem.")
