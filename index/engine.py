"""What any search engine of the project must do; one contract suite tests them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from index.types import Answer, Query, Record


class Batch(Protocol):
    """Changes that become visible together."""

    def put(self, record: Record) -> None:
        """Add the record, or replace the one with its id."""

    def drop(self, record_id: str) -> None:
        """Remove the record if it is there."""

    def drop_group(self, parent: str) -> None:
        """Remove every record of one dossier."""


class SearchIndex(Protocol):
    """A place of search; readers never block, one writer at a time (a lock, held by the batch)."""

    def write(self) -> AbstractContextManager[Batch]:
        """Open one batch: committed when the block ends, dropped when it raises.

        Raises IndexFault: locked, missing (rebuild first), schema, damaged.
        """

    def search(self, query: Query) -> Answer:
        """Answer a query, trimmed by audience inside the query."""

    def ids(self) -> set[str]:
        """Every record id held: what drift is counted against."""

    def rebuild(self, records: Callable[[], Iterable[Record]]) -> int:
        """Build aside from all records and swap; returns how many. Readers see the old one till then."""

    def check(self) -> None:
        """Raise IndexFault when the index is missing, damaged or of another schema."""
