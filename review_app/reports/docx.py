"""Renders a frozen report as a Word document in the layout of an official paper."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from docx.shared import Pt

from review_app.reports.content import ReportContent, ReportedFinding, ReportSubject
from review_app.reports.paper import (
    CENTRE,
    LEFT,
    Paper,
    add_style,
    bordered_table,
    new_paper,
    put,
    rule_below,
    tighten,
    two_columns,
    write,
)
from review_app.reports.words import BASIS_TO_CHECK_VI, DISPOSITION_VI, OFFICE_VI, SEVERITY_VI

TEXT_STYLE, SECTION_STYLE, PLACE_STYLE, QUOTE_STYLE, CELL_STYLE = (
    "ReportText", "ReportSection", "FindingPlace", "FindingQuote", "FindingCell",
)  # fmt: skip
TABLE_HEADINGS = ("STT", "Vị trí", "Trích dẫn", "Mức độ", "Xử lý", "Lý do")
QUOTE_MARKS = ("“", "”")

_COLUMNS_MM = (12.0, 30.0, 52.0, 19.0, 21.0, 26.0)
_HEAD_LEFT_MM, _HEAD_RIGHT_MM = 60.0, 100.0
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_NO_OPINION = "Báo cáo không ghi nhận ý kiến riêng về nội dung này; phạm vi đã rà soát nêu tại mục {scope}."


def render(content: ReportContent, number: str | None, issued_on: date | None) -> bytes:
    """The DOCX; number and date are left open while the report has none."""
    paper = new_paper(
        f"{content.header.title} {content.subject.title}", " ".join(content.header.issuer_lines[-1:])
    )
    add_style(paper, TEXT_STYLE, "Nội dung báo cáo", indent=True)
    add_style(paper, SECTION_STYLE, "Mục báo cáo", bold=True, level=1)
    add_style(paper, PLACE_STYLE, "Vị trí phát hiện", bold=True, level=2)
    add_style(paper, QUOTE_STYLE, "Trích dẫn phát hiện", italic=True, indent=True, align=LEFT)
    add_style(paper, CELL_STYLE, "Ô bảng phát hiện", size=12, align=LEFT, tight=True)
    _head(paper, content, number, issued_on)
    _opening(paper, content)
    _body(paper, content)
    _signature(paper, content)
    if content.findings:
        _annex(paper, content)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _head(paper: Paper, content: ReportContent, number: str | None, issued_on: date | None) -> None:
    header = content.header
    left, right = two_columns(paper, _HEAD_LEFT_MM, _HEAD_RIGHT_MM)
    for position, line in enumerate(header.issuer_lines, 1):
        tighten(write(left, line, bold=position == len(header.issuer_lines), size=12, align=CENTRE))
    rule_below(left, 0.35, _HEAD_LEFT_MM)
    for position, line in enumerate(header.motto_lines, 1):
        tighten(write(right, line, bold=True, size=12 if position == 1 else 13, align=CENTRE))
    rule_below(right, 0.6, _HEAD_RIGHT_MM)
    left, right = two_columns(paper, _HEAD_LEFT_MM, _HEAD_RIGHT_MM)
    tighten(write(left, f"Số: {number or f'…/{header.symbol}'}", size=13, align=CENTRE))
    tighten(write(right, date_line(issued_on), italic=True, size=14, align=CENTRE))


def date_line(day: date | None) -> str:
    """'…, ngày 05 tháng 12 năm 2026'; the place is written in by the office."""
    if day is None:
        return "…, ngày … tháng … năm …"
    return f"…, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def _opening(paper: Paper, content: ReportContent) -> None:
    subject = content.subject
    title = write(paper, content.header.title, bold=True, size=14, align=CENTRE)
    tighten(title).paragraph_format.space_before = title.style.font.size
    tighten(write(paper, f"Dự thảo {_about(subject)}", bold=True, size=14, align=CENTRE))
    rule_below(paper, 0.3, _HEAD_LEFT_MM + _HEAD_RIGHT_MM)
    write(paper, f"Kính gửi: {subject.agency}", align=CENTRE).paragraph_format.space_before = Pt(6)
    received = f", tiếp nhận ngày {_day(subject.received_on)}" if subject.received_on else ""
    put(
        paper,
        TEXT_STYLE,
        f"Theo đề nghị của {subject.agency} tại hồ sơ số {subject.dossier_number}{received} (lần {subject.round}), "
        f"{OFFICE_VI} đã nghiên cứu phiên bản {subject.version} của dự thảo và báo cáo kết quả như sau:",
    )


def _about(subject: ReportSubject) -> str:
    """Title with the kind of document, which many agencies write into the title themselves."""
    kind = subject.document_name.split(" của ")[0].casefold()
    return (
        subject.title
        if subject.title.casefold().startswith(kind)
        else f"{subject.document_name}: {subject.title}"
    )


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


def _body(paper: Paper, content: ReportContent) -> None:
    _section(paper, 1, "Hồ sơ nhận được")
    for name in content.subject.papers:
        put(paper, TEXT_STYLE, f"- {name}")
    scope = len(content.sections) + 2
    for number, section in enumerate(content.sections, 2):
        _section(paper, number, section.heading)
        for place, position in enumerate(section.findings, 1):
            _finding(paper, place, content.finding(position))
        if not section.findings:
            put(paper, TEXT_STYLE, _NO_OPINION.format(scope=roman(scope)))
    _coverage(paper, content, scope)
    _section(paper, scope + 1, "Kết luận")
    words = content.conclusion_words
    put(paper, TEXT_STYLE, f"{OFFICE_VI} kết luận: dự thảo {words[:1].lower()}{words[1:]}.")


def _section(paper: Paper, number: int, heading: str) -> None:
    put(paper, SECTION_STYLE, f"{roman(number)}. {heading}")


def roman(number: int) -> str:
    """Section numbers: I, II, III, IV, ..."""
    written = ""
    for value, letter in _ROMAN:
        while number >= value:
            written, number = written + letter, number - value
    return written


def _finding(paper: Paper, place: int, finding: ReportedFinding) -> None:
    severity = SEVERITY_VI.get(finding.severity, finding.severity)
    shown = f"{finding.place[:1].upper()}{finding.place[1:]}"
    put(paper, PLACE_STYLE, f"{place}. {shown} ({severity.lower()})")
    if finding.quote:
        put(paper, QUOTE_STYLE, f"{QUOTE_MARKS[0]}{finding.quote}{QUOTE_MARKS[1]}")
    put(paper, TEXT_STYLE, finding.wording or finding.explanation)
    if finding.suggestion and not finding.wording:
        put(paper, TEXT_STYLE, f"Kiến nghị: {finding.suggestion}")
    put(paper, TEXT_STYLE, _basis(finding))


def _basis(finding: ReportedFinding) -> str:
    if set(finding.basis) == {BASIS_TO_CHECK_VI}:
        return f"{BASIS_TO_CHECK_VI.capitalize()}."
    return f"Căn cứ: {'; '.join(finding.basis)}."


def _coverage(paper: Paper, content: ReportContent, number: int) -> None:
    coverage = content.coverage
    _section(paper, number, "Phạm vi rà soát")
    put(paper, TEXT_STYLE, coverage.examined)
    if coverage.clean:
        put(paper, TEXT_STYLE, coverage.clean)
    if content.findings:
        put(paper, TEXT_STYLE, _count(content))
    if coverage.not_examined:
        put(paper, TEXT_STYLE, "Nội dung chưa được rà soát:")
        for line in coverage.not_examined:
            put(paper, TEXT_STYLE, f"- {line}")


def _count(content: ReportContent) -> str:
    counts = {
        code: sum(finding.disposition == code for finding in content.findings) for code in DISPOSITION_VI
    }
    parts = ", ".join(f"{count} {DISPOSITION_VI[code].lower()}" for code, count in counts.items() if count)
    return f"Có {len(content.findings)} phát hiện: {parts} (bảng tổng hợp tại Phụ lục)."


def _signature(paper: Paper, content: ReportContent) -> None:
    left, right = two_columns(paper, _HEAD_LEFT_MM, _HEAD_RIGHT_MM)
    tighten(write(left, "Nơi nhận:", bold=True, italic=True, size=12, align=LEFT))
    for line in (f"- {content.subject.agency};", "- Lưu: VT, hồ sơ thẩm định."):
        tighten(write(left, line, size=11, align=LEFT))
    tighten(write(right, "GIÁM ĐỐC", bold=True, size=13, align=CENTRE))
    for _ in range(4):
        tighten(write(right, "", size=14))


def _annex(paper: Paper, content: ReportContent) -> None:
    heading = write(paper, "PHỤ LỤC", bold=True, align=CENTRE)
    heading.paragraph_format.page_break_before = True
    write(paper, "Bảng tổng hợp phát hiện và kết quả xử lý", bold=True, align=CENTRE)
    rows = [
        (
            str(number), finding.place, finding.quote, SEVERITY_VI.get(finding.severity, finding.severity),
            DISPOSITION_VI[finding.disposition], finding.reason,
        )
        for number, finding in enumerate(content.findings, 1)
    ]  # fmt: skip
    bordered_table(paper, TABLE_HEADINGS, _COLUMNS_MM, rows, CELL_STYLE)
