"""Lays a sample text out as a Word document that looks like a Vietnamese normative document.

The markup (one paragraph a line, blank lines ignored) is described in the README of this folder.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_FONT = "Times New Roman"
_BODY = Pt(14)
_NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_WRITTEN_AT = dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC)
_ZIP_TIME = (2026, 1, 5, 8, 0, 0)  # a zip entry without a fixed time would change the file's hash each minute
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_NUMBER_FORMATS = (("decimal", "%1.", Cm(1.9)), ("lowerLetter", "%2)", Cm(1.9)))


class MarkupError(ValueError):
    """A sample text uses the markup wrongly; the message names the line's number."""


def build_docx(text: str) -> bytes:
    """Return the text as a DOCX; the same text gives the same bytes on every run.

    Raises MarkupError for a directive that is not known.
    """
    layout = _Layout()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            layout.add(line.rstrip(), number)
    return layout.finish()


class _Layout:
    """The document under construction and what must be remembered from line to line."""

    def __init__(self) -> None:
        self._document: WordDocument = Document()
        self._head: dict[str, str] = {}
        self._recipients: list[str] = []
        self._rows: list[list[str]] = []
        self._list_number: int | None = None
        self._numbering = _Numbering(self._document)
        self._styles: tuple[tuple[str, Callable[[str], object]], ...] = (
            ("* ", self._heading),
            ("~# ", lambda text: self._centred(text, bold=False, italic=True)),
            ("# ", lambda text: self._centred(text, bold=True)),
            ("~ ", lambda text: self._body(text, italic=True)),
            ("< ", lambda text: self._body(text, indent=False)),
            ("1# ", lambda text: self._numbered(text, level=0)),
            ("a# ", lambda text: self._numbered(text, level=1)),
        )
        _set_page(self._document)

    def add(self, line: str, number: int) -> None:
        if line.startswith("|"):
            self._rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            return
        self._close_table()
        if line.startswith("@"):
            self._directive(line, number)
            return
        self._close_head()
        for prefix, write in self._styles:
            if line.startswith(prefix):
                write(line[len(prefix) :])
                return
        self._body(line)

    def finish(self) -> bytes:
        self._close_table()
        self._close_head()
        properties = self._document.core_properties
        properties.created = properties.modified = _WRITTEN_AT
        properties.author = properties.last_modified_by = ""
        properties.comments = ""
        properties.revision = 1
        stream = io.BytesIO()
        self._document.save(stream)
        return _with_fixed_times(stream.getvalue())

    def _directive(self, line: str, number: int) -> None:
        name, _, value = line[1:].partition(" ")
        if name in ("issuer", "number", "place"):
            self._head[name] = value
        elif name == "to":
            self._recipients.append(value)
        elif name == "sign":
            self._signature(value.split("|"))
        elif name == "page":
            self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            raise MarkupError(f"line {number}: unknown directive @{name}")

    def _close_head(self) -> None:
        if not self._head:
            return
        table = _two_columns(self._document, Cm(6.2), Cm(10.3))
        left, right = table.cell(0, 0), table.cell(0, 1)
        for index, name in enumerate(self._head.get("issuer", "").split("|")):
            _cell_line(left, name, first=index == 0, bold=True, size=Pt(13))
        _cell_line(left, "_______", size=Pt(8))
        _cell_line(left, self._head.get("number", ""), size=Pt(13))
        _cell_line(right, _NATIONAL_TITLE, first=True, bold=True, size=Pt(13))
        _cell_line(right, _MOTTO, bold=True, size=Pt(13))
        _cell_line(right, "_____________________", size=Pt(8))
        _cell_line(right, self._head.get("place", ""), italic=True, size=Pt(13))
        self._head = {}

    def _signature(self, lines: list[str]) -> None:
        self._document.add_paragraph()
        table = _two_columns(self._document, Cm(8), Cm(8.5))
        left, right = table.cell(0, 0), table.cell(0, 1)
        for index, line in enumerate(self._recipients):
            paragraph = _cell_line(left, line, first=index == 0, bold=index == 0, size=Pt(11))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        for index, line in enumerate(lines):
            _cell_line(right, line, first=index == 0, bold=True, size=Pt(13))
        self._recipients = []
        self._document.add_paragraph()

    def _close_table(self) -> None:
        if not self._rows:
            return
        columns = max(len(row) for row in self._rows)
        table = self._document.add_table(rows=len(self._rows), cols=columns)
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for row_index, (row, laid_out) in enumerate(zip(self._rows, table.rows, strict=True)):
            for content, cell in zip(row, laid_out.cells, strict=False):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                if row_index == 0:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _write(paragraph, content, bold=row_index == 0, size=Pt(12))
        self._rows = []
        self._document.add_paragraph()

    def _heading(self, text: str) -> None:
        self._list_number = None
        self._body(text, bold=True)

    def _centred(self, text: str, *, bold: bool, italic: bool = False) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(paragraph, text, bold=bold, italic=italic)

    def _body(self, text: str, *, bold: bool = False, italic: bool = False, indent: bool = True) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if indent else WD_ALIGN_PARAGRAPH.LEFT
        if indent:
            paragraph.paragraph_format.first_line_indent = Cm(1.27)
        _write(paragraph, text, bold=bold, italic=italic)
        return paragraph

    def _numbered(self, text: str, *, level: int) -> None:
        if self._list_number is None:
            self._list_number = self._numbering.start_list()
        self._numbering.attach(self._body(text), self._list_number, level)


class _Numbering:
    """Word's own automatic numbering: level 0 counts khoản, level 1 counts điểm (a to d only).

    Word's letters run a, b, c, d, e; the Vietnamese ones put đ after d, so a longer list is written by hand.
    """

    def __init__(self, document: WordDocument) -> None:
        self._root: Any = document.part.numbering_part.element
        used = [int(n.get(qn("w:abstractNumId"))) for n in self._root.findall(qn("w:abstractNum"))]
        self._abstract_id = max(used, default=0) + 1
        self._next = max((int(n.get(qn("w:numId"))) for n in self._root.findall(qn("w:num"))), default=0) + 1
        definition = _element("w:abstractNum", abstractNumId=self._abstract_id)
        definition.append(_element("w:multiLevelType", val="multilevel"))
        for level, (number_format, pattern, tab) in enumerate(_NUMBER_FORMATS):
            definition.append(_number_level(level, number_format, pattern, tab))
        first_number = self._root.find(qn("w:num"))
        if first_number is None:
            self._root.append(definition)
        else:  # the schema wants every w:abstractNum before the first w:num
            first_number.addprevious(definition)

    def start_list(self) -> int:
        """Open a list that counts from 1 again and return its w:numId."""
        number = _element("w:num", numId=self._next)
        number.append(_element("w:abstractNumId", val=self._abstract_id))
        for level in range(len(_NUMBER_FORMATS)):
            restart = _element("w:lvlOverride", ilvl=level)
            restart.append(_element("w:startOverride", val=1))
            number.append(restart)
        self._root.append(number)
        self._next += 1
        return self._next - 1

    def attach(self, paragraph: Paragraph, list_number: int, level: int) -> None:
        """Make the paragraph an item of the list; its number is then nowhere in the paragraph's own text."""
        paragraph_properties: Any = paragraph._p.get_or_add_pPr()
        list_properties = paragraph_properties.get_or_add_numPr()
        list_properties.get_or_add_ilvl().val = level
        list_properties.get_or_add_numId().val = list_number


def _number_level(level: int, number_format: str, pattern: str, tab: Length) -> Any:
    definition = _element("w:lvl", ilvl=level)
    definition.append(_element("w:start", val=1))
    definition.append(_element("w:numFmt", val=number_format))
    definition.append(_element("w:lvlText", val=pattern))
    definition.append(_element("w:lvlJc", val="left"))
    properties = _element("w:pPr")
    tabs = _element("w:tabs")
    tabs.append(_element("w:tab", val="num", pos=tab.twips))
    properties.append(tabs)
    definition.append(properties)
    return definition


def _element(tag: str, **attributes: object) -> Any:
    element: Any = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = _element("w:fldSimple", instr="PAGE")
    number._p.append(field)
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.font.size = _BODY
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.1


def _two_columns(document: WordDocument, left: Length, right: Length) -> Table:
    table: Table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, (left, right), strict=True):
        cell.width = width
    return table


def _cell_line(
    cell: _Cell, text: str, *, size: Pt, first: bool = False, bold: bool = False, italic: bool = False
) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, text, bold=bold, italic=italic, size=size)
    return paragraph


def _write(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: Pt | None = None
) -> None:
    for index, piece in enumerate(_BOLD.split(text)):
        if piece:
            run: Run = paragraph.add_run(piece)
            run.bold = True if bold or index % 2 else None
            run.italic = True if italic else None
            if size is not None:
                run.font.size = size


def _with_fixed_times(data: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return stream.getvalue()
