"""Finds the published procedure that a draft's procedure repeats, and what the draft asks beyond it.

Names are looked up in an inverted index over folded syllables and pairs of syllables; papers then confirm or refuse.
Published texts are flattened tables: papers end at their count ('1 bản chính'), time limits stand behind the way of
filing ('Trực tuyến12 NgàyMiễn phí'), and a number without a unit says nothing.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.authority.topic import topic_of
from nlp.knowledge.material import PublishedProcedure
from nlp.text import fold, shadow

_SYLLABLE = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    _SYLLABLE.findall(
        "thu tuc ve viec doi voi cua va cac nhung theo tai cho trong la duoc hoac khi co cap thuc hien truong hop "
        "quy dinh ho so de nghi trinh tu"
    )
)
"""Folded syllables that say nothing of what a procedure is about; 'cấp' is told by its act instead."""
_COUNT = re.compile(r"\d{0,2}\d bản (?:chính|sao)(?:, ?\d{1,2} bản (?:chính|sao))?")
_TABLE_HEAD = re.compile(r"Tên giấy tờ ?Mẫu đơn, tờ khai ?Số lượng")
_FILE = re.compile(r"[^\s;.:]{0,60}\.(?:docx?|pdf|xlsx?|rar|zip|jpe?g|png)", re.I)
_ITEM = re.compile(r"\n|(?<=[;.])\s+(?=[-+*•]|\(?[a-zđ0-9]{1,2}[).])|\s(?=[-+•]\s)")
_WAY_TIME = re.compile(r"(\d{1,3}) ?(ngày làm việc|ngày|tháng|giờ)", re.I)
_TEXT_TIME = re.compile(
    r"\b(\d{1,3}) ?(?:\([^)\n]{1,25}\) ?)?(ngày làm việc|ngày|tháng|giờ)\b|"
    r"\((\d{1,3})\) ?(ngày làm việc|ngày|tháng|giờ)\b"
)
_APPLICATION = re.compile(
    r"^\W*(?:\d{1,2} )?(?:bản chính |bản )?(?:đơn|tờ khai|giấy đề nghị|văn bản đề nghị|công văn đề nghị|phiếu đề nghị|"
    r"giấy đăng ký|bản đăng ký|phiếu đăng ký)\b"
)
_NEAREST = 8
"""How many names are confirmed by their papers."""
_LEAST_NAME = 0.5
_SURE_NAME = 0.8
"""Likeness of names (0..1) from which papers are asked at all, and from which they can only refuse."""
_CHANGE_COSTS = 0.25
"""What it costs the likeness when one of two names only changes or ends what the other grants."""
_KNOWN = 0.62
"""The weighted share of a paper's syllables that one published paper must hold for it to be the same."""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A number of days, working days, months or hours (`unit` in lower case)."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number:02} {self.unit}"


@dataclass(frozen=True, slots=True)
class PublishedParts:
    """A published procedure with its papers, and the syllable pairs of all it says."""

    procedure: PublishedProcedure
    papers: tuple[str, ...]
    syllables: tuple[frozenset[str], ...]
    """The content syllables of each paper."""
    pairs: frozenset[tuple[str, str]]
    """Neighbouring syllables anywhere in papers, conditions, steps, applicants and result."""
    total_times: frozenset[TimeLimit]
    """Time limits of the whole procedure, by way of filing."""
    other_times: frozenset[TimeLimit]
    """Time limits named anywhere in its text: of steps, of conditions, in remarks on the ways of filing."""
    asks_application: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The published procedure behind a draft's, how alike the names are, and the share of papers in common."""

    published: PublishedParts
    name: float
    papers: float


def syllables_of(text: str) -> list[str]:
    """The folded syllables of a text in order, without those that say nothing."""
    return [word for word in _SYLLABLE.findall(fold(text)) if word not in _EMPTY]


@functools.lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    return fold(word)


def pairs_of(text: str) -> set[tuple[str, str]]:
    """The pairs of neighbouring syllables of a text."""
    words = _SYLLABLE.findall(fold(text))
    return set(itertools.pairwise(words))


def times_in(text: str) -> frozenset[TimeLimit]:
    """The time limits a text names, '30 (ba mươi) ngày' and 'ba mươi (30) ngày' among them."""
    found = _TEXT_TIME.findall(shadow(text))
    return frozenset(TimeLimit(int(a or b), unit or other) for a, unit, b, other in found)


def published_papers(text: str) -> tuple[str, ...]:
    """The papers of a flattened table of papers, one an item; '' where it names none."""
    pieces = _COUNT.split(_TABLE_HEAD.sub(" ", text))
    items = (item for piece in pieces for item in _ITEM.split(_FILE.sub(" ", piece)))
    plain = (" ".join(item.split()).strip(" -+*•;.:") for item in items)
    return tuple(dict.fromkeys(item for item in plain if len(item) > 4))


@functools.lru_cache(maxsize=64)
def parts_of(procedure: PublishedProcedure) -> PublishedParts:
    """A published procedure taken apart; remembered, since only the few that a draft comes near are ever asked for."""
    papers = published_papers(procedure.papers)
    everything = (
        procedure.papers,
        procedure.conditions,
        procedure.steps,
        procedure.applicants,
        procedure.result,
    )
    ways = frozenset(
        TimeLimit(int(number), unit.lower()) for number, unit in _WAY_TIME.findall(procedure.ways)
    )
    return PublishedParts(
        procedure=procedure,
        papers=papers,
        syllables=tuple(frozenset(syllables_of(paper)) for paper in papers),
        pairs=frozenset(pair for text in everything for pair in pairs_of(text)),
        total_times=ways,
        other_times=frozenset(time for text in (*everything, procedure.ways) for time in times_in(text)),
        asks_application=any(_APPLICATION.match(shadow(paper)) for paper in papers),
    )


class PublishedIndex:
    """The names of the published procedures, ready to be looked up."""

    def __init__(self, procedures: Sequence[PublishedProcedure]) -> None:
        self._procedures = procedures
        postings: dict[str, array[int]] = defaultdict(lambda: array("H"))
        for number, procedure in enumerate(procedures):
            for term in _terms(procedure.name):
                postings[term].append(number)
        self._postings = dict(postings)
        self._weight = {
            term: math.log(1 + len(procedures) / len(places)) for term, places in self._postings.items()
        }
        self._unknown = math.log(1 + len(procedures))
        self._norms = array("d", [self._norm(_terms(procedure.name)) for procedure in procedures])
        counts: Counter[str] = Counter()
        for procedure in procedures:
            counts.update(set(map(_folded, set(_SYLLABLE.findall(procedure.papers)))) - _EMPTY)
        self._rarity = {word: math.log(1 + len(procedures) / times) for word, times in counts.items()}

    def nearest(self, name: str, most: int = _NEAREST) -> list[tuple[float, PublishedProcedure]]:
        """The procedures whose names are most like a name, with their likeness (0..1), best first."""
        terms = _terms(name)
        sums: dict[int, float] = defaultdict(float)
        for term in terms:
            weight = self._weight.get(term, 0.0)
            for number in self._postings.get(term, ()):
                sums[number] += weight * weight
        norm = self._norm(terms)
        if not norm:
            return []
        alike = ((total / (norm * self._norms[number]), number) for number, total in sums.items())
        best = sorted(alike, key=lambda pair: (-pair[0], pair[1]))[:most]
        return [(likeness, self._procedures[number]) for likeness, number in best if likeness >= _LEAST_NAME]

    def match(self, name: str, papers: Sequence[str]) -> Match | None:
        """The published procedure that is the same as one called `name` that asks for `papers`; None without one.

        Names that ask for different acts ('cấp', 'cấp lại') are never the same. Papers decide between names nearly
        alike, and refuse a like name where most of what the draft asks for is of another kind.
        """
        topic = topic_of(name)
        found: list[Match] = []
        for likeness, procedure in self.nearest(name):
            other = topic_of(procedure.name)
            if topic.other_act(other):
                continue
            if other.only_changes(topic) or topic.only_changes(other):
                likeness -= _CHANGE_COSTS
            parts = parts_of(procedure)
            shared = self._shared(papers, parts)
            if self._agree(likeness, shared, len(papers)):
                found.append(Match(parts, likeness, shared))
        return max(found, key=lambda match: match.name + 0.3 * match.papers, default=None)

    def _agree(self, likeness: float, shared: float, papers: int) -> bool:
        if likeness >= _SURE_NAME:
            return papers < 3 or shared >= 0.25
        return papers > 0 and shared >= 0.5 and likeness + 0.5 * shared >= 0.95

    def _shared(self, papers: Sequence[str], parts: PublishedParts) -> float:
        """The share of the draft's papers that the published procedure asks for."""
        if not papers:
            return 0.0
        return sum(self.asks(parts, paper) for paper in papers) / len(papers)

    def asks(self, parts: PublishedParts, paper: str) -> bool:
        """Whether a published procedure asks for a paper: most of its rarer syllables stand in one of its papers.

        An application or declaration by any name is the application of that procedure.
        """
        if parts.asks_application and _APPLICATION.match(shadow(paper)):
            return True
        words = set(syllables_of(paper))
        whole = sum(self._rare(word) for word in words)
        if not whole:
            return True
        best = max((sum(self._rare(word) for word in words & held) for held in parts.syllables), default=0.0)
        return best >= _KNOWN * whole or says(parts, paper, 0.75)

    def _rare(self, word: str) -> float:
        return self._rarity.get(word, self._unknown)

    def _norm(self, terms: Iterable[str]) -> float:
        return math.sqrt(sum(self._weight.get(term, self._unknown) ** 2 for term in terms))


def says(parts: PublishedParts, text: str, share: float) -> bool:
    """Whether a published procedure says something anywhere: that share of its syllable pairs occurs there."""
    pairs = pairs_of(text)
    return not pairs or len(pairs & parts.pairs) >= share * len(pairs)


def _terms(name: str) -> set[str]:
    words = syllables_of(name)
    return {*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))}


@functools.lru_cache(maxsize=2)
def index_of(procedures: tuple[PublishedProcedure, ...]) -> PublishedIndex:
    """The index over published procedures; built when a draft first needs it, once a process for the same ones."""
    return PublishedIndex(procedures)
