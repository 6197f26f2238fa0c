"""Files of a multipart request, put into storage before any transaction begins."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import FileStorage

from review_app.api.blueprint import office
from review_app.errors import Invalid
from review_app.services.intake import Upload


def store(files: Sequence[FileStorage], kinds: Sequence[str] = ()) -> list[Upload]:
    """Store the files; raises TooLarge, Invalid (an empty file)."""
    return [
        Upload(file.filename or "", office().files.put(file.stream, file.filename or ""), kind)
        for file, kind in zip(files, kinds or ["other"] * len(files), strict=True)
    ]


def store_papers(files: Sequence[FileStorage], kinds: Sequence[str]) -> list[Upload]:
    """Store the papers; raises Invalid unless each has a kind."""
    if len(files) != len(kinds):
        raise Invalid(
            "Mỗi tài liệu kèm theo cần một loại (attachment_kinds).",
            errors=[{"field": "attachment_kinds", "message": f"{len(kinds)} loại cho {len(files)} tệp"}],
        )
    return store(files, kinds)


def described(uploads: Sequence[Upload]) -> list[tuple[str, str, str]]:
    """What tells one request from another."""
    return [(upload.filename, upload.kind, upload.blob.sha256) for upload in uploads]
