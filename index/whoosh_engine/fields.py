"""How the engine keeps a record in Whoosh: which fields it has and what stands in their postings.

The schema is pickled into every index of Whoosh by the dotted path of these classes: moving or renaming one
makes existing indexes unreadable for other programs (this engine hands its own schema in and rebuilds on a
new fingerprint).
"""

from __future__ import annotations

import hashlib
import json
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh import fields, formats
from whoosh.analysis import KeywordAnalyzer

from index.analysis import ANALYSIS_VERSION, analyse
from index.types import Record

LAYOUT_VERSION = 1
"""Raised whenever the fields or their encoding change."""


class Places(formats.Format):  # type: ignore[misc]
    """Postings that hold where in the field a token stands: token positions, four bytes each."""

    def encode(self, positions: Sequence[int]) -> bytes:
        return array("I", positions).tobytes()

    def decode_positions(self, value: bytes) -> array[int]:
        positions = array("I")
        positions.frombytes(value)
        return positions

    def fixed_value_size(self) -> None:
        return None


class TokenField(fields.FieldType):  # type: ignore[misc]
    """A field that takes tokens ready made, since one analysis of a text serves several fields.

    With `places` the positions are kept, so that phrases can be found; without, only how often a token stands
    there. An empty token keeps its place without being indexed.
    """

    def __init__(self, *, places: bool = False, scorable: bool = False, stored: bool = False) -> None:
        form = Places() if places else formats.Existence()
        super().__init__(form, KeywordAnalyzer(), scorable=scorable, stored=stored)

    def index(self, value: Sequence[str], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Postings of one record: token, count, weight, encoded positions."""
        if isinstance(self.format, Places):
            places: dict[str, list[int]] = defaultdict(list)
            for position, token in enumerate(value):
                places[token].append(position)
            places.pop("", None)
            for token, positions in places.items():
                yield token.encode(), len(positions), float(len(positions)), self.format.encode(positions)
            return
        for token, count in Counter(value).items():
            if token:
                yield token.encode(), count, float(count), b""


def schema() -> fields.Schema:
    """The fields: text and title (folded with places, and exact), numbers, marks to filter by, the record."""
    return fields.Schema(
        body=TokenField(places=True, scorable=True),
        body_exact=TokenField(),
        title=TokenField(places=True, scorable=True),
        title_exact=TokenField(),
        numbers=TokenField(),
        own_number=TokenField(),
        id=TokenField(),
        kind=TokenField(),
        parent=TokenField(),
        audience=TokenField(),
        agency=TokenField(),
        type=TokenField(),
        date=TokenField(),
        record=fields.STORED(),
    )


def fingerprint() -> str:
    """Changes whenever an index written before would be read wrongly."""
    described = [LAYOUT_VERSION, ANALYSIS_VERSION, sorted(repr(item) for item in schema().items())]
    return hashlib.sha256(json.dumps(described).encode()).hexdigest()


def as_document(record: Record) -> dict[str, Any]:
    """The record as Whoosh takes it; its text is kept once, compressed, beside the postings."""
    text, title, number = analyse(record.text), analyse(record.title), analyse(record.number)
    return {
        "body": text.folded,
        "body_exact": _marked(text.exact, text.folded),
        "title": (*title.folded, "", *number.folded),
        "title_exact": _marked(title.exact, title.folded),
        "numbers": text.numbers + title.numbers,
        "own_number": number.numbers,
        "id": (record.id,),
        "kind": (record.kind,),
        "parent": (record.parent,),
        "audience": tuple(record.audience),
        "agency": (record.agency,),
        "type": (record.type,),
        "date": (record.date,),
        "record": pack(record),
    }


def _marked(exact: Sequence[str], folded: Sequence[str]) -> list[str]:
    """Tokens that bear marks; the others are found through the folded field."""
    return [token for token, plain in zip(exact, folded, strict=True) if token != plain]


_KEPT = ("id", "kind", "title", "text", "parent", "number", "agency", "type", "date")


def pack(record: Record) -> bytes:
    """The record as it is stored."""
    values = {name: getattr(record, name) for name in _KEPT} | {"audience": sorted(record.audience)}
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"), 6)


def unpack(data: bytes) -> Record:
    """The record as it was given. Raises zlib.error or ValueError when the bytes are damaged."""
    values = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return Record(**(values | {"audience": frozenset(values["audience"])}))
