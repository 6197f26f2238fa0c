"""Every page as every person, against the hand-written file; a page that the file leaves out fails."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from apiflask import APIFlask

from review_app.services.register import import_register
from tests.factories import NOW, People
from tests.integration.web.conftest import Site
from tests.unit.domain.expected import rows

PAGES = {row["endpoint"]: row for row in rows("pages.csv")}
EVERYBODY = ("nobody", *(each.name for each in fields(People)))
REGISTER = "Số ký hiệu,Trích yếu,Ngày ban hành,Cơ quan ban hành\n07/2026/QĐ-UBND,Quy định khác,01/03/2026,UBND tỉnh\n"


def is_page(endpoint: str) -> bool:
    return not endpoint.startswith(("api.", "openapi.")) and endpoint != "static"


def get_endpoints(app: APIFlask) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and is_page(rule.endpoint)
    }


def test_the_file_names_every_page_and_no_other(app: APIFlask) -> None:
    assert get_endpoints(app) == set(PAGES)


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_answers_as_written(site: Site, who: str) -> None:
    with site.office.database.write() as session:
        result = import_register(session, site.people.intake, NOW, "so.csv", REGISTER.encode())
        issued = result.lines[0].issued_id
    ids: dict[str, Any] = {
        "dossier_id": site.dossier, "version_id": site.version, "part_id": site.part, "issued_id": issued,
        "attachment_id": site.attachment, "round_": 1,
    }  # fmt: skip
    browser = site.as_("" if who == "nobody" else who)
    answers = {}
    for endpoint in PAGES:
        rule = next(rule for rule in site.app.url_map.iter_rules() if rule.endpoint == endpoint)
        wanted = {name: ids[name] for name in rule.arguments}
        with site.app.test_request_context():
            path = site.app.url_for(endpoint, **wanted)
        with browser.get(path) as answer:
            answers[endpoint] = str(answer.status_code)
    assert answers == {endpoint: row[who] for endpoint, row in PAGES.items()}


@pytest.mark.parametrize("outsider", ["other_officer", "admin"])
def test_forms_on_a_dossier_do_not_exist_for_outsiders(site: Site, outsider: str) -> None:
    browser = site.as_(outsider)
    forms = (
        f"/dossiers/{site.dossier}/actions/withdraw", f"/dossiers/{site.dossier}/versions",
        f"/dossiers/{site.dossier}/papers", f"/versions/{site.version}/retry",
        f"/findings/{site.finding}/disposition",
    )  # fmt: skip
    values = {"etag": "1", "reason": "x", "disposition": "confirmed"}
    assert {path: browser.post(path, values).status_code for path in forms} == dict.fromkeys(forms, 404)


def test_the_outsider_sees_nothing_in_list_counts_and_search(site: Site) -> None:
    for who in ("other_officer", "admin"):
        browser = site.as_(who)
        for path in ("/", "/dossiers", "/search?q=bến"):
            assert "bến thủy" not in browser.get(path).text
    assert "bến thủy" in site.as_("officer").get("/dossiers").text


def test_every_form_without_its_token_is_refused(site: Site) -> None:
    browser = site.as_("intake")
    posts = [
        rule
        for rule in site.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and is_page(rule.endpoint)
    ]
    assert len(posts) >= 10
    for rule in posts:
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<int:{name}>", "1").replace(f"<{name}>", "accept")
        answer = browser.client.post(path, data={"reason": "x"})
        assert (path, answer.status_code) == (path, 400)
        assert "csrf" in answer.text
