"""Handing in: a new dossier, a further version of the draft, further papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from flask import Response as JsonResponse
from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from review_app.domain.dossier import UPLOAD_STATES
from review_app.domain.errors import TransitionNotAllowed, Unprocessable
from review_app.domain.permissions import Permission, require
from review_app.domain.roles import Actor
from review_app.errors import AppError
from review_app.models import Agency
from review_app.services.dossiers import get_dossier
from review_app.services.intake import (
    DOCUMENT_TYPES,
    ISSUERS,
    Submission,
    add_papers,
    add_version,
    submit_dossier,
)
from review_app.web.context import actor, now, office
from review_app.web.lookups import agencies
from review_app.web.presenters.dates import read_day
from review_app.web.presenters.words import ATTACHMENT_KINDS
from review_app.web.session import pages_for_signed_in
from review_app.web.upload_form import DRAFT, PAPER_FIELDS, FormFiles, read_files, store_one

pages = pages_for_signed_in("intake", __name__)
FIELDS = (
    "title",
    "document_type",
    "issuer",
    "agency",
    "kind",
    "reference",
    "expected_issue_date",
    "expedited",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form shows: the values typed, the files received, and what is wrong by field."""

    values: dict[str, str] = field(default_factory=dict)
    files: FormFiles = field(default_factory=FormFiles)
    wrong: dict[str, str] = field(default_factory=dict)
    message: str = ""

    def value(self, name: str) -> str:
        """What was typed."""
        return self.values.get(name, "")


@pages.get("/dossiers/new")
def new() -> str:
    """The form for a new dossier."""
    person = actor()
    require(Permission.SUBMIT_DOSSIER, person)
    return _form(
        person, Filled(values={"document_type": "quyet_dinh", "issuer": "ubnd_tinh", "kind": "tham_dinh"})
    )


@pages.post("/uploads")
def store() -> tuple[JsonResponse, int]:
    """Take one file ahead of its form, so that each file has its own progress and its own answer."""
    person = actor()
    require(Permission.UPLOAD_VERSION, person)
    sent = request.files.get("file")
    if sent is None:
        raise Unprocessable("file", "Chưa chọn tệp nào.")
    kept = store_one(sent, person)[1]
    return jsonify(filename=kept.filename, size=kept.size, token=kept.token), 201


@pages.post("/dossiers")
def submit() -> tuple[str, int] | Response:
    """Hand the dossier in; on any refusal the form comes back with everything typed and every file received."""
    person = actor()
    require(Permission.SUBMIT_DOSSIER, person)
    values, files = {name: request.form.get(name, "") for name in FIELDS}, read_files(person)
    if files.refused:
        return _form(person, _with_refused(values, files)), files.refused[0].error.status
    try:
        submission = _submission(_agency_code(person, values), values)
        with office().database.write() as session:
            dossier = submit_dossier(session, person, now(), submission, files.draft, files.papers)
            number = dossier.id
    except AppError as error:
        return _form(person, _with_error(values, files, error)), error.status
    return redirect(url_for("dossier.show", dossier_id=number, done="submitted"), 303)


def _agency_code(person: Actor, values: dict[str, str]) -> str:
    """The agency's code: an officer hands in for the own agency, whatever the form says."""
    if person.agency_id is None:
        return values["agency"]
    with office().database.read() as session:
        return session.get_one(Agency, person.agency_id).code


def _submission(agency: str, values: dict[str, str]) -> Submission:
    return Submission(
        title=values["title"],
        document_type=values["document_type"],
        issuer=values["issuer"],
        agency=agency,
        expedited=values["expedited"] == "1",
        expected_issue_date=_day(values["expected_issue_date"]),
        reference=values["reference"][:500],
        kind=values["kind"] or "tham_dinh",
    )


def _day(value: str) -> date | None:
    try:
        return read_day(value)
    except ValueError:
        raise Unprocessable(
            "expected_issue_date", "Ngày dự kiến ban hành không đúng; ghi theo dạng ngày/tháng/năm."
        ) from None


def _form(person: Actor, filled: Filled) -> str:
    with office().database.read() as session:
        offered = agencies(session)
    return render_template(
        "pages/new_dossier.html",
        filled=filled, agencies=offered, types=DOCUMENT_TYPES, issuers=ISSUERS, draft_field=DRAFT,
        paper_fields=_paper_fields(), limit_mb=office().settings.max_upload_mb, own=person.agency_id is not None,
    )  # fmt: skip


def _paper_fields() -> list[tuple[str, str]]:
    return [(name, ATTACHMENT_KINDS[kind]) for name, kind in PAPER_FIELDS.items()]


def _with_refused(values: dict[str, str], files: FormFiles) -> Filled:
    message = f"{len(files.refused)} tệp chưa nhận được. Các tệp khác và nội dung đã nhập vẫn còn; hãy sửa rồi gửi lại."
    return Filled(values, files, {}, message)


def _with_error(values: dict[str, str], files: FormFiles, error: AppError) -> Filled:
    wrong = {each["field"]: each["message"] for each in error.details.get("errors", ())}
    return Filled(values, files, wrong, error.message)


@pages.get("/dossiers/<int:dossier_id>/versions/new")
def new_version(dossier_id: int) -> str:
    """The form for the next version of the draft."""
    return _more(actor(), dossier_id, "version", Filled())


@pages.post("/dossiers/<int:dossier_id>/versions")
def submit_version(dossier_id: int) -> tuple[str, int] | Response:
    """Add the next version (and papers with it)."""
    person, files = actor(), _files_for(dossier_id)
    if files.refused:
        return _more(person, dossier_id, "version", _with_refused({}, files)), files.refused[0].error.status
    try:
        with office().database.write() as session:
            add_version(session, person, now(), dossier_id, files.draft, files.papers)
    except AppError as error:
        return _more(person, dossier_id, "version", _with_error({}, files, error)), error.status
    return redirect(url_for("dossier.show", dossier_id=dossier_id, done="version"), 303)


@pages.get("/dossiers/<int:dossier_id>/papers/new")
def new_papers(dossier_id: int) -> str:
    """The form for further papers."""
    return _more(actor(), dossier_id, "papers", Filled())


@pages.post("/dossiers/<int:dossier_id>/papers")
def submit_papers(dossier_id: int) -> tuple[str, int] | Response:
    """Add papers."""
    person, files = actor(), _files_for(dossier_id)
    if files.refused:
        return _more(person, dossier_id, "papers", _with_refused({}, files)), files.refused[0].error.status
    try:
        with office().database.write() as session:
            add_papers(session, person, now(), dossier_id, files.papers)
    except AppError as error:
        return _more(person, dossier_id, "papers", _with_error({}, files, error)), error.status
    return redirect(url_for("dossier.show", dossier_id=dossier_id, done="papers"), 303)


def _files_for(dossier_id: int) -> FormFiles:
    """The form's files, once the person is known to be allowed to add to this dossier."""
    person = actor()
    with office().database.read() as session:
        require(Permission.UPLOAD_VERSION, person, get_dossier(session, person, dossier_id)[1])
    return read_files(person)


def _more(person: Actor, dossier_id: int, what: str, filled: Filled) -> str:
    with office().database.read() as session:
        dossier, view = get_dossier(session, person, dossier_id)
        require(Permission.UPLOAD_VERSION, person, view)
    if view.state not in UPLOAD_STATES:
        raise TransitionNotAllowed("Hồ sơ đang được xử lý nên chưa nhận thêm tệp.")
    return render_template(
        "pages/add_files.html",
        dossier=dossier, what=what, filled=filled, draft_field=DRAFT, paper_fields=_paper_fields(),
        limit_mb=office().settings.max_upload_mb,
    )  # fmt: skip
