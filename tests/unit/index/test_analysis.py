"""Tokens and document numbers of a text, and the way back from composed letters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import aligned, analyse, mentions
from nlp.text import fold, nfc


def test_exact_and_folded_tokens_stand_in_step() -> None:
    analysed = analyse("Uỷ ban (Đồng Tháp)")

    assert analysed.exact == ("ủy", "ban", "đồng", "tháp")
    assert analysed.folded == ("uy", "ban", "dong", "thap")


def test_digits_lose_leading_zeros_but_zero_stays() -> None:
    assert analyse("007 0 00 0a10").exact == ("7", "0", "0", "0a10")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("15/2020/NĐ-CP", ("15/2020", "15/2020/nd-cp")),
        ("043/2025/QĐ-UBND", ("43/2025", "43/2025/qd-ubnd")),
        ("31/2024/QH15", ("31/2024", "31/2024/qh15")),
        ("02/2018/TT-VPCP.", ("2/2018", "2/2018/tt-vpcp")),
        ("15/2020/\nNĐ-CP", ("15/2020", "15/2020/nd-cp")),
        ("15 / 2020 / NĐ‑CP", ("15/2020", "15/2020/nd-cp")),
        ("số:97/2025", ("97/2025",)),
        ("138/QĐ-UBND", ("138/qd-ubnd",)),
        ("(51/NQ-CP)", ("51/nq-cp",)),
    ],
)
def test_a_document_number_is_kept_whole_and_short(text: str, keys: tuple[str, ...]) -> None:
    (mention,) = mentions(fold(nfc(text)))

    assert mention.keys == keys


@pytest.mark.parametrize("text", ["30/6/2025", "ngày 01/07/2016.", "10 giờ/ngày", "1/3", "24/7", "và/hoặc"])
def test_dates_and_fractions_are_no_document_numbers(text: str) -> None:
    assert list(mentions(fold(text))) == []


def test_an_endless_token_is_cut_not_lost() -> None:
    (token,) = analyse("x" * 10_000).exact

    assert token == "x" * 64


@pytest.mark.parametrize("text", ["Thủ tục\r\nhành chính", "Uỷ ban\rnhân dân", "", "e\u0301", "\u0301a"])
def test_offsets_lead_back_to_the_text_as_given(text: str) -> None:
    given_text = unicodedata.normalize("NFD", text)

    source = aligned(given_text)

    assert source.text == nfc(given_text)
    pieces = [given_text[source.original(at) : source.original(at + 1)] for at in range(len(source.text))]
    assert "".join(pieces) == given_text
    assert [nfc(piece) for piece in pieces] == list(source.text)


@given(st.text(alphabet="aàạâậđơờ\u0301\u0323\u0302\r\n bnTH", max_size=30))
def test_alignment_never_loses_a_letter(text: str) -> None:
    source = aligned(text)
    offsets = [source.original(at) for at in range(len(source.text) + 1)]

    assert source.text == nfc(text)
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
