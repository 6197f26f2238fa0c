"""From a draft's text to its provision tree, faults of numbering and warnings."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from nlp.structure.lines import is_wrapped, lines_of
from nlp.structure.marker import Marker
from nlp.structure.markers import MarkerReader
from nlp.structure.numbering import numbering_findings
from nlp.structure.parser import Parser
from nlp.structure.titles import set_headings
from nlp.text import draft_shadow
from nlp.types import DraftText, Finding, Provision, ScanWarning

_NO_ARTICLES = (
    "Không tìm thấy Điều nào trong văn bản; cấu trúc chưa được nhận biết đầy đủ, cần đọc trực tiếp."
)


@dataclass(frozen=True, slots=True)
class Structure:
    """A draft's provision tree in text order, faults of its numbering, and what a reader must know."""

    provisions: tuple[Provision, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[ScanWarning, ...]


def parse(draft: DraftText) -> Structure:
    """Parses the whole draft in one linear pass; never fails, whatever the text holds."""
    text = draft.text
    plain = draft_shadow(text)
    lines = lines_of(plain)
    markers = MarkerReader(text, plain, lines).read()
    markers = _with_parts(draft, markers, [line.start for line in lines])
    parser = Parser(text, plain, lines, markers, is_wrapped(text, lines))
    tree = parser.parse()
    set_headings(tree, text, lines)
    warnings = list(parser.warnings)
    if not any(node.kind == "dieu" for node in tree.walk()):
        warnings.append(ScanWarning("no_articles", _NO_ARTICLES))
    return Structure(
        tree.provisions([start for start, _ in draft.parts]), numbering_findings(tree, text), tuple(warnings)
    )


def _with_parts(draft: DraftText, markers: list[Marker], starts: list[int]) -> list[Marker]:
    """The candidates with a mark where a further file begins and where a file's notes begin."""
    extra = []
    for number, (start, end) in enumerate(draft.parts):
        if number:
            extra.append(Marker("part", start, start, bisect_left(starts, start)))
        at = draft.notes_at[number] if number < len(draft.notes_at) else None
        if at is not None and at < end:
            while at < end and draft.text[at].isspace():
                at += 1
            extra.append(Marker("notes", at, end, bisect_left(starts, at)))
    order = {"part": 0, "notes": 1}
    return (
        sorted([*markers, *extra], key=lambda marker: (marker.start, order.get(marker.kind, 2)))
        if extra
        else markers
    )
