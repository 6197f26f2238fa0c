"""Coded failures of reading and scanning a draft; the codes are those of the scan contract's error line."""

from __future__ import annotations

from typing import Literal

ErrorCode = Literal[
    "not_found", "empty", "unsupported", "encrypted", "damaged", "too_large", "no_text", "timeout", "internal"
]


class NlpError(Exception):
    """A draft that could not be read: a stable code for programs, a Vietnamese message for people."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code: ErrorCode = code
        self.message = message


class KnowledgeError(ValueError):
    """A rule, basis or other piece of the knowledge that is not well formed; names the file and the entry."""
