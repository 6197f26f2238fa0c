"""Pages as people see them: a browser with cookies and forms, on an office with base data."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from review_app.domain.dossier import Action
from review_app.domain.roles import Actor
from review_app.models import Attachment, DraftPart, Finding, User
from review_app.services.appraisal import Request, run_action
from review_app.services.base_data import import_base
from review_app.services.office import Office
from tests.factories import NOW, PASSWORD, People, make_dossier, mark_scanned, with_base_data

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """One person's browser: keeps cookies, and sends forms with the token the site gave it."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def sign_in(self, login: str, password: str = PASSWORD, **values: str) -> TestResponse:
        """Fill in the sign-in form."""
        return self.post("/login", {"login": login, "password": password} | values)

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.client.get(path, **kwargs)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Send a form with its token."""
        sent = {"csrf_token": self.token()} | dict(data or {})
        return self.client.post(path, data=sent, **kwargs)

    def token(self) -> str:
        """The token any page of this session carries."""
        page = self.client.get("/login", follow_redirects=True)
        found = _TOKEN.search(page.text)
        assert found is not None
        return found[1]


@dataclass(frozen=True)
class Site:
    """The site with an account per role and one scanned dossier of `so-xd`."""

    app: APIFlask
    office: Office
    people: People
    dossier: int
    version: int
    finding: int
    part: int
    attachment: int

    def as_(self, who: str) -> Browser:
        """A new browser of this person (a field of People), signed in; '' for nobody."""
        browser = Browser(self.app.test_client())
        if who:
            with self.office.database.read() as session:
                login = session.get_one(User, getattr(self.people, who).id).login
            assert browser.sign_in(login).status_code == 303
        return browser

    def act(self, who: str, action: Action, **request: Any) -> None:
        """Move the dossier on through the services."""
        with self.office.database.write() as session:
            person: Actor = getattr(self.people, who)
            run_action(session, person, datetime.now(UTC), self.dossier, Request(action, **request), None)

    def to_appraising(self) -> None:
        """Accept, assign to `reviewer`, start."""
        self.act("intake", Action.ACCEPT, fields={"has_tthc": False})
        self.act("head", Action.ASSIGN, assignee_id=self.people.reviewer.id)
        self.act("reviewer", Action.START)


@pytest.fixture(scope="session")
def migrated_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with the base data in it, imported once."""
    return with_base_data(migrated_sqlite, tmp_path_factory.mktemp("with-base"))


@pytest.fixture
def site(app: APIFlask, office: Office, people: People, request: pytest.FixtureRequest) -> Site:
    """The site as most tests want it."""
    with office.database.write() as session:
        if request.config.getoption("--postgres"):
            import_base(session, NOW)
        dossier = make_dossier(office, session, people.officer, papers=("to_trinh",))
        version = mark_scanned(session, dossier)
        finding = session.scalars(select(Finding.id).where(Finding.version_id == version.id)).one()
        part = session.scalars(select(DraftPart.id).where(DraftPart.version_id == version.id)).one()
        paper = session.scalars(select(Attachment.id).where(Attachment.dossier_id == dossier.id)).one()
        return Site(app, office, people, dossier.id, version.id, finding, part, paper)


def words_of(answer: TestResponse) -> str:
    """The page's text without tags, on one line."""
    text = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", answer.text, flags=re.S)
    return " ".join(html.unescape(text).split())


def etag_of(page: str) -> str:
    """The first etag a page's forms carry."""
    found = re.search(r'name="etag" value="(\d+)"', page)
    assert found is not None
    return found[1]
