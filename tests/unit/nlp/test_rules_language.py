"""The tokenizer and the term spotter: pinned on ten typical lines."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nlp.language import build_language, find_terms
from nlp.terms import Term, TermsByLine

LINES = (
    ("Ủy ban nhân dân cấp xã", ["Ủy", "ban", "nhân", "dân", "cấp", "xã"]),
    ("Căn cứ Nghị định số 63/2010/NĐ-CP;", ["Căn", "cứ", "Nghị", "định", "số", "63/2010/NĐ-CP", ";"]),
    ("ngày 01/7/2025.", ["ngày", "01/7/2025", "."]),
    ("1.1. Hồ sơ gồm:", ["1.1", ".", "Hồ", "sơ", "gồm", ":"]),
    ("Điều 5.Thời hạn", ["Điều", "5", ".", "Thời", "hạn"]),
    ("mức 1.500.000 đồng", ["mức", "1.500.000", "đồng"]),
    ("a) Đơn (Mẫu số 01)", ["a", ")", "Đơn", "(", "Mẫu", "số", "01", ")"]),
    ("“Một cửa”, tổ chức", ["“", "Một", "cửa", "”", ",", "tổ", "chức"]),
    ("05 ngày  làm việc", ["05", "ngày", "  ", "làm", "việc"]),
    ("QĐ-UBND\nĐiều 1", ["QĐ", "-", "UBND", "\n", "Điều", "1"]),
)


@pytest.mark.parametrize(("line", "tokens"), LINES)
def test_tokens_are_syllables_numbers_and_signs(line: str, tokens: list[str]) -> None:
    doc = build_language({})(line)

    assert [token.text for token in doc] == tokens
    assert doc.text == line


def test_a_term_is_found_in_every_spelling_at_its_place() -> None:
    language = build_language({"agency": ["ủy ban nhân dân"]})
    text = "Uỷ ban nhân dân xã; ỦY BAN NHÂN DÂN tỉnh"

    found = [(term.label, text[term.start : term.end]) for term in find_terms(language, text)]

    assert found == [("agency", "Uỷ ban nhân dân"), ("agency", "ỦY BAN NHÂN DÂN")]


def test_of_overlapping_terms_the_longest_stays_and_noise_hides_what_it_covers() -> None:
    language = build_language(
        {"person": ["cá nhân", "chủ sở hữu"], "agency": ["sở"], "noise": ["dữ liệu cá nhân", "trụ sở"]}
    )
    text = "chủ sở hữu gửi dữ liệu cá nhân đến trụ sở; cá nhân"

    assert [(term.label, text[term.start : term.end]) for term in find_terms(language, text)] == [
        ("person", "chủ sở hữu"),
        ("person", "cá nhân"),
    ]


@pytest.mark.parametrize("module", ["nlp", "nlp.text", "nlp.types", "nlp.errors"])
def test_light_modules_do_not_load_spacy(module: str) -> None:
    code = f"import sys, {module}; sys.exit('spacy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_terms_are_looked_up_only_in_the_lines_asked_for() -> None:
    asked: list[str] = []

    def find(text: str) -> tuple[Term, ...]:
        asked.append(text)
        at = text.find("hộ")
        return (Term("person", at, at + 2),) if at >= 0 else ()

    terms = TermsByLine(find, "một hộ\nhai hộ\nba")

    assert list(terms.within(8, 99)) == [Term("person", 11, 13)]
    assert list(terms.within(0, 3)) == []
    assert [term.start for term in terms.within(0, 99)] == [4, 11]
    assert asked == ["hai hộ", "ba", "một hộ"]


def test_a_draft_without_a_procedure_is_scanned_without_spacy() -> None:
    code = (
        "import sys; from nlp.pipeline import scan; from nlp.knowledge import load_knowledge; "
        "from nlp.types import SourceFile; "
        "result = scan(SourceFile('a.txt', 'Điều 1. Mức\\nMức là 5.'.encode()), load_knowledge()); "
        "assert result.error is None; assert 'spacy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
