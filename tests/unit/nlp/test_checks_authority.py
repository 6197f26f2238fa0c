"""Whose matter it is: money of the council, matters handed on, norms in letters, texts of other bodies, Party posts."""

from __future__ import annotations

import pytest

from tests.unit.nlp.check_helpers import decision, found, rules

END = "\nĐiều 9. Hiệu lực\nQuyết định này có hiệu lực từ ngày 20 tháng 5 năm 2026."
RESOLUTION = "Căn cứ Nghị quyết số 5/2026/NQ-HĐND ngày 01 tháng 3 năm 2026 của Hội đồng nhân dân tỉnh;\n"


@pytest.mark.parametrize(
    "body",
    [
        "Điều 1. Mức hỗ trợ\nMức hỗ trợ mỗi hộ nuôi tằm là 2.000.000 đồng.",
        "Điều 1. Phụ cấp\nNhân viên thú y xã được phụ cấp bằng 1,0 lần lương cơ sở mỗi tháng.",
        "Điều 1. Thưởng\nHuy chương vàng được thưởng 25 triệu đồng.",
        "Điều 1. Miễn, giảm\nHộ nghèo được miễn học phí.",
        "Điều 1. Mức chi\n1. Báo cáo viên: 300.000 đồng/buổi.\n2. Học viên: 50.000 đồng/ngày.",
    ],
)
def test_money_fixed_by_the_committee_is_asked_about_unless_a_resolution_is_among_the_bases(
    body: str,
) -> None:
    assert rules(decision(body + END), "authority.council") != set()
    assert rules(decision(body + END, bases=RESOLUTION), "authority.council") == set()
    assert rules(decision(body + END, number="1234/QĐ-UBND"), "authority.council") == set()


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Ban hành bảng giá đất", "Điều 1. Mức hỗ trợ\nMức hỗ trợ là 30.000 đồng/m2."),
        ("Về bồi thường cây trồng", "Điều 1. Mức hỗ trợ\nMức hỗ trợ di dời là 300.000 đồng mỗi cây."),
        ("Ban hành định mức kinh tế - kỹ thuật", "Điều 1. Mức chi\nMức chi là 300.000 đồng/buổi."),
        ("Về chế độ hội nghị", "Điều 1. Chi\nMức chi 200.000 đồng theo Thông tư số 40/2017/TT-BTC."),
        ("Về chế độ hội nghị", "Điều 1. Nguyên tắc\nCấp phát miễn phí túi giấy; 80% số phiếu tán thành."),
    ],
)
def test_prices_norms_and_levels_of_the_centre_are_the_committees_own(title: str, body: str) -> None:
    assert rules(decision(body + END, title=title), "authority.council") == set()


@pytest.mark.parametrize(
    ("clause", "rule"),
    [
        ("Giao Sở Công Thương quy định trình tự, thủ tục xét chọn hộ.", "authority.hands_on_procedure"),
        ("Trình tự, thủ tục xét chọn do Sở Công Thương hướng dẫn.", "authority.hands_on_procedure"),
        ("Giao Sở Tài chính quyết định mức hỗ trợ cụ thể.", "authority.sub_delegation"),
        ("Sở Tài chính quy định mức thu cụ thể.", "authority.sub_delegation"),
        ("Mức thu cụ thể do Ủy ban nhân dân cấp xã quyết định.", "authority.sub_delegation"),
        ("Diện tích tối thiểu theo quy định của Ủy ban nhân dân tỉnh.", "authority.empty_delegation"),
        ("Giao Sở Công Thương tổ chức thực hiện, báo cáo Ủy ban nhân dân tỉnh.", None),
        ("Sở Công Thương công bố, niêm yết thủ tục hành chính.", None),
        ("Mức thu theo quy định của Luật Phí và lệ phí.", None),
        ("Giao Ủy ban nhân dân tỉnh quyết định phân bổ chi tiết dự toán.", None),
    ],
)
def test_handing_on_is_told_from_carrying_out(clause: str, rule: str | None) -> None:
    got = rules(decision(f"Điều 1. Tổ chức thực hiện\n1. {clause}{END}"), "authority.")

    assert got == ({rule} if rule else set())


def test_a_letter_with_norms_is_accused_by_its_lines() -> None:
    letter = """
        SỞ XÂY DỰNG
        Số: 1685/SXD-QLN
        Tỉnh A, ngày 05 tháng 5 năm 2026
        Kính gửi: Ủy ban nhân dân các xã
        1. Đề nghị tạm dừng tiếp nhận hồ sơ cấp phép xây dựng nhà ở.
        2. Các xã báo cáo trước ngày 20 tháng 5 năm 2026.
    """

    assert [f.provision for f in found(letter, "authority.norms", issuer=None)] == ["khoan-1"]


@pytest.mark.parametrize(
    ("title", "number", "accused"),
    [
        ("Về việc quản lý bến bãi", "1234/QĐ-UBND", True),
        ("Về việc quản lý bến bãi", "12/2026/QĐ-UBND", False),
        ("Công bố danh mục thủ tục hành chính", "1234/QĐ-UBND", False),
        ("Ban hành Quy chế làm việc của Ủy ban nhân dân", "1234/QĐ-UBND", False),
        ("Phê duyệt quy hoạch bến bãi", "1234/QĐ-UBND", False),
    ],
)
def test_norms_are_sought_in_administrative_documents_with_general_addressees(
    title: str, number: str, accused: bool
) -> None:
    body = "Điều 1. Cấm\nNghiêm cấm tổ chức, cá nhân bốc dỡ hàng sau 22 giờ."

    assert bool(rules(decision(body, title=title, number=number), "authority.norms")) is accused


def test_texts_of_another_body_are_not_amended_and_succession_is() -> None:
    others = (
        "Điều 1. Bãi bỏ\n1. Bãi bỏ Nghị quyết số 5/2020/NQ-HĐND.\n"
        "2. Sửa đổi khoản 1 Điều 3 Nghị định số 5/2020/NĐ-CP."
    )
    own = (
        "Điều 1. Bãi bỏ\n1. Bãi bỏ Quyết định số 5/2020/QĐ-UBND của Ủy ban nhân dân tỉnh B.\n"
        "2. Sửa đổi mức theo Nghị quyết số 5/2020/NQ-HĐND."
    )

    assert [f.provision for f in found(decision(others), "authority.amends")] == [
        "dieu-1/khoan-1",
        "dieu-1/khoan-2",
    ]
    assert found(decision(own), "authority.amends") == []


def test_standards_of_party_posts_are_reserved_and_their_cars_are_not() -> None:
    posts = "Điều 1. Tiêu chuẩn cán bộ xã\n1. Bí thư Đảng ủy có bằng đại học."
    cars = "Điều 1. Tiêu chuẩn, định mức xe\n1. Bí thư Đảng ủy được bố trí xe."

    assert rules(decision(posts + END), "authority.reserved") == {"authority.reserved_posts"}
    assert rules(decision(cars + END), "authority.reserved") == set()


@pytest.mark.parametrize(
    ("clause", "accused"),
    [
        ("Nghị quyết số 6/2020/NQ-HĐND của Hội đồng nhân dân tỉnh hết hiệu lực.", True),
        ("Nghị quyết số 6/2020/NQ-HĐND đã hết hiệu lực thì thực hiện theo nghị quyết mới.", False),
        ("Khi Nghị quyết số 6/2020/NQ-HĐND hết hiệu lực thì áp dụng nghị quyết mới.", False),
        ("Khoản 2 Điều 4 Thông tư số 8/2021/TT-BTC được sửa đổi như sau: miễn thu.", True),
        (
            "Phí thu theo Thông tư số 8/2021/TT-BTC được sửa đổi, bổ sung bởi Thông tư số 9/2023/TT-BTC.",
            False,
        ),
        ("Bãi bỏ Quyết định số 5/2020/QĐ-UBND và Nghị quyết số 6/2020/NQ-HĐND.", True),
        ("Bãi bỏ Quyết định số 5/2020/QĐ-UBND thực hiện Nghị quyết số 6/2020/NQ-HĐND.", False),
        ("Bãi bỏ Nghị quyết của Hội đồng nhân dân tỉnh về phí đò.", True),
        ("Bãi bỏ Quyết định của Ủy ban nhân dân tỉnh về phí đò.", False),
    ],
)
def test_the_text_of_another_body_may_be_subject_item_or_one_of_several(clause: str, accused: bool) -> None:
    body = f"Điều 1. Áp dụng\n1. {clause}\n2. Sở Công Thương kiểm tra."

    assert bool(rules(decision(body + END), "authority.amends")) is accused


@pytest.mark.parametrize("number", ["12/QĐ-UBND", "12/KH-UBND"])
def test_a_rule_for_traders_is_a_norm_only_in_an_administrative_text(number: str) -> None:
    body = "Điều 1. Bán hàng\n1. Hộ kinh doanh phải che bạt quầy hàng trước 18 giờ.\nĐiều 2. Hiệu lực"

    assert rules(decision(body, number=number), "authority.norms_bind") != set()
    assert rules(decision(body), "authority.norms_bind") == set()
