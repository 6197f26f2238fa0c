"""Clauses of a draft that stand in the imported law as well, and what they say otherwise.

A clause is tried whole (a khoản with its điểm), then part by part: its điểm, its paragraphs, its sentences.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise, repeat
from operator import is_not, or_

from nlp.compare.align import Aligner, Alignment
from nlp.compare.differences import Difference, differences
from nlp.compare.library import RUN, Library, LibraryClause, LibraryDocument, pairs_of
from nlp.compare.settings import CompareSettings
from nlp.compare.words import Words, words_of
from nlp.knowledge.material import status_key
from nlp.references.pinpoint import places_of
from nlp.text import draft_shadow, shadow
from nlp.types import Provision

_CANDIDATES = 3
_LONGEST_QUOTE = 600
_FEWEST_RUNS = 2
_COMMON = 60
"""A run of words in more clauses than this says nothing of the topic."""
_LINE = re.compile(r"\n")
_SENTENCE = re.compile(r"[.;](?=\s)")
_QUOTE = re.compile(r'"[^"]{40,4000}"')
"""The new words of another text that the draft amends: not its own."""
_CUTS = (_LINE, _SENTENCE)
_SHORTEST_PART = 50
_MARKER = re.compile(r"\s*(?:điều \S{1,6}[.:]?|\d{1,3}(?:\.\d{1,2})*[.)]|[a-zđ]{1,2}\d?\)|[-+*])\s+")
_LEADS_IN = frozenset("theo quy định tại của căn cứ ở nêu các với và".split(" "))  # noqa: SIM905 - words in a row
_STOP = 2
"""Characters that may follow the citation which ends a clause."""
_SCOPES = ("trich-dan", "mau-", "chu-thich")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of another text in the draft: where, which number, which place ('khoản 2 Điều 5') if any."""

    start: int
    end: int
    number: str
    place: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A clause of the draft beside the clause of law it follows: the same, or with differences."""

    provision: Provision
    start: int
    end: int
    clause: LibraryClause
    document: LibraryDocument
    law_words: str
    """The clause of law as it stands in the imported text, on one line, from the sentence that is followed."""
    share: float
    pinned: bool
    """Whether the draft itself cites this place."""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    provision: Provision
    start: int
    end: int
    heading: str
    """Of the article, in shadow text."""
    lead: tuple[int, int]
    """Where the article says what it rests on, before its khoản."""
    below: tuple[Provision, ...]
    cuts: tuple[re.Pattern[str], ...]
    """What it is cut by where nothing stands below it: paragraphs, then sentences."""


def compare(
    text: str,
    provisions: tuple[Provision, ...],
    cited: tuple[Cited, ...],
    left_out: frozenset[int],
    library: Library,
    settings: CompareSettings,
) -> tuple[Comparison, ...]:
    """The clauses that follow a clause of the library, in text order.

    `left_out` are the library's documents, by index, that this draft is not compared with: itself, what is not in
    force on its day, what is no higher law for it.
    """
    pieces = sorted(_pieces(text, provisions), key=lambda piece: piece.start)
    reader = _Reader(text, pieces, cited, left_out, library, settings)
    found = [item for piece in pieces for item in reader.read(piece)]
    return tuple(sorted(found, key=lambda item: (item.start, item.end)))


class _Reader:
    """Looks up pieces of one draft in the library."""

    def __init__(
        self,
        text: str,
        pieces: Sequence[_Piece],
        cited: tuple[Cited, ...],
        left_out: frozenset[int],
        library: Library,
        settings: CompareSettings,
    ) -> None:
        self._text, self._low = text, draft_shadow(text)
        self._cited = sorted(cited, key=lambda item: item.start)
        self._starts = [item.start for item in self._cited]
        self._library, self._settings = library, settings
        self._left_out = left_out
        self._fewest = settings.least_run - RUN + 1  # runs that begin in the shortest stretch in common
        self._words = words_of(_without_the_rest(self._low, pieces))
        codes = library.codes(self._words.words)
        self._pairs = pairs_of(codes)
        self._holders = library.holders(codes, _COMMON)
        self._held = list(accumulate(map(is_not, self._holders, repeat(None)), initial=0))
        self._quotes = [match.span() for match in _QUOTE.finditer(self._low)]
        self._cited_numbers = {status_key(item.number) for item in cited}

    def read(self, piece: _Piece) -> list[Comparison]:
        """What the piece follows as a whole, else what its parts follow."""
        first, last = self._range(piece)
        stop = max(first, last - RUN + 1)
        if last - first < self._settings.least_words or self._held[stop] - self._held[first] < self._fewest:
            return []
        low = self._low[piece.start : piece.end]
        usual = any(pattern.search(low) for pattern in self._settings.usual)
        whole = None if usual else self._whole(piece, (first, last))
        if whole is not None:
            return [whole]
        return [found for part in _parts(self._text, piece) for found in self.read(part)]

    def _range(self, piece: _Piece) -> tuple[int, int]:
        """The piece's words, without the marker it begins with."""
        marker = _MARKER.match(self._low, piece.start, piece.end)
        start = marker.end() if marker else piece.start
        return bisect_left(self._words.starts, start), bisect_left(self._words.starts, piece.end)

    def _whole(self, piece: _Piece, place: tuple[int, int]) -> Comparison | None:
        """What the piece, whose words are those from one to another, follows as a whole."""
        inside = self._citations(piece.start, piece.end)
        pinned = self._pinned([*inside, *self._citations(*piece.lead)])
        candidates = dict.fromkeys([*pinned, *self._candidates(*place)])
        if not candidates:
            return None
        words, pairs = self._words.part(*place), self._pairs[place[0] : place[1] - 1]
        marked = frozenset(
            [
                *(index for item in inside for index in _cited_words(words, item)),
                *(index for quote in self._quotes for index in _between(words, *quote)),
            ]
        )
        own = len(words) - len(marked)
        aligner = Aligner(words, marked)
        best: tuple[float, Alignment, int] | None = None
        for index in candidates:
            least = self._least(self._library.clauses[index], index in pinned)
            most = _most_in_common(pairs, self._library.pairs(index), marked)
            share = most / own if own > 0 else 0.0
            if most < self._settings.least_words or share < least or (best is not None and share <= best[0]):
                continue
            found = aligner.with_law(self._library.words(index))
            score = found.share() * (0.5 + 0.5 * found.law_share())
            if self._holds(found, least) and (best is None or score > best[0]):
                best = score, found, index
        if best is None:
            return None
        _, found, index = best
        return self._comparison(piece, found, self._library.clauses[index], pinned=index in pinned)

    def _citations(self, start: int, end: int) -> list[Cited]:
        low = bisect_left(self._starts, start)
        return [item for item in self._cited[low : low + 20] if item.start < end]

    def _pinned(self, inside: Sequence[Cited]) -> list[int]:
        """The clauses of the library that the piece itself cites."""
        found = []
        for item in inside:
            for place in places_of(item.place):
                steps = f"dieu-{place.dieu.replace('đ', 'dd')}"
                if place.khoan:
                    steps += f"/khoan-{place.khoan.replace('đ', 'dd')}"
                for index in self._library.clauses_of(item.number):
                    identifier = self._library.clauses[index].id
                    if place.dieu and (identifier == steps or identifier.startswith(steps + "/")):
                        found.append(index)
        return [index for index in found if self._library.clauses[index].document not in self._left_out][:12]

    def _candidates(self, first: int, last: int) -> list[int]:
        """The clauses that share most runs of words with the words from one to another, the best first."""
        least = max(_FEWEST_RUNS, self._settings.least_runs * (last - first - RUN))
        stop = last - RUN + 1
        if self._held[stop] - self._held[first] < least:
            return []
        scores = Counter(chain.from_iterable(filter(None, self._holders[first:stop])))
        clauses = self._library.clauses
        usable = [
            (score, -index)
            for index, score in scores.items()
            if score >= least and clauses[index].document not in self._left_out
        ]
        return [-index for _, index in heapq.nlargest(_CANDIDATES, usable)]

    def _only_refers(self, piece: _Piece) -> bool:
        """Whether the piece ends in a citation by which something 'is done'."""
        inside = self._citations(piece.start, piece.end)
        if not inside or len(self._low[inside[-1].end : piece.end].strip()) > _STOP:
            return False
        last = max((item for item in inside), key=lambda item: item.end)
        before = self._low[max(piece.start, last.start - 60) : last.start]
        return self._settings.mere_reference.search(" ".join(before.split())) is not None

    def _least(self, clause: LibraryClause, pinned: bool) -> float:
        """The share that a piece must have in common with a clause of law to follow it."""
        settings = self._settings
        if clause.number is None or status_key(clause.number) not in self._cited_numbers:
            return settings.topic_share
        return settings.pinned_share if pinned else settings.cited_share

    def _holds(self, found: Alignment, least: float) -> bool:
        settings = self._settings
        if found.matched < settings.least_words or found.longest < settings.least_run:
            return False
        return found.share() >= least

    def _comparison(
        self, piece: _Piece, found: Alignment, clause: LibraryClause, *, pinned: bool
    ) -> Comparison | None:
        settings = self._settings
        document = self._library.documents[clause.document]
        told = differences(found, self._text, document.text, settings)
        told = [
            item for item in told if item.kind in ("number", "day_unit") or _is_close(found, item, settings)
        ]
        if not told:
            is_short = len(found.draft) < settings.definition_words and any(
                re.search(pattern, piece.heading) for pattern in settings.definition_headings
            )
            is_same = (
                found.matched >= settings.same_words
                and found.share() >= settings.same_share
                and found.law_share() >= settings.same_share
            )
            if is_short or not is_same or self._only_refers(piece):
                return None
        return Comparison(
            provision=piece.provision,
            start=piece.start,
            end=piece.end,
            clause=clause,
            document=document,
            law_words=_law_words(document.text, clause, found),
            share=found.share(),
            pinned=pinned,
            differences=tuple(told),
        )


def _without_the_rest(low: str, pieces: Sequence[_Piece]) -> str:
    """The text of the pieces, given in order, at its place; blanks for what stands outside them."""
    kept: list[str] = []
    at = 0
    for piece in pieces:
        start = max(at, piece.start)
        kept += [" " * (start - at), low[start : piece.end]]
        at = max(start, piece.end)
    return "".join(kept)


def _law_words(text: str, clause: LibraryClause, found: Alignment) -> str:
    """The words of law from the sentence on in which the words in common begin, a few lines at most."""
    first = found.law.starts[found.runs[0].law]
    sentence = max(text.rfind(mark, clause.start, first) for mark in (". ", "; ", "\n", ": "))
    return " ".join(text[max(clause.start, sentence + 1) : clause.end].split())[:_LONGEST_QUOTE]


def _most_in_common(own: Sequence[int], law: frozenset[int], marked: frozenset[int]) -> int:
    """More words than these cannot be in common outside those marked: each stands in a pair that the law has too."""
    held = list(map(law.__contains__, own))
    covered: list[bool] = list(map(or_, [False, *held], [*held, False]))
    return sum(covered) - sum(covered[index] for index in marked)


def _between(words: Words, start: int, end: int) -> range:
    return range(bisect_left(words.starts, start), bisect_left(words.starts, end))


def _cited_words(words: Words, item: Cited) -> range:
    """The words of a citation, with 'theo quy định tại' before it."""
    first = bisect_left(words.starts, item.start)
    while first > 0 and words.words[first - 1] in _LEADS_IN:
        first -= 1
    return range(first, bisect_left(words.starts, item.end))


def _is_close(found: Alignment, difference: Difference, settings: CompareSettings) -> bool:
    """Whether the two are near enough the same that a paper or group only one of them has is told."""
    added = len(difference.said.split())
    return found.share(added) >= settings.phrase_share and found.law_share() >= settings.phrase_share / 2


def _pieces(text: str, provisions: Sequence[Provision]) -> Iterator[_Piece]:
    """The khoản of every article of the draft's own text; the article itself where it has none."""
    children: dict[str | None, list[Provision]] = {}
    for provision in provisions:
        children.setdefault(provision.parent, []).append(provision)
    for article in provisions:
        if article.kind != "dieu" or any(scope in article.id for scope in _SCOPES):
            continue
        heading = shadow(article.heading)
        below = children.get(article.id, ())
        khoan = [child for child in below if child.kind == "khoan"]
        lead = (article.start, khoan[0].start if khoan else _body(text, article))
        if not khoan:
            yield _Piece(article, lead[1], article.end, heading, lead, tuple(below), _CUTS)
        for child in khoan:
            inside = tuple(children.get(child.id, ()))
            yield _Piece(child, child.start, child.end, heading, lead, inside, _CUTS)


def _body(text: str, article: Provision) -> int:
    """Where an article's own words begin: after the line of its heading."""
    if not article.heading:
        return article.start
    line = text.find("\n", article.start, article.end)
    return line + 1 if line >= 0 else article.start


def _parts(text: str, piece: _Piece) -> list[_Piece]:
    """The điểm and dashes of a piece, else its paragraphs, else its sentences; none where there is only one."""
    listed = [child for child in piece.below if child.kind in ("diem", "gach") and child.start >= piece.start]
    if listed:
        return [
            _Piece(child, child.start, child.end, piece.heading, piece.lead, (), _CUTS) for child in listed
        ]
    for number, cut in enumerate(piece.cuts, start=1):
        edges = [
            piece.start,
            *(match.end() for match in cut.finditer(text, piece.start, piece.end)),
            piece.end,
        ]
        ranges = [_trimmed(text, low, high) for low, high in pairwise(edges)]
        ranges = [(low, high) for low, high in ranges if high - low >= _SHORTEST_PART]
        if len(ranges) > 1:
            cuts = piece.cuts[number:]
            return [replace(piece, start=low, end=high, below=(), cuts=cuts) for low, high in ranges]
    return []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
