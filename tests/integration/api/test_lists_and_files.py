"""Lists page by page, files in their order, shapes of answers, and the description of the API itself."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from werkzeug.test import TestResponse

import review_app
from review_app.models import DraftVersion
from review_app.services.processing_state import FAILURES_VI
from tests.factories import finding_body, make_dossier, mark_scanned
from tests.integration.api.conftest import Api, Seeded, problem

pytestmark = pytest.mark.db

REGISTER = (Path(review_app.__file__).parent / "sample" / "register.csv").read_bytes()
DOSSIER_KEYS = {
    "id", "number", "state", "round", "title", "agency", "document_type", "issuer", "received_at", "due_on",
    "assignee", "versions", "actions", "etag",
}  # fmt: skip
VERSION_KEYS = {"id", "dossier", "round", "state", "step", "code", "progress", "parts", "counts"}
SEARCH_KEYS = {"kind", "id", "dossier", "provision", "title", "snippet", "score"}


def test_shapes_hold_every_key_of_the_contract(api: Api, scanned: Seeded) -> None:
    dossier = api.get(f"/dossiers/{scanned.dossier}", "head").get_json()
    version = api.get(f"/versions/{scanned.version}", "head").get_json()
    finding = api.get(f"/versions/{scanned.version}/findings", "head").get_json()["items"][0]
    assert dossier.keys() >= DOSSIER_KEYS
    assert version.keys() >= VERSION_KEYS
    assert version["progress"] == {"done": 3, "total": 3}
    assert version["counts"]["open"] == 1
    assert finding.keys() >= finding_body(0, 1).keys() | {"id", "version", "disposition", "reason", "etag"}
    assert version["statement"] is None
    assert version["not_examined"] == []


def test_a_version_not_scanned_yet_says_that_nothing_was_examined(api: Api) -> None:
    dossier = api.submit().get_json()
    version = api.get(f"/versions/{dossier['versions'][0]}", "head").get_json()
    assert version["state"] == "received"
    assert version["statement"] is None
    assert version["not_examined"] == ["Dự thảo chưa được rà soát xong."]


def test_a_list_is_walked_to_its_end_without_gap_or_repeat(api: Api) -> None:
    with api.office.database.write() as session:
        made = [
            make_dossier(api.office, session, api.people.officer, title=f"Dự thảo {n}").id for n in range(7)
        ]
    seen, path = [], "/dossiers?limit=3"
    for _ in range(4):
        page = api.get(path, "officer").get_json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        path = f"/dossiers?limit=3&cursor={page['next']}"
    assert seen == sorted(made, reverse=True)
    assert page["next"] is None


def test_a_full_last_page_has_no_next(api: Api) -> None:
    with api.office.database.write() as session:
        for n in range(3):
            make_dossier(api.office, session, api.people.officer, title=f"Dự thảo {n}")
    assert api.get("/dossiers?limit=3", "officer").get_json()["next"] is None
    assert api.get("/dossiers?limit=2", "officer").get_json()["next"] is not None


def test_filters_by_state_and_assignee(api: Api, appraising: Seeded) -> None:
    api.submit(title="Dự thảo khác")

    def ids(query: str) -> list[int]:
        return [item["id"] for item in api.get(f"/dossiers?{query}", "head").get_json()["items"]]

    assert ids("state=appraising") == [appraising.dossier]
    assert ids("state=submitted,appraising")[-1] == appraising.dossier
    assert len(ids("state=submitted,appraising")) == 2
    assert ids("assignee=chuyenvien") == [appraising.dossier]
    assert ids("assignee=khong-co") == []


def test_findings_are_paged_in_text_order(api: Api) -> None:
    with api.office.database.write() as session:
        dossier = make_dossier(api.office, session, api.people.officer)
        version = mark_scanned(session, dossier).id
    first = api.get(f"/versions/{version}/findings?limit=1", "head").get_json()
    assert len(first["items"]) == 1
    assert first["next"] is None


def test_the_files_of_a_draft_keep_their_order_names_and_content(api: Api) -> None:
    draft = [("quyet-dinh.txt", b"mot"), ("quy-dinh-kem-theo.txt", b"hai"), ("phu-luc.txt", b"ba")]
    dossier = api.submit(draft=draft, papers=[("to_trinh", ("tt.txt", b"bon"))]).get_json()
    parts = api.get(f"/versions/{dossier['versions'][0]}", "officer").get_json()["parts"]
    assert [part["filename"] for part in parts] == [name for name, _ in draft]
    assert [part["size"] for part in parts] == [3, 3, 2]
    assert [api.office.files.read(part["sha256"]) for part in parts] == [data for _, data in draft]


def test_file_names_are_shown_without_folders_or_direction_marks(api: Api) -> None:
    draft = [("../../etc/du\u202ethao.txt", b"x"), ("a" * 300 + ".docx", b"y")]
    dossier = api.submit(draft=draft).get_json()
    names = [
        part["filename"]
        for part in api.get(f"/versions/{dossier['versions'][0]}", "officer").get_json()["parts"]
    ]
    assert names[0] == "duthao.txt"
    assert len(names[1]) <= 200
    assert names[1].endswith(".docx")


def test_a_new_dossier_says_where_it_stands(api: Api) -> None:
    answer = api.submit(expected_issue_date="2027-01-15", expedited=True, reference="Công văn số 5/SXD")
    dossier = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/dossiers/{dossier['id']}"
    assert (dossier["state"], dossier["round"], dossier["expedited"]) == ("submitted", 1, True)
    assert re.fullmatch(r"HS-\d{4}-\d{4}", dossier["number"])
    assert re.search(r"[+-]\d\d:\d\d$", dossier["created_at"])


@pytest.mark.parametrize("code", sorted(FAILURES_VI))
def test_a_failed_version_shows_code_and_reason(api: Api, code: str) -> None:
    dossier = api.submit().get_json()
    with api.office.database.write() as session:
        version = session.scalars(select(DraftVersion).where(DraftVersion.id == dossier["versions"][0])).one()
        version.state, version.step, version.code, version.reason = (
            "failed",
            "extract",
            code,
            FAILURES_VI[code],
        )
    shown = api.get(f"/versions/{dossier['versions'][0]}", "officer").get_json()
    assert (shown["state"], shown["step"], shown["code"]) == ("failed", "extract", code)
    assert shown["reason"] == FAILURES_VI[code]
    assert shown["statement"] is None


def test_search_without_an_index_says_so_instead_of_finding_nothing(api: Api, scanned: Seeded) -> None:
    answer = api.get("/search?q=bến thủy", "head").get_json()
    assert answer["ready"] is False
    assert "xây dựng lại" in answer["message"]
    assert answer["behind"] == 1


def test_the_openapi_document_lists_every_route_with_its_parameters(app: APIFlask, api: Api) -> None:
    answer = api.client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    document = answer.get_json()
    assert document["openapi"].startswith("3.")
    described = {
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method in methods
        if path.startswith("/api/v1")
    }
    routes = {
        (method, re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/") and rule.endpoint not in ("api.unknown", "openapi.spec")
    }
    assert described == routes
    for path, methods in document["paths"].items():
        named = set(re.findall(r"{(\w+)}", path))
        for operation in methods.values():
            given = {each["name"] for each in operation.get("parameters", []) if each["in"] == "path"}
            assert given == named, path
            assert operation["security"] == [{"bearer": []}], path
            assert operation["responses"], path


def test_every_reference_in_the_openapi_document_leads_somewhere(api: Api) -> None:
    document = api.client.get("/api/v1/openapi.json").get_json()

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for value in node.values() for found in references(value)]
        return [found for value in node for found in references(value)] if isinstance(node, list) else []

    found = references(document)
    assert found
    for reference in found:
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert place


def test_the_register_is_imported_and_counted(api: Api) -> None:
    def send(data: bytes, key: str) -> TestResponse:
        return api.call(
            "POST", "/issued-documents/import", "intake", data={"file": (io.BytesIO(data), "so.csv")},
            headers={"Idempotency-Key": key},
        )  # fmt: skip

    problem(send(b"khong phai so", "k-1"), 422, "invalid")
    first = send(REGISTER, "k-1")
    assert first.status_code == 200, first.text
    assert first.get_json()["added"] == first.get_json()["rows"] > 0
    assert send(REGISTER, "k-1").get_json() == first.get_json()
    assert send(REGISTER, "k-2").get_json()["added"] == 0
    problem(send(REGISTER + b" ", "k-1"), 409, "idempotency_conflict")
    kpi = api.get("/kpi?from=2026-01-01&to=2026-12-31", "head").get_json()
    assert kpi.keys() >= {
        "from", "to", "as_of", "numerator", "denominator", "rate", "rate_if_unknown_counts", "unknown",
        "gop_y", "missing_numbers", "rows",
    }  # fmt: skip
    assert (kpi["from"], kpi["to"]) == ("2026-01-01", "2026-12-31")
    assert len(kpi["rows"]) > 0
