"""Paragraphs and tables of a Word document's stories (body, notes, headers) as lines in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from nlp.extract.docx.inline import InlineReader, alternative
from nlp.extract.docx.numbering import Numbering
from nlp.extract.docx.ooxml import MC, W, paragraph_properties
from nlp.extract.docx.styles import Styles
from nlp.text import clean_lines

CELL_JOIN = " | "
LINE_JOIN_IN_CELL = " / "
_TRANSPARENT = frozenset(W + name for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
_PARAGRAPH, _TABLE, _ROW, _CELL, _SDT = (W + name for name in ("p", "tbl", "tr", "tc", "sdt"))
_ALTERNATE = MC + "AlternateContent"
_CONTENTS_GALLERY = "Table of Contents"


class Line(NamedTuple):
    """A paragraph or a table row; it may hold line breaks of its own when it is a paragraph."""

    text: str
    hidden: bool = False


class BodyReader:
    """Reads stories with one count of lists, in the order of the calls."""

    def __init__(self, inline: InlineReader, numbering: Numbering, styles: Styles) -> None:
        self._inline = inline
        self._numbering = numbering
        self._styles = styles
        self.chunks = 0
        """Pieces of other files the document only points to (w:altChunk): their text is not here."""

    def lines(self, container: etree._Element) -> list[Line]:
        """The lines of everything in the container: a paragraph, a table row, a paragraph of a text box each."""
        lines: list[Line] = []
        joined = ""
        for block in self._blocks(container):
            if block.tag == _TABLE:
                if joined:
                    lines.append(Line(joined))
                    joined = ""
                lines.extend(self._table(block))
                continue
            joined = self._paragraph(block, joined, lines)
        if joined:
            lines.append(Line(joined))
        return lines

    def _paragraph(self, element: etree._Element, before: str, lines: list[Line]) -> str:
        """Adds the paragraph; returns its text instead when its mark is deleted and it runs into the next."""
        properties = paragraph_properties(element)
        paragraph = self._inline.read(element, self._styles.font(properties.style))
        text = before + paragraph.text
        if not properties.mark_deleted:
            label = self._numbering.label(properties)
            if text.strip() or label.strip(" •-–+*▪◦➢✓□"):
                lines.append(Line(label + text.lstrip() if label else text, paragraph.hidden))
        for box in paragraph.boxes:
            lines.extend(self.lines(box))
        return text if properties.mark_deleted else ""

    def _table(self, table: etree._Element) -> Iterator[Line]:
        """A row a line; the rows of a table with a single column are what its paragraphs are: a frame."""
        rows = [[self.lines(cell) if shown else [] for cell, shown in _cells(row)] for row in _rows(table)]
        framed = all(len(row) <= 1 for row in rows)
        for row in rows:
            if framed:
                yield from (line for cell in row for line in cell)
                continue
            texts = [_in_cell(cell) for cell in row]
            if any(texts):
                yield Line(CELL_JOIN.join(texts), any(line.hidden for cell in row for line in cell))

    def _blocks(self, container: etree._Element) -> Iterator[etree._Element]:
        for child in container:
            tag = child.tag
            if tag in (_PARAGRAPH, _TABLE):
                yield child
            elif tag == _SDT:
                if self._is_contents(child):
                    self._inline.seen.contents = True
                elif (content := child.find(W + "sdtContent")) is not None:
                    yield from self._blocks(content)
            elif tag in _TRANSPARENT:
                yield from self._blocks(child)
            elif tag == _ALTERNATE:
                branch = alternative(child)
                if branch is not None:
                    yield from self._blocks(branch)
            elif tag == W + "altChunk":
                self.chunks += 1

    @staticmethod
    def _is_contents(sdt: etree._Element) -> bool:
        gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        return gallery is not None and gallery.get(W + "val") == _CONTENTS_GALLERY


def _in_cell(lines: list[Line]) -> str:
    return LINE_JOIN_IN_CELL.join(piece for line in lines for piece in clean_lines(line.text))


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == _SDT or child.tag in _TRANSPARENT:
            yield from _within(child, tag)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _within(table, _ROW):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """The cells that stand in the accepted table; False for one that only continues a merged cell."""
    for cell in _within(row, _CELL):
        properties = cell.find(W + "tcPr")
        if properties is not None and properties.find(W + "cellDel") is not None:
            continue
        yield cell, not any(_continues(properties, name) for name in ("vMerge", "hMerge"))


def _continues(properties: etree._Element | None, name: str) -> bool:
    merge = properties.find(W + name) if properties is not None else None
    return merge is not None and merge.get(W + "val", "continue") == "continue"
