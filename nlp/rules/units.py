"""Cuts a draft into the units that rules judge: articles, quoted amendments, appendices and forms."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.rules.plain import END_OF_HEADING
from nlp.text import draft_shadow
from nlp.types import Provision

LONGEST = 30_000
"""Characters of one unit: an appendix beyond it is judged by its own sections or by stretches of paragraphs."""
_SCOPES = ("phu_luc", "mau", "kem_theo", "trich_dan", "chu_thich")
_CLAUSES = ("khoan", "muc", "gach", "diem", "phan", "tieu_muc")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a unit that can carry a procedure by itself; `start` and `end` count in the draft."""

    provision: Provision
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What is judged as one: its place, its text with the units inside it blanked, its clauses and heading."""

    provision: Provision
    start: int
    text: str
    low: str
    """The shadow of `text`."""
    heading: str
    clauses: tuple[Clause, ...]
    inner: tuple[Provision, ...]
    """All provisions inside, in text order."""

    @property
    def end(self) -> int:
        """Where the unit ends in the draft."""
        return self.start + len(self.text)

    def tightest(self, start: int, end: int) -> Provision:
        """The innermost provision of the unit that holds a range of the draft."""
        best = self.provision
        stop = bisect_right([inner.start for inner in self.inner], start)
        for inner in self.inner[:stop]:
            if inner.end >= end and inner.end - inner.start <= best.end - best.start:
                best = inner
        return best


def units(text: str, provisions: Sequence[Provision]) -> list[Unit]:
    """The units of a draft in text order; every character of an article, quotation or appendix is in one of them."""
    children: dict[str | None, list[Provision]] = defaultdict(list)
    for provision in provisions:
        children[provision.parent].append(provision)
    low = draft_shadow(text)
    found: list[Unit] = []
    for provision in provisions:
        if _is_unit(provision):
            found.extend(_unit(text, low, provision, children))
    return found


def loose_units(text: str, provisions: Sequence[Provision]) -> list[Unit]:
    """What stands outside articles in a draft that has none (a letter, directive, plan), by its top-level parts."""
    if any(provision.kind == "dieu" for provision in provisions):
        return []
    children: dict[str | None, list[Provision]] = defaultdict(list)
    for provision in provisions:
        children[provision.parent].append(provision)
    low = draft_shadow(text)
    loose = [item for item in children[None] if item.kind in (*_CLAUSES, "mo_dau", "chuong")]
    return [unit for item in loose for unit in _unit(text, low, item, children)]


def _is_unit(provision: Provision) -> bool:
    return provision.kind == "dieu" or provision.kind in _SCOPES


def _unit(
    text: str, low: str, provision: Provision, children: Mapping[str | None, Sequence[Provision]]
) -> list[Unit]:
    kept: list[Provision] = []
    nested: list[Provision] = []
    _sort_below(provision, children, kept, nested)
    own = _blank(text, provision, nested)
    if not own.strip():
        return []
    own_low = _end_heading(_blank(low, provision, nested), own, provision.heading)
    pieces = [(provision.start, provision.end)]
    if provision.end - provision.start > LONGEST:
        pieces = list(_stretches(own, provision.start))
    return [
        Unit(
            provision,
            start,
            own[start - provision.start : end - provision.start],
            own_low[start - provision.start : end - provision.start],
            _heading(provision, own),
            tuple(_clauses(provision, kept, start, end)),
            tuple(child for child in kept if child.start < end and start < child.end),
        )
        for start, end in pieces
    ]


def _sort_below(
    provision: Provision,
    children: Mapping[str | None, Sequence[Provision]],
    kept: list[Provision],
    nested: list[Provision],
) -> None:
    """Puts what stands below a unit, in text order, into its own parts and the units inside it."""
    for child in children.get(provision.id, ()):
        if _is_unit(child):
            nested.append(child)
        else:
            kept.append(child)
            _sort_below(child, children, kept, nested)


def _blank(text: str, provision: Provision, nested: Iterable[Provision]) -> str:
    """The provision's text with blanks for what stands in units inside it."""
    pieces: list[str] = []
    at = provision.start
    for scope in nested:
        pieces.append(text[at : scope.start])
        pieces.append("\n".join(" " * len(line) for line in text[scope.start : scope.end].split("\n")))
        at = scope.end
    pieces.append(text[at : provision.end])
    return "".join(pieces)


def _end_heading(low: str, own: str, heading: str) -> str:
    """The shadow text with a mark in place of the line feed after the heading, which may be wrapped over lines."""
    at = 0
    for word in heading.split():
        at = own.find(word, at, at + len(heading) + 40)
        if at < 0:
            return low
        at += len(word)
    end = own.find("\n", at, at + 3)
    return f"{low[:end]}{END_OF_HEADING}{low[end + 1 :]}" if heading and end >= 0 else low


def _heading(provision: Provision, own: str) -> str:
    """The heading as parsed, else the first line of a form or appendix."""
    return provision.heading or own.strip().split("\n", 1)[0][:200]


def _stretches(own: str, offset: int) -> Iterable[tuple[int, int]]:
    at = 0
    while at < len(own):
        end = own.rfind("\n", at, at + LONGEST) if len(own) - at > LONGEST else len(own)
        end = end if end > at else min(at + LONGEST, len(own))
        yield offset + at, offset + end
        at = end


def _clauses(provision: Provision, inner: Sequence[Provision], start: int, end: int) -> Iterable[Clause]:
    """The unit's direct parts (khoản, else điểm or dashes), and the lead text before them."""
    direct = [child for child in inner if child.parent == provision.id and child.kind in _CLAUSES]
    direct = [child for child in direct if child.start < end and start < child.end]
    if not direct:
        yield Clause(provision, start, end)
        return
    if direct[0].start > start:
        yield Clause(provision, start, direct[0].start)
    for child, following in zip(direct, [*direct[1:], None], strict=True):
        yield Clause(child, max(child.start, start), following.start if following else end)
