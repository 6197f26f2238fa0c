"""Records for the tests of search, and short ways to put and ask."""

from __future__ import annotations

from typing import Any

from index.engine import SearchIndex
from index.types import Answer, Query, Record

OFFICE = frozenset({"office"})


def record(record_id: str, text: str = "", **values: Any) -> Record:
    """A document that the office may see, unless told otherwise."""
    defaults: dict[str, Any] = {"kind": "document", "title": "", "audience": OFFICE}
    return Record(id=record_id, text=text, **(defaults | values))


def put(index: SearchIndex, *records: Record) -> None:
    with index.write() as batch:
        for each in records:
            batch.put(each)


def ask(index: SearchIndex, text: str, **values: Any) -> Answer:
    return index.search(Query(text, **({"audience": OFFICE} | values)))


def found(index: SearchIndex, text: str, **values: Any) -> list[str]:
    """The ids found, best first."""
    return [hit.id for hit in ask(index, text, **values).hits]
