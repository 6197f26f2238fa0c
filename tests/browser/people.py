"""What people do in the browser, in the words of the office."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from review_app.cli.demo_stack import Stack

SCANNED_WITHIN_MS = 60_000


class Person:
    """One person at a browser of their own, signed in."""

    def __init__(self, browser: Browser, stack: Stack, role: str, width: int = 1366) -> None:
        account = next(account for account in stack.accounts if account["role"] == role)
        self.url = stack.url
        self.name: str = account["name"]
        self.complaints: list[str] = []
        context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self._listen(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{self.url}/login")
        self.page.get_by_label("Tên đăng nhập").fill(account["login"])
        self.page.get_by_label("Mật khẩu").fill(account["password"])
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("button", name="Đăng xuất")).to_be_visible()

    def _listen(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def hand_in(self, title: str, draft: Path, papers: dict[str, Path]) -> str:
        """Fill in the form, choose the files and send; returns the dossier's number."""
        self.page.goto(f"{self.url}/dossiers/new")
        self.page.get_by_label("Tên (trích yếu) dự thảo").fill(title)
        self.page.locator('[data-upload="draft"] input[type=file]').set_input_files(draft)
        for kind, path in papers.items():
            self.page.locator(f'[data-upload="paper_{kind}"] input[type=file]').set_input_files(path)
        expect(self.page.locator(".file.is-received")).to_have_count(1 + len(papers))
        self.page.get_by_role("button", name="Nộp hồ sơ").click()
        number = re.search(r"HS-\d{4}-\d{4}", self.page.locator(".dossier-head").inner_text())
        assert number is not None
        return number[0]

    def open_from_queue(self, title: str) -> None:
        """Go to the list of dossiers and open one by its title."""
        self.page.goto(f"{self.url}/dossiers")
        self.page.get_by_role("link", name=title).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def wait_until_scanned(self) -> None:
        """Watch the page, which refreshes itself, until the draft has been read and scanned."""
        expect(self.page.get_by_text("Đã rà soát xong")).to_be_visible(timeout=SCANNED_WITHIN_MS)

    def take_step(self, name: str, **choices: str) -> None:
        """Do the step of this name in the box “Bước tiếp theo”: choose, fill in, confirm."""
        box = self.page.locator("#next-step details.action").filter(
            has=self.page.locator("summary", has_text=re.compile(f"^{re.escape(name)}$"))
        )
        if box.get_attribute("open") is None:
            box.locator("summary").click()
        for field, value in choices.items():
            target = box.locator(f'[name="{field}"]')
            if field == "has_tthc":
                box.locator(f'[name="has_tthc"][value="{value}"]').check()
            elif target.evaluate("element => element.tagName") == "SELECT":
                target.select_option(label=value)
            else:
                target.fill(value)
        box.get_by_role("button", name=name, exact=True).click()

    def expect_state(self, words: str) -> None:
        """The dossier page shows this state."""
        expect(self.page.locator(".dossier-state")).to_contain_text(words)
