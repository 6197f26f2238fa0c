"""The desk and the upload form as a browser runs them: scripts, keys, progress, nothing the policy has to block."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Appraising, Desk
from tests.factories import DRAFT_TEXT

pytestmark = pytest.mark.browser


def test_a_finding_is_decided_by_keys_and_a_late_decision_shows_both_values(
    desk: Desk, appraising: Appraising
) -> None:
    first, second = desk.sign_in("chuyenvien"), desk.sign_in("chuyenvien")
    for page in (first, second):
        page.goto(f"{desk.address}/versions/{appraising.version}/desk")
    first.keyboard.press("n")
    first.keyboard.press("a")
    card = first.locator(f"#f-{appraising.finding}")
    expect(card).to_have_attribute("data-disposition", "confirmed")
    expect(first.locator("#desk-counts")).to_contain_text("còn 0 chưa xử lý")
    expect(first.locator(".mark").first).to_have_attribute("data-disposition", "confirmed")
    assert desk.complaints == []

    second.fill(f"#reason-{appraising.finding}", "Đã có Nghị định giao")
    second.click(f"#f-{appraising.finding} button[value=dismissed]")
    late = second.locator(f"#f-{appraising.finding} .notice")
    expect(late).to_contain_text("Bạn chọn (chưa lưu)")
    expect(late).to_contain_text("Xác nhận")
    assert second.input_value(f"#reason-{appraising.finding}") == "Đã có Nghị định giao"


def test_keys_stay_still_while_somebody_types_vietnamese(desk: Desk, appraising: Appraising) -> None:
    page = desk.sign_in("chuyenvien")
    page.goto(f"{desk.address}/versions/{appraising.version}/desk")
    page.keyboard.press("n")
    page.keyboard.press("r")
    page.keyboard.type("aja")
    assert page.input_value(f"#reason-{appraising.finding}") == "aja"
    page.evaluate("document.activeElement.blur()")
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true, isComposing: true}))"
    )
    expect(page.locator(f"#f-{appraising.finding}")).to_have_attribute("data-disposition", "open")


def test_a_mark_leads_to_its_card_and_back(desk: Desk, appraising: Appraising) -> None:
    page = desk.sign_in("truongphong")
    page.goto(f"{desk.address}/versions/{appraising.version}/desk")
    page.locator(".mark").first.click()
    expect(page.locator(f"#f-{appraising.finding}")).to_be_focused()
    page.locator(f"[data-to-mark='{appraising.finding}']").click()
    expect(page.locator(".mark").first).to_have_class("mark mark-suspect is-current")
    assert desk.complaints == []


def test_each_file_has_its_own_answer_and_none_is_left_out_in_silence(
    desk: Desk, appraising: Appraising, tmp_path: Path
) -> None:
    (tmp_path / "du-thao.txt").write_text(DRAFT_TEXT, encoding="utf-8")
    (tmp_path / "rong.docx").write_bytes(b"")
    page = desk.sign_in("soanthao")
    page.goto(f"{desk.address}/dossiers/new")
    page.fill("#title", "Quy định tải lên nhiều tệp")
    page.set_input_files("#file-draft", [tmp_path / "du-thao.txt", tmp_path / "rong.docx"])
    expect(page.locator(".file.is-received")).to_contain_text("du-thao.txt")
    expect(page.locator(".file.is-refused")).to_contain_text("Tệp rỗng")
    page.click("[data-upload-form] button[type=submit]")
    expect(page.locator("[data-upload-summary]")).to_contain_text("rong.docx chưa nhận được")
    page.locator(".file.is-refused button", has_text="Bỏ").click()
    page.click("[data-upload-form] button[type=submit]")
    page.wait_for_url("**/dossiers/*?done=submitted")
    expect(page.locator("#processing")).to_contain_text("du-thao.txt")
    expect(page.locator("main")).to_contain_text("Đã nhận hồ sơ")
    assert desk.complaints == []


@pytest.mark.parametrize("width", [1366, 390])
def test_no_page_scrolls_sideways(desk: Desk, appraising: Appraising, width: int) -> None:
    page = desk.sign_in("tiepnhan", width)
    for path in (
        "/", "/dossiers", "/dossiers/new", f"/dossiers/{appraising.dossier}", f"/versions/{appraising.version}/desk",
        "/search?q=ho so", "/kpi", "/register", "/khong-co",
    ):  # fmt: skip
        page.goto(f"{desk.address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
