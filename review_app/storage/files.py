"""A folder of files named by their SHA-256. A file is on disk (fsync) before any row may speak of it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from review_app.errors import Invalid, TooLarge

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """A content that is safely on disk."""

    sha256: str
    size: int


class FileStore:
    """Content-addressed storage in a folder (`ab/cdef...`)."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit

    def put(self, stream: IO[bytes], name: str) -> StoredBlob:
        """Store what the stream holds and return its hash and size, on disk when this returns.

        Raises TooLarge over the limit and Invalid for an empty file; `name` only for the message.
        """
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        descriptor, temporary = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as out:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > self.limit:
                        raise TooLarge(
                            f"Tệp “{name}” lớn hơn {self.limit // (1 << 20)} MB nên không nhận được. "
                            "Hãy tách phụ lục thành tệp riêng rồi tải lên lại."
                        )
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if not size:
                raise Invalid(f"Tệp “{name}” rỗng (0 byte). Hãy kiểm tra lại tệp rồi tải lên.", code="empty")
            path = self.path(digest.hexdigest())
            if not path.parent.exists():
                path.parent.mkdir(exist_ok=True)
                _sync_folder(self.folder)
            os.replace(temporary, path)
            _sync_folder(path.parent)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return StoredBlob(digest.hexdigest(), size)

    def path(self, sha256: str) -> Path:
        """Where the content stands."""
        return self.folder / sha256[:2] / sha256[2:]

    def read(self, sha256: str) -> bytes:
        """The content; raises FileNotFoundError when the storage has lost it."""
        return self.path(sha256).read_bytes()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
