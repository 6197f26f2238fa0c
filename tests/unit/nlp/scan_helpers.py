"""Short ways to scan a Vietnamese text written in a test."""

from __future__ import annotations

import datetime
import functools
import textwrap

from nlp.knowledge import Knowledge, load_knowledge
from nlp.pipeline import extract_draft, parse_draft, scan_draft
from nlp.types import Finding, Issuer, ScanResult, SourceFile

TODAY = datetime.date(2026, 5, 5)


@functools.lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    return load_knowledge()


def scan_text(
    text: str, *, issuer: Issuer | None = "ubnd_tinh", date: datetime.date | None = TODAY
) -> ScanResult:
    """The scan of a plain text file; by default a provincial decision of 2026."""
    source = SourceFile("van-ban.txt", textwrap.dedent(text).strip().encode())
    draft = extract_draft([source])
    return scan_draft(parse_draft(draft, issuer=issuer, date=date, today=TODAY), knowledge())


def tthc(result: ScanResult) -> list[Finding]:
    return [finding for finding in result.findings if finding.family == "tthc"]


DECISION = """
    ỦY BAN NHÂN DÂN TỈNH
    QUYẾT ĐỊNH
    Quy định hỗ trợ giống cây trồng
    Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
    Điều 1. Phạm vi điều chỉnh
    Quyết định này quy định việc hỗ trợ giống cây trồng.
    Điều 2. Mức hỗ trợ
    Mức hỗ trợ là 500.000 đồng cho mỗi sào.
    Điều 3. Hồ sơ, trình tự hỗ trợ
    1. Hộ gia đình, cá nhân nộp 01 bộ hồ sơ tại Ủy ban nhân dân cấp xã, gồm: đơn đề nghị theo Mẫu số 01; bản sao giấy chứng nhận quyền sử dụng đất.
    2. Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ, Ủy ban nhân dân cấp xã xem xét, quyết định hỗ trợ; trường hợp từ chối phải trả lời bằng văn bản và nêu rõ lý do.
    Điều 4. Trách nhiệm của các sở
    Các sở theo chức năng, nhiệm vụ phối hợp thực hiện.
    Điều 5. Hiệu lực
    Quyết định này có hiệu lực thi hành kể từ ngày 20 tháng 5 năm 2026.
"""  # noqa: E501 - a paragraph is one line
