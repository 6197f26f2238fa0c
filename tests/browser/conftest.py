"""A real browser on a real server: Debian's Chromium, skipped with a line where it is not installed."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from review_app.cli.demo_stack import Stack
from review_app.config import Settings
from review_app.domain.dossier import Action
from review_app.models import Finding
from review_app.services.appraisal import Request, run_action
from review_app.services.base_data import import_base
from review_app.services.office import Office
from tests.factories import NOW, PASSWORD, People, make_dossier, mark_scanned

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed (apt-get install chromium): pages are not tried in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Every process of the service on an empty database, with an account for each role."""
    settings = Settings(data=tmp_path_factory.mktemp("browser"), login_attempts="1000 per minute")
    with Stack(settings, None, samples=False) as running:
        yield running


@pytest.fixture
def address(app: APIFlask) -> Iterator[str]:
    """Where the application is served during a test."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Desk:
    """People in front of their browsers; `complaints` are what the browser itself objected to."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, login: str, width: int = 1366) -> Page:
        """A window of its own, signed in."""
        page = self.browser.new_context(viewport={"width": width, "height": 900}).new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.address}/login")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "/login" not in url)
        return page


@pytest.fixture
def desk(chromium: Browser, address: str) -> Iterator[Desk]:
    """The people's browsers; closed after the test."""
    opened = Desk(chromium, address)
    yield opened
    for context in chromium.contexts:
        context.close()


@dataclass(frozen=True)
class Appraising:
    """A dossier that `reviewer` works on, with one open finding."""

    dossier: int
    version: int
    finding: int


@pytest.fixture
def appraising(office: Office, people: People) -> Appraising:
    """The dossier, moved on by the services."""
    with office.database.write() as session:
        import_base(session, NOW)
        dossier = make_dossier(office, session, people.officer)
        version = mark_scanned(session, dossier)
        finding = session.scalars(select(Finding.id).where(Finding.version_id == version.id)).one()
        steps = (
            (people.intake, Request(Action.ACCEPT, fields={"has_tthc": False})),
            (people.head, Request(Action.ASSIGN, assignee_id=people.reviewer.id)),
            (people.reviewer, Request(Action.START)),
        )
        for person, request in steps:
            run_action(session, person, datetime.now(UTC), dossier.id, request, None)
        return Appraising(dossier.id, version.id, finding)
