"""The letters of a PDF page with their places, as PDFium gives them, turned upright.

PDFium's own order of the text is not used: it follows the order of drawing, in which letters taken from a
substitute font stand after the rest of their line. Places do not lie.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_MAX_GLYPHS = 200_000
"""Letters of one page: more is no page of a draft."""
_MAX_PATHS, _MAX_SEGMENTS = 20_000, 5_000
_THIN = 2.5
_SEGMENTS_OF_BOX = 6
_UNMAPPED = frozenset({0, 0xFFFE, 0xFFFF})


class Glyph(NamedTuple):
    """A letter: its left and right edge and its base line (y grows upwards), all in points, and its size."""

    char: str
    left: float
    right: float
    base: float
    size: float


class Rule(NamedTuple):
    """A drawn line, upright like the letters: flat ones are wider than high, standing ones higher than wide."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page's upright letters; text that runs another way (a stamp across the page) stands apart."""

    glyphs: tuple[Glyph, ...]
    turned: str
    rules: tuple[Rule, ...]
    image_share: float
    """Of the page's area, what its largest image covers: 0..1."""
    shapes: int
    """How many lines and shapes are drawn: letters turned into outlines are many."""
    broken: bool = False
    """The page could not be opened."""


def read_page(page: pypdfium2.PdfPage) -> Page:
    """The letters of one page and how much of it is image."""
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        raw = _raw_glyphs(text_page.raw)
    finally:
        text_page.close()
    rotation = page.get_rotation()
    raw_size = (height, width) if rotation in (90, 270) else (width, height)
    angles = Counter((angle - rotation) % 360 for *_, angle in raw)
    upright = angles.most_common(1)[0][0] if angles else 0
    turn = (upright + rotation) % 360
    glyphs = [_turned(glyph, turn, raw_size) for glyph, angle in raw if (angle - rotation) % 360 == upright]
    others = "".join(glyph.char for glyph, angle in raw if (angle - rotation) % 360 != upright)
    share = _image_share(page, width * height)
    rules = tuple(_turned_rule(rule, turn, raw_size) for rule in _rules(page))
    shapes = sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3))
    return Page(tuple(glyphs), others, rules, share, shapes)


def _raw_glyphs(text_page: ctypes.c_void_p) -> list[tuple[Glyph, int]]:
    """Letters in page space with the direction they run in, in whole quarter turns (0, 90, 180, 270)."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    glyphs: list[tuple[Glyph, int]] = []
    for at in range(min(pdfium.FPDFText_CountChars(text_page), _MAX_GLYPHS)):
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        if code in _UNMAPPED or code > 0x10FFFF or pdfium.FPDFText_IsGenerated(text_page, at) == 1:
            continue
        char = (
            "-" if code in (0x02, 0xAD) else chr(code)
        )  # PDFium marks a hyphen at the end of a line by 0x02
        if char in "\r\n":
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, at, x, y)
        pdfium.FPDFText_GetLooseCharBox(text_page, at, box)
        size = pdfium.FPDFText_GetFontSize(text_page, at)
        angle = round(-math.degrees(pdfium.FPDFText_GetCharAngle(text_page, at)) / 90) * 90 % 360
        if angle in (90, 270):
            low, high, base = box.bottom, box.top, x.value
        else:
            low, high, base = box.left, box.right, y.value
        height = abs(box.right - box.left) if angle in (90, 270) else abs(box.top - box.bottom)
        glyphs.append((Glyph(char, low, high, base, height or size), angle))
    return glyphs


def _turned(glyph: Glyph, turn: int, size: tuple[float, float]) -> Glyph:
    """The letter where it stands once its line runs from left to right."""
    width, height = size
    if turn == 90:
        return glyph._replace(base=width - glyph.base)
    if turn == 180:
        return glyph._replace(left=width - glyph.right, right=width - glyph.left, base=height - glyph.base)
    if turn == 270:
        return glyph._replace(left=height - glyph.right, right=height - glyph.left)
    return glyph


def _rules(page: pypdfium2.PdfPage) -> Iterator[Rule]:
    """The straight lines of the page: thin rectangles, strokes, the edges of boxes."""
    for count, path in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if count > _MAX_PATHS:
            return
        rule = Rule(*path.get_bounds())
        wide, high = rule.right - rule.left, rule.top - rule.bottom
        if wide <= _THIN or high <= _THIN:
            yield rule
        elif not _is_stroked(path):
            continue  # shading behind text
        elif pdfium.FPDFPath_CountSegments(path.raw) <= _SEGMENTS_OF_BOX:
            yield from _edges(rule)
        else:
            yield from _segments(path)


def _is_stroked(path: pypdfium2.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path.raw, fill, stroke)) and stroke.value != 0


def _edges(box: Rule) -> Iterator[Rule]:
    left, bottom, right, top = box
    yield Rule(left, bottom, right, bottom)
    yield Rule(left, top, right, top)
    yield Rule(left, bottom, left, top)
    yield Rule(right, bottom, right, top)


def _segments(path: pypdfium2.PdfObject) -> Iterator[Rule]:
    """The straight pieces of a path that draws many lines at once."""
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for at in range(min(pdfium.FPDFPath_CountSegments(path.raw), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path.raw, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = matrix.on_point(x.value, y.value)
        if before is not None and pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            (x0, x1), (y0, y1) = sorted((before[0], here[0])), sorted((before[1], here[1]))
            if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
                yield Rule(x0, y0, x1, y1)
        before = here


def _turned_rule(rule: Rule, turn: int, size: tuple[float, float]) -> Rule:
    width, height = size
    left, bottom, right, top = rule
    if turn == 90:
        return Rule(bottom, width - right, top, width - left)
    if turn == 180:
        return Rule(width - right, height - top, width - left, height - bottom)
    if turn == 270:
        return Rule(height - top, left, height - bottom, right)
    return rule


def _image_share(page: pypdfium2.PdfPage, area: float) -> float:
    largest = 0.0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = image.get_bounds()
        largest = max(largest, (right - left) * (top - bottom))
    return min(largest / area, 1.0) if area else 0.0
