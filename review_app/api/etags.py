"""ETags: the revision of a dossier or finding, so that nobody overwrites what they have not seen."""

from __future__ import annotations

from flask import request

from review_app.errors import Invalid, PreconditionMissing


def expected_revision(*, required: bool = True) -> int | None:
    """The revision named by If-Match; None for `*`. Raises PreconditionMissing without the header."""
    value = request.headers.get("If-Match", "").strip()
    if not value:
        if required:
            raise PreconditionMissing("Cần tiêu đề If-Match với etag đã đọc.")
        return None
    if value == "*":
        return None
    revision = value.removeprefix("W/").strip('"')
    if not revision.isdigit():
        raise Invalid("If-Match không phải etag của dịch vụ này.", code="etag_malformed")
    return int(revision)


def header(revision: int) -> dict[str, str]:
    """The ETag header of a revision."""
    return {"ETag": f'"{revision}"'}
