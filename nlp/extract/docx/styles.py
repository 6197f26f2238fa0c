"""Styles of a Word document, as far as its text depends on them: numbering, hidden text, fonts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from nlp.extract.docx.ooxml import W, is_on, value


@dataclass(frozen=True, slots=True)
class NumberingOfStyle:
    """The numbering a paragraph style brings; `style` is the style of the chain that names the list."""

    num_id: str
    level: str | None
    style: str


class Styles:
    """The styles by id, read along their `basedOn` chains."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._numbering: dict[str | None, NumberingOfStyle | None] = {}
        self._fonts: dict[str | None, str | None] = {}
        self._hidden: dict[str, bool] = {}
        for style in root.iterfind(W + "style") if root is not None else ():
            style_id = style.get(W + "styleId", "")
            self._styles[style_id] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default = style_id

    def chain(self, style_id: str | None) -> Iterator[tuple[str, etree._Element]]:
        """The style (the default paragraph style for None) and those it is based on, nearest first."""
        seen: set[str] = set()
        current = style_id if style_id in self._styles else self._default
        while current is not None and current in self._styles and current not in seen:
            seen.add(current)
            yield current, self._styles[current]
            current = value(self._styles[current], "basedOn")

    def numbering(self, style_id: str | None) -> NumberingOfStyle | None:
        """The numbering of a paragraph in this style, None where the style has none."""
        if style_id not in self._numbering:
            self._numbering[style_id] = self._find_numbering(style_id)
        return self._numbering[style_id]

    def _find_numbering(self, style_id: str | None) -> NumberingOfStyle | None:
        level: str | None = None
        for current, style in self.chain(style_id):
            numbering = style.find(f"{W}pPr/{W}numPr")
            if numbering is None:
                continue
            level = level or value(numbering, "ilvl")
            if (num_id := value(numbering, "numId")) is not None:
                return NumberingOfStyle(num_id, level, current)
        return None

    def numbering_of_list_style(self, style_id: str) -> str | None:
        """The list (numId) that a numbering style stands for."""
        style = self._styles.get(style_id)
        return value(style.find(f"{W}pPr/{W}numPr"), "numId") if style is not None else None

    def is_hidden(self, style_id: str) -> bool:
        """Whether text in this character style is hidden."""
        if style_id not in self._hidden:
            self._hidden[style_id] = any(is_on(s.find(W + "rPr"), "vanish") for _, s in self.chain(style_id))
        return self._hidden[style_id]

    def font(self, style_id: str | None) -> str | None:
        """The font the style gives to Latin letters, the document's default where the style names none."""
        if style_id not in self._fonts:
            properties = [style.find(W + "rPr") for _, style in self.chain(style_id)]
            named = (_font_of(each) for each in (*properties, self._defaults))
            self._fonts[style_id] = next((name for name in named if name), None)
        return self._fonts[style_id]


def _font_of(properties: etree._Element | None) -> str | None:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return (fonts.get(W + "ascii") or fonts.get(W + "hAnsi")) if fonts is not None else None
