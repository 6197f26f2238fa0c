"""Resolving citations of places inside the draft to provision ids."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from nlp.references.names import with_numbers
from nlp.references.pinpoint import Place, places_of
from nlp.structure.numbers import number_of
from nlp.text import shadow
from nlp.types import Provision, Reference

_SCOPES = ("kem_theo", "phu_luc", "mau", "trich_dan")
_UNNAMED = ("Phụ lục kèm theo", "Mẫu kèm theo")
"""Labels of what follows the signature without a heading of its own."""
_BODY = (
    "quyết định này",
    "nghị quyết này",
    "nghị định này",
    "thông tư này",
    "luật này",
    "bộ luật này",
    "chỉ thị này",
)
_ATTACHED = ("quy định này", "quy chế này", "quy trình này", "điều lệ này", "nội quy này")


_TYPE_LINE = re.compile(
    r"^[ \t*_#>|]*(?P<t>quyết định|nghị quyết|chỉ thị|nghị định|thông tư|bộ luật|luật)(?=[ \t*_:|]*$)", re.M
)


class Index:
    """The provision tree made ready for looking places up."""

    def __init__(self, provisions: Sequence[Provision], text: str) -> None:
        self.by_id = {provision.id: provision for provision in provisions}
        self._ordered = sorted(provisions, key=lambda provision: provision.start)
        self._starts = [provision.start for provision in self._ordered]
        self._children: dict[str, list[Provision]] = {}
        for provision in provisions:
            self._children.setdefault(provision.id.rpartition("/")[0], []).append(provision)
        self._own_name = _own_name(provisions, text)
        self.amends = any(provision.kind == "trich_dan" for provision in provisions)
        """Whether the draft amends another text: 'Nghị định này' may then mean the amended one."""
        annexes = [p for p in provisions if p.kind in ("phu_luc", "mau") and not p.label.startswith(_UNNAMED)]
        self._annexes: dict[tuple[str, str], str] = {
            (p.kind, p.id.rpartition("-")[2].partition("~")[0]): p.id for p in reversed(annexes)
        }
        self._first_dieu = _first_dieu(provisions)
        self._dieu_scopes = {p.id.rpartition("dieu-")[0] for p in provisions if p.kind == "dieu"}

    def at(self, offset: int) -> Provision | None:
        """The deepest provision that holds the offset."""
        at = bisect_right(self._starts, offset) - 1
        found = self._ordered[at] if at >= 0 else None
        while found is not None and not found.start <= offset < found.end:
            found = self.by_id.get(found.parent) if found.parent else None
        return found

    def children(self, identifier: str) -> list[Provision]:
        """The provisions right below this one, by their ids."""
        return self._children.get(identifier, [])

    def up(self, provision: Provision | None, kinds: tuple[str, ...]) -> Provision | None:
        """The provision or the nearest one above it of one of these kinds."""
        while provision is not None and provision.kind not in kinds:
            provision = self.by_id.get(provision.parent) if provision.parent else None
        return provision

    def annex(self, kind: str, number: str) -> str | None:
        """The id of the first appendix ('phu_luc') or form ('mau') with this number."""
        return self._annexes.get((kind, number))

    def has_annexes(self, kind: str) -> bool:
        """Whether the draft holds any appendix or form."""
        return any(known == kind for known, _ in self._annexes)

    def is_cut_off(self, target: str) -> bool:
        """Whether the article lies before the first one the file holds: an excerpt of a longer text."""
        scope, _, rest = target.rpartition("dieu-")
        number = re.match(r"\d+", rest)
        return number is not None and int(number.group()) < self._first_dieu.get(scope, 1)

    def means_own(self, reference: Reference, words: str) -> bool:
        """Whether 'Quyết định này', 'Quy định này' is the draft or its attached text; never inside quotations."""
        here = self.at(reference.start)
        if self.up(here, ("trich_dan", "mau")):
            return False
        if words.endswith(_BODY):
            return not self._own_name or words.endswith(f"{self._own_name} này")
        scope = self.up(here, _SCOPES)
        return words.endswith(_ATTACHED) and scope is not None and scope.kind == "kem_theo"

    def prefix(self, here: Provision | None, words: str) -> str | None:
        """What ids begin with in the text that 'Quyết định này', 'Quy định này' or 'Điều này' means from here.

        None when it cannot be told: inside a quotation 'này' is the amended text, which is not in the draft.
        """
        if self.up(here, ("trich_dan", "mau")):
            return None
        scope = self.up(here, _SCOPES)
        if words.endswith(_BODY):
            own = not self._own_name or words.endswith(f"{self._own_name} này")
            if "kèm theo" in words:  # 'Điều 5 Quy định ban hành kèm theo Quyết định này'
                attached = [scope for scope in self._dieu_scopes if scope.startswith("kem-theo-")]
                return attached[0] if own and len(attached) == 1 else None
            return "" if own and "" in self._dieu_scopes else None
        if words.endswith(_ATTACHED) and (scope is None or scope.kind != "kem_theo"):
            return None
        prefix = f"{scope.id}/" if scope else ""
        return prefix if prefix in self._dieu_scopes else None


def _first_dieu(provisions: Sequence[Provision]) -> dict[str, int]:
    """The lowest article number of each text within the draft."""
    lowest: dict[str, int] = {}
    for provision in provisions:
        scope, _, rest = provision.id.rpartition("dieu-")
        number = re.match(r"\d+", rest) if provision.kind == "dieu" else None
        if number:
            lowest[scope] = min(lowest.get(scope, 10_000), int(number.group()))
    return lowest


def _own_name(provisions: Sequence[Provision], text: str) -> str:
    """What the draft calls itself ('quyết định'), from the line of its heading; '' when it has none."""
    preamble = next((provision for provision in provisions if provision.kind == "mo_dau"), None)
    if preamble is None:
        return ""
    named = _TYPE_LINE.search(shadow(text[preamble.start : min(preamble.end, preamble.start + 4000)]))
    return named["t"] if named else ""


def resolve(
    references: Sequence[Reference], provisions: Sequence[Provision], text: str
) -> tuple[Reference, ...]:
    """The citations with `resolved` where they name a place inside the draft that exists, or a text known by name.

    A list or range resolves to what holds all its places: the Điều of 'khoản 2 và khoản 4 Điều này'.
    """
    index = Index(provisions, text)
    return with_numbers([_resolved(reference, index) for reference in references], text)


def _resolved(reference: Reference, index: Index) -> Reference:
    if reference.number is not None or reference.provision is None:
        return reference
    ids = [target for target, exists in targets(reference, index) if exists]
    if not ids:
        return reference
    found = ids[0] if len(ids) == 1 else _common(ids)
    if found not in index.by_id:
        return reference
    return replace(reference, resolved={"number": None, "provision": index.by_id[found].label, "id": found})


def targets(reference: Reference, index: Index) -> list[tuple[str, bool]]:
    """The ids the citation names inside the draft, and whether each exists; [] when it is not one of those."""
    if reference.number is not None or reference.provision is None or not _says_this(reference.quote):
        return []
    words = shadow(" ".join(reference.quote.split()))
    here = index.at(reference.start)
    prefix = index.prefix(here, words)
    if prefix is None:
        return []
    places = places_of(words)
    if any(place.annex for place in places):
        return []
    found = []
    for place in places:
        target = _target(place, here, prefix, index)
        if target:
            found.append((target, target in index.by_id))
    return found


def _says_this(quote: str) -> bool:
    """Whether the citation says that it means this text: '... này'."""
    return quote[-3:].lower() == "này"


def _target(place: Place, here: Provision | None, prefix: str, index: Index) -> str:
    if place.chuong:
        chapter = number_of(place.chuong)
        return f"{prefix}chuong-{chapter}" if chapter else ""
    if place.dieu and place.dieu != "này":
        base = f"{prefix}dieu-{place.dieu.replace('đ', 'dd')}"
    else:
        dieu = index.up(here, ("dieu",))
        if dieu is None:
            return ""
        base = dieu.id
    if place.khoan == "này":
        khoan = index.up(here, ("khoan",))
        if khoan is None:
            return ""
        base = khoan.id
    elif place.khoan:
        for number in _steps(place.khoan.replace("đ", "dd")):
            base += f"/khoan-{number}"
    if place.diem and place.diem != "này":
        base += f"/diem-{place.diem.replace('đ', 'dd')}"
    return base


def _steps(number: str) -> list[str]:
    """Khoản 1.2 stands below khoản 1."""
    parts = number.split(".")
    return [".".join(parts[: at + 1]) for at in range(len(parts))]


def _common(ids: list[str]) -> str:
    split = [identifier.split("/") for identifier in ids]
    shared = []
    for steps in zip(*split, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    return "/".join(shared)
