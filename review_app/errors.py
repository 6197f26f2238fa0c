"""Failures that reach a person or a program: a stable code, a Vietnamese message, an HTTP status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class AppError(Exception):
    """Something asked for could not be done. `details` are shown to API callers beside the code."""

    status = 400
    code = "bad_request"

    def __init__(self, message: str, *, code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.details: Mapping[str, Any] = details


class Unauthenticated(AppError):
    """Nobody is signed in, or the token is unknown, expired or revoked."""

    status, code = 401, "unauthenticated"


class Forbidden(AppError):
    """The asker may see the thing but not do this to it."""

    status, code = 403, "forbidden"


class NotFound(AppError):
    """Unknown, or not the asker's: the answer is the same for both."""

    status, code = 404, "not_found"

    def __init__(
        self, message: str = "Không tìm thấy, hoặc tài khoản này không được xem.", **details: Any
    ) -> None:
        super().__init__(message, **details)


class Conflict(AppError):
    """The state of the thing does not allow it."""

    status, code = 409, "conflict"


class Stale(AppError):
    """Somebody changed the thing since the asker read it; `current` is its present value."""

    status, code = 412, "stale"


class PreconditionMissing(AppError):
    """A write to an existing object came without If-Match."""

    status, code = 428, "if_match_missing"


class TooLarge(AppError):
    """A file or request over the limit."""

    status, code = 413, "too_large"


class Unsupported(AppError):
    """A kind of file the service does not read."""

    status, code = 415, "unsupported"


class Invalid(AppError):
    """Values that cannot be accepted; `errors` lists field and message."""

    status, code = 422, "invalid"


class SettingsError(Exception):
    """The environment holds a setting that is unknown or malformed: the start is refused and the setting named."""
