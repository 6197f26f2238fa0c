"""The few documents whose replacement the packaged law states: known without an imported status list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from nlp.knowledge.reader import Entry

_CITABLE = ("V", "V2")


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that another has replaced: `expired` is the first day it is no longer in force."""

    number: str
    title: str
    issued: datetime.date | None
    expired: datetime.date
    replaced_by: str
    source: str


def read_documents(file: Entry) -> tuple[KnownDocument, ...]:
    """The table's entries; only what a source states may stand in it, nothing from memory."""
    file.allow("documents")
    found = []
    for entry in file.entries("documents"):
        entry.allow("number", "title", "issued", "expired", "replaced_by", "mark", "source")
        if entry.get("mark", str) not in _CITABLE:
            raise entry.fail(f"mark: one of {', '.join(_CITABLE)} is expected")
        found.append(
            KnownDocument(
                number=entry.get("number", str),
                title=entry.get("title", str),
                issued=entry.day("issued"),
                expired=entry.first_day("expired"),
                replaced_by=entry.get("replaced_by", str),
                source=entry.get("source", str),
            )
        )
    return tuple(found)
