"""A draft that follows a clause of the law but says something in it otherwise."""

from __future__ import annotations

import pytest

from nlp.compare.quantities import quantities
from nlp.compare.words import words_of
from tests.unit.nlp.law_samples import LAW, decision, of_rule, outcome, scan_with
from tests.unit.nlp.scan_helpers import knowledge

LIMIT = (
    "Trong thời hạn 10 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ, ban quản lý chợ nổi xem xét, xếp chỗ neo và "
    "thông báo cho người đăng ký."
)
LEAST = (
    "Giá thuê chỗ neo tại chợ nổi không thấp hơn 40% mức giá thuê sạp cùng diện tích tại chợ trên bờ gần nhất do cùng ban "  # noqa: E501 - a paragraph is one line
    "quản lý khai thác."
)
GROUPS = (
    "Hộ nghèo, người cao tuổi và người khuyết tật buôn bán tại chợ nổi được giảm giá thuê chỗ neo trong năm đầu kể từ ngày "  # noqa: E501 - a paragraph is one line
    "xếp chỗ."
)
PAPERS = """1. Hồ sơ đăng ký chỗ neo gửi ban quản lý chợ nổi gồm:
a) Đơn đăng ký chỗ neo theo mẫu của ban quản lý;
b) Bản sao giấy chứng nhận đăng ký phương tiện thủy nội địa;
c) Hợp đồng thuê phương tiện trong trường hợp người đăng ký không phải là chủ phương tiện{more}"""


def rules_of(text: str) -> set[str]:
    result = scan_with(decision(text), library=(LAW,))
    return {item.rule for item in [*of_rule(result, "conflict"), *of_rule(result, "duplication")]}


def test_another_number_is_told_with_both_and_the_place() -> None:
    result = scan_with(decision(LIMIT.replace("10 ngày", "15 ngày")), library=(LAW,))
    (found,) = of_rule(result, "conflict")
    assert found.rule == "conflict.number"
    assert found.quote == "15 ngày làm việc"
    assert "“15 ngày làm việc”, bản văn ghi “10 ngày làm việc”" in found.explanation
    (basis,) = found.legal_basis
    assert basis.citation == "khoản 2 Điều 8 văn bản số 911/2024/QH15 (theo bản văn đơn vị đã nhập)"
    assert basis.status == "secondary"
    assert found.severity == "suspect"
    assert not of_rule(result, "duplication")


def test_days_against_working_days() -> None:
    assert rules_of(LIMIT.replace("ngày làm việc", "ngày")) == {"conflict.day_unit"}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (LEAST.replace("40%", "30%"), {"conflict.number"}),
        (LEAST.replace("40%", "50%"), {"conflict.number"}),  # another floor than the law's
        (LEAST.replace("không thấp hơn 40%", "bằng 55%"), {"duplication.law"}),  # inside the frame
        (LEAST.replace("không thấp hơn 40%", "bằng 35%"), {"conflict.number"}),
        (LEAST, {"duplication.law"}),
    ],
)
def test_the_side_on_which_the_law_bounds_decides(text: str, rules: set[str]) -> None:
    assert rules_of(text) == rules


def test_a_paper_more_in_a_list() -> None:
    result = scan_with(
        decision(PAPERS.format(more=";\nd) Giấy xác nhận của Ủy ban nhân dân cấp xã.")), library=(LAW,)
    )
    (found,) = of_rule(result, "conflict")
    assert found.rule == "conflict.papers"
    assert found.quote.startswith("Giấy xác nhận")


def test_a_paper_less_in_a_list() -> None:
    text = PAPERS.format(more=".").replace(
        "b) Bản sao giấy chứng nhận đăng ký phương tiện thủy nội địa;\nc)", "b)"
    )
    (found,) = of_rule(scan_with(decision(text), library=(LAW,)), "conflict")
    assert found.rule == "conflict.papers"
    assert "không có" in found.explanation


def test_the_same_papers_are_no_conflict() -> None:
    assert rules_of(PAPERS.format(more=".")) == {"duplication.law"}


@pytest.mark.parametrize(
    "text",
    [
        GROUPS.replace("người cao tuổi", "người cao tuổi, hộ cận nghèo"),
        GROUPS.replace("Hộ nghèo, người cao tuổi và", "Hộ nghèo và"),
        GROUPS.replace("Hộ nghèo", "Hộ cận nghèo"),
    ],
)
def test_another_group(text: str) -> None:
    assert rules_of(text) == {"conflict.groups"}


@pytest.mark.parametrize(
    ("old", "new"), [("đèn báo", "đèn báo, còi hú"), ("phao tiêu, đèn báo và", "phao tiêu và")]
)
def test_an_item_of_any_kind_more_or_less_in_an_enumeration(old: str, new: str) -> None:
    text = "Ban quản lý chợ nổi bố trí phao tiêu, đèn báo và người hướng dẫn neo đậu trong suốt giờ họp chợ, kể cả khi mưa giông."  # noqa: E501 - a paragraph is one line
    assert rules_of(text.replace(old, new)) == {"conflict.groups"}
    assert rules_of(text.replace("trong suốt", "theo lịch trực, trong suốt")) == {"duplication.law"}


def test_two_names_of_one_unit_are_no_conflict() -> None:
    assert rules_of(LEAST.replace("40%", "40 phần trăm")) == {"duplication.law"}


def test_a_reworded_clause_is_compared_where_it_cites_its_place() -> None:
    text = (
        "Theo quy định tại khoản 3 Điều 8 Luật Chợ nổi số 911/2024/QH15, người có chỗ neo phải nộp đủ tiền thuê trước ít nhất 20 "  # noqa: E501 - a paragraph is one line
        "ngày so với ngày bắt đầu sử dụng chỗ neo ghi trong giấy báo."
    )
    assert rules_of(text) == {"conflict.number"}
    assert rules_of(text.replace("20 ngày", "15 ngày").replace("20 \nngày", "15 ngày")) <= {"duplication.law"}


@pytest.mark.parametrize(
    "text",
    [
        "Trong thời hạn 15 ngày kể từ ngày nhận được đề nghị của chủ ghe, Sở Xây dựng trả lời về luồng chạy tàu.",
        "Chủ ghe nộp 02 ảnh và 01 đơn tại phòng trực ban quản lý trước ngày 15 tháng 7 năm 2026.",
    ],
)
def test_another_matter_is_left_alone(text: str) -> None:
    assert not rules_of(text)


def test_without_a_library_nothing_runs() -> None:
    result = scan_with(decision(LIMIT))
    for rule in ("conflict.number", "conflict.day_unit", "conflict.papers", "conflict.groups"):
        assert outcome(result, rule).outcome == "not_run"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("trong thời hạn 05 ngày làm việc", [("5", "ngày làm việc", None)]),
        ("không quá năm (05) ngày", [("5", "ngày", "max")]),
        ("tối thiểu mười lăm ngày", [("15", "ngày", "min")]),
        ("từ 5 đến 10 ngày", [("5", "ngày", None), ("10", "ngày", None)]),
        ("ngày 15 tháng 7 năm 2025", []),
        ("nghị định số 15/2024/qh15 ngày 3/4/2024", []),
        ("25% trở lên", [("25", "%", "min")]),
        ("hai mươi ngày", [("20", "ngày", None)]),
    ],
)
def test_quantities_are_read_with_unit_and_bound(text: str, said: list[tuple[str, str, str | None]]) -> None:
    found = quantities(words_of(text), knowledge().compare)
    assert [(str(item.value), item.unit, item.bound) for item in found] == said
