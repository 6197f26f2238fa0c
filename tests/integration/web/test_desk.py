"""The review desk: text with marks, cards, decisions, both values on a conflict."""

from __future__ import annotations

import re

from nlp.knowledge import load_knowledge
from review_app.domain.dossier import Action
from review_app.models import Finding, VersionText
from review_app.services.findings import Decision, dispose
from tests.factories import DRAFT_TEXT, NOW
from tests.integration.web.conftest import Site, etag_of, words_of

HTMX = {"HX-Request": "true"}


def card_etag(page: str, finding: int) -> str:
    return etag_of(page.split(f'id="f-{finding}"')[1])


def test_the_desk_shows_the_whole_text_with_the_mark_at_its_place(site: Site) -> None:
    page = site.as_("reviewer").get(f"/versions/{site.version}/desk")
    draft = page.text.split('class="draft"')[1].split('class="cards"')[0]
    for line in DRAFT_TEXT.split("\n"):
        assert line in re.sub(r"<[^>]+>", "", draft)
    marked = re.search(r'<a class="mark mark-suspect"[^>]*data-findings="\d+"[^>]*>(.*?)</a>', draft)
    assert marked is not None
    assert re.sub(r"<[^>]+>", "", marked[1]) == "Tổ chức, cá nhân nộp 01 bộ hồ sơ tại Sở Xây dựng."
    assert 'id="p-dieu-1/khoan-1"' in draft


def test_a_card_tells_rule_quote_parts_basis_with_status_and_authority(site: Site) -> None:
    words = words_of(site.as_("reviewer").get(f"/versions/{site.version}/desk"))
    assert "Thủ tục hành chính: thành phần, số lượng hồ sơ, cách thức thực hiện" in words
    assert "khoản 1 Điều 1" in words
    assert (
        "Điều 5 Nghị định số 78/2025/NĐ-CP (theo nguồn thứ cấp, cần đối chiếu với văn bản chính thức)"
        in words
    )
    assert "Chưa thấy căn cứ giao quy định thủ tục" in words
    assert "tin cậy 90 %" in words


def test_an_unverified_basis_is_never_shown_as_a_citation(site: Site) -> None:
    with site.office.database.write() as session:
        finding = session.get_one(Finding, site.finding)
        basis = finding.body["legal_basis"][0] | {"status": "unverified", "citation": "Điều 99 Nghị định bịa"}
        finding.body = finding.body | {"legal_basis": [basis]}
    words = words_of(site.as_("reviewer").get(f"/versions/{site.version}/desk"))
    assert "căn cứ cần được kiểm tra (chưa kiểm chứng)" in words
    assert "Điều 99" not in words


def test_what_was_not_examined_stands_above_the_text(site: Site) -> None:
    with site.office.database.write() as session:
        row = session.get_one(VersionText, site.version)
        assert row.scan is not None
        rule = {"rule": "effect.too_early", "outcome": "not_run", "reason": "no_regime"}
        warning = {
            "code": "legacy_letters",
            "message": "Có đoạn chữ TCVN3 chưa đọc được.",
            "start": None,
            "end": None,
        }
        coverage = row.scan["coverage"] | {"rules": [*row.scan["coverage"]["rules"], rule]}
        row.scan = row.scan | {"coverage": coverage, "warnings": [warning]}
    page = site.as_("reviewer").get(f"/versions/{site.version}/desk")
    above = words_of(page).split("Bố cục")[0]
    assert "Chưa được rà soát đầy đủ" in above
    assert "effect.too_early" in above
    assert "TCVN3" in above


def test_text_of_a_draft_is_never_code(site: Site) -> None:
    evil = "Điều 1. <script>alert(1)</script> <img src=x onerror=alert(2)>"
    with site.office.database.write() as session:
        row = session.get_one(VersionText, site.version)
        row.text = evil + DRAFT_TEXT[len(evil) :]
        finding = session.get_one(Finding, site.finding)
        finding.body = finding.body | {"quote": evil, "explanation": evil, "suggestion": evil}
    text = site.as_("reviewer").get(f"/versions/{site.version}/desk").text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_decision_comes_back_as_its_card_with_the_counts(site: Site) -> None:
    site.to_appraising()
    browser = site.as_("reviewer")
    etag = card_etag(browser.get(f"/versions/{site.version}/desk").text, site.finding)
    values = {
        "etag": etag,
        "disposition": "confirmed",
        "reason": "",
        "wording": "Đề nghị bỏ.",
        "severity": "violation",
    }
    answer = browser.post(f"/findings/{site.finding}/disposition", values, headers=HTMX)
    assert answer.status_code == 200
    assert 'data-disposition="confirmed"' in answer.text
    assert "Đề nghị bỏ." in answer.text
    assert "còn 0 chưa xử lý" in words_of(answer)
    with site.office.database.read() as session:
        finding = session.get_one(Finding, site.finding)
        assert (finding.disposition, finding.severity, finding.wording) == (
            "confirmed",
            "violation",
            "Đề nghị bỏ.",
        )


def test_a_decision_that_came_too_late_shows_both_values_and_keeps_the_typed_reason(site: Site) -> None:
    site.to_appraising()
    browser = site.as_("reviewer")
    etag = card_etag(browser.get(f"/versions/{site.version}/desk").text, site.finding)
    with site.office.database.write() as session:
        dispose(session, site.people.reviewer, NOW, site.finding, Decision("confirmed"), None)
    values = {"etag": etag, "disposition": "dismissed", "reason": "Đã có Nghị định giao"}
    answer = browser.post(f"/findings/{site.finding}/disposition", values, headers=HTMX)
    assert answer.status_code == 412
    words = words_of(answer)
    assert "Đã lưu (của người khác) Xác nhận – chuyenvien" in words
    assert "Bạn chọn (chưa lưu) Loại bỏ. Lý do: Đã có Nghị định giao" in words
    assert ">Đã có Nghị định giao</textarea>" in answer.text
    again = values | {"etag": card_etag(answer.text, site.finding)}
    assert browser.post(f"/findings/{site.finding}/disposition", again, headers=HTMX).status_code == 200


def test_without_scripts_a_conflict_is_a_whole_page_with_both_values(site: Site) -> None:
    site.to_appraising()
    browser = site.as_("reviewer")
    answer = browser.post(f"/findings/{site.finding}/disposition", {"etag": "99", "disposition": "confirmed"})
    assert answer.status_code == 412
    assert "<html" in answer.text
    assert "Bạn chọn (chưa lưu) Xác nhận" in words_of(answer)


def test_dismissing_needs_a_reason(site: Site) -> None:
    site.to_appraising()
    values = {"etag": "1", "disposition": "dismissed", "reason": "  "}
    answer = site.as_("reviewer").post(f"/findings/{site.finding}/disposition", values, headers=HTMX)
    assert answer.status_code == 422
    assert "Cần nêu lý do" in words_of(answer)


def test_only_the_assigned_reviewer_gets_the_buttons_and_the_right(site: Site) -> None:
    site.to_appraising()
    assert 'name="disposition"' in site.as_("reviewer").get(f"/versions/{site.version}/desk").text
    for who in ("other_reviewer", "head", "inspector"):
        browser = site.as_(who)
        assert 'name="disposition"' not in browser.get(f"/versions/{site.version}/desk").text
        answer = browser.post(
            f"/findings/{site.finding}/disposition", {"etag": "1", "disposition": "confirmed"}
        )
        assert answer.status_code == 403


def test_filters_keep_what_they_say(site: Site) -> None:
    browser, path = site.as_("head"), f"/versions/{site.version}/desk"
    assert f'id="f-{site.finding}"' in browser.get(f"{path}?severity=suspect").text
    assert f'id="f-{site.finding}"' not in browser.get(f"{path}?severity=info").text
    assert "Không có phát hiện nào khớp bộ lọc" in words_of(browser.get(f"{path}?severity=info"))


def test_the_agency_sees_only_confirmed_findings_after_the_release(site: Site) -> None:
    site.to_appraising()
    with site.office.database.write() as session:
        row = session.get_one(VersionText, site.version)
        assert row.scan is not None
        procedure: dict[str, object] = {
            "name": "Thủ tục bị loại",
            "parts": {},
            "missing": [],
            "published": None,
        }
        row.scan = row.scan | {"procedures": [procedure]}
    with site.office.database.write() as session:
        dispose(session, site.people.reviewer, NOW, site.finding, Decision("dismissed", "Đã có căn cứ"), None)
    page = site.as_("reviewer").get(f"/dossiers/{site.dossier}").text
    conclusion = page.split('name="conclusion"')[1].split('value="')[2].split('"')[0]
    site.act("reviewer", Action.DRAFT_REPORT, fields={"conclusion": conclusion})
    site.act("head", Action.HEAD_APPROVE)
    site.act("director", Action.SIGN)
    site.act("intake", Action.RELEASE)
    answer = site.as_("officer").get(f"/versions/{site.version}/desk")
    assert answer.status_code == 200
    for inside in ("tthc.dossier", "Thủ tục nhận diện được", "Thủ tục bị loại"):
        assert inside not in words_of(answer), inside
        assert inside in words_of(site.as_("head").get(f"/versions/{site.version}/desk")), inside
    assert f'id="f-{site.finding}"' not in answer.text
    assert "Đã có căn cứ" not in answer.text
    assert "không phát hiện" not in words_of(answer).lower()


def add_clean_rule(site: Site, *, rule: str = "tthc.deadline", warning: str = "") -> None:
    """A rule that ran without a result, and a warning of this code."""
    with site.office.database.write() as session:
        row = session.get_one(VersionText, site.version)
        assert row.scan is not None
        rules = [*row.scan["coverage"]["rules"], {"rule": rule, "outcome": "clean", "reason": ""}]
        warnings = (
            [{"code": warning, "message": "Trang 2 là ảnh.", "start": None, "end": None}] if warning else []
        )
        row.scan = row.scan | {"coverage": row.scan["coverage"] | {"rules": rules}, "warnings": warnings}


def test_a_rule_without_a_result_is_no_statement_that_nothing_is_wrong(site: Site) -> None:
    add_clean_rule(site)
    words = words_of(site.as_("reviewer").get(f"/versions/{site.version}/desk"))
    assert "tthc.deadline đã chạy, không có kết quả" in words
    assert "không phát hiện" not in words.lower()


def test_a_rule_on_a_doubtful_reading_speaks_of_what_was_read_alone(site: Site) -> None:
    add_clean_rule(site, warning="ocr")
    words = words_of(site.as_("reviewer").get(f"/versions/{site.version}/desk"))
    assert "tthc.deadline đã chạy trên phần đọc được, không có kết quả" in words
    assert "đã chạy, không có kết quả" not in words


def rule_lines(page: str) -> str:
    """The table of rules, without tags."""
    return re.sub(r"<[^>]+>", " ", page.split("coverage-details")[1].split("</details>")[0])


def test_a_rule_without_a_verified_basis_in_the_regime_states_no_law(site: Site) -> None:
    page = site.as_("reviewer").get(f"/versions/{site.version}/desk").text
    title = next(rule.title for rule in load_knowledge().rules if rule.id == "tthc.dossier").rstrip(".")
    assert f"{title} (căn cứ cần được kiểm tra)" in rule_lines(page)
    card = page.split(f'id="f-{site.finding}"')[1].split("</article>")[0]
    assert f"{title} (căn cứ cần được kiểm tra)" in card
    with site.office.database.write() as session:
        row, finding = session.get_one(VersionText, site.version), session.get_one(Finding, site.finding)
        assert row.scan is not None
        row.scan = row.scan | {"document": row.scan["document"] | {"regime": "R1", "date": "2018-05-01"}}
        basis = finding.body["legal_basis"][0] | {"status": "verified"}
        finding.body = finding.body | {"legal_basis": [basis]}
    page = site.as_("reviewer").get(f"/versions/{site.version}/desk").text
    assert title in rule_lines(page)
    assert "căn cứ cần được kiểm tra" not in page
