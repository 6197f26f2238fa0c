"""What every answer carries, and what a page of errors says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from review_app.web.protection import CSP
from tests.integration.web.conftest import Site, words_of

ROOT = Path(__file__).resolve().parents[3] / "review_app"
PATHS = (
    "/login",
    "/",
    "/dossiers",
    "/dossiers/1",
    "/versions/1/desk",
    "/khong-co",
    "/static/css/app.css",
    "/healthz",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_foreign_and_inline_code(site: Site, path: str) -> None:
    with site.as_("reviewer").get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert policy == CSP
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])
        if not path.startswith("/static/"):
            assert answer.headers["Cache-Control"] == "no-store"


def test_templates_hold_no_inline_code_or_style() -> None:
    pages = list((ROOT / "templates").rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"\son[a-z]+=|\sstyle=|<style|hx-on|js:|javascript:|\|\s*safe\b", text), (
            page.name
        )
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), page.name


def test_an_error_page_says_what_happened_what_was_kept_what_to_do_and_the_reference(site: Site) -> None:
    answer = site.as_("reviewer").get("/dossiers/99999")
    words = words_of(answer)
    assert answer.status_code == 404
    assert "Không tìm thấy" in words
    assert "Đã giữ lại Không có dữ liệu nào bị mất" in words
    assert "Cần làm" in words
    assert answer.headers["X-Request-ID"] in words


def test_a_fault_of_ours_shows_no_inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("mat-khau-cua-may-chu")

    monkeypatch.setattr("review_app.web.queue.queue_by_urgency", broken)
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = site.as_("reviewer").get("/dossiers")
    assert answer.status_code == 500
    assert "mat-khau-cua-may-chu" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-ID"] in words_of(answer)


def test_a_request_id_given_by_the_proxy_is_kept_unless_it_could_forge_a_log_line(site: Site) -> None:
    browser = site.as_("")
    assert browser.get("/login", headers={"X-Request-ID": "abc-12345"}).headers["X-Request-ID"] == "abc-12345"
    assert browser.get("/login", headers={"X-Request-ID": "a b<c>"}).headers["X-Request-ID"] != "a b<c>"


def test_a_refused_part_of_a_page_comes_as_a_box_and_leaves_the_form_alone(site: Site) -> None:
    answer = site.as_("reviewer").get("/dossiers/99999", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (404, "#notices")
    assert "<html" not in answer.text


def test_a_script_is_answered_in_json(site: Site) -> None:
    answer = site.as_("").client.post("/uploads", headers={"Accept": "application/json"})
    assert answer.content_type == "application/problem+json"
    assert answer.get_json(force=True)["detail"]


def test_metrics_count_requests_and_jobs_without_naming_anybody(site: Site) -> None:
    browser = site.as_("reviewer")
    browser.get(f"/dossiers/{site.dossier}")
    text = browser.get("/metrics").text
    assert re.search(
        r'review_app_requests_total\{endpoint="dossier.show",process="\d+",status="200"\} 1.0', text
    )
    assert 'review_app_jobs{state="queued"} 2.0' in text
    assert "review_app_index_behind_dossiers 1.0" in text
    assert "bến thủy" not in text


def test_readiness_names_what_is_missing(site: Site) -> None:
    answer = site.as_("").get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "not_ready", "database": True, "queue": False, "index": False}
    assert site.as_("").get("/healthz").status_code == 200
