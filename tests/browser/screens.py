"""Takes the screenshots in `docs/screens` from the demo with its sample data.

usage: ./dev run python -m tests.browser.screens      (needs Chromium; starts a demo of its own on a scratch folder)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from review_app.cli.demo_stack import Stack, say
from review_app.config import Settings
from tests.browser.conftest import FLAGS
from tests.browser.people import Person

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
WIDTHS = (1366, 390)
PAGES = (
    ("today", "reviewer", "/"),
    ("queue", "head", "/dossiers"),
    ("new", "agency_officer", "/dossiers/new"),
    ("dossier", "reviewer", "/dossiers/1"),
    ("desk", "reviewer", "/versions/1/desk"),
    ("search", "inspector", "/search?q=cap giay xac nhan ben khach"),
    ("kpi", "head", "/kpi"),
    ("register", "intake", "/register"),
)
"""Name of the picture, who looks, and where."""


def main() -> int:
    """Take every picture at both widths; exit 1 without Chromium."""
    path = shutil.which("chromium")
    if path is None:
        print("Chromium is not installed", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack(Settings(data=Path(folder)), None, samples=True) as stack,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for width in WIDTHS:
            _take(browser, stack, width)
        browser.close()
    return 0


def _take(browser: Browser, stack: Stack, width: int) -> None:
    anybody = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    anybody.goto(f"{stack.url}/login")
    anybody.screenshot(path=FOLDER / f"login-{width}.png")
    people = {role: Person(browser, stack, role, width) for _, role, _ in PAGES}
    for name, role, address in PAGES:
        page = people[role].page
        page.goto(stack.url + address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}-{width}.png")
        say(f"{name}-{width}.png")


if __name__ == "__main__":
    raise SystemExit(main())
