"""Căn cứ lines: which name no norm, which only look so; a preamble in the form of another kind of document."""

from __future__ import annotations

import pytest

from tests.unit.nlp.check_helpers import decision, found, rules

BODY = "Điều 1. Giá\nGiá là 5.000 đồng.\nĐiều 2. Hiệu lực\nQuyết định này có hiệu lực từ ngày 20 tháng 5 năm 2026."


@pytest.mark.parametrize(
    "basis",
    [
        "Căn cứ Công văn số 690/HĐND-VP ngày 05 tháng 01 năm 2026;",
        "Căn cứ Thông báo kết luận số 5/TB-UBND;",
        "Căn cứ Kế hoạch số 12/KH-UBND;",
        "Căn cứ Chương trình hành động số 3-CTr/TU;",
        "Căn cứ Nghị quyết số 5-NQ/TU ngày 01 tháng 02 năm 2026 của Tỉnh ủy;",
        "Căn cứ Luật Giá và Kết luận số 106-KL/TU của Ban Thường vụ Tỉnh ủy;",
        "Căn cứ Chỉ thị số 10/CT-TTg ngày 01 tháng 3 năm 2024;",
        "Căn cứ ý kiến chỉ đạo của Chủ tịch Ủy ban nhân dân tỉnh;",
    ],
)
def test_a_basis_that_is_no_norm_is_found_on_its_line(basis: str) -> None:
    findings = found(decision(BODY, bases=basis + "\n"), "validity.basis_not_norm")

    assert [finding.provision for finding in findings] == ["can-cu-2"]


@pytest.mark.parametrize(
    "line",
    [
        "Căn cứ Nghị định số 15/2026/NĐ-CP về kế hoạch, báo cáo tài chính;",
        "Căn cứ Chỉ thị số 34/2008/CT-TTg của Thủ tướng Chính phủ;",
        "Căn cứ Nghị quyết số 7/2025/NQ-CP thực hiện Kết luận số 183-KL/TW;",
        "Xét Tờ trình số 12/TTr-STC và Báo cáo thẩm định số 5/BC-STP;",
        "Thực hiện Thông báo số 5/TB-UBND;",
    ],
)
def test_what_only_names_such_a_text_is_left_alone(line: str) -> None:
    assert rules(decision(BODY, bases=line + "\n"), "validity.basis_not_norm") == set()


def test_a_local_policy_cited_without_its_year_is_asked_about_and_a_budget_is_not() -> None:
    policy = "Căn cứ Nghị quyết số 12/NQ-HĐND của Hội đồng nhân dân tỉnh quy định mức thu phí chợ;\n"
    budget = "Căn cứ Nghị quyết số 12/NQ-HĐND của Hội đồng nhân dân tỉnh về dự toán ngân sách năm 2026;\n"

    findings = found(decision(BODY, bases=policy), "validity.basis_without_year")
    assert [finding.quote for finding in findings] == ["Nghị quyết số 12/NQ-HĐND"]
    assert rules(decision(BODY, bases=budget), "validity.basis_without_year") == set()


def test_a_preamble_of_another_kind_and_a_document_that_calls_itself_otherwise_are_found() -> None:
    other = decision("Hội đồng nhân dân tỉnh ban hành Nghị quyết quy định giá nước.\n" + BODY)
    named = decision(BODY.replace("Quyết định này", "Nghị quyết này"))

    assert "format.preamble_of_other_kind" in rules(other, "format.")
    assert "format.names_itself_otherwise" in rules(named, "format.")
    assert rules(decision(BODY), "format.") == set()
