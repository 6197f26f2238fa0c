"""Characters cleaned, syllables known, letters of old fonts recognised."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import clean, clean_lines
from nlp.text.legacy import is_legacy_font, legacy_ranges
from nlp.text.syllables import count_words, is_syllable


class TestClean:
    def test_soft_hyphen_beside_a_capital_is_a_hyphen(self) -> None:
        assert (
            clean("QĐ\u00adUBND, Bà Rịa \u00ad Vũng Tàu, thủ\u00adtục")
            == "QĐ-UBND, Bà Rịa - Vũng Tàu, thủtục"
        )

    def test_page_breaks_become_line_ends(self) -> None:
        assert clean_lines("một\fhai\u2028ba\r\nbốn") == ["một", "hai", "ba", "bốn"]

    def test_no_break_space_inside_stays(self) -> None:
        assert clean_lines("\u00a0Điều\u00a01 ") == ["Điều\u00a01"]

    @given(st.text())
    def test_result_is_composed_stable_and_free_of_controls(self, text: str) -> None:
        cleaned = clean(text)
        assert unicodedata.is_normalized("NFC", cleaned)
        assert clean(cleaned) == cleaned
        assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in cleaned)


class TestSyllables:
    @pytest.mark.parametrize(
        "word",
        [
            "thủ", "tục", "chính", "quyết", "nghiêm", "khuyến", "ngoằn", "xoong", "quýt", "giếng", "gìn", "uỷ", "ủy",
            "thuở", "khuỷu", "oẳn", "đĩa", "huyện", "yêu", "ỷ", "ướt",
        ],
    )  # fmt: skip
    def test_vietnamese(self, word: str) -> None:
        assert is_syllable(word)

    @pytest.mark.parametrize(
        "word", ["with", "strict", "®Þnh", "ñònh", "trªn", "bàtx", "cầc", "tàc", "hồố", "nghiệpp"]
    )
    def test_not_vietnamese(self, word: str) -> None:
        assert not is_syllable(word)

    def test_abbreviations_and_plain_foreign_names_are_not_broken(self) -> None:
        count = count_words("UBND và HĐND tỉnh cấp Thunnus albacares")
        assert (count.words, count.syllables, count.broken) == (5, 3, 0)


class TestLegacy:
    @pytest.mark.parametrize(
        "text",
        [
            "Quy ®Þnh vÒ tr×nh tù, thñ tôc cÊp giÊy phÐp x©y dùng",
            "Quyeát ñònh veà vieäc ban haønh quy ñònh trình töï, thuû tuïc",
            "UÛY BAN NHAÂN DAÂN TÆNH, QUYEÁT ÑÒNH",
        ],
    )
    def test_old_letters_are_recognised(self, text: str) -> None:
        assert legacy_ranges(text) == [(0, len(text))]

    @pytest.mark.parametrize(
        "text",
        [
            "Ủy ban nhân dân tỉnh quy định về trình tự, thủ tục cấp giấy phép",
            "Nhiệt độ 25°C ± 2, diện tích 12 m² × 3 © ®",
            "São Tomé và Príncipe, Côte d’Ivoire, Curaçao, Åland, Réunion",
            "« Điều 1 » ¼ diện tích; 10µm; §3",
        ],
    )
    def test_proper_letters_are_not(self, text: str) -> None:
        assert legacy_ranges(text) == []

    def test_neighbouring_lines_are_one_range(self) -> None:
        old = "Quy ®Þnh vÒ tr×nh tù thñ tôc"
        text = f"Điều 1\n{old}\n{old}\nĐiều 2\n{old}"
        assert [text[start:end] for start, end in legacy_ranges(text)] == [f"{old}\n{old}", old]

    @pytest.mark.parametrize("name", [".VnTime", ".VnTimeH", ".vnArial", "VNI-Times", "VNI Helve"])
    def test_font_names(self, name: str) -> None:
        assert is_legacy_font(name)

    @pytest.mark.parametrize("name", ["Times New Roman", "Arial", "Vnu Sans", ""])
    def test_other_font_names(self, name: str) -> None:
        assert not is_legacy_font(name)
