"""The office's search index in the data folder: questions, batches, rebuilding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexFault
from index.types import Hit, Query, Record
from index.whoosh_engine import WhooshIndex

WAIT_FOR_WRITER_S = 30.0
NEEDS_REBUILD = frozenset({"missing", "schema", "damaged"})
NOT_READY = "Chỉ mục tìm kiếm đang được xây dựng lại từ cơ sở dữ liệu; kết quả có thể chưa đủ. Hãy thử lại sau ít phút."


@dataclass(frozen=True, slots=True)
class Page:
    """Answers of one page, how many there are in all, and what the person should know (empty: nothing).

    `ready` is False while there is no index to ask: an empty page then says nothing about the archive.
    """

    hits: tuple[Hit, ...]
    total: int
    message: str
    ready: bool = True


class OfficeSearch:
    """Questions never wait for the writer; writing is the business of the one worker on queue `index`."""

    def __init__(self, folder: Path) -> None:
        self._index = WhooshIndex(folder, wait_seconds=WAIT_FOR_WRITER_S)

    def find(
        self,
        words: str,
        marks: frozenset[str],
        *,
        kinds: frozenset[str] = frozenset(),
        filters: Mapping[str, str] | None = None,
        offset: int = 0,
        limit: int = 20,
    ) -> Page:
        """Answer a question for somebody who carries these audience marks."""
        query = Query(words, marks, kinds, dict(filters or {}), offset, limit)
        try:
            answer = self._index.search(query)
        except IndexFault as fault:
            if fault.code not in NEEDS_REBUILD:
                raise
            return Page((), 0, NOT_READY, ready=False)
        return Page(answer.hits, answer.total, answer.message)

    def ready(self) -> bool:
        """Whether there is an index that can be asked; False when it must be rebuilt."""
        return self.find("", frozenset()).ready

    def write(self, groups: Mapping[str, Iterable[Record]]) -> bool:
        """Replace all records of each group (a dossier) in one batch; False when a rebuild is needed instead."""
        try:
            with self._index.write() as batch:
                for group, records in groups.items():
                    batch.drop_group(group)
                    for record in records:
                        batch.put(record)
        except IndexFault as fault:
            if fault.code in NEEDS_REBUILD:
                return False
            raise
        return True

    def rebuild(self, records: Callable[[], Iterable[Record]]) -> int:
        """Build the index anew from the database and swap it in; returns how many records it holds."""
        return self._index.rebuild(records)

    def ids(self) -> set[str]:
        """Every record id held; raises IndexFault when there is no index to ask."""
        return self._index.ids()

    def check(self) -> None:
        """Raise IndexFault when the index is missing, damaged or of another schema."""
        self._index.check()
