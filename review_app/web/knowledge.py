"""The knowledge: its release, the material an office imported, and what cannot run for want of it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nlp.knowledge import MaterialFile
from review_app.domain.errors import Unprocessable
from review_app.domain.permissions import Permission, can, require
from review_app.errors import AppError
from review_app.services.knowledge import (
    ImportedMaterial,
    MaterialUnusable,
    current,
    import_material,
    material_before,
    material_in_use,
    packaged,
    store_material,
    withdraw_material,
)
from review_app.services.knowledge_files import KINDS, material_files
from review_app.web.context import actor, now, office
from review_app.web.presenters.knowledge import kinds_of
from review_app.web.session import pages_for_signed_in

pages = pages_for_signed_in("knowledge", __name__)
OUTCOMES_VI = {"added": "đã nhập", "replaced": "đã thay bản trước", "same": "không đổi, tệp này đang dùng"}


@pages.get("/knowledge")
def show() -> str:
    """What is in use, what is missing, and the form to import."""
    return _page([], "")


@pages.post("/knowledge")
def take() -> tuple[str, int]:
    """Import the files sent; a fault in one is told with its place, and then none is taken."""
    person = actor()
    require(Permission.IMPORT_KNOWLEDGE, person)
    try:
        checked = store_material(office().files, person, _sent())
        with office().database.write() as session:
            done = import_material(session, person, now(), checked)
    except AppError as refusal:
        return _page([], refusal.message), refusal.status
    return _page(done, ""), 200


@pages.post("/knowledge/<int:material_id>/withdraw")
def withdraw(material_id: int) -> Response:
    """Take a file out of use."""
    with office().database.write() as session:
        withdraw_material(session, actor(), now(), material_id)
    return redirect(url_for("knowledge.show"), 303)


def _sent() -> list[MaterialFile]:
    kind = next((kind for kind in KINDS if kind == request.form.get("kind")), None)
    if kind is None:
        raise Unprocessable("kind", "Cần chọn loại tài liệu.")
    limit = office().settings.max_upload_bytes
    sent = [
        (file.filename, file.stream.read(limit + 1))
        for file in request.files.getlist("file")
        if file.filename
    ]
    return material_files(kind, sent)


def _page(done: list[ImportedMaterial], wrong: str) -> str:
    person = actor()
    with office().database.read() as session:
        rows, before = material_in_use(session, person), material_before(session, person)
    try:
        knowledge, unusable = current(office()), ""
    except MaterialUnusable as error:
        knowledge, unusable = packaged(), error.message
    return render_template(
        "pages/knowledge.html",
        knowledge=knowledge, unusable=unusable, kinds=kinds_of(rows, knowledge), before=before, done=done,
        wrong=wrong, outcomes=OUTCOMES_VI, may_import=can(Permission.IMPORT_KNOWLEDGE, person),
        chosen=request.form.get("kind", ""),
    )  # fmt: skip
