"""A small report to build, render and read again."""

from __future__ import annotations

from datetime import date
from typing import Any

from review_app.domain.base_data import Conclusion, ReportLayout, ReportSection, Status
from review_app.domain.coverage import CoverageFacts
from review_app.reports.content import ReportContent, ReportedFinding, ReportSubject, build_content

LAYOUT = ReportLayout(
    key="r3", valid_from=date(2026, 1, 25), valid_to=None, citation="Khoản 5 Điều 9 Quy chế", status=Status.SECONDARY,
    note="", document_types=("quyet_dinh",), issuers=("ubnd_tinh",), form_status=Status.UNVERIFIED,
    issuer_lines=("UBND TỈNH", "SỞ TƯ PHÁP"),
    motto_lines=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    number_symbol="BC-STP", title="BÁO CÁO THẨM ĐỊNH",
    sections=(
        ReportSection("can_thiet", "Sự cần thiết ban hành", ()),
        ReportSection("hop_phap", "Tính hợp hiến, hợp pháp", ("authority", "validity")),
        ReportSection("tthc", "Thủ tục hành chính", ("tthc",)),
    ),
    conclusions=(
        Conclusion("du_dieu_kien", "Đủ điều kiện trình", False),
        Conclusion("chua_du_dieu_kien", "Chưa đủ điều kiện trình", True),
    ),
)  # fmt: skip
SUBJECT = ReportSubject(
    dossier_number="HS-2026-0007", round=1, title="Quy định quản lý bến thủy nội địa",
    document_name="Quyết định của Ủy ban nhân dân tỉnh", agency="Sở Xây dựng", received_on="2026-09-01", version=2,
    papers=("Dự thảo: du-thao.docx", "Tờ trình: to-trinh.docx"),
)  # fmt: skip
EXAMINED = CoverageFacts(
    scanned=True, regime="R3", knowledge="base-1", articles=12, provisions=80, rules_run=9, findings=0
)


def reported(position: int = 0, **changes: Any) -> ReportedFinding:
    """A confirmed finding on the papers to hand in."""
    values: dict[str, Any] = {
        "position": position, "place": f"khoản {position + 1} Điều 5", "quote": f"nộp {position + 1} bộ hồ sơ",
        "family": "tthc", "severity": "suspect", "explanation": "Khoản này đặt ra hồ sơ phải nộp.",
        "suggestion": "Bỏ quy định này.", "basis": ("Điều 5 Nghị định số 78/2025/NĐ-CP",),
        "disposition": "confirmed", "reason": "", "wording": "",
    }  # fmt: skip
    return ReportedFinding(**(values | changes))


def content(
    *findings: ReportedFinding, coverage: CoverageFacts = EXAMINED, conclusion: str = "du_dieu_kien"
) -> ReportContent:
    """The report of these findings."""
    return build_content(LAYOUT, SUBJECT, findings, coverage, conclusion)
