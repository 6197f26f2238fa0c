"""The dossier's page: the next step, refusals with both values, processing, escaped words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from review_app.domain.dossier import Action
from review_app.models import Dossier, DraftVersion
from review_app.services.clock import latest_due
from review_app.services.findings import Decision, dispose
from review_app.services.intake import add_version
from tests.factories import NOW, make_dossier, upload
from tests.integration.web.conftest import Site, etag_of, words_of

SCRIPT = "<script>alert('xss')</script>"


def test_the_whole_way_by_its_forms(site: Site) -> None:
    path = f"/dossiers/{site.dossier}"
    steps: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("intake", "accept", {"has_tthc": "no"}), ("head", "assign", {"assignee": str(site.people.reviewer.id)}),
        ("reviewer", "start", {}),
    )  # fmt: skip
    for who, action, values in steps:
        browser = site.as_(who)
        etag = etag_of(browser.get(path).text)
        answer = browser.post(f"{path}/actions/{action}", values | {"etag": etag})
        assert answer.status_code == 303, words_of(answer)
    page = words_of(site.as_("reviewer").get(path))
    assert "Đang thẩm định" in page
    assert "Còn 1 phát hiện chưa được xử lý" in page
    with site.office.database.write() as session:
        dispose(session, site.people.reviewer, NOW, site.finding, Decision("confirmed"), None)
    browser = site.as_("reviewer")
    drafted = browser.get(path).text
    assert 'name="conclusion"' in drafted
    conclusion = drafted.split('name="conclusion"')[1].split('value="')[2].split('"')[0]
    answer = browser.post(
        f"{path}/actions/draft_report", {"etag": etag_of(drafted), "conclusion": conclusion}
    )
    assert answer.status_code == 303, words_of(answer)
    assert "Mẫu báo cáo chưa được kiểm chứng với văn bản gốc" in words_of(browser.get(path))
    with browser.get(f"{path}/reports/1.docx") as report:
        assert report.status_code == 200
        assert report.data[:2] == b"PK"
    assert site.as_("officer").get(f"{path}/reports/1.docx").status_code == 403


def test_an_action_on_a_changed_dossier_shows_both_values_and_keeps_the_reason(site: Site) -> None:
    browser, path = site.as_("intake"), f"/dossiers/{site.dossier}"
    etag = etag_of(browser.get(path).text)
    site.act("intake", Action.ACCEPT, fields={"has_tthc": False})
    values = {"etag": etag, "seen_state": "submitted", "reason": "Thiếu tờ trình"}
    answer = browser.post(f"{path}/actions/return", values)
    assert answer.status_code == 412
    words = words_of(answer)
    assert "Chờ tiếp nhận" in words
    assert "hiện nay là Đã tiếp nhận" in words
    with site.office.database.read() as session:
        assert session.get_one(Dossier, site.dossier).state == "accepted"


def test_a_return_without_reason_is_refused_in_the_form(site: Site) -> None:
    browser, path = site.as_("intake"), f"/dossiers/{site.dossier}"
    answer = browser.post(f"{path}/actions/return", {"etag": etag_of(browser.get(path).text), "reason": " "})
    assert answer.status_code == 422
    assert "Chưa thực hiện “Trả lại để bổ sung”. Cần nêu lý do." in words_of(answer)


def test_a_form_of_a_page_without_etag_does_nothing(site: Site) -> None:
    assert site.as_("intake").post(f"/dossiers/{site.dossier}/actions/accept").status_code == 422


def test_an_action_of_another_role_is_forbidden_and_an_unknown_one_is_not_found(site: Site) -> None:
    browser = site.as_("reviewer")
    assert browser.post(f"/dossiers/{site.dossier}/actions/sign", {"etag": "1"}).status_code == 403
    assert browser.post(f"/dossiers/{site.dossier}/actions/xoa", {"etag": "1"}).status_code == 404


def test_a_barred_action_says_why(site: Site) -> None:
    browser, path = site.as_("intake"), f"/dossiers/{site.dossier}"
    values = {"etag": etag_of(browser.get(path).text), "has_tthc": "yes"}
    answer = browser.post(f"{path}/actions/accept", values)
    assert answer.status_code == 422
    assert "Hồ sơ còn thiếu" in words_of(answer)
    assert 'value="yes" required checked' in answer.text


def test_words_of_people_are_never_code(site: Site) -> None:
    with site.office.database.write() as session:
        bad = make_dossier(site.office, session, site.people.officer, title=f"Dự thảo {SCRIPT}").id
    browser = site.as_("intake")
    for path in (
        f"/dossiers/{bad}",
        "/dossiers",
        "/",
        f"/dossiers?q={quote(SCRIPT)}",
        f"/search?q={quote(SCRIPT)}",
    ):
        answer = browser.get(path)
        assert "<script>alert" not in answer.text, path
    assert "&lt;script&gt;alert" in browser.get(f"/dossiers/{bad}").text


def test_a_version_that_cannot_be_read_says_so_and_may_be_tried_again(site: Site) -> None:
    with site.office.database.write() as session:
        version = session.get_one(DraftVersion, site.version)
        version.state, version.code, version.reason, version.step = (
            "failed",
            "no_text",
            "Bản quét.",
            "extract",
        )
    browser = site.as_("intake")
    words = words_of(browser.get(f"/dossiers/{site.dossier}"))
    assert "Bản quét. (mã lỗi: no_text)" in words
    assert "chưa được rà soát" in words
    assert "Không phát hiện" not in words
    desk = words_of(browser.get(f"/versions/{site.version}/desk"))
    assert "Dự thảo chưa được rà soát xong" in desk
    assert "Không phát hiện" not in desk
    assert browser.post(f"/versions/{site.version}/retry").status_code == 303
    assert "Đã nhận, chờ đọc" in words_of(browser.get(f"/dossiers/{site.dossier}"))


def test_processing_is_asked_again_until_it_ends(site: Site) -> None:
    browser, path = site.as_("officer"), f"/versions/{site.version}/processing"
    with site.office.database.write() as session:
        session.get_one(DraftVersion, site.version).state = "processing"
    running = browser.get(path)
    assert 'hx-trigger="every 2s"' in running.text
    assert "<html" not in running.text
    with site.office.database.write() as session:
        session.get_one(DraftVersion, site.version).state = "scanned"
    ended = browser.get(path)
    assert "every 2s" not in ended.text
    assert 'id="next-step"' in ended.text


def test_the_agency_reads_no_finding_before_the_report_is_out(site: Site) -> None:
    words = words_of(site.as_("officer").get(f"/dossiers/{site.dossier}"))
    assert "phát hiện:" not in words
    assert "cùng báo cáo thẩm định đã phát hành" in words


def test_originals_come_as_downloads_that_no_browser_runs(site: Site) -> None:
    with site.as_("officer").get(f"/files/draft/{site.part}") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.content_type == "application/octet-stream"


def test_the_agency_reads_its_own_steps_and_no_inside_reason(site: Site) -> None:
    site.to_appraising()
    site.act("head", Action.REASSIGN, assignee_id=site.people.other_reviewer.id, reason="Nội bộ: quá tải")
    site.act("head", Action.EXTEND, reason="Nội bộ: thiếu người", fields={"due_on": "2099-01-05"})
    site.act("head", Action.PAUSE, reason="Chờ cơ quan gửi phụ lục")
    agency = words_of(site.as_("officer").get(f"/dossiers/{site.dossier}"))
    assert "Chờ cơ quan gửi phụ lục" in agency
    assert "đến 05/01/2099." in agency
    assert "Nội bộ" not in agency
    history = agency.split("Lịch sử")[1]
    for inside in ("Phân công", "Bắt đầu thẩm định", "Gia hạn"):
        assert inside not in history
    for theirs in ("Tạm dừng", "Tiếp nhận", "Nộp hồ sơ"):
        assert theirs in history
    office = words_of(site.as_("inspector").get(f"/dossiers/{site.dossier}"))
    assert "Nội bộ: quá tải" in office
    assert "Nội bộ: thiếu người" in office.split("Lịch sử")[0]


def desks_linked(page: str) -> set[int]:
    return {int(number) for number in re.findall(r'href="/versions/(\d+)/desk"', page)}


def test_the_agency_is_offered_the_desks_it_may_open_and_no_other(site: Site) -> None:
    officer, path = site.as_("officer"), f"/dossiers/{site.dossier}"
    site.to_appraising()
    assert "Rút hồ sơ" in words_of(officer.get(path))
    assert desks_linked(officer.get(path).text) == set()
    assert desks_linked(site.as_("reviewer").get(path).text) == {site.version}
    release(site)
    with site.office.database.write() as session:
        add_version(session, site.people.officer, NOW, site.dossier, [upload(site.office)], [])
    linked = desks_linked(officer.get(path).text)
    assert linked == {site.version}
    assert officer.get(f"/versions/{site.version}/desk").status_code == 200
    assert officer.get(f"/versions/{site.version + 1}/desk").status_code == 403


def release(site: Site) -> None:
    """Decide, draft, sign and send out the report of a dossier under appraisal."""
    with site.office.database.write() as session:
        dispose(session, site.people.reviewer, NOW, site.finding, Decision("confirmed"), None)
    site.act("reviewer", Action.DRAFT_REPORT)
    site.act("head", Action.HEAD_APPROVE)
    site.act("director", Action.SIGN)
    site.act("intake", Action.RELEASE)


def test_a_date_beyond_what_the_source_allows_is_refused_and_the_form_says_so_before(site: Site) -> None:
    with site.office.database.write() as session:
        dossier = session.get_one(Dossier, site.dossier)
        dossier.expedited, dossier.created_at = True, datetime.now(UTC)
    site.act("intake", Action.ACCEPT, fields={"has_tthc": False})
    with site.office.database.read() as session:
        latest = latest_due(session, session.get_one(Dossier, site.dossier))
    assert latest is not None
    browser, path = site.as_("head"), f"/dossiers/{site.dossier}"
    page = browser.get(path)
    assert f"thời hạn không quá 15 ngày: muộn nhất ngày {latest:%d/%m/%Y}" in words_of(page)
    values = {"etag": etag_of(page.text), "reason": "Phức tạp", "due_on": f"{latest + timedelta(1):%d/%m/%Y}"}
    answer = browser.post(f"{path}/actions/extend", values)
    assert answer.status_code == 422
    assert f"gia hạn muộn nhất đến ngày {latest:%d/%m/%Y}" in words_of(answer)
    assert (
        browser.post(f"{path}/actions/extend", values | {"due_on": f"{latest:%d/%m/%Y}"}).status_code == 303
    )
