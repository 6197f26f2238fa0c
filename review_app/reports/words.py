"""The words of the appraisal report for codes of the contracts, and their way back."""

from __future__ import annotations

from collections.abc import Mapping

DISPOSITION_VI: Mapping[str, str] = {
    "open": "Chưa xử lý",
    "confirmed": "Xác nhận",
    "dismissed": "Loại bỏ",
    "fixed": "Đã khắc phục",
    "explained": "Đã giải trình",
}
SEVERITY_VI: Mapping[str, str] = {
    "violation": "Trái quy định",
    "suspect": "Cần xem xét",
    "info": "Để biết",
}
DOCUMENT_TYPE_VI: Mapping[str, str] = {
    "nghi_quyet": "Nghị quyết",
    "quyet_dinh": "Quyết định",
    "chi_thi": "Chỉ thị",
    "other": "Văn bản",
}
ISSUER_VI: Mapping[str, str] = {
    "hdnd_tinh": "Hội đồng nhân dân tỉnh",
    "ubnd_tinh": "Ủy ban nhân dân tỉnh",
    "ct_ubnd_tinh": "Chủ tịch Ủy ban nhân dân tỉnh",
    "dac_khu": "chính quyền đặc khu",
    "hdnd_xa": "Hội đồng nhân dân cấp xã",
    "ubnd_xa": "Ủy ban nhân dân cấp xã",
    "other": "",
}
PAPER_VI: Mapping[str, str] = {
    "to_trinh": "Tờ trình",
    "tong_hop_y_kien": "Bản tổng hợp, tiếp thu, giải trình ý kiến góp ý",
    "danh_gia_tac_dong_tthc": "Bản đánh giá tác động thủ tục hành chính",
    "y_kien_tthc": "Ý kiến của Văn phòng Ủy ban nhân dân tỉnh về thủ tục hành chính",
    "bao_cao_chinh_sach": "Báo cáo đánh giá tác động của chính sách",
    "other": "Tài liệu khác",
}
OFFICE_VI = "Sở Tư pháp"
WHOLE_DRAFT_VI = "Toàn bộ dự thảo"
BASIS_TO_CHECK_VI = "căn cứ cần được kiểm tra"
SECONDARY_BASIS_VI = "cần đối chiếu với văn bản chính thức"


def document_name(document_type: str, issuer: str) -> str:
    """'Quyết định của Ủy ban nhân dân tỉnh'; codes without a name fall back to 'Văn bản'."""
    name = DOCUMENT_TYPE_VI.get(document_type, DOCUMENT_TYPE_VI["other"])
    body = ISSUER_VI.get(issuer, "")
    return f"{name} của {body}" if body else name
