"""Signing in: who gets in, where they go, how often they may try, when their session ends."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from review_app.app import create_app
from review_app.models import User
from review_app.services.accounts import lock_user
from review_app.services.office import Office, open_office
from review_app.web.session import safe_next
from tests.factories import PASSWORD, People
from tests.integration.web.conftest import Browser, Site, words_of


def test_a_page_asked_for_before_sign_in_is_shown_after_it(site: Site) -> None:
    browser = site.as_("")
    asked = browser.get(f"/dossiers/{site.dossier}")
    assert asked.status_code == 302
    assert asked.location.startswith("/login?next=")
    answer = browser.sign_in("soanthao", next=f"/dossiers/{site.dossier}")
    assert (answer.status_code, answer.location) == (303, f"/dossiers/{site.dossier}")


@pytest.mark.parametrize(
    "target",
    [
        "https://xau.example/",
        "//xau.example",
        "/\\xau.example",
        "\\\\xau.example",
        "javascript:alert(1)",
        "/a\nb",
        "",
    ],
)
def test_nobody_is_sent_to_another_site_after_sign_in(site: Site, target: str) -> None:
    assert safe_next(target) == "/"
    assert site.as_("").sign_in("soanthao", next=target).location == "/"


def test_a_wrong_password_says_so_without_telling_whether_the_account_exists(site: Site) -> None:
    known, unknown = (site.as_("").sign_in(login, "sai-mat-khau") for login in ("soanthao", "khong-co"))
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert "không đúng" in words_of(known)
    assert words_of(known).replace(known.headers["X-Request-ID"], "") == words_of(unknown).replace(
        unknown.headers["X-Request-ID"], ""
    )


def test_the_typed_login_stays_and_is_escaped(site: Site) -> None:
    answer = site.as_("").sign_in('"><script>alert(1)</script>', "sai")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_too_many_failures_are_stopped_and_the_right_password_counts_none(
    office: Office, people: People
) -> None:
    limited = office.settings.model_copy(update={"login_attempts": "3 per minute"})
    browser = Browser(create_app(open_office(limited)).test_client())
    assert [browser.sign_in("soanthao", "sai").status_code for _ in range(4)] == [401, 401, 401, 429]
    stopped = browser.sign_in("soanthao")
    assert stopped.status_code == 429
    assert "Hãy chờ một phút" in words_of(stopped)
    fresh = Browser(create_app(open_office(limited)).test_client())
    assert [fresh.sign_in("soanthao").status_code for _ in range(5)] == [303] * 5


def test_signing_in_works_while_the_queue_server_is_lost(office: Office, people: People) -> None:
    lost = office.settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    browser = Browser(create_app(open_office(lost)).test_client())
    assert browser.sign_in("soanthao").status_code == 303


def test_a_closed_account_is_out_at_once(site: Site) -> None:
    browser = site.as_("reviewer")
    assert browser.get("/dossiers").status_code == 200
    with site.office.database.write() as session:
        lock_user(session, session.get_one(User, site.people.reviewer.id))
    assert browser.get("/dossiers").status_code == 302
    assert browser.sign_in("chuyenvien").status_code == 401


def test_a_raised_epoch_ends_every_session_of_the_account(site: Site) -> None:
    first, second = site.as_("head"), site.as_("head")
    with site.office.database.write() as session:
        session.get_one(User, site.people.head.id).session_epoch += 1
    assert [browser.get("/dossiers").status_code for browser in (first, second)] == [302, 302]
    assert first.sign_in("truongphong", PASSWORD).status_code == 303


def test_signing_out_needs_a_form_and_ends_the_session(site: Site) -> None:
    browser = site.as_("head")
    assert browser.get("/logout").status_code == 405
    assert browser.post("/logout").location == "/login"
    assert browser.get("/dossiers").status_code == 302


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app: APIFlask, people: People) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    cookie = app.test_client().get("/login", base_url="https://localhost").headers["Set-Cookie"]
    assert {"HttpOnly", "Secure", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
