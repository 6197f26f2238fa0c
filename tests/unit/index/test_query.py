"""The tree that a typed question becomes, and the hints that go with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import (
    AllOf,
    AnyOf,
    DocumentNumber,
    Excluding,
    Node,
    Phrase,
    Prefix,
    Word,
    leaves,
    loosened,
    parse,
)


def word(exact: str, folded: str) -> Word:
    return Word(exact, folded)


LAND, WATER, TAX = word("đất", "dat"), word("nước", "nuoc"), word("thuế", "thue")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("đất", LAND),
        ("ĐẤT", LAND),
        ("đất nước", AllOf((LAND, WATER))),
        ("đất VÀ nước", AllOf((LAND, WATER))),
        ('"đất nước"', Phrase((LAND, WATER))),
        ("“đất nước”", Phrase((LAND, WATER))),
        ("đất-nước", Phrase((LAND, WATER))),
        ("đất HOẶC nước", AnyOf((LAND, WATER))),
        ("đất | nước", AnyOf((LAND, WATER))),
        ("đất nước OR thuế", AnyOf((AllOf((LAND, WATER)), TAX))),
        ("đất KHÔNG nước", Excluding(LAND, (WATER,))),
        ("KHÔNG nước đất", Excluding(LAND, (WATER,))),
        ("đất -nước", Excluding(LAND, (WATER,))),
        ('đất NOT (nước HOẶC "thuế")', Excluding(LAND, (AnyOf((WATER, TAX)),))),
        ("nướ*", Prefix("nướ", "nuo")),
        ("15/2020", DocumentNumber("15/2020", whole=True)),
        ("015/2020/NĐ-CP", DocumentNumber("15/2020/nd-cp", whole=False)),
        ("nđ 15/2020", DocumentNumber("15/2020/nd", whole=False)),
        ("QĐ-UBND số 097/2025", DocumentNumber("97/2025/qd-ubnd", whole=False)),
        ("97/2025 QĐ", DocumentNumber("97/2025/qd", whole=False)),
        ("138/QĐ-UBND", DocumentNumber("138/qd-ubnd", whole=True)),
        (
            "15/2020/NĐ-CP,16/2021/NĐ-CP",
            AllOf(
                (DocumentNumber("15/2020/nd-cp", whole=False), DocumentNumber("16/2021/nd-cp", whole=False))
            ),
        ),
    ],
)
def test_a_good_question_is_read_without_a_hint(text: str, node: Node) -> None:
    parsed = parse(text)

    assert parsed.node == node
    assert parsed.message == ""


def test_small_letters_are_words_not_operators() -> None:
    assert parse("không hoặc và").node == AllOf(
        (word("không", "khong"), word("hoặc", "hoac"), word("và", "va"))
    )


def test_a_heading_pasted_in_capitals_keeps_its_words() -> None:
    node = parse("VỀ VIỆC KHÔNG THU PHÍ").node

    assert isinstance(node, AllOf)
    assert word("không", "khong") in node.children


@pytest.mark.parametrize(
    ("text", "hint", "node"),
    [
        ('"đất nước', "Thiếu một dấu ngoặc kép", Phrase((LAND, WATER))),
        ("(đất", "Thiếu dấu ngoặc đơn đóng", LAND),
        ("đất) nước", "Thừa dấu ngoặc đơn đóng", AllOf((LAND, WATER))),
        ("đất HOẶC", "cả hai bên", LAND),
        ("đất KHÔNG", "Sau KHÔNG", LAND),
        ("-đất", "ít nhất một từ", None),
        ("OR", "cả hai bên", None),
        ("*", "Dấu *", None),
        ("đ*t", "Dấu *", Phrase((word("đ", "d"), word("t", "t")))),
        ("đấ*", "ít nhất 3 chữ cái", word("đấ", "da")),
        ("", "Hãy nhập", None),
        ('""', "Hãy nhập", None),
    ],
)
def test_what_cannot_be_read_is_left_out_with_a_hint(text: str, hint: str, node: Node | None) -> None:
    parsed = parse(text)

    assert hint in parsed.message
    assert parsed.node == node


@given(st.text(alphabet='ab đấ"()*-|/0152 ', max_size=60) | st.text(max_size=60))
def test_whatever_is_typed_gives_a_tree_or_a_hint(text: str) -> None:
    parsed = parse(text)

    assert parsed.node is not None or parsed.message


def test_leaves_leave_out_what_was_excluded() -> None:
    node = parse('đất "nước thuế" KHÔNG thuế').node

    assert node is not None
    assert leaves(node) == (LAND, Phrase((WATER, TAX)))


def test_loosening_keeps_exclusions_and_stops_at_a_single_word() -> None:
    strict = parse("đất nước KHÔNG thuế").node

    assert strict is not None
    assert loosened(strict) == Excluding(AnyOf((LAND, WATER)), (TAX,))
    assert loosened(LAND) is None
    assert loosened(DocumentNumber("15/2020/nd-cp", whole=False)) == DocumentNumber("15/2020", whole=True)
