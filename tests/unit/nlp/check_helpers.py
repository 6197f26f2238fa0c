"""A short way to ask which findings of one family, or one rule, a draft written in a test gets."""

from __future__ import annotations

import datetime

from nlp.types import Finding, Issuer
from tests.unit.nlp.scan_helpers import scan_text

LETTERHEAD = """ỦY BAN NHÂN DÂN TỈNH
Số: {number}
Tỉnh A, ngày 05 tháng 5 năm {year}
QUYẾT ĐỊNH
{title}
Căn cứ Luật Tổ chức chính quyền địa phương;
{bases}Theo đề nghị của Giám đốc Sở Tài chính;
{body}"""


def found(
    text: str,
    prefix: str,
    *,
    issuer: Issuer | None = "ubnd_tinh",
    date: datetime.date | None = None,
) -> list[Finding]:
    """The findings whose rule id begins with `prefix`; every quote is checked against its offsets."""
    result = scan_text(text, issuer=issuer, date=date)
    assert result.document is not None
    for finding in result.findings:
        assert finding.quote == result.document.text[finding.start : finding.end]
    return [finding for finding in result.findings if finding.rule.startswith(prefix)]


def rules(text: str, prefix: str, *, issuer: Issuer | None = "ubnd_tinh") -> set[str]:
    return {finding.rule for finding in found(text, prefix, issuer=issuer)}


def decision(
    body: str,
    *,
    year: int = 2026,
    number: str = "12/2026/QĐ-UBND",
    title: str = "Về việc quản lý chợ",
    bases: str = "",
) -> str:
    """A provincial decision with its letterhead, signed on 5 May of the year."""
    number = number.replace("2026", str(year))
    return LETTERHEAD.format(number=number, year=year, title=title, bases=bases, body=body)
