"""Shadow text: every spelling of a word becomes one, and no offset moves."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import nfc, shadow


@given(st.text())
def test_length_is_kept_and_a_shadow_is_its_own_shadow(text: str) -> None:
    composed = nfc(text)
    plain = shadow(composed)
    assert len(plain) == len(composed)
    assert shadow(plain) == plain


@given(st.text(alphabet="aăâeêioôơuưyđ" + "\u0300\u0301\u0303\u0309\u0323" + "bcq ", max_size=30))
def test_decomposed_text_has_the_shadow_of_composed_text(text: str) -> None:
    assert shadow(nfc(unicodedata.normalize("NFD", text))) == shadow(nfc(text))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Uỷ ban, hoà giải, thuỷ lợi, khoẻ", "ủy ban, hòa giải, thủy lợi, khỏe"),
        ("quý, quỹ, quỳ, quỷ, hoàn, toán, ngoài", "quý, quỹ, quỳ, quỷ, hoàn, toán, ngoài"),
        ("NĐ–CР, QÐ-UВND", "nđ-cp, qđ-ubnd"),
        ("Đіều 5, ѕố, сấp, ΒΑΝ", "điều 5, số, cấp, ban"),
        ("a\u00a0b\u2009c\u3000d\u00ade", "a b c d-e"),
        ("“a” «b» ‘c’", '"a" "b" \'c\''),
    ],
)
def test_spellings_become_one(written: str, plain: str) -> None:
    assert shadow(written) == plain
