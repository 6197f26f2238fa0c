"""The review desk: a version's text beside its findings, and the decisions on them."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from review_app.domain.coverage import clean_statement, not_examined, reading_in_doubt
from review_app.domain.dossier import DECIDING_STATES, DossierView
from review_app.domain.errors import DossierUnknown, NotAllowed
from review_app.domain.permissions import OFFICE_READERS, Permission, can
from review_app.domain.roles import Actor
from review_app.errors import AppError
from review_app.models import Finding, VersionText
from review_app.services.coverage import coverage_of
from review_app.services.dossiers import get_version, latest_version
from review_app.services.findings import SEVERITIES, Decision, decision_of, dispose, findings_of, get_finding
from review_app.services.knowledge import ready
from review_app.web.context import actor, form_etag, is_fragment, now, office
from review_app.web.presenters.counts import counts_of
from review_app.web.presenters.desk import desk_of, labels_of
from review_app.web.presenters.dossier import processing_of
from review_app.web.presenters.findings import FindingCard, card_of
from review_app.web.session import pages_for_signed_in

pages = pages_for_signed_in("desk", __name__)
Conflict = dict[str, Any]


@pages.get("/versions/<int:version_id>/desk")
def show(version_id: int) -> str:
    """The desk of a version, also of an old or failed one."""
    return render_template("pages/desk.html", **_page(actor(), version_id), conflict=None)


def _page(person: Actor, version_id: int) -> dict[str, Any]:
    severity = request.args.get("severity", "")
    only_open = request.args.get("show") == "open"
    knowledge = ready(office())
    with office().database.read() as session:
        findings, view = findings_of(session, person, version_id)

        version, _ = get_version(session, person, version_id)
        facts = coverage_of(session, version)
        row = session.get(VersionText, version_id)
        chosen = [
            each
            for each in findings
            if (severity not in SEVERITIES or each.severity == severity)
            and (not only_open or each.disposition == "open")
        ]
        return {
            "version": version,
            "dossier": version.dossier,
            "desk": desk_of(
                row,
                findings,
                chosen,
                knowledge,
                in_doubt=reading_in_doubt(facts),
                inside=person.role in OFFICE_READERS,
            ),
            "counts": counts_of(findings),
            "processing": processing_of(version),
            "unexamined": not_examined(facts),
            "clean": clean_statement(facts),
            "severity": severity if severity in SEVERITIES else "",
            "only_open": only_open,
        } | _rights(session, person, view, version_id)


def _rights(session: Session, person: Actor, view: DossierView, version_id: int) -> dict[str, Any]:
    latest = latest_version(session, view.id)
    is_latest = latest is not None and latest.id == version_id
    permitted = can(Permission.DECIDE_FINDING, person, view)
    return {
        "may_decide": permitted and view.state in DECIDING_STATES and is_latest,
        "is_latest": is_latest,
        "may_retry": can(Permission.RETRY_PROCESSING, person, view),
    }


@pages.post("/findings/<int:finding_id>/disposition")
def decide(finding_id: int) -> Response:
    """Decide on a finding; a decision that came too late shows both values, and nothing typed is lost."""
    person, decision = actor(), _decision()
    try:
        with office().database.write() as session:
            finding = dispose(session, person, now(), finding_id, decision, form_etag())
            version_id = finding.version_id
    except (DossierUnknown, NotAllowed):
        raise
    except AppError as refusal:
        return _refused(person, finding_id, decision, refusal)
    if is_fragment():
        return _card(person, finding_id, None, 200)
    return redirect(url_for("desk.show", version_id=version_id, _anchor=f"f-{finding_id}"), 303)


def _decision() -> Decision:
    form = request.form
    return Decision(
        disposition=form.get("disposition", ""),
        reason=form.get("reason", "").strip(),
        wording=form.get("wording", "").strip(),
        severity=form.get("severity") or None,
    )


def _refused(person: Actor, finding_id: int, decision: Decision, refusal: AppError) -> Response:
    conflict: Conflict = {
        "finding": finding_id,
        "message": refusal.message,
        "yours": decision,
        "current": None,
    }
    with office().database.read() as session:
        finding, _ = get_finding(session, person, finding_id)
        if refusal.status == 412:
            conflict["current"] = decision_of(finding)
        version_id = finding.version_id
    if is_fragment():
        return _card(person, finding_id, conflict, refusal.status)
    page = render_template("pages/desk.html", **_page(person, version_id), conflict=conflict)
    return make_response(page, refusal.status)


def _card(person: Actor, finding_id: int, conflict: Conflict | None, status: int) -> Response:
    """The card as it is now, with the counts at the top of the desk."""
    with office().database.read() as session:
        finding, view = get_finding(session, person, finding_id)
        rows = findings_of(session, person, finding.version_id)[0]
        card = _card_of(session, finding)
        rights = _rights(session, person, view, finding.version_id)
    values = {
        "card": card,
        "counts": counts_of(rows),
        "conflict": conflict,
    } | rights
    return make_response(render_template("parts/card_decided.html", **values), status)


def _card_of(session: Session, finding: Finding) -> FindingCard:
    return card_of(finding, labels_of(session.get(VersionText, finding.version_id)), ready(office()))
