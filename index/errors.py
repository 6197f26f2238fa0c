"""Failures of the index that a caller can act on."""

from __future__ import annotations


class IndexFault(Exception):
    """The index is missing, damaged, of another schema, or locked: `code` says which. Rebuild or wait."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
