"""Appendices and forms the draft cites as its own: which provision each is, and which are nowhere in the draft."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from nlp.references.resolve import Index
from nlp.structure.numbers import number_of
from nlp.text import draft_shadow, shadow
from nlp.types import Reference

AnnexKind = Literal["phu_luc", "mau"]
_CITED = re.compile(
    r"(?P<k>phụ lục|mẫu)(?: số)? (?P<n>\d{1,3}|[ivxlc]{1,6}(?!\w))(?P<s>[a-zđ]?(?:[/.\-][\wđ/.\-]{1,12})?)(?!\w)"
)
_HEADING = re.compile(
    r"(?P<k>phụ\s{1,3}lục|mẫu)(?: biểu)?(?: số)?[ :.]{1,3}(?P<n>\d{1,3}|[ivxlc]{1,6})(?![\wđ])"
)
_EDGES = " *#_>(\"'"
_OWN_TEXTS = (
    "quyết định này",
    "nghị quyết này",
    "quy định này",
    "quy chế này",
    "nghị định này",
    "thông tư này",
)


class Annex(NamedTuple):
    """An appendix or form cited: `number` as ids write it ('5', '1a'), `shown` as the draft writes it."""

    kind: AnnexKind
    number: str
    shown: str
    id: str | None
    """The provision it is, None where the draft has none with its number."""


def cited_annexes(reference: Reference, index: Index, text: str) -> Iterator[Annex]:
    """The numbered appendices and forms that a citation says to be issued with this draft."""
    words = " ".join(shadow(reference.quote).split())
    if (
        reference.number is not None
        or not words.endswith(_OWN_TEXTS)
        or not index.means_own(reference, words)
    ):
        return
    for match in _CITED.finditer(words):
        kind: AnnexKind = "phu_luc" if match["k"] == "phụ lục" else "mau"
        number = number_of(match["n"])
        if number:
            full = f"{number}{_plain(match['s'])}"
            identifier = index.annex(kind, full) or index.annex(kind, str(number))
            if identifier or (kind, number) not in _named_in_text(text):
                yield Annex(kind, full, _shown(match), identifier)


def _shown(match: re.Match[str]) -> str:
    kind = "Phụ lục" if match["k"] == "phụ lục" else "Mẫu số"
    suffix = match["s"].strip(".-/") if "/" not in match["s"] else match["s"].rstrip(".-/").upper()
    return f"{kind} {match['n'].upper()}{suffix}"


def _plain(suffix: str) -> str:
    return re.sub(r"[^a-z0-9]", "", suffix.replace("đ", "dd"))


@functools.lru_cache(maxsize=2)
def _named_in_text(text: str) -> frozenset[tuple[str, int]]:
    """What lines and cells begin with, be it a node of the tree or not: what is named there is not missing."""
    plain = draft_shadow(text)
    named = set()
    for match in _HEADING.finditer(plain):
        before = plain[max(0, match.start() - 12) : match.start()].rstrip(_EDGES)
        if before[-1:] in ("", "\n", "\f", "|"):
            named.add(("phu_luc" if match["k"].startswith("phụ") else "mau", number_of(match["n"]) or 0))
    return frozenset(named)
