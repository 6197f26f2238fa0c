"""What the clause rules of the other families find in own texts, and what only looks like it."""

from __future__ import annotations

import pytest

from nlp.types import Family, Finding, Issuer
from tests.unit.nlp.scan_helpers import scan_text

FAULTS: dict[Family, tuple[str, ...]] = {
    "condition": (
        "Điều 11. Dịch vụ lặn biển\n1. Có ít nhất 03 bình khí dự phòng.\n2. Người dẫn lặn có chứng chỉ cứu hộ.",
        "Điều 4. Bến đò\nBến đò chỉ được hoạt động khi có ít nhất hai phao cứu sinh và chủ bến được xã công nhận.",
        "Điều 5. Lưu trú\n1. Yêu cầu đối với cơ sở cho thuê lưu trú ngắn ngày: có quầy lễ tân trực 24 giờ.",
        "Điều 6. Khu du lịch\nHộ buôn bán hàng lưu niệm phải có thẻ bán hàng do Ban quản lý cấp.",
        "Điều 7. Trang trại\nKhông cho phép thành lập mới cơ sở chăn nuôi lợn trong toàn huyện.",
        "Điều 8. Xe điện\nDoanh nghiệp kinh doanh xe điện phải bảo đảm các điều kiện sau: có bãi đỗ; có 10 xe.",
        "Điều 9. Internet\nĐịa điểm của đại lý internet phải cách cổng trường học từ 200 m trở lên.",
        "Điều 10. Thuốc thú y\nChủ cửa hàng bán thuốc thú y phải có bằng trung cấp và có hộ khẩu tại tỉnh.",
    ),
    "ban": (
        "Điều 10. Ngao giống\nNgười ngoài xã không được vào bãi triều bắt ngao giống.",
        "Điều 4. Bảo vệ hồ\nCấm bơi lội, tắm giặt trong lòng hồ.",
        "Điều 5. Đường làng\nNgười dân không được phơi rơm rạ trên đường liên xã.",
        "Điều 6. Các hành vi bị cấm\n1. Treo băng rôn trước nhà.",
        "Điều 7. Tiếng ồn\nNghiêm cấm việc mở nhạc sau 21 giờ, trừ trường hợp pháp luật có quy định khác.",
        "Điều 8. Vật nuôi\nMỗi hộ gia đình chỉ được nuôi tối đa 02 con chó.",
        "Điều 9. Đất đai\nKhông chứng thực chuyển nhượng đất nông nghiệp cho người ngoài xã.",
    ),
    "sanction": (
        "Điều 15. Hộ không tham gia dọn kênh\na) Đọc tên trên loa;\nb) Cắt nước tưới một vụ.",
        "Điều 9. Bến xe\nChủ xe đỗ sai nơi quy định của bến bị phạt 300.000 đồng.",
        "Điều 10. Chuồng trại\nHộ không di dời chuồng trại đúng hạn thì bị ngừng cấp nước sinh hoạt.",
        "Điều 11. Mái che\nChủ tịch Ủy ban nhân dân xã buộc tháo dỡ mái che và thu chi phí của chủ nhà.",
        "Điều 12. Thi đua\nĐơn vị chậm báo cáo hai lần bị trừ điểm và không được xét khen thưởng.",
        "Điều 13. Vệ sinh\nCơ sở để mất vệ sinh bị đình chỉ kinh doanh đến khi khắc phục xong.",
        "Điều 14. Hồ sơ\nKhông tiếp nhận hồ sơ đất đai của hộ chưa đóng quỹ an ninh.",
    ),
    "duty": (
        "Điều 10. Đường đê\nChủ xe tải góp 12.000 đồng mỗi chuyến cho thôn sửa mặt đê.",
        "Điều 4. Tham quan\nKhách tham quan ngoài tỉnh phải trả 20.000 đồng/người cho bản.",
        "Điều 5. Vỉa hè\nHộ kinh doanh dọc đường mới phải đóng góp kinh phí làm vỉa hè.",
        "Điều 6. Nuôi ong\nNgười nuôi ong chuyển đàn đến phải khai báo với Ủy ban nhân dân xã.",
        "Điều 7. Quay phim\nViệc quay phim trong làng cổ phải được Ủy ban nhân dân xã đồng ý bằng văn bản.",
        "Điều 8. Nhà thầu\nNhà thầu tham gia phải có trụ sở hoặc chi nhánh đặt tại tỉnh.",
        "Điều 9. Hội chợ\nDoanh nghiệp nộp tiền ký quỹ 100 triệu đồng để được tham gia hội chợ.",
    ),
    "incentive": (
        "Điều 10. Nhà kho lạnh\nBa năm đầu không tính tiền thuê đất đối với kho lạnh.",
        "Điều 4. Trường học\nTrường tư thục được miễn toàn bộ tiền thuê đất cho cả thời gian hoạt động.",
        "Điều 5. Di dời\nHộ di dời được giảm 30% tiền sử dụng đất.",
        "Điều 6. Công nghệ cao\nDoanh nghiệp công nghệ cao nộp thuế với thuế suất 5%.",
        "Điều 7. Lĩnh vực đặc biệt khuyến khích đầu tư\na) Chế biến nông sản.",
        "Điều 8. Đất phi nông nghiệp\nNhà đầu tư được giảm thuế sử dụng đất trong 05 năm.",
        "Điều 9. Hỗ trợ\nHợp tác xã mới được hỗ trợ một nửa số thuế thu nhập đã nộp.",
    ),
    "language": (
        "Điều 10. Sân bóng\nTrưởng thôn có thể nhận hoặc không nhận đội ngoài thôn.",
        "Điều 4. Thời gian\nTrường hợp cần thiết, Chủ tịch Ủy ban nhân dân xã quyết định gia hạn.",
        "Điều 5. Mức giảm\nTùy từng trường hợp, Sở Tài chính quyết định mức giảm.",
        "Điều 6. Đối tượng\nNhững đối tượng đặc biệt khác do Ủy ban nhân dân tỉnh xem xét, quyết định.",
        "Điều 7. Yêu cầu\nCác yêu cầu khác theo quyết định của Chủ tịch Ủy ban nhân dân xã.",
        "Điều 8. Từ chối\nNếu xét thấy không phù hợp, cơ quan tiếp nhận có thể từ chối.",
        "Điều 9. Mức thu\nMức thu do Ban quản lý chợ quyết định theo từng trường hợp cụ thể.",
    ),
}  # fmt: skip

LOOK_ALIKES: dict[Family, tuple[str, ...]] = {
    "condition": (
        "Điều 4. Vay vốn\nHộ kinh doanh dịch vụ được vay vốn hỗ trợ khi đáp ứng các điều kiện sau: có sổ hộ nghèo.",
        "Điều 5. Rượu\nCơ sở sản xuất rượu phải đáp ứng các điều kiện theo quy định của Nghị định về kinh doanh rượu.",
        "Điều 6. Tách thửa\nThửa đất để sản xuất, kinh doanh có diện tích tối thiểu 500 m2 thì được tách thửa.",
        "Điều 7. Trách nhiệm của Sở Công Thương\nKhông cấp phép cho dự án chưa đủ điều kiện.",
    ),
    "ban": (
        "Điều 10. Hành vi bị cấm\nThực hiện Điều 7 Luật Thủy sản, không dùng xung điện.",
        "Điều 4. Rừng\nCấm các hành vi quy định tại Điều 9 Luật Lâm nghiệp.",
        "Điều 5. Hỗ trợ\nHộ gia đình không được hỗ trợ hai lần cho cùng một nội dung.",
        "Điều 6. Công vụ\nNghiêm cấm cán bộ, công chức nhận quà của người nộp hồ sơ.",
        "Điều 7. Bờ sông\nTổ chức, cá nhân không được xây dựng trái phép trên bờ sông.",
    ),
    "sanction": (
        "Điều 9. Xử lý vi phạm\nHộ gia đình vi phạm bị xử phạt theo quy định của pháp luật.",
        "Điều 10. Hoàn trả\nNgười được cử đi học bỏ việc thì bị thu hồi kinh phí đã hỗ trợ.",
        "Điều 11. Cưỡng chế\nViệc cưỡng chế thực hiện theo quy định của Luật Xử lý vi phạm hành chính.",
        "Điều 12. Tiêu chuẩn\nKhông có cá nhân bị kỷ luật từ hình thức cảnh cáo trở lên.",
    ),
    "duty": (
        "Điều 10. Làm cầu\nHộ dân góp 100.000 đồng trên tinh thần tự nguyện.",
        "Điều 4. Nghĩa vụ\nNgười sử dụng đất phải nộp tiền sử dụng đất vào ngân sách nhà nước.",
        "Điều 5. Cư trú\nNgười thuê nhà phải đăng ký tạm trú với công an theo quy định của Luật Cư trú.",
        "Điều 6. Mua sắm\nSở Y tế chỉ mua xe ô tô khi được Ủy ban nhân dân tỉnh đồng ý.",
        "Điều 7. Hỗ trợ\nDoanh nghiệp có trụ sở tại tỉnh được hỗ trợ chi phí quảng bá.",
    ),
    "incentive": (
        "Điều 4. Xác định\nCơ quan thuế xác định trường hợp được miễn tiền thuê đất.",
        "Điều 5. Trách nhiệm của Sở Tài chính\nTham mưu ưu đãi đầu tư trên địa bàn.",
        "Điều 6. Ưu đãi\nNhà đầu tư được miễn thuế theo quy định của pháp luật.",
        "Điều 7. Học phí\nHọc sinh hộ nghèo được miễn học phí.",
    ),
    "language": (
        "Điều 10. Sân bóng\nBan quản lý chỉ được đổi lịch khi có bão, báo trước ba ngày.",
        "Điều 4. Xử lý\nTùy theo tính chất, mức độ vi phạm, Chủ tịch xã xem xét xử lý theo pháp luật.",
        "Điều 5. Mức giảm\nMức giảm là 20% đối với hộ nghèo.",
        "Điều 6. Họp\nKhi cần thiết, Chủ tịch Ủy ban nhân dân quyết định mời chuyên gia dự cuộc họp.",
        "Điều 7. Thời hạn\nThời hạn là 10 ngày; trường hợp có dịch bệnh được kéo dài thêm 05 ngày.",
    ),
}  # fmt: skip


def _cases(texts: dict[Family, tuple[str, ...]]) -> list[tuple[Family, str]]:
    return [(family, text) for family, family_texts in texts.items() for text in family_texts]


def _found(family: Family, text: str, issuer: Issuer = "ubnd_tinh") -> list[Finding]:
    return [finding for finding in scan_text(text, issuer=issuer).findings if finding.family == family]


@pytest.mark.parametrize(("family", "text"), _cases(FAULTS))
def test_the_fault_is_found_where_it_stands(family: Family, text: str) -> None:
    found = _found(family, text)

    assert found
    assert all(finding.provision and finding.provision.startswith("dieu-") for finding in found)
    assert all(finding.severity in ("suspect", "info") for finding in found)


@pytest.mark.parametrize(("family", "text"), _cases(LOOK_ALIKES))
def test_what_only_looks_like_the_fault_is_left_alone(family: Family, text: str) -> None:
    assert _found(family, text) == []


@pytest.mark.parametrize("family", FAULTS)
def test_texts_of_central_bodies_are_not_accused(family: Family) -> None:
    assert not any(_found(family, text, issuer="central") for text in FAULTS[family])


@pytest.mark.parametrize(
    ("family", "title"),
    [
        ("ban", "Ban hành Nội quy mẫu của chợ trên địa bàn tỉnh"),
        ("sanction", "Ban hành Nội quy mẫu của chợ trên địa bàn tỉnh"),
        ("language", "Ban hành Quy chế làm việc của Ủy ban nhân dân tỉnh"),
    ],
)
def test_house_rules_are_not_accused(family: Family, title: str) -> None:
    head = f"ỦY BAN NHÂN DÂN TỈNH\nQUYẾT ĐỊNH\n{title}\nCăn cứ Luật Tổ chức chính quyền địa phương;\n"
    text = FAULTS[family][0]

    assert _found(family, text)
    assert _found(family, head + text) == []


def test_a_tax_paid_back_under_a_council_resolution_is_no_own_incentive() -> None:
    text = "Điều 9. Hỗ trợ\nHợp tác xã mới được hỗ trợ một nửa số thuế thu nhập đã nộp."
    head = "QUYẾT ĐỊNH\nQuy định hỗ trợ hợp tác xã\nCăn cứ Nghị quyết số 15/2025/NQ-HĐND của Hội đồng nhân dân tỉnh;\n"

    assert _found("incentive", text)
    assert _found("incentive", head + text) == []


def test_norms_about_open_wording_bind_normative_documents_only() -> None:
    number = (
        "ỦY BAN NHÂN DÂN TỈNH\nSố: 15/{}QĐ-UBND\nQUYẾT ĐỊNH\nVề việc cho thuê ki-ốt\nCăn cứ Luật Đất đai;\n"
    )
    text = FAULTS["language"][0]

    assert _found("language", number.format("2026/") + text)
    assert _found("language", number.format("") + text) == []
