"""Letters of a page put together as lines of words, and lines of several columns as rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp.extract.pdf.glyphs import Glyph
from nlp.text import clean

COLUMN_JOIN = " | "
_SAME_BASE = 0.5
_WORD_GAP = 0.17
_SPACE_GAP = 0.05
_COLUMN_GAP = 2.2
_RAISED, _SMALL = 0.2, 0.8
_NOTE_MARK = "0123456789[]()*"
_POWERS = ("m", "10")
_RUNS_ON = re.compile(
    r"^[“\"]?(?:(?:Điều|Chương|Mục|Phần|Phụ lục)\s+[\dIVXLC]+[a-zđ]?[.:]?|[\d.]{1,8}|[a-zđ]\)"
    r"|[-–+•*●▪➢oØ§ü]|[IVX]+\.?)$"
    r"|\b(?:ngày|tháng|năm|[Ss]ố:?)$"
)
"""What a wide gap after it does not end: the marker of a provision before a tab, a blank left for a date or number."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a page. `columns` counts the pieces that wide gaps part; edges and base line are in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    first_word: float
    """Width of the first word."""
    columns: int
    page: int


def lines_of(glyphs: Sequence[Glyph], page: int) -> list[TextLine]:
    """The lines of a page from top to bottom; letters of one base line, raised and lowered ones among them."""
    lines = [line for row in _rows(glyphs) if (line := _line(row, page)) is not None]
    return sorted(lines, key=lambda line: -line.base)


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda each: -each.base):
        if row and base - glyph.base > _SAME_BASE * max(size, glyph.size):
            yield row
            row = []
        if not row:
            base, size = glyph.base, glyph.size
        row.append(glyph)
        size = max(size, glyph.size)
    if row:
        yield row


def _line(row: Iterable[Glyph], page: int) -> TextLine | None:
    note, glyphs = _without_note_marks(_without_doubles(sorted(row, key=lambda glyph: glyph.left)))
    visible = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not visible:
        return None
    size = sorted(glyph.size for glyph in visible)[len(visible) // 2]
    pieces = _pieces(glyphs, size)
    texts = [text for piece in pieces if (text := clean("".join(piece)).strip())]
    if not texts:
        return None
    base = sorted(glyph.base for glyph in visible)[len(visible) // 2]
    return TextLine(
        text=f"[{note}] {COLUMN_JOIN.join(texts)}" if note else COLUMN_JOIN.join(texts),
        left=visible[0].left,
        right=max(glyph.right for glyph in visible),
        base=base,
        size=size,
        first_word=_first_word(glyphs, visible[0], size),
        columns=len(texts),
        page=page,
    )


def _without_note_marks(glyphs: Sequence[Glyph]) -> tuple[str, list[Glyph]]:
    """The number of the footnote that begins on the line, and the letters without raised note numbers.

    A raised number inside the line points to a note and goes: 'Điều 5' with a mark is not Điều 51. Powers
    stay (m², 10⁶).
    """
    visible = [glyph for glyph in glyphs if not glyph.char.isspace()]
    size = sorted(glyph.size for glyph in visible)[len(visible) // 2] if visible else 0.0
    base = sorted(glyph.base for glyph in visible)[len(visible) // 2] if visible else 0.0
    note = ""
    kept: list[Glyph] = []
    for glyph in glyphs:
        raised = glyph.base - base > _RAISED * size and glyph.size < _SMALL * size
        if raised and glyph.char in _NOTE_MARK:
            if not any(each.char.strip() for each in kept):
                note += glyph.char
                continue
            if not "".join(each.char for each in kept[-2:]).endswith(_POWERS):
                continue
        kept.append(glyph)
    return note.strip("[]()*"), kept


def _pieces(glyphs: Sequence[Glyph], size: float) -> list[list[str]]:
    """Letters with spaces where gaps or space characters are, in pieces that wide gaps part."""
    pieces: list[list[str]] = [[]]
    right: float | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.char.isspace():
            spaced = True
            right = None if right is None else min(right, glyph.left)  # boxes of wide letters reach over it
            continue
        gap = 0.0 if right is None else glyph.left - right
        if gap > _COLUMN_GAP * size and not _RUNS_ON.search("".join(pieces[-1])):
            pieces.append([])
        elif right is not None and (gap > _WORD_GAP * size or (spaced and gap > _SPACE_GAP * size)):
            pieces[-1].append(" ")
        pieces[-1].append(glyph.char)
        right = glyph.right if right is None else max(right, glyph.right)
        spaced = False
    return pieces


def _first_word(glyphs: Sequence[Glyph], first: Glyph, size: float) -> float:
    right = first.right
    started = False
    for glyph in glyphs:
        if not started:
            started = glyph is first
            continue
        if glyph.char == "\u00a0":
            right = max(right, glyph.right)
            continue
        if glyph.char.isspace() or glyph.left - right > _WORD_GAP * size:
            break
        right = max(right, glyph.right)
    return right - first.left


def _without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Letters without those drawn a second time in nearly the same place to look bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        reach = 0.12 * glyph.size
        double = any(
            other.char == glyph.char
            and glyph.left - other.left < reach
            and abs(glyph.base - other.base) < reach
            for other in kept[-3:]
        )
        if not double or glyph.char.isspace():
            kept.append(glyph)
    return kept
