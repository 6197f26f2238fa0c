"""The report as a Word document, and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from review_app.domain.coverage import UnreadPart
from review_app.reports.content import ReportedFinding, printable
from review_app.reports.docx import QUOTE_STYLE, SECTION_STYLE, render, roman
from review_app.reports.read_back import ReadFinding, ReportUnreadable, listed, read_back
from tests.unit.reports.samples import EXAMINED, content, reported

MIXED = (
    reported(0),
    reported(1, disposition="dismissed", reason="Chỉ viện dẫn quy định hiện hành."),
    reported(
        2,
        family="authority",
        quote="do Sở Xây dựng\nquy định\tchi tiết | mức thu",
        wording="Cần bỏ khoản này.",
    ),
    reported(3, family="format", quote=""),
    reported(4, disposition="open", severity="info"),
)


def paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(data)).paragraphs]


def cells(data: bytes) -> list[str]:
    return [cell.text for table in Document(BytesIO(data)).tables for row in table.rows for cell in row.cells]


def all_text(data: bytes) -> str:
    return "\n".join(paragraphs(data) + cells(data))


def test_reopening_the_paper_gives_the_same_findings() -> None:
    built = content(*MIXED)
    assert read_back(render(built, None, None)) == listed(built)
    assert listed(built)[1] == ReadFinding("khoản 2 Điều 5", "nộp 2 bộ hồ sơ", "dismissed")


words = st.text(max_size=60).map(printable)
findings = st.lists(
    st.tuples(words, words, st.sampled_from(["open", "confirmed", "dismissed", "fixed", "explained"])),
    max_size=6,
)


@settings(max_examples=15, deadline=None)
@given(findings)
def test_any_place_and_quote_come_back_as_they_went_in(given_findings: list[tuple[str, str, str]]) -> None:
    built = content(
        *(
            reported(position, place=place, quote=quote, disposition=disposition, reason="lý do")
            for position, (place, quote, disposition) in enumerate(given_findings)
        )
    )
    assert read_back(render(built, "1/BC-STP", date(2026, 9, 3))) == listed(built)


def test_a_report_without_findings_reads_back_as_none() -> None:
    assert read_back(render(content(), None, None)) == []


def test_a_paper_whose_section_was_changed_is_refused() -> None:
    paper = Document(BytesIO(render(content(*MIXED), None, None)))
    quoted = next(each for each in paper.paragraphs if each._p.style == QUOTE_STYLE)
    quoted.runs[0].text = "“một câu khác”"
    stream = BytesIO()
    paper.save(stream)
    with pytest.raises(ReportUnreadable):
        read_back(stream.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"plain text"])
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(ReportUnreadable):
        read_back(data)


def test_head_follows_the_office_s_form() -> None:
    data = render(content(*MIXED), "12/BC-STP", date(2026, 12, 5))
    head = cells(data)[:4]
    assert head[0].startswith("UBND TỈNH\nSỞ TƯ PHÁP")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in head[1]
    assert head[2] == "Số: 12/BC-STP"
    assert head[3].endswith("ngày 05 tháng 12 năm 2026")
    lines = paragraphs(data)
    assert "BÁO CÁO THẨM ĐỊNH" in lines
    assert "Kính gửi: Sở Xây dựng" in lines
    assert "GIÁM ĐỐC" in "\n".join(cells(data))


def test_number_and_date_stay_open_until_the_report_has_them() -> None:
    head = cells(render(content(), None, None))
    assert head[2] == "Số: …/BC-STP"
    assert head[3] == "…, ngày … tháng … năm …"


def test_page_is_a4_in_times_new_roman_14() -> None:
    paper = Document(BytesIO(render(content(), None, None)))
    section, normal = paper.sections[0], paper.styles["Normal"]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.left_margin is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.left_margin >= Mm(30)
    assert normal.font.name == "Times New Roman"
    assert normal.font.size is not None
    assert normal.font.size.pt == 14


def in_style(data: bytes, style_id: str) -> list[str]:
    return [each.text for each in Document(BytesIO(data)).paragraphs if each._p.style == style_id]


def test_sections_are_numbered_in_order_with_coverage_and_conclusion_last() -> None:
    assert in_style(render(content(*MIXED), None, None), SECTION_STYLE) == [
        "I. Hồ sơ nhận được", "II. Sự cần thiết ban hành", "III. Tính hợp hiến, hợp pháp", "IV. Thủ tục hành chính",
        "V. Nội dung khác", "VI. Phạm vi rà soát", "VII. Kết luận",
    ]  # fmt: skip


def test_the_reviewer_s_wording_replaces_the_machine_s_explanation() -> None:
    lines = paragraphs(render(content(reported(0, wording="Đề nghị bỏ khoản này.")), None, None))
    assert "Đề nghị bỏ khoản này." in lines
    assert "Khoản này đặt ra hồ sơ phải nộp." not in lines
    assert not any(line.startswith("Kiến nghị:") for line in lines)


def test_without_own_wording_explanation_suggestion_and_basis_are_printed() -> None:
    lines = paragraphs(render(content(reported(0)), None, None))
    assert "Khoản này đặt ra hồ sơ phải nộp." in lines
    assert "Kiến nghị: Bỏ quy định này." in lines
    assert "Căn cứ: Điều 5 Nghị định số 78/2025/NĐ-CP." in lines


def test_a_section_without_confirmed_findings_claims_nothing() -> None:
    text = all_text(render(content(reported(0, disposition="dismissed", reason="Nhầm.")), None, None))
    assert "Không phát hiện" not in text
    assert "phạm vi đã rà soát nêu tại mục V" in text


def test_what_was_not_examined_is_printed() -> None:
    partly = replace(EXAMINED, unread=(UnreadPart("Phụ lục I", "là ảnh"),))
    lines = paragraphs(render(content(coverage=partly), None, None))
    assert "- Chưa đọc được Phụ lục I: là ảnh." in lines
    assert not any("Không phát hiện" in line for line in lines)


def test_the_paper_does_not_speak_of_its_own_form() -> None:
    text = all_text(render(content(*MIXED), None, None)).lower()
    assert "mẫu báo cáo" not in text
    assert "chưa được xác minh" not in text


def test_reason_of_a_dismissal_stands_in_the_annex() -> None:
    finding: ReportedFinding = reported(0, disposition="dismissed", reason="Thủ tục đã được luật giao.")
    assert "Thủ tục đã được luật giao." in cells(render(content(finding), None, None))


@pytest.mark.parametrize(("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (29, "XXIX")])
def test_roman_numbers(number: int, written: str) -> None:
    assert roman(number) == written
