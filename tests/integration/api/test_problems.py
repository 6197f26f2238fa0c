"""Refusals: problem+json with our code, Vietnamese, each wrong field named, nothing of our inside."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from apiflask import APIFlask

from review_app.domain.errors import DossierUnknown
from review_app.errors import (
    AppError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionMissing,
    Stale,
    TooLarge,
    Unauthenticated,
    Unsupported,
)
from review_app.models import Dossier
from tests.factories import DRAFT_TEXT
from tests.integration.api.conftest import METADATA, Api, Seeded, problem

pytestmark = [pytest.mark.db, pytest.mark.slow]


def test_a_problem_names_status_code_message_and_place(api: Api) -> None:
    body = problem(api.get("/dossiers/999", "head"), 404, "not_found")
    assert body == {
        "type": "about:blank", "status": 404, "code": "not_found", "instance": "/api/v1/dossiers/999",
        "title": "Không tìm thấy, hoặc tài khoản này không được xem.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        (AppError, 400, "bad_request"), (Unauthenticated, 401, "unauthenticated"),
        (Forbidden, 403, "forbidden"), (NotFound, 404, "not_found"), (DossierUnknown, 404, "not_found"),
        (Conflict, 409, "conflict"), (Stale, 412, "stale"), (TooLarge, 413, "too_large"),
        (Unsupported, 415, "unsupported"), (Invalid, 422, "invalid"),
        (PreconditionMissing, 428, "if_match_missing"),
    ],
)  # fmt: skip
def test_each_refusal_of_the_service_has_its_status(
    api: Api, monkeypatch: pytest.MonkeyPatch, kind: type[AppError], status: int, code: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise kind("Không được.")

    monkeypatch.setattr("review_app.api.dossiers.list_dossiers", refuse)
    assert problem(api.get("/dossiers", "head"), status, code)["title"] == "Không được."


def test_a_fault_of_ours_is_told_without_its_inside(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("bí mật: /du-lieu/mat-khau")

    monkeypatch.setattr("review_app.api.dossiers.list_dossiers", fail)
    answer = api.get("/dossiers", "head")
    problem(answer, 500, "internal")
    assert "bí mật" not in answer.text
    assert "Traceback" not in answer.text


def test_a_fault_in_the_middle_of_a_submission_leaves_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("review_app.api.dossiers.dossier_shape", fail)
    problem(api.submit(), 500, "internal")
    monkeypatch.undo()
    with api.office.database.read() as session:
        assert session.query(Dossier).count() == 0
    assert api.submit().get_json()["number"].endswith("-0001")


@pytest.mark.parametrize("body", ["{", '"text"', "[1]", "nul"])
def test_a_body_that_is_no_json_object_is_a_bad_request_or_invalid(
    api: Api, appraising: Seeded, body: str
) -> None:
    answer = api.call(
        "POST", f"/dossiers/{appraising.dossier}/actions/pause", "reviewer", data=body,
        headers={"Content-Type": "application/json", "If-Match": "*"},
    )  # fmt: skip
    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "metadata.title"),
        ({"title": "   "}, "title"),
        ({"title": "a" * 2001}, "metadata.title"),
        ({"title": 7}, "metadata.title"),
        ({"title": "Quy\u0000định"}, "metadata.title"),
        ({"title": "Quy\ud800định"}, "metadata.title"),
        ({"reference": "x\u0000"}, "metadata.reference"),
        ({"document_type": "thong_bao"}, "document_type"),
        ({"issuer": "bo"}, "issuer"),
        ({"agency": "so-khong-co"}, "agency"),
        ({"agency": "so\u0000xd"}, "metadata.agency"),
        ({"kind": "khac"}, "kind"),
        ({"expected_issue_date": "31/12/2026"}, "metadata.expected_issue_date"),
        ({"unknown_key": 1}, "metadata.unknown_key"),
    ],
)
def test_each_wrong_value_of_a_submission_is_named(api: Api, changes: dict[str, Any], field: str) -> None:
    body = problem(api.submit(**changes), 422, "invalid")
    assert [error["field"] for error in body["errors"]] == [field]


@pytest.mark.parametrize("metadata", ["", "{", "[]", "null", "7", '{"title": "x"'])
def test_metadata_that_is_no_json_object_is_refused(api: Api, metadata: str) -> None:
    data = {"metadata": metadata, "draft": (_bytes(), "a.txt")}
    answer = api.call("POST", "/dossiers", "officer", data=data)
    assert "metadata" in problem(answer, 422, "invalid")["errors"][0]["field"]


def test_a_submission_without_a_draft_or_with_unlabelled_papers_is_refused(api: Api) -> None:
    missing = api.call("POST", "/dossiers", "officer", data={"metadata": json.dumps(METADATA)})
    assert problem(missing, 422, "invalid")["errors"][0]["field"] == "draft"
    data = {
        "metadata": json.dumps(METADATA),
        "draft": (_bytes(), "a.txt"),
        "attachments": (_bytes(), "b.txt"),
    }
    unlabelled = api.call("POST", "/dossiers", "officer", data=data)
    assert problem(unlabelled, 422, "invalid")["errors"][0]["field"] == "attachment_kinds"
    wrong = api.submit(papers=[("giay_khac", ("b.txt", b"x"))])
    assert problem(wrong, 422, "invalid")["errors"][0]["field"] == "attachment_kinds"


def test_a_submission_that_is_no_form_is_refused(api: Api) -> None:
    answer = api.call("POST", "/dossiers", "officer", json={"metadata": METADATA})
    problem(answer, 422, "invalid")


@pytest.mark.parametrize(
    "path",
    [
        "/dossiers?limit=0", "/dossiers?limit=101", "/dossiers?limit=x", "/dossiers?cursor=-1",
        "/dossiers?cursor=99999999999999999999", "/dossiers?state=khong_co", "/dossiers?state=accepted,x",
        "/search?q=a&kind=khong_co", "/search?q=a&limit=1000", "/kpi?from=hom-qua", "/kpi?by=khong_co",
    ],
)  # fmt: skip
def test_a_wrong_query_is_refused_rather_than_guessed(api: Api, path: str) -> None:
    assert problem(api.get(path, "head"), 422, "invalid")["errors"]


@pytest.mark.parametrize(
    "path",
    [
        "/dossiers/99999999999999999999", "/versions/2147483648", "/versions/0/findings", "/dossiers/-1",
        "/dossiers/abc", "/no-such-route",
    ],
)  # fmt: skip
def test_an_address_that_cannot_exist_is_unknown(api: Api, path: str) -> None:
    problem(api.get(path, "head"), 404, "not_found")


def test_an_unknown_action_is_unknown(api: Api, appraising: Seeded) -> None:
    answer = api.act(appraising.dossier, "archive", "head")
    problem(answer, 404, "not_found")


@pytest.mark.parametrize(
    "assignee", [None, "", 0, -3, 10**20, True, "khong-co", "a\u0000b", {"id": 1}, "soanthao"]
)
def test_an_assignee_who_is_no_reviewer_is_refused(api: Api, scanned: Seeded, assignee: object) -> None:
    api.act(scanned.dossier, "accept", "intake")
    answer = api.act(scanned.dossier, "assign", "head", assignee=assignee)
    assert answer.status_code == 422
    assert answer.get_json(force=True)["errors"][0]["field"] == "assignee"


@pytest.mark.parametrize("due_on", ["", "ngày mai", "2026-02-30", 5, ["2026-12-01"]])
def test_a_deadline_that_is_no_date_is_refused(api: Api, appraising: Seeded, due_on: object) -> None:
    answer = api.act(appraising.dossier, "extend", "head", reason="Việc phức tạp.", fields={"due_on": due_on})
    assert problem(answer, 422, answer.get_json(force=True)["code"])["errors"][0]["field"] == "due_on"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"disposition": "dismissed"}, "reason_missing", "reason"),
        ({"disposition": "dismissed", "reason": "  "}, "reason_missing", "reason"),
        ({"disposition": "bỏ"}, "invalid", "disposition"),
        ({"disposition": "confirmed", "severity": "nặng"}, "invalid", "severity"),
        ({"disposition": "confirmed", "reason": "x\u0000"}, "invalid", "reason"),
        ({}, "invalid", "disposition"),
    ],
)
def test_each_wrong_value_of_a_decision_is_named(
    api: Api, appraising: Seeded, body: dict[str, Any], code: str, field: str
) -> None:
    answer = api.call(
        "PUT",
        f"/findings/{appraising.finding}/disposition",
        "reviewer",
        json=body,
        headers={"If-Match": '"1"'},
    )
    assert problem(answer, 422, code)["errors"][0]["field"] == field


def test_a_request_over_the_limit_is_refused_in_vietnamese(api: Api, app: APIFlask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = api.submit(draft=[("a.txt", b"x" * 2000)])
    assert "lớn" in problem(answer, 413, "too_large")["title"]


def test_html_is_never_answered_below_the_api(api: Api) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        answer = api.call(method, "/dossiers/1/unknown", "head")
        assert answer.content_type == "application/problem+json"


def _bytes() -> Any:
    return io.BytesIO(DRAFT_TEXT.encode())
