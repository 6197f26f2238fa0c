"""Lines of pages put back into paragraphs by where they stand: indents, right margin, distances, running heads."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.extract.order import Order
from nlp.extract.paragraphs import Layout, append, begins_provision, joins
from nlp.extract.pdf.lines import TextLine
from nlp.extract.running_heads import is_gazette_head, page_number

_DIGITS = re.compile(r"\d+")
_HEAD_LINES = 2
_SAME_PLACE = 4.0
_SHARE_OF_PAGES = 0.4
"""Left and right pages may have heads of their own; a footnote that stands on some pages again is no head."""
_BIN = 3.0
_FILLED = 0.9
_NOTE = re.compile(r"\[\d{1,3}\]\s*\S")
_NOTE_SIZE = 0.88


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the text of a page begins and ends, how far its lines stand apart, and whether paragraphs are indented."""

    left: float
    right: float
    pitch: float
    indented: bool


def without_running_heads(pages: Sequence[Sequence[TextLine]]) -> tuple[list[list[TextLine]], list[str]]:
    """The pages' lines without page numbers and what repeats at the same place of many pages; and those heads."""
    places = Counter(
        key
        for lines in pages
        for key in {_place(line) for line in (*lines[:_HEAD_LINES], *lines[-_HEAD_LINES:])}
    )
    needed = max(2, math.ceil(_SHARE_OF_PAGES * len(pages)))
    heads: list[str] = []
    kept: list[list[TextLine]] = []
    for lines in pages:
        edge = {id(line) for line in (*lines[:_HEAD_LINES], *lines[-_HEAD_LINES:])}
        ends = {id(line) for line in (*lines[:1], *lines[-1:])}
        body = []
        for line in lines:
            repeated = len(pages) > 1 and id(line) in edge and _repeats(line, places, needed)
            number = id(line) in ends and page_number(line.text) is not None
            if repeated or number or (id(line) in edge and is_gazette_head(line.text.replace(" | ", " "))):
                heads.append(line.text)
            else:
                body.append(line)
        kept.append(body)
    return kept, heads


def _place(line: TextLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.base / _SAME_PLACE)


def _repeats(line: TextLine, places: Counter[tuple[str, int]], needed: int) -> bool:
    """Whether the line stands there on enough pages; 'Mẫu số 1', 'Mẫu số 2', ... are no running heads."""
    if begins_provision(line.text):
        return False
    text, at = _place(line)
    return sum(places[text, at + shift] for shift in (-1, 0, 1)) >= needed


def split_notes(lines: Sequence[TextLine], body_size: float) -> tuple[list[TextLine], list[TextLine]]:
    """A page's text and the footnotes at its foot: smaller lines of which the first begins with a number."""
    at = len(lines)
    while at > 0 and 0 < lines[at - 1].size <= _NOTE_SIZE * body_size:
        at -= 1
    while at < len(lines) and not _NOTE.match(lines[at].text):
        at += 1
    return list(lines[:at]), list(lines[at:])


def usual_size(pages: Sequence[Sequence[TextLine]]) -> float:
    """The size most of the draft's letters have, in points."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            if line.size:
                sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def margins(lines: Sequence[TextLine], fallback: Margins | None) -> Margins:
    """The margins a page shows; a page of few lines takes those of the page before."""
    single = [line for line in lines if line.columns == 1]
    if len(single) < 6 and fallback is not None:
        return fallback
    left = _edge([line.left for line in single], smallest=True)
    rights = [line.right for line in single]
    right = _edge(rights, smallest=False)
    if right - left < _FILLED * (max(rights, default=0.0) - left):
        right = max(rights)  # ragged lines meet nowhere
    steps = [before.base - line.base for before, line in itertools.pairwise(lines)]
    pitches = Counter(round(step) for step in steps if step > 2)
    pitch = float(pitches.most_common(1)[0][0]) if pitches else 0.0
    size = single[0].size if single else 0.0
    indented = sum(0.8 * size < line.left - left < 5 * size for line in single)
    return Margins(left, right, pitch, indented >= max(2, len(single) // 12))


def _edge(values: Sequence[float], *, smallest: bool) -> float:
    """The outermost place at which several values meet; the outermost value where none do."""
    if not values:
        return 0.0
    bins = Counter(round(value / _BIN) for value in values)
    needed = max(2, len(values) // 12)
    common = [place for place, count in bins.items() if count >= needed]
    pick = min if smallest else max
    if not common:
        return pick(values)
    place = pick(common)
    return pick(value for value in values if round(value / _BIN) == place)


def paragraphs(pages: Sequence[Sequence[TextLine]]) -> Iterator[tuple[str, int]]:
    """The draft's paragraphs and rows with the page each begins on."""
    text, began = "", 0
    before: TextLine | None = None
    order = Order()
    here: Margins | None = None
    previous: Margins | None = None
    for lines in pages:
        previous, here = here, margins(lines, here)
        for line in lines:
            frame = here if before is None or before.page == line.page else previous or here
            if before is not None and _continues(before, line, frame, here, order):
                text = append(text, line.text)
            else:
                if before is not None:
                    yield text, began
                text, began = line.text, line.page
                order.note(text)
            before = line
    if before is not None:
        yield text, began


def _continues(before: TextLine, line: TextLine, frame: Margins, here: Margins, order: Order) -> bool:
    """`frame`: margins of the page of the line before; `here`: of this line's page."""
    if before.columns > 1 or line.columns > 1:
        return False
    full = before.right + 0.25 * line.size + line.first_word > frame.right - 1
    layout = _layout(before, line, frame, here, full=full)
    return joins(before.text, line.text, full=full, layout=layout, is_next=order.is_next(line.text))


def _layout(before: TextLine, line: TextLine, frame: Margins, here: Margins, *, full: bool) -> Layout:
    indent, indent_before = line.left - here.left, before.left - frame.left
    deeper = indent - indent_before
    spaced = before.page == line.page and frame.pitch > 0 and before.base - line.base > 1.25 * frame.pitch + 1
    other_size = abs(before.size - line.size) > 0.15 * max(before.size, line.size)
    if spaced or other_size or deeper > 0.8 * line.size:
        return "apart"
    if not full:
        return "open"
    if here.indented and indent < 0.5 * line.size:
        return "together"
    return "together" if deeper < -0.8 * line.size else "open"
