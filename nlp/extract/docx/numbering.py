"""The numbers Word shows before paragraphs of its lists: they stand in no text, so they are counted here.

Counters belong to the abstract list, so that several lists built on one go on counting; a list with a start
of its own begins anew where it is first used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from nlp.extract.docx.ooxml import ParagraphProperties, W, integer, is_on, value
from nlp.extract.docx.styles import Styles
from nlp.extract.docx.symbols import bullet

_PLACEHOLDER = re.compile(r"%(\d)")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart` None: anew after any higher level; 0: never; n: after level n or higher."""

    start: int
    format: str
    text: str
    suffix: str
    restart: int | None
    legal: bool
    style: str | None
    font: str


@dataclass(slots=True)
class _List:
    """A numbered list (w:num): which abstract list it counts in, its own levels and starts."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts list items in reading order; ask for each paragraph's label exactly once."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def label(self, properties: ParagraphProperties) -> str:
        """The number and what separates it from the text ('1. ', 'a) ', 'Điều 5. '), '' outside lists."""
        place = self._place(properties)
        if place is None:
            return ""
        num_id, level_no = place
        numbered = self._lists.get(num_id)
        if numbered is None or level_no not in numbered.levels:
            return ""
        level = numbered.levels[level_no]
        self._count(num_id, numbered, level_no)
        shown = bullet(level.text, level.font) if level.format == "bullet" else self._render(numbered, level)
        return shown + ("" if level.suffix == "nothing" else " ") if shown else ""

    def _place(self, properties: ParagraphProperties) -> tuple[str, int] | None:
        """The list and level a paragraph stands in: its own numbering first, then its style's."""
        style_id, own = properties.style, properties.numbering
        inherited = self._styles.numbering(style_id)
        num_id = value(own, "numId") or (inherited.num_id if inherited else None)
        if num_id is None or num_id == "0" or num_id not in self._lists:
            return None
        own_level = value(own, "ilvl")
        if own_level is not None:
            return num_id, integer(own_level, 0)
        if inherited is not None and value(own, "numId") is None:
            for level_no, level in self._lists[num_id].levels.items():
                if level.style is not None and level.style in (style_id, inherited.style):
                    return num_id, level_no
            return num_id, integer(inherited.level, 0)
        return num_id, 0

    def _count(self, num_id: str, numbered: _List, level_no: int) -> None:
        counts = self._counts.setdefault(numbered.abstract, {})
        start = numbered.starts.get(level_no, numbered.levels[level_no].start)
        first_use = level_no in numbered.starts and (num_id, level_no) not in self._started
        self._started.add((num_id, level_no))
        counts[level_no] = start if first_use else counts.get(level_no, start - 1) + 1
        for deeper in [no for no in counts if no > level_no]:
            level = numbered.levels.get(deeper)
            if level is None or level.restart is None or level_no < level.restart:
                del counts[deeper]

    def _render(self, numbered: _List, level: Level) -> str:
        counts = self._counts[numbered.abstract]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            shown = numbered.levels.get(at)
            if shown is None:
                return ""
            count = counts.get(at, numbered.starts.get(at, shown.start))
            decimal = level.legal and shown.format not in ("none", "bullet")
            return render_number(count, "decimal" if decimal else shown.format)

        return _PLACEHOLDER.sub(number, level.text)

    def _load(self, root: etree._Element) -> None:
        abstracts = {a.get(W + "abstractNumId", ""): a for a in root.iterfind(W + "abstractNum")}
        nums = {n.get(W + "numId", ""): n for n in root.iterfind(W + "num")}
        for num_id, num in nums.items():
            abstract = self._linked(value(num, "abstractNumId") or "", abstracts, nums)
            levels = _levels(abstracts[abstract]) if abstract in abstracts else {}
            numbered = _List(abstract, levels)
            for override in num.iterfind(W + "lvlOverride"):
                level_no = integer(override.get(W + "ilvl"), 0)
                if (own := override.find(W + "lvl")) is not None:
                    levels[level_no] = _level(own)
                if (start := value(override, "startOverride")) is not None:
                    numbered.starts[level_no] = integer(start, 1)
            self._lists[num_id] = numbered

    def _linked(
        self, abstract: str, abstracts: Mapping[str, etree._Element], nums: Mapping[str, etree._Element]
    ) -> str:
        """The abstract list that holds the levels: one that only names a numbering style points on to it."""
        for _ in range(10):
            style = value(abstracts.get(abstract), "numStyleLink")
            num_id = self._styles.numbering_of_list_style(style) if style is not None else None
            if num_id is None or num_id not in nums:
                return abstract
            abstract = value(nums[num_id], "abstractNumId") or ""
        return abstract


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {integer(level.get(W + "ilvl"), 0): _level(level) for level in abstract.iterfind(W + "lvl")}


def _level(element: etree._Element) -> Level:
    restart = value(element, "lvlRestart")
    format_element = next(element.iter(W + "numFmt"), None)
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=integer(value(element, "start"), 1),
        format=(format_element.get(W + "val") if format_element is not None else None) or "decimal",
        text=value(element, "lvlText") or "",
        suffix=value(element, "suff") or "tab",
        restart=None if restart is None else integer(restart, 0),
        legal=is_on(element, "isLgl"),
        style=value(element, "pStyle"),
        font=(fonts.get(W + "ascii") or "") if fonts is not None else "",
    )


def _roman(number: int) -> str:
    shown = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        shown += letters * times
    return shown


def _letter(number: int) -> str:
    """a … z, then aa, bb, …, as Word counts: its lists know no đ."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letter,
    "lowerRoman": _roman,
    "none": lambda _: "",
    "upperLetter": lambda number: _letter(number).upper(),
    "upperRoman": lambda number: _roman(number).upper(),
}


def render_number(number: int, number_format: str) -> str:
    """The number as Word writes it in this format; formats of other scripts come out as digits."""
    return _FORMATS.get(number_format, str)(number)
