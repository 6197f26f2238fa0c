"""The Vietnamese words of every code that pages show; one glossary for all of them."""

from __future__ import annotations

from collections.abc import Mapping

from review_app.domain.coverage import FAMILIES_VI
from review_app.domain.dossier import ACTION_LABELS_VI, STATE_LABELS_VI, Action, State
from review_app.domain.roles import LABELS_VI, Role
from review_app.reports.words import DISPOSITION_VI, PAPER_VI, SEVERITY_VI

DOCUMENT_TYPES: Mapping[str, str] = {
    "nghi_quyet": "Nghị quyết",
    "quyet_dinh": "Quyết định",
    "chi_thi": "Chỉ thị",
    "cong_van": "Công văn",
    "luat": "Luật",
    "nghi_dinh": "Nghị định",
    "thong_tu": "Thông tư",
    "other": "Loại khác",
}
ISSUERS: Mapping[str, str] = {
    "hdnd_tinh": "Hội đồng nhân dân tỉnh",
    "ubnd_tinh": "Ủy ban nhân dân tỉnh",
    "ct_ubnd_tinh": "Chủ tịch Ủy ban nhân dân tỉnh",
    "dac_khu": "Chính quyền đặc khu",
    "hdnd_xa": "Hội đồng nhân dân cấp xã",
    "ubnd_xa": "Ủy ban nhân dân cấp xã",
    "central": "Cơ quan trung ương",
    "other": "Cơ quan khác",
}
DOSSIER_KINDS: Mapping[str, str] = {"tham_dinh": "Thẩm định", "gop_y": "Góp ý"}
ATTACHMENT_KINDS: Mapping[str, str] = PAPER_VI
PARTS: Mapping[str, str] = {
    "ten": "tên thủ tục",
    "trinh_tu": "trình tự thực hiện",
    "cach_thuc": "cách thức thực hiện",
    "ho_so": "thành phần, số lượng hồ sơ",
    "thoi_han": "thời hạn giải quyết",
    "doi_tuong": "đối tượng thực hiện",
    "co_quan": "cơ quan giải quyết",
    "ket_qua": "kết quả thực hiện",
    "mau_don": "mẫu đơn, tờ khai",
    "dieu_kien": "yêu cầu, điều kiện",
    "phi": "phí, lệ phí",
}
FAMILIES = FAMILIES_VI
SEVERITIES: Mapping[str, str] = SEVERITY_VI
VERDICTS: Mapping[str, str] = {
    "assigned": "Đã thấy văn bản giao quy định thủ tục",
    "content_only": "Chỉ thấy giao quy định nội dung, không thấy giao quy định thủ tục",
    "decentralisation": "Trường hợp phân quyền, phân cấp",
    "special_law": "Có luật, nghị quyết riêng",
    "not_shown": "Chưa thấy căn cứ giao quy định thủ tục",
    "not_applicable": "Không thuộc diện phải có văn bản giao",
}
EVIDENCE: Mapping[str, str] = {
    "delegation": "Điều khoản giao quyền",
    "preamble": "Phần căn cứ của dự thảo",
    "article": "Nội dung trong dự thảo",
    "published_procedure": "Đã có thủ tục được công bố",
    "self_declaration": "Dự thảo tự khẳng định",
}
BASIS_STATUS: Mapping[str, str] = {
    "verified": "đã kiểm chứng",
    "secondary": "theo nguồn thứ cấp",
    "unverified": "chưa kiểm chứng",
}
DISPOSITIONS: Mapping[str, str] = DISPOSITION_VI
PROCESSING: Mapping[str, str] = {
    "received": "Đã nhận, chờ đọc",
    "processing": "Đang đọc và rà soát",
    "scanned": "Đã rà soát xong",
    "failed": "Không đọc được hoặc rà soát không xong",
}
MATERIAL: Mapping[str, str] = {
    "procedures": "Danh mục thủ tục đã công bố",
    "status": "Danh mục hiệu lực văn bản",
    "library": "Thư viện văn bản luật",
}
ENTRIES: Mapping[str, str] = {"procedures": "thủ tục", "status": "văn bản", "library": "điều"}
STEPS: Mapping[str, str] = {
    "extract": "Đọc chữ trong tệp",
    "parse": "Nhận dạng điều, khoản, điểm",
    "scan": "Rà soát theo bộ quy tắc",
}


def state_vi(code: str) -> str:
    """The state of a dossier."""
    return STATE_LABELS_VI[State(code)]


def action_vi(code: str) -> str:
    """An action on a dossier."""
    return ACTION_LABELS_VI[Action(code)]


def role_vi(role: Role) -> str:
    """A role."""
    return LABELS_VI[role]


def count_vi(count: int) -> str:
    """A number with dots between its thousands, as Vietnamese writes it."""
    return f"{count:,}".replace(",", ".")


def size_vi(size: int) -> str:
    """The size of a file."""
    if size < 1 << 10:
        return f"{size} byte"
    if size < 1 << 20:
        return f"{size / (1 << 10):.0f} KB"
    return f"{size / (1 << 20):.1f} MB".replace(".", ",")
