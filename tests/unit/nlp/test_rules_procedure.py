"""Which provisions set a part of a procedure, and which only look like it."""

from __future__ import annotations

import datetime

import pytest

from nlp.pipeline import term_finder
from nlp.rules.examples import check_examples
from tests.unit.nlp.scan_helpers import DECISION, knowledge, scan_text, tthc


def test_every_rules_examples_hold() -> None:
    found = list(check_examples(knowledge(), term_finder(knowledge())))

    assert found == []


def test_only_the_article_that_sets_the_procedure_is_found() -> None:
    result = scan_text(DECISION)

    places = {(finding.provision or "").split("/")[0] for finding in tthc(result)}
    assert places == {"dieu-3"}


def test_a_finding_stands_at_its_clause_and_quotes_the_text_there() -> None:
    result = scan_text(DECISION)
    assert result.document is not None
    deadline = next(finding for finding in tthc(result) if finding.rule == "tthc.deadline")

    assert deadline.provision == "dieu-3/khoan-2"
    assert deadline.quote == result.document.text[deadline.start : deadline.end]
    assert deadline.quote.startswith("Trong thời hạn 05 ngày làm việc")
    assert "thoi_han" in deadline.parts


def test_one_finding_for_a_rule_and_provision() -> None:
    keys = [(finding.rule, finding.provision) for finding in tthc(scan_text(DECISION))]

    assert len(keys) == len(set(keys))


def test_the_explanation_names_words_part_and_issuer() -> None:
    finding = next(item for item in tthc(scan_text(DECISION)) if item.rule == "tthc.deadline")

    assert "kể từ ngày nhận đủ hồ sơ" in finding.explanation
    assert "Thời hạn giải quyết" in finding.explanation
    assert "Ủy ban nhân dân cấp tỉnh" in finding.explanation
    assert "{" not in finding.explanation


def test_a_deadline_hidden_in_a_duty_article_is_found() -> None:
    result = scan_text(
        """
        Điều 1. Trách nhiệm của Sở Công Thương
        1. Chủ trì, phối hợp với các sở tuyên truyền chính sách.
        2. Xem xét, chấp thuận đề nghị của doanh nghiệp trong thời hạn 07 ngày kể từ ngày nhận được văn bản đề nghị.
        3. Định kỳ báo cáo Ủy ban nhân dân tỉnh.
        """
    )

    assert {finding.provision for finding in tthc(result)} == {"dieu-1/khoan-2"}


@pytest.mark.parametrize(
    "text",
    [
        "Điều 1. Trình tự, thủ tục\nTrình tự, thủ tục cấp giấy phép thực hiện theo quy định của Luật Xây dựng.",
        "Điều 1. Bãi bỏ\nBãi bỏ thủ tục hành chính về hồ sơ đề nghị cấp thẻ của tổ chức, cá nhân.",
        "Điều 1. Nộp hồ sơ\nTổ chức, cá nhân không phải nộp hồ sơ, không phải xuất trình giấy tờ.",
        "Điều 1. Công khai\nSở Nội vụ niêm yết danh mục thủ tục hành chính đã công bố để tổ chức, cá nhân biết.",
        "Điều 1. Thẩm tra\nCơ quan soạn thảo gửi hồ sơ dự thảo nghị quyết gồm tờ trình đến Ban của Hội đồng nhân dân"
        " trong thời hạn 05 ngày kể từ ngày nhận được đề nghị.",
        "Điều 1. Hồ sơ mời thầu\nBên mời thầu phát hành hồ sơ mời thầu gồm: chỉ dẫn; tiêu chuẩn đánh giá.",
    ],
)
def test_look_alikes_stay_silent(text: str) -> None:
    assert tthc(scan_text(text)) == []


def test_appendices_and_quoted_amendments_are_judged_too() -> None:
    result = scan_text(
        """
        Điều 1. Sửa đổi, bổ sung Điều 6 của Quy định
        “Điều 6. Hồ sơ đề nghị cấp thẻ
        1. Cá nhân nộp 02 bộ hồ sơ gồm: đơn đề nghị theo Mẫu số 02; bản sao căn cước có chứng thực.
        2. Thời hạn giải quyết hồ sơ là 10 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.”
        Điều 2. Hiệu lực
        Quyết định này có hiệu lực từ ngày 01 tháng 6 năm 2026.
        """
    )

    found = tthc(result)
    assert found
    assert all("trich-dan" in (finding.provision or "") for finding in found)


def test_parts_over_neighbouring_articles_make_one_procedure_with_what_is_missing() -> None:
    result = scan_text(
        """
        Điều 1. Hồ sơ cấp thẻ
        Cá nhân nộp 01 bộ hồ sơ gồm: đơn đề nghị theo Mẫu số 01; bản sao căn cước.
        Điều 2. Thời hạn giải quyết
        Thời hạn giải quyết hồ sơ là 10 ngày kể từ ngày nhận đủ hồ sơ hợp lệ của cá nhân.
        """
    )

    assert len(result.procedures) == 1
    procedure = result.procedures[0]
    assert {"ho_so", "thoi_han"} <= set(procedure.parts)
    assert "cach_thuc" in procedure.missing
    assert procedure.findings == tuple(range(len(tthc(result))))
    for places in procedure.parts.values():
        assert all(place.start < place.end for place in places)


def test_confidence_grows_with_the_evidence() -> None:
    strong = max(finding.confidence for finding in tthc(scan_text(DECISION)))
    thin = max(
        finding.confidence
        for finding in tthc(
            scan_text(
                "Điều 1. Thời hạn\nSở trả lời doanh nghiệp trong thời hạn 05 ngày kể từ ngày nhận được đề nghị."
            )
        )
    )

    assert 0 < thin < strong <= 1


def test_before_july_2016_the_rules_look_but_claim_no_law() -> None:
    result = scan_text(DECISION, date=datetime.date(2015, 3, 1))
    assert result.document is not None
    assert result.coverage is not None

    assert result.document.regime is None
    assert tthc(result)
    assert all(finding.legal_basis == () for finding in tthc(result))
    assert all("căn cứ cần được kiểm tra" in finding.explanation for finding in tthc(result))
    outcomes = {outcome.rule: outcome for outcome in result.coverage.rules}
    assert outcomes["authority.hands_on_procedure"].outcome == "not_run"
    assert outcomes["authority.hands_on_procedure"].reason == "no_regime"


def test_points_of_one_clause_are_told_once_and_a_form_as_a_whole() -> None:
    text = """
        Điều 3. Hồ sơ đề nghị hỗ trợ
        1. Hộ gia đình nộp 01 bộ hồ sơ tại Ủy ban nhân dân cấp xã, gồm:
        a) Đơn đề nghị theo Mẫu số 01;
        b) Bản sao giấy chứng nhận quyền sử dụng đất;
        c) Bản sao căn cước của chủ hộ.
        Mẫu số 01
        ĐƠN ĐỀ NGHỊ HỖ TRỢ
        Kính gửi: Ủy ban nhân dân xã ........
        1. Họ và tên chủ hộ: ........
        2. Nơi ở: ........
        Tôi xin cam đoan lời khai là đúng.
        NGƯỜI LÀM ĐƠN
        (Ký, ghi rõ họ tên)
    """
    found = tthc(scan_text(text))

    assert [item.provision for item in found if item.rule == "tthc.dossier"] == ["dieu-3/khoan-1"]
    assert {item.provision for item in found if item.provision and "mau" in item.provision} == {"mau-1"}
