"""The embedded search engine: Whoosh's files and commits behind the project's Protocol."""

from __future__ import annotations

import heapq
import os
import pickle
import struct
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import IndexError as WhooshIndexError
from whoosh.writing import LockError

from index.errors import IndexFault
from index.highlight import show
from index.query import Node, leaves, loosened, parse
from index.types import Answer, Hit, Query, Record
from index.whoosh_engine import storage, writer
from index.whoosh_engine.evaluate import Evaluation, Scores, allowed_documents
from index.whoosh_engine.fields import fingerprint
from index.whoosh_engine.postings import Snapshot

_DAMAGE = (
    WhooshIndexError,
    OSError,
    EOFError,
    struct.error,
    pickle.UnpicklingError,
    zlib.error,
    UnicodeDecodeError,
)
_ATTEMPTS = 3
NOTHING_WITH_ALL = "Không có kết quả chứa đủ mọi từ; đang hiện kết quả chứa một phần."


class WhooshIndex:
    """The index in a folder. One object serves the threads of a process, one question at a time.

    `wait_seconds` is how long `write` and `rebuild` wait for another writer before IndexFault(locked).
    """

    def __init__(self, folder: Path, *, wait_seconds: float = 0.0) -> None:
        self._folder = folder
        self._wait_seconds = wait_seconds
        self._reading = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._seen: tuple[int, Path, int] | None = None
        self._trusted: set[str] = set()

    @contextmanager
    def write(self) -> Iterator[writer.PendingBatch]:
        """Open one batch: committed when the block ends, dropped when it raises.

        Raises IndexFault: locked, missing (call `rebuild` first: a fresh index would silently lack what is
        not put again), schema, damaged.
        """
        storage.current_build(self._folder)
        with storage.locked(self._folder, self._wait_seconds):
            build = self._checked_build()
            batch = writer.PendingBatch()
            yield batch
            if batch:
                self._commit(build, batch)

    def search(self, query: Query) -> Answer:
        """Answer a question on the newest committed state. Raises IndexFault: missing, schema, damaged."""
        parsed = parse(query.text)
        with self._reading, _faults():
            snapshot = self._newest()
            if parsed.node is None:
                return Answer((), 0, parsed.message)
            node, scores = _answers(snapshot, query, parsed.node)
            messages = [parsed.message] if parsed.message else []
            if node is not parsed.node and scores:
                messages.append(NOTHING_WITH_ALL)
            page = _page(scores, query.offset, query.limit)
            hits = tuple(_hit(snapshot.record(number), scores[number], node) for number in page)
        return Answer(hits, len(scores), " ".join(messages))

    def ids(self) -> set[str]:
        """Every record id held. Raises IndexFault like `search`."""
        with self._reading, _faults():
            return self._newest().ids()

    def records(self) -> Iterator[Record]:
        """Every record held, as it was put; what a rebuild without the database starts from."""
        with self._reading, _faults():
            snapshot = Snapshot(writer.open_build(self._checked_build()))
        try:
            for number in sorted(snapshot.live):
                with _faults():
                    record = snapshot.record(number)
                yield record
        finally:
            snapshot.close()

    def rebuild(self, records: Callable[[], Iterable[Record]]) -> int:
        """Build aside from all records and swap, be there no index or a damaged one; returns how many.

        The lock is held from before the first record is read, so no change made meanwhile can be lost.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with storage.locked(self._folder, self._wait_seconds):
            storage.remove_unused(self._folder)
            build = storage.new_build(self._folder, fingerprint())
            try:
                count = writer.fill(writer.create(build), records())
            except BaseException:
                storage.remove(build)
                raise
            storage.swap_in(self._folder, build)
        return count

    def check(self) -> None:
        """Raise IndexFault: missing, damaged, schema. Reads every file and every record."""
        storage.require_whole(self._checked_build(), set())
        for _ in self.records():
            pass

    def close(self) -> None:
        """Give the open files back; the next question opens them again."""
        with self._reading:
            self._forget()

    def _commit(self, build: Path, batch: writer.PendingBatch) -> None:
        storage.require_whole(build, self._trusted)
        with _faults():
            index = writer.open_build(build)
        try:
            writer.commit(index, batch)
        except LockError as error:
            raise IndexFault("locked", "another program holds Whoosh's own lock") from error
        except FileNotFoundError as error:
            raise IndexFault("damaged", "a segment file is gone") from error

    def _checked_build(self) -> Path:
        build = storage.current_build(self._folder)
        storage.require_fingerprint(build, fingerprint())
        return build

    def _newest(self) -> Snapshot:
        """The newest state; tried again when a rebuild swaps the folder while it is being opened."""
        for attempt in range(_ATTEMPTS):
            try:
                return self._opened()
            except (*_DAMAGE, IndexFault):
                if attempt + 1 == _ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _opened(self) -> Snapshot:
        build = storage.current_build(self._folder)
        state = (os.getpid(), build, storage.generation(build, writer.INDEX_NAME))
        if self._snapshot is None or self._seen != state:
            self._forget()
            storage.require_fingerprint(build, fingerprint())
            storage.require_whole(build, self._trusted)
            self._snapshot = Snapshot(writer.open_build(build))
            self._seen = state
        return self._snapshot

    def _forget(self) -> None:
        if self._snapshot is not None:
            self._snapshot.close()
        self._snapshot = self._seen = None


def _answers(snapshot: Snapshot, query: Query, node: Node) -> tuple[Node, Scores]:
    """The documents that answer, and to which question: the loosened one if the strict one finds none."""
    evaluation = Evaluation(snapshot, allowed_documents(snapshot, query))
    scores = evaluation.scores(node)
    looser = None if scores else loosened(node)
    return (node, scores) if looser is None else (looser, evaluation.scores(looser))


def _page(scores: Scores, offset: int, limit: int) -> list[int]:
    best = heapq.nsmallest(offset + limit, scores, key=lambda number: (-scores[number], number))
    return best[offset:]


def _hit(record: Record, score: float, node: Node) -> Hit:
    shown = show(record.text, leaves(node))
    snippet = record.text[shown.start : shown.end]
    return Hit(
        record.id, record.kind, record.parent, record.title, score, snippet, shown.start, shown.highlights
    )


@contextmanager
def _faults() -> Iterator[None]:
    """Tell what Whoosh and the file system raise on torn files as one coded fault."""
    try:
        yield
    except _DAMAGE as error:
        raise IndexFault("damaged", f"the index cannot be read: {type(error).__name__}") from error
