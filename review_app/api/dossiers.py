"""Dossiers: hand in, list, read, act, and the report."""

from __future__ import annotations

import json
from typing import Any

from flask import Response
from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.api.blueprint import api, asker, needs_scope, now, office
from review_app.api.etags import expected_revision, header
from review_app.api.idempotency import fingerprint, once
from review_app.api.schemas import LARGEST_ID, ActionBody, DossierForm, DossierQuery, Metadata
from review_app.api.shapes import dossier_line, dossier_shape
from review_app.api.uploads import described, store, store_papers
from review_app.domain.dossier import ACTIONS, STATES, Action
from review_app.domain.permissions import Permission, require
from review_app.errors import Invalid, NotFound
from review_app.models import User
from review_app.services.appraisal import Request, run_action
from review_app.services.dossiers import QueueFilter, get_dossier, list_dossiers, view_of
from review_app.services.intake import Submission, submit_dossier
from review_app.services.reports import report_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@api.post("/dossiers")
@needs_scope("submit")
@api.input(DossierForm, location="form_and_files")
@api.doc(security="bearer", responses={201: "Created"})
def create_dossier(form_and_files_data: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Hand in a dossier with the files of its draft and its papers."""
    form, actor = form_and_files_data, asker()
    require(Permission.SUBMIT_DOSSIER, actor)
    values = _metadata(form["metadata"])
    papers = store_papers(form["attachments"], form["attachment_kinds"])
    draft = store(form["draft"])
    asked = fingerprint(values, described(draft), described(papers))
    with office().database.write() as session:

        def act() -> tuple[dict[str, Any], int]:
            dossier = submit_dossier(session, actor, now(), Submission(**values), draft, papers)
            return dossier_shape(session, actor, dossier, view_of(session, dossier)), 201

        body, status = once(session, asked, act)
    return body, status, {"Location": f"/api/v1/dossiers/{body['id']}"} | header(int(body["etag"]))


def _metadata(text: str) -> dict[str, Any]:
    try:
        loaded = Metadata().load(json.loads(text))
    except json.JSONDecodeError:
        raise Invalid(
            "metadata không phải JSON.", errors=[{"field": "metadata", "message": "JSON"}]
        ) from None
    except ValidationError as error:
        fields = dict(error.messages_dict)
        errors = [
            {"field": f"metadata.{name}", "message": str(messages)} for name, messages in fields.items()
        ]
        raise Invalid("metadata không hợp lệ.", errors=errors) from None
    return dict(loaded)


@api.get("/dossiers")
@needs_scope("read")
@api.input(DossierQuery, location="query")
@api.doc(security="bearer")
def read_dossiers(query_data: dict[str, Any]) -> dict[str, Any]:
    """The dossiers this account may see, newest first."""
    limit = query_data["limit"]
    with office().database.read() as session:
        assignee = _user_id(session, query_data["assignee"]) if query_data["assignee"] else None
        wanted = QueueFilter(states=_states(query_data["state"]), assignee_id=assignee)
        rows = list_dossiers(session, asker(), wanted, after_id=query_data["cursor"], limit=limit + 1)
        items = [dossier_line(row) for row in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None}


def _states(text: str) -> tuple[str, ...]:
    """States asked for; raises Invalid for one that does not exist, rather than find nothing in it."""
    states = tuple(filter(None, text.split(",")))
    if unknown := set(states) - set(STATES):
        message = f"Không có trạng thái: {', '.join(sorted(unknown))}."
        raise Invalid(message, errors=[{"field": "state", "message": message}])
    return states


@api.get("/dossiers/<int(max=2147483647):dossier_id>")
@needs_scope("read")
@api.doc(security="bearer")
def read_dossier(dossier_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
    """One dossier."""
    with office().database.read() as session:
        dossier, view = get_dossier(session, asker(), dossier_id)
        return dossier_shape(session, asker(), dossier, view), 200, header(dossier.revision)


@api.post("/dossiers/<int(max=2147483647):dossier_id>/actions/<action>")
@needs_scope("review")
@api.input(ActionBody, location="json")
@api.doc(security="bearer")
def act_on_dossier(
    dossier_id: int, action: str, json_data: dict[str, Any]
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Do an action of the workflow; If-Match names the dossier's etag."""
    if action not in ACTIONS:
        raise NotFound("Không có thao tác này.")
    revision, actor = expected_revision(), asker()
    with office().database.write() as session:
        assignee = (
            _user_id(session, json_data["assignee"]) if json_data["assignee"] not in (None, "") else None
        )
        request = Request(Action(action), json_data["reason"] or "", assignee, json_data["values"] or {})
        dossier = run_action(session, actor, now(), dossier_id, request, revision)
        return (
            dossier_shape(session, actor, dossier, view_of(session, dossier)),
            200,
            header(dossier.revision),
        )


def _user_id(session: Session, who: object) -> int:
    """The account meant by a login or an id; 0, which is nobody, when there is none."""
    if isinstance(who, int) and not isinstance(who, bool):
        return who if 0 < who <= LARGEST_ID else 0
    login = str(who).strip().lower()
    return (session.scalar(select(User.id).where(User.login == login)) or 0) if login.isprintable() else 0


@api.get("/dossiers/<int(max=2147483647):dossier_id>/report.docx")
@needs_scope("read")
@api.doc(security="bearer")
def read_report(dossier_id: int) -> Response:
    """The appraisal report of the present round, as DOCX."""
    with office().database.read() as session:
        filename, data = report_file(session, asker(), dossier_id)
    return Response(
        data, content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{filename}"'}
    )
