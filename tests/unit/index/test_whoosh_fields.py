"""What the embedded engine writes for a record, and the dotted paths that existing indexes rely on."""

from __future__ import annotations

import pickle

from index.types import Record
from index.whoosh_engine.fields import TokenField, as_document, fingerprint, pack, schema, unpack

RECORD = Record(
    "1", "document", "Tiêu đề", "Thủ tục thu phí", frozenset({"b", "a"}), number="043/2025/QĐ-UBND"
)


def test_the_classes_of_a_pickled_schema_stay_where_existing_indexes_look_for_them() -> None:
    pickled = pickle.dumps(schema(), 2)

    assert b"index.whoosh_engine.fields\nTokenField" in pickled
    assert b"index.whoosh_engine.fields\nPlaces" in pickled
    assert pickle.loads(pickled).names() == schema().names()


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    assert fingerprint() == fingerprint()
    assert " at 0x" not in "".join(repr(item) for item in schema().items())


def test_only_marked_syllables_are_kept_exactly_and_the_number_also_as_words() -> None:
    document = as_document(RECORD)

    assert document["body"] == ("thu", "tuc", "thu", "phi")
    assert document["body_exact"] == ["thủ", "tục", "phí"]
    assert document["title"] == ("tieu", "de", "", "43", "2025", "qd", "ubnd")
    assert document["own_number"] == ("43/2025", "43/2025/qd-ubnd")


def test_positions_survive_their_encoding() -> None:
    field = TokenField(places=True)
    postings = {
        token: field.format.decode_positions(value) for token, _, _, value in field.index(["a", "b", "a"])
    }

    assert {token: list(places) for token, places in postings.items()} == {b"a": [0, 2], b"b": [1]}


def test_a_stored_record_comes_back_whole() -> None:
    assert unpack(pack(RECORD)) == RECORD
