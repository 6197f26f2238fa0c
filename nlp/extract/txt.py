"""Plain text files: which encoding, then one paragraph a line."""

from __future__ import annotations

from nlp.extract.lines import Lines
from nlp.types import Extracted


def read_txt(data: bytes) -> Extracted:
    """The text of a plain text file."""
    lines = Lines()
    lines.add(data.decode("utf-8-sig", "replace"))
    return Extracted(lines.text, "txt")
