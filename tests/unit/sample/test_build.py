"""The markup becomes a Word document: structure, automatic numbering, stable bytes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Mm

from review_app.sample.build import MarkupError, build_docx

HEAD = "@issuer ỦY BAN NHÂN DÂN|TỈNH AN PHÚ\n@number Số:      /2026/QĐ-UBND\n@place An Phú, ngày    tháng    năm 2026\n"


def opened(text: str) -> WordDocument:
    return Document(io.BytesIO(build_docx(text)))


def list_ids(document: WordDocument) -> list[tuple[int, int]]:
    """Return (list, level) of each automatically numbered paragraph."""
    found = []
    for paragraph in document.paragraphs:
        properties: Any = paragraph._p.pPr
        if properties is not None and properties.numPr is not None:
            found.append((properties.numPr.numId.val, properties.numPr.ilvl.val))
    return found


def test_the_head_is_a_table_with_issuer_on_the_left_and_national_title_on_the_right() -> None:
    left, right = opened(HEAD + "# QUYẾT ĐỊNH").tables[0].rows[0].cells
    assert left.text.splitlines()[:2] == ["ỦY BAN NHÂN DÂN", "TỈNH AN PHÚ"]
    assert "Số:      /2026/QĐ-UBND" in left.text
    assert right.text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert right.text.endswith("An Phú, ngày    tháng    năm 2026")


def test_the_page_is_a4_in_times_new_roman_14() -> None:
    document = opened("Một đoạn.")
    assert document.sections[0].page_width == pytest.approx(Mm(210), abs=Mm(1))
    assert document.sections[0].page_height == pytest.approx(Mm(297), abs=Mm(1))
    normal = document.styles["Normal"].font
    assert normal.name == "Times New Roman"
    assert normal.size is not None
    assert normal.size.pt == 14


def test_rows_that_follow_each_other_make_one_table() -> None:
    document = opened("| STT | Tên |\n| 1 | Bến A |\nGiữa hai bảng.\n| X |")
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["STT", "Tên"],
        ["1", "Bến A"],
    ]
    assert len(document.tables) == 2


def test_an_empty_cell_keeps_its_column() -> None:
    table = opened("| a | b | c |\n| 1 | | 3 |").tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "", "3"]


def test_automatic_numbers_are_not_text_and_start_again_at_each_article() -> None:
    document = opened("* Điều 1. Một\n1# Khoản đầu\na# Điểm đầu\n1# Khoản sau\n* Điều 2. Hai\n1# Khoản mới")
    assert [p.text for p in document.paragraphs][1] == "Khoản đầu"
    first, point, second, restarted = list_ids(document)
    assert first == second
    assert point == (first[0], 1)
    assert restarted[0] != first[0]
    assert restarted[1] == 0


def test_bold_inside_a_paragraph() -> None:
    runs = opened("**Điều 1.** Ban hành kèm theo.").paragraphs[0].runs
    assert [(run.text, bool(run.bold)) for run in runs] == [
        ("Điều 1.", True),
        (" Ban hành kèm theo.", False),
    ]


def test_the_signature_has_recipients_on_the_left_and_no_name() -> None:
    text = "@to Nơi nhận:\n@to - Như Điều 3;\n@sign TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH"
    left, right = opened(text).tables[0].rows[0].cells
    assert left.text == "Nơi nhận:\n- Như Điều 3;"
    assert right.text == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"


def test_the_same_text_gives_the_same_bytes_whatever_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_docx(HEAD + "Một đoạn.")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert build_docx(HEAD + "Một đoạn.") == first


def test_an_unknown_directive_names_its_line() -> None:
    with pytest.raises(MarkupError, match="line 2: unknown directive @isuer"):
        build_docx("Một đoạn.\n@isuer X")
