"""A state of the index, opened for reading: postings by term, lengths of fields, records by number.

Whoosh steps through postings one document and one Python call at a time; here a term's postings are read by
block and kept as plain dicts, which makes a common syllable about ten times cheaper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from whoosh.index import FileIndex
from whoosh.matching import FilterMatcher
from whoosh.reading import IndexReader, TermNotFound

from index.types import Record
from index.whoosh_engine.fields import unpack

_POSTINGS_KEPT = 400_000


@dataclass(frozen=True, slots=True)
class Postings:
    """One term: how often it stands in each document and, in fields with places, its encoded positions."""

    counts: dict[int, float]
    places: dict[int, bytes]


_NOTHING = Postings({}, {})


class Snapshot:
    """One committed state. Not for several threads at once: Whoosh's files keep a reading position."""

    def __init__(self, index: FileIndex) -> None:
        self._reader: IndexReader = index.reader()
        self.generation: int = self._reader.generation() or 0
        self._leaves: list[tuple[Any, int]] = (
            list(self._reader.leaf_readers()) if self._reader.doc_count_all() else []
        )
        self._kept: dict[tuple[str, str], Postings] = {}
        self._kept_size = 0
        self._lengths: dict[str, tuple[list[int], float]] = {}
        self._live: frozenset[int] | None = None

    def close(self) -> None:
        """Give the files back."""
        self._kept.clear()
        self._reader.close()

    @property
    def live(self) -> frozenset[int]:
        """The numbers of all documents that are not deleted."""
        if self._live is None:
            self._live = frozenset(self._reader.all_doc_ids())
        return self._live

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term, deleted documents left out; empty when the term is unknown."""
        key = (field, term)
        found = self._kept.get(key)
        if found is None:
            found = self._read(field, term)
            self._keep(key, found)
        return found

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """Every term of a field that begins with the prefix, sorted within each segment."""
        seen: set[bytes] = set()
        for reader, _ in self._leaves:
            for term in reader.expand_prefix(field, prefix):
                if term not in seen:
                    seen.add(term)
                    yield term.decode()

    def lengths(self, field: str) -> tuple[list[int], float]:
        """Tokens of the field by document number, and their mean."""
        if field not in self._lengths:
            lengths: list[int] = []
            for reader, _ in self._leaves:
                numbers = range(reader.doc_count_all())
                lengths.extend(reader.doc_field_length(number, field, 0) or 0 for number in numbers)
            self._lengths[field] = (lengths, sum(lengths) / len(lengths) if lengths else 1.0)
        return self._lengths[field]

    def record(self, number: int) -> Record:
        """The record as it was put."""
        return unpack(self._reader.stored_fields(number)["record"])

    def ids(self) -> set[str]:
        """The ids of all records held."""
        return {term for term in self.terms("id", "") if self._read("id", term).counts}

    def _keep(self, key: tuple[str, str], postings: Postings) -> None:
        size = len(postings.counts)
        if self._kept_size + size > _POSTINGS_KEPT:
            self._kept.clear()
            self._kept_size = 0
        self._kept[key] = postings
        self._kept_size += size

    def _read(self, field: str, term: str) -> Postings:
        counts: dict[int, float] = {}
        places: dict[int, bytes] = {}
        for reader, offset in self._leaves:
            try:
                matcher = reader.postings(field, term)
            except TermNotFound:
                continue
            _read_blocks(matcher, offset, counts, places)
        if not counts:
            return _NOTHING
        for number in counts.keys() - self.live:
            del counts[number]
        return Postings(counts, places)


def _read_blocks(matcher: Any, offset: int, counts: dict[int, float], places: dict[int, bytes]) -> None:
    """Gather one segment's postings, block by block as Whoosh's codec reads them (private to it)."""
    leaf = matcher.child if isinstance(matcher, FilterMatcher) else matcher
    leaf.reset()
    has_places = leaf.format.fixed_value_size() is None
    while leaf.is_active():
        leaf._read_ids()
        leaf._read_weights()
        ids = [number + offset for number in leaf._ids] if offset else leaf._ids
        counts.update(zip(ids, leaf._weights, strict=True))
        if has_places:
            leaf._read_values()
            places.update(zip(ids, leaf._values, strict=True))
        leaf._next_block()
