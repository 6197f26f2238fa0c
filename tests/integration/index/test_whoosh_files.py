"""The embedded engine on disk: killed writers, torn files, other schemas, locks of other processes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import IndexFault
from index.types import Record
from index.whoosh_engine import WhooshIndex, storage
from index.whoosh_engine.fields import pack
from tests.integration.index.samples import ask, found, put, record

ROOT = Path(__file__).parents[3]
OLD = [record(f"old {number}", f"nước sạch {number}") for number in range(40)]
WRITER = """
import sys, time
from pathlib import Path
from index.types import Record
from index.whoosh_engine import WhooshIndex

def say(word):
    print(word, flush=True)

with WhooshIndex(Path(sys.argv[1]), wait_seconds=5).write() as batch:
    for number in range(400):
        batch.put(Record(f"new {number}", "document", "", "nước sạch mới " * 50, frozenset({"office"})))
    batch.drop("old 0")
    say("filled")
    if sys.argv[2] == "hold":
        time.sleep(60)
    say("committing")
say("committed")
"""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[WhooshIndex]:
    index = WhooshIndex(tmp_path / "index")
    index.rebuild(lambda: OLD)
    yield index
    index.close()


def start_writer(folder: Path, mode: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), mode], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def wait_for(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline().strip() == word


def kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def assert_next_write_works(index: WhooshIndex) -> None:
    put(index, record("next", "nước sạch"))
    assert "next" in index.ids()
    index.check()


def test_a_writer_killed_within_a_batch_leaves_the_old_state(index: WhooshIndex, tmp_path: Path) -> None:
    process = start_writer(tmp_path / "index", "hold")
    wait_for(process, "filled")
    with pytest.raises(IndexFault) as fault, index.write():
        pytest.fail("two processes write at once")
    kill(process)

    assert fault.value.code == "locked"
    assert index.ids() == {each.id for each in OLD}
    assert_next_write_works(index)


@pytest.mark.parametrize("milliseconds", [0, 40, 100, 160, 220, 300, 500])
def test_a_writer_killed_while_committing_leaves_the_old_or_the_new_state(
    index: WhooshIndex, tmp_path: Path, milliseconds: int
) -> None:
    process = start_writer(tmp_path / "index", "commit")
    wait_for(process, "filled")
    wait_for(process, "committing")
    time.sleep(milliseconds / 1000)
    kill(process)

    new = {f"new {number}" for number in range(400)}
    old = {each.id for each in OLD}
    assert index.ids() in (old, (old | new) - {"old 0"})
    assert_next_write_works(index)
    (build,) = (tmp_path / "index").glob("build-*")
    leftovers = [path.name for path in build.iterdir() if path.is_dir()]
    assert leftovers == []


def test_a_waiting_writer_gets_its_turn(index: WhooshIndex, tmp_path: Path) -> None:
    with index.write() as batch:
        process = start_writer(tmp_path / "index", "commit")
        batch.put(record("first", "nước sạch"))
    assert process.communicate(timeout=60)[0].split() == ["filled", "committing", "committed"]

    assert {"first", "new 0"} <= index.ids()


def test_a_killed_rebuild_is_cleared_away_by_the_next(index: WhooshIndex, tmp_path: Path) -> None:
    storage.new_build(tmp_path / "index", "half done")

    index.rebuild(lambda: OLD)

    assert len(list((tmp_path / "index").glob("build-*"))) == 1
    assert index.ids() == {each.id for each in OLD}


@pytest.mark.parametrize("suffix", [".seg", ".toc"])
@pytest.mark.parametrize("damage", ["truncated", "emptied", "one byte changed", "removed"])
def test_a_torn_file_is_told_as_damage_and_a_rebuild_heals_it(
    index: WhooshIndex, tmp_path: Path, suffix: str, damage: str
) -> None:
    (path,) = (tmp_path / "index").glob(f"build-*/*{suffix}")
    data = path.read_bytes()
    middle = len(data) // 2
    if damage == "removed":
        path.unlink()
    elif damage == "one byte changed":
        path.write_bytes(data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :])
    else:
        path.write_bytes(data[: middle if damage == "truncated" else 0])

    for use in (index.check, index.ids, lambda: ask(index, "nước"), lambda: put(index, record("a", "nước"))):
        with pytest.raises(IndexFault) as fault:
            use()
        assert fault.value.code == "damaged"

    index.rebuild(lambda: OLD)
    index.check()
    assert index.ids() == {each.id for each in OLD}


def test_a_deleted_folder_is_told_as_missing_even_to_an_open_reader(
    index: WhooshIndex, tmp_path: Path
) -> None:
    assert found(index, "nước")
    (tmp_path / "index").rename(tmp_path / "elsewhere")

    for use in (index.check, index.ids, lambda: ask(index, "nước"), lambda: put(index, record("a", "nước"))):
        with pytest.raises(IndexFault) as fault:
            use()
        assert fault.value.code == "missing"


def test_a_pointer_to_a_vanished_build_is_damage(index: WhooshIndex, tmp_path: Path) -> None:
    (tmp_path / "index" / "current").write_text("build-00")

    with pytest.raises(IndexFault) as fault:
        index.check()
    assert fault.value.code == "damaged"


def test_an_index_of_another_schema_is_neither_read_nor_written(index: WhooshIndex, tmp_path: Path) -> None:
    (mark,) = (tmp_path / "index").glob("build-*/fingerprint.json")
    mark.write_text('{"schema": "of a former version"}')

    for use in (index.check, index.ids, lambda: ask(index, "nước"), lambda: put(index, record("a", "nước"))):
        with pytest.raises(IndexFault) as fault:
            use()
        assert fault.value.code == "schema"

    index.rebuild(lambda: OLD)
    assert len(found(index, "nước")) == 20


def test_the_records_come_back_as_they_were_put(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    full = Record(
        "1", "document", "Tiêu đề", "Văn bản\r\nhai dòng", frozenset({"a", "b c"}), parent="d", number="1/2025/NQ-HĐND",
        agency="so-y-te", type="nghi_quyet", date="2025-07-01",
    )  # fmt: skip
    index.rebuild(lambda: [full, record("2")])

    assert list(index.records()) == [full, record("2")]
    assert index.rebuild(index.records) == 2
    assert list(index.records()) == [full, record("2")]
    index.close()


def test_a_text_of_megabytes_is_kept_once(tmp_path: Path) -> None:
    chance = random.Random(1)
    text = " ".join(
        chance.choices([a + b for a in "bcdđghklmnrstvx" for b in ("ả", "ộng", "ướn", "uy")], k=300_000)
    )
    index = WhooshIndex(tmp_path / "index")

    index.rebuild(lambda: [record("long", text)])

    on_disk = sum(path.stat().st_size for path in (tmp_path / "index").rglob("*.seg"))
    one_copy, postings = len(pack(record("long", text))), 4 * 300_000
    assert on_disk < postings + 1.5 * one_copy
    assert found(index, "buy") == ["long"]
    index.close()


def test_the_index_survives_many_small_commits(index: WhooshIndex, tmp_path: Path) -> None:
    for number in range(40):
        put(index, record(f"old {number}", f"nước sạch lần hai {number}"), record(f"more {number}", "nước"))

    assert len(index.ids()) == 80
    assert ask(index, '"lần hai"').total == 40
    index.check()
    (build,) = (tmp_path / "index").glob("build-*")
    assert len(list(build.glob("*.seg"))) < 20
