"""Drawing on a Word page: the few shapes an official paper of Vietnam is made of."""

from __future__ import annotations

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


def add_style(paper: Paper, name: str, *, bold: bool = False, italic: bool = False, level: int = 0) -> None:
    """A paragraph style of our own; `level` ≥ 1 puts it into Word's navigation."""
    style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = paper.styles["Normal"]
    style.font.bold, style.font.italic = bold, italic
    if level:
        style.paragraph_format.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        style.element.get_or_add_pPr().append(outline)


def write(
    place: Paper, text: str, *, bold: bool = False, italic: bool = False, size: float | None = None,
    align: Any = None, style: str | None = None, indent: bool = False,
) -> Paper:  # fmt: skip
    """A paragraph at the end of a page or cell; the first one of an empty cell is used up."""
    empty = hasattr(place, "_tc") and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
    paragraph = place.paragraphs[0] if empty else place.add_paragraph()
    if style:
        paragraph.style = style
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
    if italic:
        run.italic = True
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
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
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, (left_mm, right_mm), strict=True):
        cell.width = Mm(width)
    return table.rows[0].cells[0], table.rows[0].cells[1]


def rule_below(place: Paper, share: float, width_mm: float) -> None:
    """The short line under a heading of the head: an empty paragraph with a border, `share` of the cell wide."""
    paragraph = tighten(write(place, "", size=4))
    side = Mm(width_mm * (1 - share) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def bordered_table(paper: Paper, headings: tuple[str, ...], widths_mm: tuple[float, ...]) -> Paper:
    """A table with a head that is repeated on every page."""
    table = paper.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    table.autofit = False
    for cell, heading, width in zip(table.rows[0].cells, headings, widths_mm, strict=True):
        cell.width = Mm(width)
        tighten(write(cell, heading, bold=True, size=12, align=CENTRE))
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def table_row(table: Paper, values: tuple[str, ...], widths_mm: tuple[float, ...]) -> None:
    """A row of a bordered table, one paragraph a cell."""
    for cell, value, width in zip(table.add_row().cells, values, widths_mm, strict=True):
        cell.width = Mm(width)
        tighten(write(cell, value, size=12, align=LEFT))
