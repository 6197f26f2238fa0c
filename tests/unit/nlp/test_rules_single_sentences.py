"""One sentence of a local draft can set a part of a procedure by itself; one like it may not."""

from __future__ import annotations

import pytest

from nlp.pipeline import scan
from nlp.types import SourceFile
from tests.unit.nlp.scan_helpers import knowledge

HEAD = "ỦY BAN NHÂN DÂN TỈNH A\nSố: 12/2026/QĐ-UBND\nQUYẾT ĐỊNH\nBan hành Quy định về quản lý trên địa bàn tỉnh\n"
SETS = {
    "đăng ký trước khi làm": (
        "Tổ chức, cá nhân mở điểm truy cập đăng ký với Ủy ban nhân dân cấp xã trước khi hoạt động."
    ),
    "thỏa thuận trước khi xây": (
        "Việc xây dựng công trình quanh di tích phải có văn bản thỏa thuận của Sở Văn hóa, Thể thao và Du lịch."
    ),
    "trình thẩm định có thời hạn": (
        "Chủ đầu tư trình Sở Xây dựng thẩm định thiết kế; thời gian thẩm định không quá 15 ngày."
    ),
    "xác nhận của xã": (
        "Hộ nghèo được hỗ trợ phải có xác nhận của Ủy ban nhân dân cấp xã về tình trạng nhà ở."
    ),
    "hồ sơ thanh toán": (
        "Hồ sơ thanh toán hỗ trợ gồm bảng kê chi phí, hóa đơn mua giống, biên bản có chữ ký của hộ dân."
    ),
    "thông báo trước": (
        "Tổ chức biểu diễn phải thông báo bằng văn bản cho Sở Văn hóa, Thể thao và Du lịch trước 05 ngày."
    ),
    "giấy phép vào giờ cấm": "Xe tải có nhu cầu lưu thông trong giờ cấm phải được Công an tỉnh cấp giấy phép.",
    "xác nhận đơn": "Ủy ban nhân dân cấp xã xác nhận đơn đề nghị của hộ dân trong thời hạn 03 ngày.",
    "gửi bộ hồ sơ": "Nhà đầu tư gửi Sở Tài chính 05 bộ hồ sơ đề xuất dự án.",
    "phương án phải duyệt": (
        "Phương án khai thác của doanh nghiệp phải được Sở Công Thương thẩm định, phê duyệt trước khi triển khai."
    ),
    "đơn xin phép": (
        "Cá nhân có nhu cầu dùng tạm vỉa hè phải làm đơn xin phép, chỉ được dùng khi có giấy phép."
    ),
    "trả lời trong thời hạn": (
        "Sở Nông nghiệp và Môi trường trả lời tổ chức, cá nhân đề nghị trong thời hạn 05 ngày làm việc; "
        "trường hợp không chấp thuận phải nêu rõ lý do."
    ),
    "giấy phép hành nghề": (
        "Người hành nghề khoan giếng phải được Sở Nông nghiệp và Môi trường cấp giấy phép."
    ),
}
DOES_NOT = {
    "báo cáo của sở": "Các sở, ban, ngành báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 hằng năm.",
    "bàn giao giữa cơ quan": (
        "Ủy ban nhân dân cấp xã gửi hồ sơ bàn giao công trình cho Sở Xây dựng trong 30 ngày."
    ),
    "tiêu chuẩn": "Chợ hạng 1 có diện tích từ 1.000 m2, có hệ thống phòng cháy theo quy chuẩn.",
    "cung cấp thông tin": (
        "Công an tỉnh cung cấp thông tin trong thời hạn 02 ngày kể từ ngày nhận văn bản đề nghị của Sở Xây dựng."
    ),
    "dẫn chiếu": (
        "Tổ chức, cá nhân thực hiện thủ tục cấp giấy phép theo quy định của Luật Xây dựng và các nghị định hướng dẫn."
    ),
    "mức hỗ trợ": "Hộ nghèo được hỗ trợ 10.000.000 đồng/hộ từ ngân sách tỉnh.",
    "bãi bỏ": "Bãi bỏ quy định tổ chức, cá nhân nộp hồ sơ đề nghị cấp thẻ tại Quyết định số 10/2020/QĐ-UBND.",
    "khiếu nại": "Cá nhân gửi đơn khiếu nại đến Ủy ban nhân dân cấp xã theo quy định của Luật Khiếu nại.",
}


def accused(sentence: str) -> bool:
    text = f"{HEAD}Điều 1. Nội dung\n{sentence}\nĐiều 2. Trách nhiệm\nCác cơ quan tổ chức thực hiện.\n"
    result = scan(SourceFile("a.txt", text.encode()), knowledge())
    return any(finding.family == "tthc" for finding in result.findings)


@pytest.mark.parametrize("case", SETS)
def test_a_sentence_that_sets_a_part_is_found(case: str) -> None:
    assert accused(SETS[case])


@pytest.mark.parametrize("case", DOES_NOT)
def test_a_sentence_that_only_looks_like_it_is_left_alone(case: str) -> None:
    assert not accused(DOES_NOT[case])
