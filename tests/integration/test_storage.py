"""Files by content: whole or not at all, found again by their hash."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from review_app.errors import Invalid, TooLarge
from review_app.services.integrity import damaged_files
from review_app.services.office import Office
from review_app.storage import FileStore
from tests.factories import People, make_dossier


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """A store of at most 1000 bytes a file."""
    return FileStore(tmp_path / "files", 1000)


def _files(store: FileStore) -> list[str]:
    return sorted(
        path.relative_to(store.folder).as_posix() for path in store.folder.rglob("*") if path.is_file()
    )


def test_a_file_is_kept_under_its_hash_readable_by_its_owner_alone(store: FileStore) -> None:
    blob = store.put(io.BytesIO(b"noi dung"), "a.txt")
    assert (blob.sha256, blob.size) == (hashlib.sha256(b"noi dung").hexdigest(), 8)
    assert store.read(blob.sha256) == b"noi dung"
    assert store.path(blob.sha256).stat().st_mode & 0o777 == 0o600
    assert _files(store) == [f"{blob.sha256[:2]}/{blob.sha256[2:]}"]


def test_the_same_content_twice_is_one_file_and_heals_a_damaged_one(store: FileStore) -> None:
    blob = store.put(io.BytesIO(b"noi dung"), "a.txt")
    store.path(blob.sha256).write_bytes(b"hong")
    assert store.put(io.BytesIO(b"noi dung"), "b.txt") == blob
    assert store.read(blob.sha256) == b"noi dung"
    assert len(_files(store)) == 1


@pytest.mark.parametrize("size", [1, 999, 1000])
def test_sizes_up_to_the_limit_are_taken(store: FileStore, size: int) -> None:
    assert store.put(io.BytesIO(b"x" * size), "a.txt").size == size


def test_a_file_over_the_limit_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(TooLarge) as refused:
        store.put(io.BytesIO(b"x" * 1001), "lớn.docx")
    assert "lớn.docx" in refused.value.message
    assert _files(store) == []


def test_an_empty_file_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(Invalid) as refused:
        store.put(io.BytesIO(), "a.txt")
    assert refused.value.code == "empty"
    assert _files(store) == []


def test_a_connection_that_breaks_in_the_middle_leaves_nothing(store: FileStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(10)

    with pytest.raises(ConnectionResetError):
        store.put(Broken(b"x" * 100), "a.txt")
    assert _files(store) == []


def test_what_is_lost_is_told(store: FileStore) -> None:
    with pytest.raises(FileNotFoundError):
        store.read("0" * 64)


@pytest.mark.db
def test_missing_and_changed_files_are_found(office: Office, people: People) -> None:
    with office.database.write() as session:
        dossier = make_dossier(office, session, people.officer, papers=("to_trinh", "y_kien_tthc"))
        assert dossier.id
    assert damaged_files(office) == []
    first, second, _ = (path for path in sorted(office.files.folder.rglob("*")) if path.is_file())
    first.unlink()
    second.write_bytes(b"khac")
    assert sorted(damaged_files(office)) == sorted(
        [(first.parent.name + first.name, "missing"), (second.parent.name + second.name, "changed")]
    )
