"""The files of one draft (decision, attached regulation, appendices) put together as one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.types import DraftText, Extracted, ScanWarning, Unread

SEPARATOR = "\n\f\n"


def join(parts: Sequence[Extracted]) -> DraftText:
    """One text of the parts in their order, joined by `\\n\\f\\n`; every offset moves with its part."""
    ranges: list[tuple[int, int]] = []
    notes_at: list[int | None] = []
    warnings: list[ScanWarning] = []
    unread: list[Unread] = []
    at = 0
    for part in parts:
        ranges.append((at, at + len(part.text)))
        notes_at.append(_moved(part.notes_at, at))
        warnings += [replace(w, start=_moved(w.start, at), end=_moved(w.end, at)) for w in part.warnings]
        unread += [replace(u, start=_moved(u.start, at), end=_moved(u.end, at)) for u in part.unread]
        at += len(part.text) + len(SEPARATOR)
    text = SEPARATOR.join(part.text for part in parts)
    return DraftText(text, tuple(ranges), tuple(notes_at), tuple(warnings), tuple(unread))


def _moved(offset: int | None, by: int) -> int | None:
    return None if offset is None else offset + by
