"""The folder of an index: a lock, a pointer to the build in use, builds made aside and swapped in.

    DIR/lock            held by whoever writes; the system frees it when the process dies
    DIR/current         name of the build in use
    DIR/build-<hex>/    one whole index: Whoosh's files, fingerprint.json, manifest.json

Whoosh writes nothing through to the disk by itself, so files are flushed here before anything refers to them.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexFault

_POINTER, _LOCK, _MANIFEST, _FINGERPRINT = "current", "lock", "manifest.json", "fingerprint.json"
_PREFIX = "build-"
_POLL_SECONDS = 0.05


@contextmanager
def locked(folder: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the one right to write. Raises IndexFault(locked) when another holds it beyond the wait."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        deadline = time.monotonic() + wait_seconds
        while not _taken(descriptor):
            if time.monotonic() >= deadline:
                raise IndexFault("locked", f"another process is writing to {folder.name}")
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def current_build(folder: Path) -> Path:
    """The build in use. Raises IndexFault: missing, or damaged when the pointer leads nowhere."""
    try:
        name = (folder / _POINTER).read_text(encoding="ascii", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexFault("missing", f"no index in {folder.name}") from None
    build = folder / name
    if not name.startswith(_PREFIX) or "/" in name or not build.is_dir():
        raise IndexFault("damaged", f"the build in use is gone from {folder.name}")
    return build


def new_build(folder: Path, fingerprint: str) -> Path:
    """An empty place beside the build in use, with the fingerprint of the schema that it will hold."""
    build = folder / f"{_PREFIX}{secrets.token_hex(8)}"
    build.mkdir()
    _write_through(build / _FINGERPRINT, json.dumps({"schema": fingerprint}))
    return build


def swap_in(folder: Path, build: Path) -> None:
    """Make the build the one in use, then remove the others; who reads an old one keeps its open files."""
    _write_through(folder / _POINTER, build.name)
    remove_unused(folder)


def remove_unused(folder: Path) -> None:
    """Remove builds that nothing points to: replaced ones, and those of a rebuild that died."""
    try:
        used = current_build(folder)
    except IndexFault:
        used = None
    for build in folder.glob(_PREFIX + "*"):
        if build != used:
            remove(build)


def remove(build: Path) -> None:
    """Remove one build; what cannot be removed is left for the next time."""
    shutil.rmtree(build, ignore_errors=True)


def generation(build: Path, name: str) -> int:
    """The number of the newest commit. Raises IndexFault(damaged) when there is none."""
    pattern = re.compile(rf"_{name}_(\d+)\.toc")
    found = [int(match[1]) for path in os.listdir(build) if (match := pattern.fullmatch(path))]
    if not found:
        raise IndexFault("damaged", "the list of segments is gone")
    return max(found)


def require_fingerprint(build: Path, fingerprint: str) -> None:
    """Raise IndexFault: schema when the build has other fields, damaged when it cannot say."""
    try:
        found = json.loads((build / _FINGERPRINT).read_text(encoding="utf-8"))["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexFault("damaged", "the fingerprint of the schema cannot be read") from error
    if found != fingerprint:
        raise IndexFault("schema", "the index was built for other fields or another analysis; rebuild it")


def flush(build: Path) -> None:
    """Write the files of an index through to the disk and note size and checksum of each.

    Called before a commit names new segments and after it. A file never changes once written, so only new ones are
    read; one that a killed writer left behind is removed by the next commit.
    """
    known = _read_manifest(build)
    sums: dict[str, list[int]] = {}
    for path in (*build.glob("*.seg"), *build.glob("*.toc")):
        if path.name not in known:
            with path.open("rb") as file:
                os.fsync(file.fileno())
        sums[path.name] = known.get(path.name) or [*_measured(path)]
    _write_through(build / _MANIFEST, json.dumps(sums))


def require_whole(build: Path, trusted: set[str]) -> None:
    """Raise IndexFault(damaged) when a file differs from what was written; those found whole join `trusted`.

    A file that is gone is no fault here: a commit removes segments that it merged.
    """
    for name, (size, checksum) in _read_manifest(build).items():
        if name in trusted:
            continue
        try:
            found = _measured(build / name)
        except FileNotFoundError:
            continue
        if found != (size, checksum):
            raise IndexFault("damaged", f"{name} is not as it was written")
        trusted.add(name)


def flush_folder(folder: Path) -> None:
    """Write the names in a folder through to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_manifest(build: Path) -> dict[str, list[int]]:
    try:
        manifest: dict[str, list[int]] = json.loads((build / _MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise IndexFault("damaged", "the list of segment files cannot be read") from error
    return manifest


def _measured(path: Path) -> tuple[int, int]:
    size = checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            size += len(block)
            checksum = zlib.crc32(block, checksum)
    return size, checksum


def _write_through(path: Path, content: str) -> None:
    """Replace a small file whole: after a power cut it holds the old or the new content."""
    aside = path.with_name(path.name + ".new")
    with aside.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    flush_folder(path.parent)
