"""Tables of a PDF page found by their drawn lines, a row of the table as one line of text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.extract.paragraphs import append, joins
from nlp.extract.pdf.glyphs import Glyph, Page, Rule
from nlp.extract.pdf.lines import COLUMN_JOIN, TextLine, lines_of

_NEAR = 3.0
_SHORTEST = 5.0
_PARAGRAPH_JOIN = " / "


@dataclass(slots=True)
class _Groups:
    """Union-find over 0..n-1."""

    parent: list[int]

    def root(self, of: int) -> int:
        while self.parent[of] != of:
            self.parent[of] = self.parent[self.parent[of]]
            of = self.parent[of]
        return of

    def unite(self, one: int, other: int) -> None:
        """The group keeps its lowest member as root."""
        a, b = sorted((self.root(one), self.root(other)))
        self.parent[b] = a


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: edges of its columns from left to right and of its rows from top to bottom (falling y)."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cell_of: tuple[int, ...]
    """Slot (row by row) to the slot where its cell begins: merged cells are several slots."""

    def slot(self, glyph: Glyph) -> int | None:
        """The slot a letter stands in, None outside the table."""
        x, y = (glyph.left + glyph.right) / 2, glyph.base + 0.25 * glyph.size
        column = bisect_right(self.columns, x) - 1
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        if 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1:
            return row * (len(self.columns) - 1) + column
        return None


def table_rows(page: Page, number: int) -> tuple[list[TextLine], list[Glyph]]:
    """The rows of the page's tables, and the letters that stand in none."""
    rows: list[TextLine] = []
    rest = list(page.glyphs)
    for grid in grids(page.rules):
        cells: dict[int, list[Glyph]] = {}
        outside: list[Glyph] = []
        for glyph in rest:
            slot = grid.slot(glyph)
            if slot is None:
                outside.append(glyph)
            else:
                cells.setdefault(grid.cell_of[slot], []).append(glyph)
        rest = outside
        rows.extend(_rows(grid, cells, number))
    return rows, rest


def grids(rules: Sequence[Rule]) -> Iterator[Grid]:
    """The tables that crossing lines make; a frame of one column is none."""
    flat = [rule for rule in rules if rule.right - rule.left >= max(_SHORTEST, rule.top - rule.bottom)]
    standing = [rule for rule in rules if rule.top - rule.bottom >= max(_SHORTEST, rule.right - rule.left)]
    groups = _Groups(list(range(len(flat) + len(standing))))
    by_place = sorted(range(len(flat)), key=lambda at: flat[at].bottom)
    bottoms = [flat[at].bottom for at in by_place]
    for index, upright in enumerate(standing):
        first = bisect_right(bottoms, upright.bottom - _NEAR)
        last = bisect_right(bottoms, upright.top + _NEAR)
        for at in by_place[first:last]:
            if flat[at].left - _NEAR <= upright.left and upright.right <= flat[at].right + _NEAR:
                groups.unite(at, len(flat) + index)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, rule in enumerate((*flat, *standing)):
        members.setdefault(groups.root(at), ([], []))[at >= len(flat)].append(rule)
    for lying, upright_rules in members.values():
        if not lying or not upright_rules:
            continue
        # a table that goes on over the page has no line there: the ends of the other lines close it
        columns = _edges(
            [*(r.left for r in upright_rules), min(r.left for r in lying), max(r.right for r in lying)]
        )
        rows = _edges(
            [
                *(r.bottom for r in lying),
                min(r.bottom for r in upright_rules),
                max(r.top for r in upright_rules),
            ]
        )[::-1]
        if len(columns) > 2 and len(rows) > 1:
            yield Grid(tuple(columns), tuple(rows), _cells(columns, rows, lying, upright_rules))


def _edges(places: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _cells(
    columns: Sequence[float], rows: Sequence[float], flat: Sequence[Rule], standing: Sequence[Rule]
) -> tuple[int, ...]:
    """Slots between which no line is drawn are one cell."""
    width = len(columns) - 1
    groups = _Groups(list(range(width * (len(rows) - 1))))
    walls = [[rule for rule in standing if abs(rule.left - edge) <= _NEAR] for edge in columns]
    floors = [[rule for rule in flat if abs(rule.bottom - edge) <= _NEAR] for edge in rows]
    for row, (top, bottom) in enumerate(pairwise(rows)):
        middle = (top + bottom) / 2
        for column, (left, right) in enumerate(pairwise(columns)):
            slot = row * width + column
            if column + 1 < width and not any(r.bottom <= middle <= r.top for r in walls[column + 1]):
                groups.unite(slot, slot + 1)
            centre = (left + right) / 2
            if row + 2 < len(rows) and not any(r.left <= centre <= r.right for r in floors[row + 1]):
                groups.unite(slot, slot + width)
    return tuple(groups.root(slot) for slot in range(len(groups.parent)))


def _rows(grid: Grid, cells: dict[int, list[Glyph]], page: int) -> Iterator[TextLine]:
    """A line a row: a cell's text where it begins, nothing where a cell from above goes on."""
    width = len(grid.columns) - 1
    for row in range(len(grid.rows) - 1):
        texts: list[str] = []
        for column in range(width):
            slot = row * width + column
            first = grid.cell_of[slot]
            if first == slot:
                texts.append(_cell_text(cells.get(slot, []), page))
            elif first // width < row and (column == 0 or grid.cell_of[slot - 1] != first):
                texts.append("")
        if any(texts):
            yield _row_line(COLUMN_JOIN.join(texts), grid, row, len(texts), page)


def _row_line(text: str, grid: Grid, row: int, columns: int, page: int) -> TextLine:
    return TextLine(
        text=text,
        left=grid.columns[0],
        right=grid.columns[-1],
        base=grid.rows[row],
        size=0.0,
        first_word=0.0,
        columns=max(columns, 2),
        page=page,
    )


def _cell_text(glyphs: Sequence[Glyph], page: int) -> str:
    """The cell's paragraphs, those cut by the cell's width put together."""
    lines = lines_of(glyphs, page)
    edge = max((line.right for line in lines), default=0.0)
    paragraphs: list[str] = []
    for before, line in pairwise([None, *lines]):
        assert line is not None
        full = before is not None and before.right + line.first_word + 0.5 * line.size > edge
        if before is not None and joins(before.text, line.text, full=full, layout="open"):
            paragraphs[-1] = append(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
    return _PARAGRAPH_JOIN.join(paragraphs)
