"""The text of one Word paragraph as it reads once every tracked change is accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from nlp.extract.docx.ooxml import MC, OFF, W
from nlp.extract.docx.styles import Styles
from nlp.extract.docx.symbols import symbol, without_private
from nlp.extract.old_letters import OldLetters
from nlp.text.legacy import is_legacy_font

_T, _RUN_PROPERTIES, _INSTRUCTION = W + "t", W + "rPr", W + "instrText"
_VANISH, _RUN_STYLE, _FONTS = W + "vanish", W + "rStyle", W + "rFonts"
_VALUE, _ASCII, _HIGH_ANSI = W + "val", W + "ascii", W + "hAnsi"
_M_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_SHAPE_SIZE = re.compile(r"(width|height):([\d.]+)(pt|in|cm|mm)")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_EMU_PER_POINT = 12_700
_LARGE_PICTURE = 300 * 200
"""Square points: a picture that could hold half a page of scanned text."""
_TABLE_OF_CONTENTS = re.compile(r"\s*TOC\b")
_SKIPPED = frozenset(
    W + name
    for name in (
        "del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "rt", "sdtPr", "sdtEndPr",
        "lastRenderedPageBreak", "commentReference", "annotationRef", "bookmarkStart", "bookmarkEnd", "proofErr",
        "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "softHyphen",
    )
)  # fmt: skip


@dataclass(slots=True)
class Paragraph:
    """A paragraph's accepted text, the text boxes anchored in it, and whether some of it is hidden text."""

    text: str
    boxes: list[etree._Element]
    hidden: bool


@dataclass(slots=True)
class Field:
    """An open field: in its instruction (never shown) or in its result; a table of contents is not shown."""

    instruction: str = ""
    in_instruction: bool = True
    is_contents: bool = False


@dataclass(slots=True)
class Seen:
    """What the walk met that is no text, for notes and warnings."""

    notes: list[tuple[str, str]] = field(default_factory=list)
    """(footnote or endnote, id) in reading order."""
    contents: bool = False
    objects: int = 0
    pictures: int = 0
    large_pictures: int = 0


class InlineReader:
    """Reads paragraphs in document order: fields may span several of them."""

    def __init__(self, styles: Styles, letters: OldLetters, *, skip_contents: bool) -> None:
        self.seen = Seen()
        self._styles = styles
        self._letters = letters
        self._skip_contents = skip_contents
        self._fields: list[Field] = []
        self._out: list[str] = []
        self._boxes: list[etree._Element] = []
        self._hidden = False
        self._font: str | None = None
        self._old: list[tuple[int, int, str]] = []
        """Pieces of `_out` drawn in a font before Unicode: from, to, font."""
        self._muted = False
        self._handlers: Mapping[str, Callable[[etree._Element], None]] = {
            W + "r": self._run,
            W + "t": self._text,
            _M_TEXT: self._text,
            W + "tab": lambda _: self._put("\t"),
            W + "ptab": lambda _: self._put("\t"),
            W + "br": lambda _: self._put("\n"),
            W + "cr": lambda _: self._put("\n"),
            W + "noBreakHyphen": lambda _: self._put("-"),
            W + "sym": self._symbol,
            W + "fldChar": self._field_mark,
            W + "footnoteReference": self._note,
            W + "endnoteReference": self._note,
            W + "drawing": self._drawing,
            W + "pict": self._drawing,
            W + "object": self._object,
            W + "subDoc": self._object,
            MC + "AlternateContent": lambda element: self._children(alternative(element)),
        }

    def read(self, paragraph: etree._Element, font: str | None = None) -> Paragraph:
        """The paragraph's text; a line or page break inside it is `\\n`, a tab `\\t`.

        `font` is that of the paragraph's style. Letters of fonts before Unicode come decoded.
        """
        self._out, self._boxes, self._hidden, self._font, self._old = [], [], False, font, []
        self._children(paragraph)
        if self._fields:
            for frame in self._fields:
                frame.in_instruction = False  # an instruction that nothing ends must not swallow the draft
            self._mute()
        return Paragraph(without_private(self._decoded()), self._boxes, self._hidden)

    def _decoded(self) -> str:
        """What was put out, its old letters decoded: by their font, else where the content shows them."""
        if not self._old:
            return self._letters.by_content("".join(self._out), alone=True)
        pieces: list[str] = []
        done = 0
        for start, end, font in self._old:
            pieces.append("".join(self._out[done:start]))
            pieces.append(self._letters.by_font("".join(self._out[start:end]), font))
            done = end
        return "".join((*pieces, *self._out[done:]))

    def _children(self, element: etree._Element | None) -> None:
        for child in element if element is not None else ():
            tag = child.tag
            if tag in _SKIPPED:
                if tag == W + "instrText":
                    self._instruction(child)
                continue
            handler = self._handlers.get(tag)
            if handler is not None:
                handler(child)
            elif len(child):
                self._children(child)

    def _put(self, text: str) -> None:
        if not self._muted:
            self._out.append(text)

    def _text(self, element: etree._Element) -> None:
        if element.text:
            self._put(element.text)

    def _run(self, run: etree._Element) -> None:
        before = len(self._out)
        properties: etree._Element | None = None
        for child in run:
            tag = child.tag
            if tag == _T:
                if child.text and not self._muted:
                    self._out.append(child.text)
            elif tag == _RUN_PROPERTIES:
                properties = child
            elif tag in self._handlers:
                self._handlers[tag](child)
            elif tag == _INSTRUCTION:
                self._instruction(child)
        text = "".join(self._out[before:])
        if text and not text.isspace():
            self._note_properties(properties, before)

    def _note_properties(self, properties: etree._Element | None, before: int) -> None:
        """Remembers hidden text, and what was put out since `before` in a font before Unicode."""
        hidden: bool | None = None
        style: str | None = None
        font: str | None = None
        for each in properties if properties is not None else ():
            tag = each.tag
            if tag == _VANISH:
                hidden = each.get(_VALUE, "1") not in OFF
            elif tag == _RUN_STYLE:
                style = each.get(_VALUE)
            elif tag == _FONTS:
                font = each.get(_ASCII) or each.get(_HIGH_ANSI)
        self._hidden = self._hidden or (
            self._styles.is_hidden(style) if hidden is None and style else bool(hidden)
        )
        font = font or (self._styles.font(style) if style else None) or self._font
        if font and is_legacy_font(font):
            at = len(self._out)
            if self._old and self._old[-1][1:] == (
                before,
                font,
            ):  # a letter and its mark may stand in two runs
                before = self._old.pop()[0]
            self._old.append((before, at, font))

    def _symbol(self, element: etree._Element) -> None:
        code = element.get(W + "char", "")
        if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
            self._put(symbol(element.get(W + "font", ""), int(code, 16)))

    def _field_mark(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        elif self._fields and kind == "separate":
            top = self._fields[-1]
            top.in_instruction = False
            top.is_contents = self._skip_contents and _TABLE_OF_CONTENTS.match(top.instruction) is not None
            self.seen.contents |= top.is_contents
        elif self._fields and kind == "end":
            self._fields.pop()
        self._mute()

    def _instruction(self, element: etree._Element) -> None:
        if self._fields:
            self._fields[-1].instruction += element.text or ""

    def _mute(self) -> None:
        self._muted = any(frame.in_instruction or frame.is_contents for frame in self._fields)

    def _note(self, element: etree._Element) -> None:
        if not self._muted:
            kind = etree.QName(element).localname.removesuffix("Reference")
            self.seen.notes.append((kind, element.get(W + "id", "")))

    def _drawing(self, element: etree._Element) -> None:
        self._boxes.extend(text_boxes(element))
        for graphic in element.iter(_GRAPHIC):
            if graphic.get("uri", "").endswith(("/diagram", "/chart")):
                self.seen.objects += 1
        for picture in element.iter(_BLIP, _IMAGE):
            self.seen.pictures += 1
            area = _area(element, picture)
            self.seen.large_pictures += area >= _LARGE_PICTURE or area == 0  # of no known size: may be a page

    def _object(self, _: etree._Element) -> None:
        self.seen.objects += 1


def alternative(element: etree._Element) -> etree._Element | None:
    """The branch of alternative content to read: the newer form, unless only the older one holds text."""
    choice, fallback = element.find(MC + "Choice"), element.find(MC + "Fallback")
    if choice is None:
        return fallback
    if fallback is not None and not _holds_text(choice) and _holds_text(fallback):
        return fallback
    return choice


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes in a drawing, each once, without those inside another box."""
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == MC + "AlternateContent":
            branch = alternative(child)
            if branch is not None:
                yield from text_boxes(branch)
        elif len(child):
            yield from text_boxes(child)


def _holds_text(element: etree._Element) -> bool:
    return next(element.iter(W + "t", W + "txbxContent"), None) is not None


def _area(drawing: etree._Element, picture: etree._Element) -> float:
    """The picture's size on the page in square points, 0 where the drawing does not say."""
    extent = next(drawing.iter(_EXTENT), None)
    if extent is not None:
        sides = [extent.get("cx", ""), extent.get("cy", "")]
        points = [int(side) / _EMU_PER_POINT for side in sides if side.isdecimal()]
        return points[0] * points[1] if len(points) == 2 else 0.0
    shape = picture.getparent()
    style = shape.get("style", "") if shape is not None else ""
    sizes = {name: float(number) * _POINTS[unit] for name, number, unit in _SHAPE_SIZE.findall(style)}
    return sizes.get("width", 0.0) * sizes.get("height", 0.0)
