"""What goes into the index and what comes out. The database is the truth; the index is rebuilt from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["dossier", "document", "provision", "finding", "report", "attachment"]


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that can be found. `audience` are the marks of who may see it; none means nobody.

    `parent` groups records of one dossier (an index answer at provision level links back to it);
    `date` is ISO yyyy-mm-dd or ''.
    """

    id: str
    kind: str
    title: str
    text: str
    audience: frozenset[str]
    parent: str = ""
    number: str = ""
    agency: str = ""
    type: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A matched stretch of `Record.text`, half-open."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer, best first; `snippet_start` is the offset of `snippet` in the record's text."""

    id: str
    kind: str
    parent: str
    title: str
    score: float
    snippet: str
    snippet_start: int
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question: words as a person types them, and the audience marks the asker holds.

    `audience` None asks without trimming (maintenance only); an empty set sees nothing. Filters are `agency`,
    `type`, `parent`, `date` by value, `year`, `date_from` and `date_to` (both included); another is a
    ValueError.
    """

    text: str
    audience: frozenset[str] | None
    kinds: frozenset[str] = frozenset()
    filters: dict[str, str] = field(default_factory=dict)
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits of one page and how many there are in all.

    `message` tells the asker in Vietnamese what of the question was left out or loosened; '' when all was
    used.
    """

    hits: tuple[Hit, ...]
    total: int
    message: str = ""
