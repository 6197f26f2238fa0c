"""What every engine keeps, replaces and removes, and what its readers see meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from index.check import drift
from index.engine import SearchIndex
from index.errors import IndexFault
from index.types import Record
from tests.integration.index.samples import ask, found, put, record

Opener = Callable[[], SearchIndex]


def test_a_record_put_again_replaces_the_former(empty_index: SearchIndex) -> None:
    put(empty_index, record("a", "nước"), record("b", "đất"))
    put(empty_index, record("a", "rừng"))

    assert found(empty_index, "nước") == []
    assert found(empty_index, "rừng") == ["a"]
    assert empty_index.ids() == {"a", "b"}


def test_the_last_word_on_an_id_holds_within_a_batch(empty_index: SearchIndex) -> None:
    with empty_index.write() as batch:
        batch.put(record("a", "nước"))
        batch.put(record("a", "rừng"))
        batch.put(record("b", "rừng"))
        batch.drop("b")
        batch.drop("c")
        batch.put(record("c", "rừng"))

    assert found(empty_index, "nước") == []
    assert set(found(empty_index, "rừng")) == {"a", "c"}


def test_a_dossier_is_removed_with_all_its_records_and_no_other(empty_index: SearchIndex) -> None:
    put(empty_index, record("a", "nước", parent="d1"), record("b", "nước", parent="d12"), record("c", "nước"))

    with empty_index.write() as batch:
        batch.put(record("d", "nước", parent="d1"))
        batch.drop_group("d1")
        batch.put(record("e", "nước", parent="d1"))

    assert empty_index.ids() == {"b", "c", "e"}
    assert set(found(empty_index, "nước")) == {"b", "c", "e"}


def test_a_batch_that_fails_changes_nothing(empty_index: SearchIndex) -> None:
    put(empty_index, record("a", "nước"))

    with pytest.raises(RuntimeError, match="midway"), empty_index.write() as batch:  # noqa: PT012
        batch.put(record("b", "nước"))
        batch.drop("a")
        raise RuntimeError("midway")

    assert empty_index.ids() == {"a"}
    put(empty_index, record("c", "nước"))
    assert empty_index.ids() == {"a", "c"}


def test_nothing_of_a_batch_is_seen_before_it_ends(empty_index: SearchIndex, open_index: Opener) -> None:
    reader = open_index()
    with empty_index.write() as batch:
        batch.put(record("a", "nước"))
        assert found(reader, "nước") == []
    assert found(reader, "nước") == ["a"]


def test_a_long_lived_reader_sees_every_commit(empty_index: SearchIndex, open_index: Opener) -> None:
    reader = open_index()
    for number in range(12):
        put(empty_index, record(str(number), "nước"))
        assert ask(reader, "nước").total == number + 1
    with empty_index.write() as batch:
        batch.drop("3")
    assert "3" not in found(reader, "nước")
    assert reader.ids() == {str(number) for number in range(12)} - {"3"}


def test_a_second_writer_is_told_that_the_index_is_locked(
    empty_index: SearchIndex, open_index: Opener
) -> None:
    second = open_index()
    with empty_index.write() as batch:
        batch.put(record("a", "nước"))
        with pytest.raises(IndexFault) as fault, second.write():
            pytest.fail("two writers at once")
        with pytest.raises(IndexFault):
            second.rebuild(list[Record])
    assert fault.value.code == "locked"

    put(second, record("b", "nước"))
    assert second.ids() == {"a", "b"}


def test_writing_where_there_is_no_index_is_refused(open_index: Opener) -> None:
    index = open_index()
    for use in (lambda: put(index, record("a", "nước")), lambda: ask(index, "nước"), index.ids, index.check):
        with pytest.raises(IndexFault) as fault:
            use()
        assert fault.value.code == "missing"


def test_a_rebuild_replaces_everything_and_counts_it(empty_index: SearchIndex, open_index: Opener) -> None:
    reader = open_index()
    put(empty_index, record("old", "nước"))
    assert found(reader, "nước") == ["old"]

    count = empty_index.rebuild(lambda: [record("a", "nước"), record("b", "đất"), record("a", "rừng")])

    assert count == 2
    assert reader.ids() == {"a", "b"}
    assert found(reader, "nước") == []
    assert found(reader, "rừng") == ["a"]
    empty_index.check()


def test_readers_see_the_old_state_until_a_rebuild_is_done(
    empty_index: SearchIndex, open_index: Opener
) -> None:
    put(empty_index, record("old", "nước"))
    reader = open_index()

    def records() -> Iterator[Record]:
        assert found(reader, "nước") == ["old"]
        yield record("new", "nước")
        assert found(reader, "nước") == ["old"]

    empty_index.rebuild(records)
    assert found(reader, "nước") == ["new"]


def test_a_rebuild_that_fails_leaves_the_old_state(empty_index: SearchIndex) -> None:
    put(empty_index, record("old", "nước"))

    def records() -> Iterator[Record]:
        yield record("new", "nước")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        empty_index.rebuild(records)

    assert found(empty_index, "nước") == ["old"]
    put(empty_index, record("next", "nước"))
    assert empty_index.ids() == {"old", "next"}


def test_readers_on_several_threads_never_fail_while_rebuilds_and_commits_run(
    empty_index: SearchIndex, open_index: Opener
) -> None:
    records = [record(str(number), f"nước sạch khu {number}") for number in range(60)]
    empty_index.rebuild(lambda: records)
    reader, stop = open_index(), threading.Event()
    totals: list[int] = []
    failures: list[IndexFault] = []

    def read() -> None:
        while not stop.is_set():
            try:
                totals.append(ask(reader, '"nước sạch"').total)
            except IndexFault as fault:
                failures.append(fault)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(8):
        empty_index.rebuild(lambda: records)
        put(empty_index, record(f"new {number}", "nước sạch"))
    stop.set()
    for thread in threads:
        thread.join()

    assert failures == []
    assert totals
    assert set(totals) <= {60, 61}


def test_drift_names_what_is_missing_and_what_is_too_much(empty_index: SearchIndex) -> None:
    put(empty_index, record("a"), record("b"))

    assert not drift(empty_index, ["a", "b"])
    found_drift = drift(empty_index, ["b", "c"])
    assert found_drift
    assert (found_drift.missing, found_drift.extra) == (frozenset({"c"}), frozenset({"a"}))
