"""From the tree of a question to scores by document: term at a time, trimmed by what the asker may see.

BM25, with three rules of our own: a match in the very marks typed outweighs any match without marks, titles
and a record's own number count more than its text, and words typed side by side score higher where they stand
side by side.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Set
from itertools import pairwise

from index.query import AllOf, AnyOf, DocumentNumber, Excluding, Node, Phrase, Prefix, Word
from index.types import Query
from index.whoosh_engine.fields import Places
from index.whoosh_engine.postings import Snapshot

Scores = dict[int, float]

_SATURATION, _LENGTH_WEIGHT = 1.2, 0.75
_TITLE = 1.5
_EXACT = 6.0
"""One exact match (rarity x 1 x this) outweighs any without marks (rarity x 2.2 x 2.5, text and title)."""
_OWN_NUMBER = 20.0
_NEIGHBOURS_OF_BEST = 300
_PREFIX_TERMS = 2_000
_PLACES = Places()
_PLAIN_FILTERS = ("agency", "type", "parent", "date")


class Evaluation:
    """One question put to one state of the index; `allowed` are the documents that may be seen at all."""

    def __init__(self, snapshot: Snapshot, allowed: Set[int]) -> None:
        self._snapshot = snapshot
        self._allowed = allowed
        self._total = max(1, len(snapshot.live))

    def scores(self, node: Node) -> Scores:
        """Every allowed document that answers the node, with its score."""
        if isinstance(node, AllOf):
            return self._nearer(node.run, _intersection([self.scores(child) for child in node.children]))
        if isinstance(node, AnyOf):
            return _union(self.scores(child) for child in node.children)
        if isinstance(node, Excluding):
            unwanted = {number for child in node.unwanted for number in self.scores(child)}
            wanted = self.scores(node.wanted)
            return {number: score for number, score in wanted.items() if number not in unwanted}
        if isinstance(node, Word):
            return self._word(node)
        if isinstance(node, Phrase):
            return self._phrase(node)
        if isinstance(node, Prefix):
            return self._prefix(node)
        return self._number(node)

    def _word(self, word: Word) -> Scores:
        folded = [self._counts(field, word.folded) for field in ("body", "title")]
        exact = [self._counts(field, word.exact) for field in ("body_exact", "title_exact")]
        return self._weighed(folded, exact if word.marked else [])

    def _prefix(self, prefix: Prefix) -> Scores:
        folded = [self._prefix_counts(field, prefix.folded) for field in ("body", "title")]
        if prefix.exact == prefix.folded:
            return self._weighed(folded, [])
        exact = [self._prefix_counts(field, prefix.exact) for field in ("body_exact", "title_exact")]
        return self._weighed(folded, exact)

    def _prefix_counts(self, field: str, prefix: str) -> Scores:
        terms = list(self._snapshot.terms(field, prefix))[:_PREFIX_TERMS]
        return _union(self._counts(field, term) for term in terms)

    def _phrase(self, phrase: Phrase) -> Scores:
        folded = [self._adjacent(field, phrase.words) for field in ("body", "title")]
        marked = [word for word in phrase.words if word.marked]
        if not marked:
            return self._weighed(folded, [])
        exact = []
        for field, found in zip(("body_exact", "title_exact"), folded, strict=True):
            counts = _intersection([self._counts(field, word.exact) for word in marked])
            exact.append({number: counts[number] for number in counts.keys() & found.keys()})
        return self._weighed(folded, exact)

    def _number(self, number: DocumentNumber) -> Scores:
        parts = []
        for field, weight in (("numbers", 1.0), ("own_number", _OWN_NUMBER)):
            keys = [number.key] if number.whole else self._snapshot.terms(field, number.key)
            counts = _union(self._counts(field, key) for key in keys)
            parts.append(_flat(counts, weight * self._rarity([counts])))
        return _union(parts)

    def _counts(self, field: str, term: str) -> Scores:
        counts = self._snapshot.postings(field, term).counts
        if len(self._allowed) == self._total:
            return counts
        return {number: count for number, count in counts.items() if number in self._allowed}

    def _adjacent(self, field: str, words: tuple[Word, ...], within: Set[int] | None = None) -> Scores:
        """How often the words follow one another, in the documents where they do."""
        postings = [self._snapshot.postings(field, word.folded) for word in words]
        rarest = min(postings, key=lambda each: len(each.counts))
        numbers = set(rarest.counts) & self._allowed
        for each in postings:
            numbers &= each.counts.keys()
        found: Scores = {}
        for number in numbers if within is None else numbers & within:
            starts = set(_PLACES.decode_positions(postings[0].places[number]))
            for step, each in enumerate(postings[1:], 1):
                starts &= {place - step for place in _PLACES.decode_positions(each.places[number])}
                if not starts:
                    break
            if starts:
                found[number] = float(len(starts))
        return found

    def _nearer(self, run: tuple[Word, ...], scores: Scores) -> Scores:
        """Raise the best documents in which words typed side by side stand side by side."""
        if len(run) < 2 or not scores:
            return scores
        best = set(heapq.nlargest(_NEIGHBOURS_OF_BEST, scores, key=lambda number: scores[number]))
        for pair in dict.fromkeys(pairwise(run)):
            near = [self._adjacent(field, pair, best) for field in ("body", "title")]
            for number, score in self._weighed(near, []).items():
                scores[number] += score
        return scores

    def _weighed(self, folded: list[Scores], exact: list[Scores]) -> Scores:
        """Counts in text and title (without marks, with the marks typed) as one score.

        Text and title share one rarity, so that a rare title never lifts a match without marks above one with
        them.
        """
        rarity = self._rarity(folded)
        parts = [
            self._ranked("body", folded[0], rarity),
            self._ranked("title", folded[1], rarity * _TITLE),
        ]
        if exact:
            rarity = self._rarity(exact)
            parts += [_flat(exact[0], rarity * _EXACT), _flat(exact[1], rarity * _EXACT * _TITLE)]
        return _union(parts)

    def _ranked(self, field: str, counts: Scores, weight: float) -> Scores:
        """BM25 of one term, or of what is counted like one."""
        if not counts:
            return {}
        lengths, mean = self._snapshot.lengths(field)
        top = weight * (_SATURATION + 1)
        fixed, growing = _SATURATION * (1 - _LENGTH_WEIGHT), _SATURATION * _LENGTH_WEIGHT / max(mean, 1.0)
        return {
            number: top * count / (count + fixed + growing * lengths[number])
            for number, count in counts.items()
        }

    def _rarity(self, parts: list[Scores]) -> float:
        found = len(set().union(*parts))
        return math.log(self._total / (found + 1)) + 1 if found else 0.0


def _flat(counts: Scores, weight: float) -> Scores:
    """BM25 without regard to length: one match in the longest text is worth as much as in the shortest."""
    top = weight * (_SATURATION + 1)
    return {number: top * count / (count + _SATURATION) for number, count in counts.items()}


def allowed_documents(snapshot: Snapshot, query: Query) -> Set[int]:
    """What the asker may see and asked for (audience, kinds, filters), before anything is counted or ranked.

    Raises ValueError for a filter that `index.types.Query` does not name.
    """
    allowed: Set[int] = snapshot.live
    if query.audience is not None:
        allowed = allowed & _with_any(snapshot, "audience", query.audience)
    if query.kinds:
        allowed = allowed & _with_any(snapshot, "kind", query.kinds)
    for name, value in query.filters.items():
        if name in _PLAIN_FILTERS:
            allowed = allowed & snapshot.postings(name, value).counts.keys()
        elif name == "year":
            allowed = allowed & _with_any(snapshot, "date", snapshot.terms("date", f"{value}-"))
        elif name not in ("date_from", "date_to"):
            raise ValueError(f"unknown filter {name}")
    first, last = query.filters.get("date_from", ""), query.filters.get("date_to", "9999-12-31")
    if "date_from" in query.filters or "date_to" in query.filters:
        dates = [date for date in snapshot.terms("date", "") if first <= date <= last]
        allowed = allowed & _with_any(snapshot, "date", dates)
    return allowed


def _with_any(snapshot: Snapshot, field: str, terms: Iterable[str]) -> set[int]:
    return {number for term in terms for number in snapshot.postings(field, term).counts}


def _union(parts: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for part in parts:
        if not total:
            total = dict(part)
            continue
        for number, score in part.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _intersection(parts: list[Scores]) -> Scores:
    smallest = min(parts, key=len)
    numbers = set(smallest)
    for part in parts:
        numbers &= part.keys()
    return {number: sum(part[number] for part in parts) for number in numbers}
