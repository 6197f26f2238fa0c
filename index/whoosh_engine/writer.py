"""One batch of changes: gathered in memory, then written as one Whoosh segment and one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index.types import Record
from index.whoosh_engine import storage
from index.whoosh_engine.fields import as_document, schema

INDEX_NAME = "main"
_MEMORY_MB = 128


class _DurableWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, with its files on the disk before the commit that names them."""

    def _commit_toc(self, segments: list[Any]) -> None:
        build = Path(self.storage.folder)
        storage.flush(build)
        super()._commit_toc(segments)
        storage.flush(build)


class PendingBatch:
    """Changes not yet written; within a batch the last word on an id holds."""

    def __init__(self) -> None:
        self.puts: dict[str, Record] = {}
        self.dropped_ids: set[str] = set()
        self.dropped_groups: set[str] = set()

    def put(self, record: Record) -> None:
        """Add the record, or replace the one with its id."""
        self.puts.pop(record.id, None)
        self.puts[record.id] = record

    def drop(self, record_id: str) -> None:
        """Remove the record if it is there."""
        self.puts.pop(record_id, None)
        self.dropped_ids.add(record_id)

    def drop_group(self, parent: str) -> None:
        """Remove every record of one dossier, those of this batch as well."""
        if not parent:
            raise ValueError("records without a parent are no group")
        for record in [record for record in self.puts.values() if record.parent == parent]:
            del self.puts[record.id]
        self.dropped_groups.add(parent)

    def __bool__(self) -> bool:
        return bool(self.puts or self.dropped_ids or self.dropped_groups)


def create(build: Path) -> FileIndex:
    """An empty Whoosh index in a folder."""
    index = FileIndex.create(FileStorage(str(build)), schema(), INDEX_NAME)
    storage.flush(build)
    return index


def open_build(build: Path) -> FileIndex:
    """The Whoosh index of a build; with our own schema, so that none is unpickled from the folder."""
    return FileIndex(FileStorage(str(build)), schema(), INDEX_NAME)


def commit(index: FileIndex, batch: PendingBatch) -> None:
    """Write a batch; the caller holds the lock."""
    with _writing(index) as writer:
        _delete(writer, batch)
        for record in batch.puts.values():
            writer.add_document(**as_document(record))


def fill(index: FileIndex, records: Iterable[Record]) -> int:
    """Write records into an empty index, of several with one id the last; returns how many it holds."""
    places: dict[str, int] = {}
    stale: list[int] = []
    with _writing(index) as writer:
        for number, record in enumerate(records):
            if record.id in places:
                stale.append(places[record.id])
            places[record.id] = number
            writer.add_document(**as_document(record))
    if stale:
        with _writing(index) as writer:
            for number in stale:
                writer.delete_document(number)
    return len(places)


@contextmanager
def _writing(index: FileIndex) -> Iterator[_DurableWriter]:
    writer = _DurableWriter(index, limitmb=_MEMORY_MB)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _delete(writer: _DurableWriter, batch: PendingBatch) -> None:
    terms = [("id", key) for key in (*batch.dropped_ids, *batch.puts)]
    terms += [("parent", key) for key in batch.dropped_groups]
    with writer.reader() as reader:
        for field, key in terms:
            if (field, key) in reader:
                for number in list(reader.postings(field, key).all_ids()):
                    writer.delete_document(number)
