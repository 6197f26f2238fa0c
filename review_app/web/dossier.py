"""One dossier: where it stands, what comes next, what was read, what was done."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from review_app.domain.base_data import Status
from review_app.domain.coverage import clean_statement, not_examined
from review_app.domain.dossier import ACTIONS, STATES, UPLOAD_STATES, Action, DossierView
from review_app.domain.errors import DossierUnknown, NotAllowed, Unprocessable
from review_app.domain.permissions import OFFICE_READERS, Permission, can
from review_app.domain.roles import Actor
from review_app.errors import AppError, NotFound, Stale
from review_app.models import Dossier, DraftVersion
from review_app.services.appraisal import Request, offers_for, run_action
from review_app.services.clock import latest_due
from review_app.services.coverage import coverage_of
from review_app.services.dossiers import (
    attachments_of,
    get_dossier,
    get_version,
    history_of,
    versions_of,
)
from review_app.services.findings import findings_of, may_read_findings
from review_app.services.intake import same_files
from review_app.services.papers import checklist_of
from review_app.services.processing_state import retry
from review_app.services.reports import outdated, report_layout, reports_of
from review_app.web.context import actor, form_etag, now, office, today
from review_app.web.lookups import assignable
from review_app.web.presenters.actions import WAITING, ActionForm, forms_of
from review_app.web.presenters.counts import Counts, counts_of
from review_app.web.presenters.dates import read_day
from review_app.web.presenters.dossier import (
    deadline_of,
    extension_of,
    history_lines,
    papers_of,
    processing_of,
)
from review_app.web.presenters.queue import due_of
from review_app.web.presenters.words import state_vi
from review_app.web.session import pages_for_signed_in

pages = pages_for_signed_in("dossier", __name__)
DONE_VI = {
    "submitted": "Đã nhận hồ sơ. Dự thảo đang được đọc và rà soát; bạn có thể rời trang này, việc đọc vẫn tiếp tục.",
    "version": "Đã nhận phiên bản dự thảo mới.",
    "papers": "Đã nhận tài liệu.",
    "retry": "Đã xếp hàng xử lý lại.",
    "action": "Đã thực hiện và lưu.",
}


@pages.get("/dossiers/<int:dossier_id>")
def show(dossier_id: int) -> str:
    """The dossier's page."""
    done = DONE_VI.get(request.args.get("done", ""), "")
    return render_template(
        "pages/dossier.html", **_page(actor(), dossier_id), done=done, refused=None, typed={}
    )


@pages.post("/dossiers/<int:dossier_id>/actions/<action>")
def act(dossier_id: int, action: str) -> tuple[str, int] | Response:
    """Run an action; a refusal shows the page as it is now, with what was typed."""
    if action not in ACTIONS:
        raise NotFound
    person = actor()
    try:
        wanted = _request_of(action)
        with office().database.write() as session:
            run_action(session, person, now(), dossier_id, wanted, form_etag())
    except (DossierUnknown, NotAllowed):
        raise
    except AppError as refusal:
        return _refused(person, dossier_id, action, refusal)
    return redirect(url_for("dossier.show", dossier_id=dossier_id, done="action"), 303)


def _request_of(action: str) -> Request:
    form = request.form
    fields: dict[str, Any] = {}
    if form.get("has_tthc") in ("yes", "no"):
        fields["has_tthc"] = form["has_tthc"] == "yes"
    fields |= {name: form[name].strip() for name in ("conclusion", "number") if form.get(name, "").strip()}
    if due_on := _due_on(form.get("due_on", "")):
        fields["due_on"] = due_on
    return Request(Action(action), form.get("reason", "").strip(), form.get("assignee", type=int), fields)


def _due_on(text: str) -> str:
    """The day typed, in ISO form; '' for none."""
    try:
        day = read_day(text)
    except ValueError:
        raise Unprocessable("due_on", "Thời hạn không đúng; ghi theo dạng ngày/tháng/năm.") from None
    return day.isoformat() if day else ""


def _refused(person: Actor, dossier_id: int, action: str, refusal: AppError) -> tuple[str, int]:
    page = _page(person, dossier_id)
    refused = {"action": action, "message": refusal.message, "then": "", "now": ""}
    if isinstance(refusal, Stale):
        seen = request.form.get("seen_state", "")
        refused["then"] = state_vi(seen) if seen in STATES else ""
        refused["now"] = state_vi(page["dossier"].state)
    body = render_template("pages/dossier.html", **page, done="", refused=refused, typed=request.form)
    return body, refusal.status


def _page(person: Actor, dossier_id: int) -> dict[str, Any]:
    """Everything the page shows, read at one moment."""
    with office().database.read() as session:
        dossier, view = get_dossier(session, person, dossier_id)
        versions = versions_of(session, dossier_id)
        return (
            {
                "dossier": dossier,
                "due": due_of(dossier, today()),
                "deadline": deadline_of(dossier.deadline, with_reasons=person.role in OFFICE_READERS),
                "versions": versions,
                "open_desks": {
                    each.id for each in versions if may_read_findings(session, person, each, view)
                },
                "papers": papers_of(checklist_of(session, dossier), attachments_of(session, dossier_id)),
                "history": history_lines(history_of(session, person, dossier_id)),
                "duplicates": same_files(session, person, dossier),
                "may_upload": can(Permission.UPLOAD_VERSION, person, view) and view.state in UPLOAD_STATES,
                "may_retry": can(Permission.RETRY_PROCESSING, person, view),
            }
            | _next_step(session, person, dossier, view)
            | _reading(session, person, view, versions[0])
            | _reports(session, person, dossier)
        )


def _next_step(session: Session, person: Actor, dossier: Dossier, view: DossierView) -> dict[str, Any]:
    forms: list[ActionForm] = forms_of(offers_for(session, person, dossier, view))
    values: dict[str, Any] = {
        "forms": forms,
        "waiting": WAITING[view.state],
        "reviewers": [],
        "conclusions": (),
        "extension": extension_of(dossier.deadline, latest_due(session, dossier)),
    }
    if any(form.needs_assignee for form in forms):
        values["reviewers"] = assignable(session, view)
    if any(form.asks_conclusion for form in forms):
        values["conclusions"] = report_layout(session, dossier).conclusions
    return values


def _reading(session: Session, person: Actor, view: DossierView, version: DraftVersion) -> dict[str, Any]:
    sees = may_read_findings(session, person, version, view)
    facts = coverage_of(session, version) if sees else None
    return {
        "version": version,
        "processing": processing_of(version),
        "sees_findings": sees,
        "counts": counts_of(findings_of(session, person, version.id)[0]) if sees else Counts(),
        "unexamined": not_examined(facts) if facts else [],
        "clean": clean_statement(facts) if facts else None,
    }


def _reports(session: Session, person: Actor, dossier: Dossier) -> dict[str, Any]:
    reports = reports_of(session, person, dossier.id)
    return {
        "reports": reports,
        "report_outdated": bool(reports) and outdated(session, reports[0]),
        "form_unverified": bool(reports)
        and report_layout(session, dossier).form_status is not Status.VERIFIED,
    }


@pages.get("/versions/<int:version_id>/processing")
def processing(version_id: int) -> str:
    """How far the reading of a version is: asked every two seconds until it ends."""
    person = actor()
    with office().database.read() as session:
        version, view = get_version(session, person, version_id)
        page = _page(person, view.id) if version.state not in ("received", "processing") else None
    if page is None or page["version"].id != version_id:
        values = {"processing": processing_of(version), "version": version, "may_retry": False}
        return render_template("parts/processing.html", **values)
    return render_template("parts/processing_ended.html", **page, refused=None, typed={})


@pages.post("/versions/<int:version_id>/retry")
def try_again(version_id: int) -> Response:
    """Owe a failed version another try."""
    with office().database.write() as session:
        version = retry(session, actor(), now(), version_id)
        dossier_id = version.dossier_id
    return redirect(url_for("dossier.show", dossier_id=dossier_id, done="retry"), 303)
