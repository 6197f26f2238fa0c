"""Web pages as text: a block element or table row a line, list numbers written out, scripts left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree, html

from nlp.extract.archive import damaged
from nlp.extract.docx.numbering import render_number
from nlp.extract.lines import Lines
from nlp.extract.old_letters import OldLetters
from nlp.extract.txt import Decoded, decode
from nlp.text import clean_lines
from nlp.types import Extracted, ScanWarning

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "head", "svg", "math", "object", "embed", "iframe", "select",
        "textarea",
    }
)  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\v"
_LAYOUT_CELL = 40
"""Lines from which a table cell is no cell but a piece of a page laid out by a table."""
_LIST_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(slots=True)
class _Table:
    """A table being read: finished rows of cells (each a list of lines), and the cell that takes lines now."""

    rows: list[list[list[str]]] = field(default_factory=list)


def read_html(data: bytes) -> Extracted:
    """The text of a web page (or a document saved as one) in the encoding it declares.

    Raises NlpError: `damaged` when it is no markup after all, `unsupported` when its letters cannot be decoded.
    """
    decoded = _decode(data)
    markup = _XML_DECLARATION.sub("", decoded.text, count=1)
    # without huge_tree libxml2 drops, in silence, what is nested deeper than 256 elements
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = html.document_fromstring(markup.replace("\0", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error
    letters = OldLetters()
    letters.expect("".join(map(str, root.itertext())).split("\n"))
    page = _Page(letters)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        page.meet(event, element)
    lines = Lines()
    for line in page.finish():
        lines.add(line)
    doubt = "" if letters.prevail and decoded.is_latin else decoded.doubt
    warnings = (ScanWarning("encoding_doubt", doubt),) if doubt else ()
    return letters.remark(Extracted(lines.text, "html", warnings=warnings))


def _decode(data: bytes) -> Decoded:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii", "replace")
        try:
            return Decoded(data.decode(name))
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


class _Page:
    """Takes the elements of a page as they begin and end, and makes lines of them."""

    def __init__(self, letters: OldLetters) -> None:
        self._letters = letters
        self._sinks: list[list[str]] = [[]]
        self._tables: list[_Table] = []
        self._inline: list[str] = []
        self._dropped = 0
        self._counts: list[tuple[str | None, int]] = []
        self._starts: Mapping[str, Callable[[etree._Element], None]] = {
            "ol": self._start_list, "ul": self._start_list, "li": self._start_item, "table": self._start_table,
            "tr": self._start_row, "td": self._start_cell, "th": self._start_cell,
        }  # fmt: skip
        self._ends: Mapping[str, Callable[[], None]] = {
            "ol": self._end_list, "ul": self._end_list, "table": self._end_table, "td": self._end_cell,
            "th": self._end_cell,
        }  # fmt: skip

    def meet(self, event: str, element: etree._Element) -> None:
        """An element's start or end tag; the text before its first child, and the text after it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            self._dropped += tag in _DROPPED
            if tag in _BLOCKS:
                self._flush()
            if tag == "br":
                self._put(_BREAK)
            if tag in self._starts:
                self._starts[tag](element)
            self._put_text(element.text, element)
            return
        if tag in _BLOCKS:
            self._flush()
        if tag in self._ends:
            self._ends[tag]()
        self._dropped -= tag in _DROPPED
        self._put_text(element.tail, element.getparent())

    def finish(self) -> list[str]:
        """The lines of the whole page."""
        self._flush()
        return self._sinks[0]

    def _put(self, text: str) -> None:
        if not self._dropped:
            self._inline.append(text)

    def _put_text(self, text: str | None, parent: etree._Element | None) -> None:
        if text:
            keep = parent is not None and parent.tag == "pre"
            self._put(text.replace("\n", _BREAK) if keep else _SPACES.sub(" ", text))

    def _flush(self) -> None:
        text = _SPACES.sub(" ", "".join(self._inline))
        self._inline = []
        self._sinks[-1].extend(clean_lines(self._letters.by_content(text)))

    def _start_list(self, element: etree._Element) -> None:
        start = element.get("start", "1")
        kind = _LIST_FORMATS.get(element.get("type", "1"), "decimal") if element.tag == "ol" else None
        self._counts.append((kind, int(start) if start.isdecimal() else 1))

    def _end_list(self) -> None:
        if self._counts:
            self._counts.pop()

    def _start_item(self, element: etree._Element) -> None:
        if not self._counts:
            return
        kind, number = self._counts[-1]
        if kind is None:
            self._put("- ")
            return
        given = element.get("value", "")
        number = int(given) if given.isdecimal() else number
        self._counts[-1] = (kind, number + 1)
        self._put(render_number(number, kind) + (") " if kind.endswith("Letter") else ". "))

    def _start_table(self, _: etree._Element) -> None:
        self._tables.append(_Table())

    def _start_row(self, _: etree._Element) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def _start_cell(self, _: etree._Element) -> None:
        if self._tables:
            cell: list[str] = []
            if not self._tables[-1].rows:
                self._tables[-1].rows.append([])
            self._tables[-1].rows[-1].append(cell)
            self._sinks.append(cell)

    def _end_cell(self) -> None:
        if self._tables and len(self._sinks) > 1:
            self._sinks.pop()

    def _end_table(self) -> None:
        if not self._tables:
            return
        rows = self._tables.pop().rows
        layout = all(len([cell for cell in row if cell]) <= 1 for row in rows) or any(
            len(cell) > _LAYOUT_CELL for row in rows for cell in row
        )
        for row in rows:
            if layout:
                self._sinks[-1].extend(line for cell in row for line in cell)
            elif any(row):
                self._sinks[-1].append(" | ".join(" / ".join(cell) for cell in row))
