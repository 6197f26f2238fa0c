"""A small law written for the tests, a status list, and short ways to scan against them."""

from __future__ import annotations

import datetime
from dataclasses import replace

from nlp.knowledge.material import LawText, Material, MaterialFile, read_status
from nlp.pipeline import extract_draft, parse_draft, scan_draft
from nlp.types import Finding, Issuer, RuleOutcome, ScanResult, SourceFile
from tests.unit.nlp.scan_helpers import TODAY, knowledge

LAW = LawText(
    "luat-911-2024-QH15-cho-noi.txt",
    """QUỐC HỘI
Luật số: 911/2024/QH15
LUẬT
CHỢ NỔI
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về tổ chức, quản lý và kinh doanh tại chợ nổi trên sông, rạch.
Điều 2. Giải thích từ ngữ
1. Chợ nổi là nơi mua bán hàng hóa thường xuyên bằng ghe, thuyền trên mặt nước sông, rạch, có ban quản lý và sơ đồ neo đậu.
Điều 7. Trách nhiệm của ban quản lý
1. Ban quản lý chợ nổi bố trí phao tiêu, đèn báo và người hướng dẫn neo đậu trong suốt giờ họp chợ, kể cả khi mưa giông.
2. Ban quản lý niêm yết sơ đồ neo đậu, giá thuê chỗ neo và số điện thoại cứu hộ tại cầu tàu chính của chợ nổi.
Điều 8. Đăng ký chỗ neo
1. Hồ sơ đăng ký chỗ neo gửi ban quản lý chợ nổi gồm:
a) Đơn đăng ký chỗ neo theo mẫu của ban quản lý;
b) Bản sao giấy chứng nhận đăng ký phương tiện thủy nội địa;
c) Hợp đồng thuê phương tiện trong trường hợp người đăng ký không phải là chủ phương tiện.
2. Trong thời hạn 10 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ, ban quản lý chợ nổi xem xét, xếp chỗ neo và thông báo cho người đăng ký.
3. Người được xếp chỗ neo nộp tiền thuê trước ít nhất 15 ngày so với ngày bắt đầu sử dụng chỗ neo theo thông báo của ban quản lý chợ nổi.
Điều 9. Giá thuê chỗ neo
1. Giá thuê chỗ neo tại chợ nổi không thấp hơn 40% mức giá thuê sạp cùng diện tích tại chợ trên bờ gần nhất do cùng ban quản lý khai thác.
2. Hộ nghèo, người cao tuổi và người khuyết tật buôn bán tại chợ nổi được giảm giá thuê chỗ neo trong năm đầu kể từ ngày xếp chỗ.
""",  # noqa: E501 - a paragraph is one line
)
HEADER = "number,title,type,issuer,issued,effective,expired,status,source"


def scan_with(
    text: str, *, library: tuple[LawText, ...] = (), status: str = "",
    issuer: Issuer = "ubnd_tinh", date: datetime.date = TODAY,
) -> ScanResult:  # fmt: skip
    """The scan of a text with the imported material; `status` are rows of a list without its header."""
    table = f"{HEADER}\n{status}".encode()
    rows = read_status(MaterialFile("status", "status.csv", table)) if status else None
    used = replace(knowledge(), material=Material(status=rows, library=library))
    draft = extract_draft([SourceFile("du-thao.txt", text.strip().encode())])
    return scan_draft(parse_draft(draft, issuer=issuer, date=date, today=TODAY, knowledge=used), used)


def of_rule(result: ScanResult, rule: str) -> list[Finding]:
    """The findings of a rule or, with a name without a dot, of a family."""
    return [item for item in result.findings if rule in (item.rule, item.family)]


def outcome(result: ScanResult, rule: str) -> RuleOutcome:
    """What became of a rule."""
    assert result.coverage is not None
    return next(item for item in result.coverage.rules if item.rule == rule)


def decision(*clauses: str, basis: str = "Căn cứ Luật Chợ nổi số 911/2024/QH15;") -> str:
    """A decision with each text as an article of its own, after one on its scope."""
    articles = "\n".join(
        f"Điều {number}. Nội dung cụ thể\n{text}" for number, text in enumerate(clauses, start=2)
    )
    return (
        f"ỦY BAN NHÂN DÂN TỈNH\nQUYẾT ĐỊNH\nQuy định quản lý chợ nổi\n{basis}\n"
        f"Điều 1. Phạm vi điều chỉnh\nQuyết định này quy định việc quản lý chợ nổi trên địa bàn tỉnh.\n{articles}\n"
    )
