"""Zip containers read with limits of our own: what an archive declares about its sizes is not believed."""

from __future__ import annotations

import io
import zipfile
import zlib

from nlp.errors import NlpError

MAX_TOTAL = 200 << 20
MAX_MEMBER = 64 << 20
MAX_MEMBERS = 5_000
MAX_RATIO = 250
_RATIO_COUNTS_FROM = 20 << 20
_CHUNK = 1 << 20


class Archive:
    """A zip archive in memory whose members are read under limits on count, size, total and compression.

    Raises NlpError: `damaged` for a broken archive, `encrypted` for a member under a password, `too_large`
    for one that unpacks to more than the limits. Archives inside the archive are never opened.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
            raise damaged() from error
        self._packed = len(data)
        self._unpacked = 0
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise bomb()
        self._members = {member.filename.replace("\\", "/").lstrip("/"): member for member in members}
        self._check(sum(member.file_size for member in members))

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names with forward slashes."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The unpacked member, counted as it unpacks."""
        member = self._members[name]
        if member.flag_bits & 0x1:
            raise NlpError(
                "encrypted",
                "Tệp được đặt mật khẩu. Hãy bỏ mật khẩu (mở tệp, lưu lại không mật khẩu) rồi tải lên lại.",
            )
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > MAX_MEMBER:
                        raise bomb()
                    self._check(self._unpacked + size)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise damaged() from error
        self._unpacked += size
        return b"".join(chunks)

    def _check(self, total: int) -> None:
        if total > MAX_TOTAL or (total > _RATIO_COUNTS_FROM and total > MAX_RATIO * self._packed):
            raise bomb()


def damaged() -> NlpError:
    """The error for a container that cannot be opened."""
    return NlpError(
        "damaged",
        "Tệp bị hỏng, không mở được. Hãy mở tệp bằng Word, lưu thành tệp .docx mới rồi tải lên lại.",
    )


def bomb() -> NlpError:
    """The error for an archive that unpacks to more than a draft can be."""
    return NlpError(
        "too_large",
        "Nội dung tệp sau khi giải nén lớn bất thường nên không được đọc. "
        "Hãy kiểm tra nguồn tệp, bỏ bớt hình ảnh, đối tượng nhúng hoặc tách thành nhiều tệp rồi tải lên lại.",
    )
