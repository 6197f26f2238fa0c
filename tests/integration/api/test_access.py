"""Who gets what from each route: nobody, the wrong scope, another agency, every role."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

import review_app
from review_app.models import User
from review_app.services.accounts import lock_user
from tests.factories import DRAFT_TEXT
from tests.integration.api.conftest import METADATA, PEOPLE, Api, Seeded, problem, walk
from tests.unit.domain.expected import rows

pytestmark = [pytest.mark.db, pytest.mark.slow]

ROWS = rows("api_access.csv")
ROUTES = sorted({(row["method"], row["path"]) for row in ROWS})
SCOPE_OF = {
    ("POST", "/dossiers"): "submit",
    ("POST", "/dossiers/{dossier}/versions"): "submit",
    ("POST", "/issued-documents/import"): "register",
    ("PUT", "/findings/{finding}/disposition"): "review",
    ("POST", "/dossiers/{dossier}/actions/{action}"): "review",
}
REGISTER = Path(review_app.__file__).parent / "sample" / "register.csv"
STEPS = {
    "appraising": (),
    "report_drafted": (("draft_report", "reviewer"),),
    "released": (
        ("draft_report", "reviewer"), ("head_approve", "head"), ("sign", "director"), ("release", "intake"),
    ),
}  # fmt: skip


def _name(row: dict[str, str]) -> str:
    return f"{row['state']} {row['method']} {row['path']}"


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_each_account_gets_the_status_the_table_says(
    api: Api, appraising: Seeded, row: dict[str, str]
) -> None:
    if row["state"] != "appraising":
        api.decide(appraising.finding, "reviewer", "1", "confirmed")
        walk(api, appraising.dossier, *STEPS[row["state"]])
    found = {}
    for who in PEOPLE:
        answer = _request(api, row["method"], row["path"], appraising, who)
        found[who] = str(answer.status_code)
        if answer.status_code >= 400:
            problem(answer, answer.status_code, answer.get_json(force=True)["code"])
    assert found == {who: row[who] for who in PEOPLE}


def test_every_route_stands_in_the_table(app: APIFlask) -> None:
    names = {"dossier_id": "{dossier}", "version_id": "{version}", "finding_id": "{finding}"}
    routes = set()
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/v1/") or rule.endpoint in ("api.unknown", "openapi.spec"):
            continue
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda m: names.get(m[1], "{" + m[1] + "}"), rule.rule)
        routes |= {
            (method, path.removeprefix("/api/v1")) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        }
    assert routes == set(ROUTES)


def test_without_a_token_every_route_answers_401(api: Api, appraising: Seeded) -> None:
    for method, path in ROUTES:
        answer = _request(api, method, path, appraising, "")
        problem(answer, 401, "unauthenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    problem(api.get("/no-such-route", ""), 401, "unauthenticated")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "Bearer ra_unknown", "ra_unknown"])
def test_a_malformed_or_unknown_token_is_nobody(api: Api, header: str) -> None:
    problem(api.get("/dossiers", "", headers={"Authorization": header}), 401, "unauthenticated")


def test_a_token_without_the_scope_is_refused_before_its_body_is_read(api: Api, appraising: Seeded) -> None:
    for method, path in ROUTES:
        needed = SCOPE_OF.get((method, path), "read")
        others = [scope for scope in ("read", "submit", "review", "register") if scope != needed]
        address = path.format(**_ids(appraising))
        answer = api.call(method, address, "intake", scopes=others, json={"nonsense": True})
        body = problem(answer, 403, "scope_missing")
        assert needed in body["title"]


def test_the_admin_sees_no_draft_in_lists_or_search(api: Api, appraising: Seeded) -> None:
    assert api.get("/dossiers", "admin").get_json() == {"items": [], "next": None}
    assert api.get("/dossiers", "other_officer").get_json()["items"] == []
    assert len(api.get("/dossiers", "officer").get_json()["items"]) == 1


def test_what_is_unknown_and_what_is_hidden_get_the_same_answer(api: Api, appraising: Seeded) -> None:
    for hidden, unknown in (
        (f"/dossiers/{appraising.dossier}", "/dossiers/999"),
        (f"/versions/{appraising.version}", "/versions/999"),
        (f"/versions/{appraising.version}/findings", "/versions/999/findings"),
        (f"/dossiers/{appraising.dossier}/report.docx", "/dossiers/999/report.docx"),
    ):
        bodies = [problem(api.get(path, "other_officer"), 404, "not_found") for path in (hidden, unknown)]
        for body in bodies:
            del body["instance"]
        assert bodies[0] == bodies[1]


def test_a_hidden_dossier_is_unknown_before_it_is_barred_or_stale(api: Api, appraising: Seeded) -> None:
    answer = api.act(appraising.dossier, "accept", "other_officer", etag="999", reason="x")
    problem(answer, 404, "not_found")
    answer = api.act(appraising.dossier, "accept", "intake", etag="999", reason="x")
    problem(answer, 412, "stale")
    problem(api.act(appraising.dossier, "accept", "reviewer"), 403, "forbidden")
    problem(api.act(appraising.dossier, "accept", "intake"), 409, "transition_not_allowed")


def test_a_locked_account_loses_its_token_at_once(api: Api) -> None:
    assert api.get("/dossiers", "reviewer").status_code == 200
    with api.office.database.write() as session:
        lock_user(session, session.get_one(User, api.people.reviewer.id))
    problem(api.get("/dossiers", "reviewer"), 401, "unauthenticated")


def _ids(seeded: Seeded) -> dict[str, Any]:
    return {
        "dossier": seeded.dossier, "version": seeded.version, "finding": seeded.finding, "action": "pause",
    }  # fmt: skip


def _request(api: Api, method: str, path: str, seeded: Seeded, who: str) -> Any:
    address = path.format(**_ids(seeded))
    files: dict[str, Any] = {"draft": (io.BytesIO(DRAFT_TEXT.encode()), "du-thao.txt")}
    sent: dict[str, Any] = {}
    if (method, path) == ("POST", "/dossiers"):
        sent["data"] = {"metadata": json.dumps(METADATA)} | files
    elif path.endswith("/versions"):
        sent["data"] = files
    elif path.endswith("/import"):
        sent["data"] = {"file": (io.BytesIO(REGISTER.read_bytes()), "so-van-ban.csv")}
    elif path.endswith("/disposition"):
        sent["json"] = {"disposition": "dismissed"}
    elif "/actions/" in path:
        sent["json"] = {}
    elif path == "/search":
        sent["query_string"] = {"q": "bến thủy"}
    if method in ("PUT",) or "/actions/" in path:
        sent["headers"] = {"If-Match": "*"}
    return api.call(method, address, who, **sent)
