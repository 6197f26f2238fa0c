"""Drawing on a Word page: the few shapes an official paper of Vietnam is made of."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
BODY_SIZE = Pt(14)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
LEFT = WD_ALIGN_PARAGRAPH.LEFT
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY

# What the schema of Word wants behind a paragraph's borders; Word refuses files in another order.
_AFTER_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)

Paper = Any
"""A python-docx document, table, cell or paragraph: the library has no types."""


def new_paper(title: str, author: str) -> Paper:
    """An empty A4 page with the margins and the letter of official papers."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    paper.core_properties.title = title[:255]
    paper.core_properties.author = author[:255]
    paper.core_properties.language = "vi-VN"
    normal = paper.styles["Normal"]
    _set_font(normal)
    normal.font.size = BODY_SIZE
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    return paper


def _set_font(style: Paper) -> None:
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def add_style(
    paper: Paper, style_id: str, name: str, *, bold: bool = False, italic: bool = False, size: float | None = None,
    align: Any = JUSTIFIED, indent: bool = False, tight: bool = False, level: int = 0,
) -> None:  # fmt: skip
    """A paragraph style of our own; `level` ≥ 1 puts it into Word's navigation."""
    style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.styleId = style_id
    style.base_style = paper.styles["Normal"]
    style.font.bold, style.font.italic = bold, italic
    if size:
        style.font.size = Pt(size)
    style.paragraph_format.alignment = align
    if indent:
        style.paragraph_format.first_line_indent = Mm(12.7)
    if tight:
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
    if level:
        style.paragraph_format.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        style.element.get_or_add_pPr().append(outline)


def put(paper: Paper, style_id: str, text: str) -> None:
    """A paragraph at the end of the page, in one of our styles.

    Written past python-docx's objects, which look the style up anew for every paragraph: a report of some hundred
    findings took seconds.
    """
    _fill(paper.element.body.add_p(), style_id, text)


def _fill(paragraph: Any, style_id: str, text: str) -> None:
    paragraph.style = style_id
    paragraph.add_r().text = text


def write(
    place: Paper,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    align: Any = None,
) -> Paper:
    """A paragraph at the end of a page or cell; the first one of an empty cell is used up."""
    empty = hasattr(place, "_tc") and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
    paragraph = place.paragraphs[0] if empty else place.add_paragraph()
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
    if italic:
        run.italic = True
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def tighten(paragraph: Paper) -> Paper:
    """No space around the paragraph, as in the head of a paper."""
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph


def two_columns(paper: Paper, left_mm: float, right_mm: float) -> tuple[Paper, Paper]:
    """Two cells side by side without borders."""
    table = paper.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, (left_mm, right_mm))
    return table.rows[0].cells[0], table.rows[0].cells[1]


def _set_widths(table: Paper, widths_mm: Sequence[float]) -> None:
    """Both to the columns, which LibreOffice reads, and to the cells, which Word reads."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)


def rule_below(place: Paper, share: float, width_mm: float) -> None:
    """The short line under a heading of the head: an empty paragraph with a border, `share` of the cell wide."""
    paragraph = tighten(write(place, ""))
    paragraph.paragraph_format.line_spacing = Pt(5)
    side = Mm(width_mm * (1 - share) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def bordered_table(
    paper: Paper,
    headings: Sequence[str],
    widths_mm: Sequence[float],
    rows: Sequence[Sequence[str]],
    style_id: str,
) -> None:
    """A table whose head is repeated on every page; one paragraph a cell, in the style given."""
    table = paper.add_table(rows=2 if rows else 1, cols=len(headings))
    table.style = "Table Grid"
    _set_widths(table, widths_mm)
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        tighten(write(cell, heading, bold=True, size=12, align=CENTRE))
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    empty = table.rows[-1]._tr
    for values in rows:
        row = deepcopy(empty)
        for cell, value in zip(row.tc_lst, values, strict=True):
            _fill(cell.p_lst[0], style_id, value)
        empty.addprevious(row)
    if rows:
        table._tbl.remove(empty)
