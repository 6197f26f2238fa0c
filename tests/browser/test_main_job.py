"""The whole main job in a real browser: a draft handed in, read, decided on, reported, signed, found, counted."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from review_app.cli.demo_stack import Stack
from review_app.reports.read_back import read_back
from review_app.sample.build import build_docx
from review_app.services.clock import local_date
from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

TODAY = local_date(datetime.now(UTC))
ISSUED_AS = f"07/{TODAY.year}/QĐ-UBND"
TITLE = "Quy định cấp phép hoạt động chợ nổi trên sông"
DRAFT = "\n".join(
    (
        "# QUYẾT ĐỊNH",
        "Ban hành Quy định cấp phép hoạt động chợ nổi trên sông",
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
        "Điều 1. Hồ sơ đề nghị cấp giấy phép",
        "1. Tổ chức, cá nhân đề nghị cấp giấy phép nộp 01 bộ hồ sơ tại Trung tâm Phục vụ hành chính công, gồm: "
        "đơn đề nghị theo Mẫu số 01 và bản sao căn cước.",
        "2. Trong thời hạn 10 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ, Sở Công Thương cấp giấy phép; "
        "trường hợp từ chối phải trả lời bằng văn bản và nêu rõ lý do.",
        "Điều 2. Trách nhiệm phối hợp",
        "Sở Công Thương phối hợp với Ủy ban nhân dân cấp xã kiểm tra, báo cáo Ủy ban nhân dân tỉnh hằng năm.",
        "Điều 3. Hiệu lực thi hành",
        "Quyết định này có hiệu lực từ ngày 01 tháng 02 năm 2027.",
    )
)
CONCLUSION = "Chỉ đủ điều kiện trình sau khi tiếp thu, hoàn thiện"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The draft and its papers as Word files."""
    texts = {
        "draft": DRAFT,
        "to_trinh": "# TỜ TRÌNH\nVề dự thảo Quyết định",
        "danh_gia_tac_dong_tthc": "# BẢN ĐÁNH GIÁ TÁC ĐỘNG THỦ TỤC HÀNH CHÍNH",
        "y_kien_tthc": "# Ý KIẾN VỀ THỦ TỤC HÀNH CHÍNH",
    }
    paths = {name: tmp_path / f"{name}.docx" for name in texts}
    for name, text in texts.items():
        paths[name].write_bytes(build_docx(text))
    return paths


def test_a_draft_from_upload_to_the_counted_figure(
    chromium: Browser, stack: Stack, files: dict[str, Path], tmp_path: Path
) -> None:
    draft = files.pop("draft")
    officer = Person(chromium, stack, "agency_officer")
    number = officer.hand_in(TITLE, draft, files)
    officer.wait_until_scanned()

    intake = Person(chromium, stack, "intake")
    intake.open_from_queue(TITLE)
    intake.take_step("Tiếp nhận", has_tthc="yes")
    intake.expect_state("Đã tiếp nhận")

    head = Person(chromium, stack, "head")
    head.open_from_queue(TITLE)
    head.take_step("Phân công", assignee="Chuyên viên thẩm định 1")
    head.expect_state("Đã phân công")

    reviewer = Person(chromium, stack, "reviewer")
    decided = decide_everything(reviewer)
    assert decided["confirmed"] >= 1
    assert decided["dismissed"] >= 1
    reviewer.open_from_queue(TITLE)
    reviewer.take_step("Trình dự thảo báo cáo", conclusion=CONCLUSION)
    reviewer.expect_state("Đã dự thảo báo cáo")

    head.open_from_queue(TITLE)
    head.take_step("Duyệt báo cáo")
    head.expect_state("Trưởng phòng đã duyệt")
    director = Person(chromium, stack, "director")
    director.open_from_queue(TITLE)
    director.take_step("Ký báo cáo")
    director.expect_state("Đã ký")
    intake.open_from_queue(TITLE)
    intake.take_step("Phát hành")
    intake.expect_state("Đã phát hành")

    officer.open_from_queue(TITLE)
    officer.expect_state("Đã phát hành")
    report = download_report(officer, tmp_path)
    stated = [item.disposition for item in read_back(report.read_bytes())]
    assert stated.count("confirmed") == decided["confirmed"]
    assert stated.count("dismissed") == decided["dismissed"]

    officer.take_step("Gửi giải trình, tiếp thu")
    officer.expect_state("Cơ quan đã giải trình")
    intake.open_from_queue(TITLE)
    intake.take_step("Kết thúc: văn bản đã ban hành", number=ISSUED_AS)
    intake.expect_state("Kết thúc, đã ban hành")
    find(reviewer, "cap phep cho noi", number)
    count(intake, head, tmp_path)
    refusals = [line for line in reviewer.complaints if "422" in line]
    assert len(refusals) == 1, "Chromium reports the dismissal without a reason, and nothing else"
    reviewer.complaints.remove(refusals[0])
    for person in (officer, intake, head, reviewer, director):
        assert person.complaints == [], f"{person.name}: errors in the browser's console"


def decide_everything(reviewer: Person) -> dict[str, int]:
    """At the review desk: confirm all findings but the last, which is dismissed; without a reason it is refused."""
    reviewer.open_from_queue(TITLE)
    reviewer.page.get_by_role("link", name=re.compile("Mở bàn rà soát")).first.click()
    page = reviewer.page
    expect(page.locator("article.finding").first).to_be_visible()
    total = page.locator("article.finding").count()
    assert total >= 2
    for number in range(total):
        card = page.locator("article.finding").nth(number)
        expect(card.locator("blockquote")).not_to_be_empty()
        last = number == total - 1
        if last:
            card.get_by_role("button", name="Loại bỏ").click()
            expect(page.get_by_text("Cần nêu lý do")).to_be_visible()
            card.locator("textarea[name=reason]").fill("Chỉ nhắc lại quy định của Trung ương.")
        card.get_by_role("button", name="Loại bỏ" if last else "Xác nhận").click()
        wanted = "dismissed" if last else "confirmed"
        expect(page.locator("article.finding").nth(number)).to_have_attribute("data-disposition", wanted)
    return {"confirmed": total - 1, "dismissed": 1}


def download_report(person: Person, folder: Path) -> Path:
    """Download the report of the dossier that is open."""
    with person.page.expect_download() as waiting:
        person.page.get_by_role("link", name=re.compile(r"Tải báo cáo vòng 1")).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".docx"
    return path


def find(person: Person, words: str, number: str) -> None:
    """Search without diacritics until the index has caught up, and follow the first answer to the dossier."""
    for _ in range(40):
        person.page.goto(f"{person.url}/search?q={words}")
        if person.page.locator("mark").count():
            break
        person.page.wait_for_timeout(250)
    expect(person.page.locator("mark").first).to_be_visible()
    person.page.get_by_role("link", name=TITLE).first.click()
    expect(person.page.locator("main")).to_contain_text(number)


def count(intake: Person, head: Person, folder: Path) -> None:
    """Import a register of two documents, one of them never appraised: the head reads 1 / 2."""
    register = folder / "so-van-ban.csv"
    register.write_text(
        "so_ky_hieu,trich_yeu,loai,co_quan_ban_hanh,ngay_ban_hanh\n"
        f"{ISSUED_AS},{TITLE},Quyết định,Ủy ban nhân dân tỉnh,{TODAY:%d/%m/%Y}\n"
        f"08/{TODAY.year}/QĐ-UBND,Quyết định không qua thẩm định,Quyết định,Ủy ban nhân dân tỉnh,{TODAY:%d/%m/%Y}\n",
        encoding="utf-8",
    )
    intake.page.goto(f"{intake.url}/register")
    intake.page.locator("input[type=file]").set_input_files(register)
    intake.page.get_by_role("button", name=re.compile("Nhập")).click()
    expect(intake.page.locator("main")).to_contain_text(ISSUED_AS)
    head.page.goto(f"{head.url}/kpi?from={TODAY:%d/%m/%Y}&to={TODAY:%d/%m/%Y}")
    expect(head.page.locator("main")).to_contain_text(re.compile(r"1\s*/\s*2"))
