"""A draft that repeats the law: what is repetition and what only looks like it."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.compare.library import Library, open_library
from nlp.compare.words import number_of, words_of
from nlp.knowledge.material import LawText
from nlp.text import shadow
from tests.unit.nlp.law_samples import LAW, decision, of_rule, outcome, scan_with

RULE = "duplication.law"
COPIED = "Ban quản lý chợ nổi bố trí phao tiêu, đèn báo và người hướng dẫn neo đậu trong suốt giờ họp chợ, kể cả khi mưa giông."  # noqa: E501 - a paragraph is one line


def test_a_copied_clause_is_found_with_its_place_in_the_law() -> None:
    result = scan_with(decision(COPIED), library=(LAW,))
    (found,) = of_rule(result, RULE)
    assert found.provision == "dieu-2"
    assert found.severity == "suspect"
    assert result.document is not None
    assert found.quote == result.document.text[found.start : found.end] == COPIED
    assert "khoản 1 Điều 7 văn bản số 911/2024/QH15" in found.explanation
    assert not of_rule(result, "conflict")


def test_a_clause_reworded_in_a_word_or_two_is_still_a_repetition() -> None:
    text = COPIED.replace("bố trí", "phải bố trí").replace("trong suốt", "suốt")
    assert of_rule(scan_with(decision(text), library=(LAW,)), RULE)


def test_old_spelling_case_and_wrapped_lines_do_not_hide_a_repetition() -> None:
    text = "Ban quản lý chợ nổi bố trí phao tiêu, đèn báo và người hướng dẫn neo đậu\ntrong suốt giờ họp chợ,  kể cả khi mưa giông."  # noqa: E501 - a paragraph is one line
    assert of_rule(scan_with(decision(text), library=(LAW,)), RULE)


def test_a_copied_sentence_inside_a_longer_clause_is_found() -> None:
    own = "Sở Công Thương kiểm tra chợ nổi hằng quý và báo cáo kết quả."
    assert of_rule(scan_with(decision(f"{own} {COPIED} {own}"), library=(LAW,)), RULE)


@pytest.mark.parametrize(
    "text",
    [
        "Ban quản lý chợ nổi phân công người trực đêm, ghi sổ trực và bàn giao ca cho người kế tiếp vào đầu giờ sáng.",
        "Việc đăng ký chỗ neo, xem xét, xếp chỗ neo tại chợ nổi thực hiện theo quy định tại khoản 2 Điều 8 Luật Chợ nổi số 911/2024/QH15.",  # noqa: E501 - a paragraph is one line
        "Sở Công Thương, ban quản lý chợ nổi chịu trách nhiệm thi hành Quyết định này.",
        "Bố trí phao tiêu, đèn báo.",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert not of_rule(scan_with(decision(text), library=(LAW,)), RULE)


def test_a_definition_of_one_line_is_left_alone() -> None:
    text = decision("x").replace(
        "Điều 2. Nội dung cụ thể\nx",
        "Điều 2. Giải thích từ ngữ\n1. Chợ nổi là nơi mua bán hàng hóa thường xuyên bằng ghe, thuyền trên mặt nước sông, rạch, "  # noqa: E501 - a paragraph is one line
        "có ban quản lý và sơ đồ neo đậu.",
    )
    assert not of_rule(scan_with(text, library=(LAW,)), RULE)


def test_a_quoted_amendment_is_left_alone() -> None:
    text = decision(
        f"Sửa đổi khoản 1 Điều 5 Quy định kèm theo Quyết định số 3/2020/QĐ-UBND như sau:\n“1. {COPIED}”"
    )
    assert not of_rule(scan_with(text, library=(LAW,)), RULE)


def test_the_same_clause_copied_twice_is_told_once() -> None:
    (found,) = of_rule(scan_with(decision(COPIED, COPIED), library=(LAW,)), RULE)
    assert "lặp lại 1 lần nữa" in found.explanation
    assert "Điều 3" in found.explanation


def test_a_text_is_not_compared_with_itself() -> None:
    own = LawText("quyet-dinh.txt", "ỦY BAN NHÂN DÂN TỈNH\nSố: 5/2026/QĐ-UBND\n" + decision(COPIED))
    assert not of_rule(scan_with(own.text, library=(own,)), RULE)


def test_a_law_out_of_force_on_the_day_is_not_compared_with() -> None:
    gone = "911/2024/QH15,Chợ nổi,Luật,Quốc hội,2024-06-01,2025-01-01,2026-01-01,Hết hiệu lực,danh sách mẫu"
    assert of_rule(scan_with(decision(COPIED), library=(LAW,)), RULE)
    assert not of_rule(scan_with(decision(COPIED), library=(LAW,), status=gone), RULE)


def test_the_basis_is_cited_for_the_regime_in_which_it_is_known() -> None:
    before = scan_with(decision(COPIED), library=(LAW,), date=datetime.date(2024, 12, 1))
    (found,) = of_rule(before, RULE)
    assert {basis.id for basis in found.legal_basis} == {"r1.luat80.d8.k2", "r1.luat80.d11.k1"}
    (now,) = of_rule(scan_with(decision(COPIED), library=(LAW,)), RULE)
    assert now.legal_basis == ()
    assert "căn cứ cần được kiểm tra" in now.explanation


def test_without_a_library_nothing_runs() -> None:
    said = outcome(scan_with(decision(COPIED)), RULE)
    assert (said.outcome, said.reason) == ("not_run", "no_library")


def test_what_the_library_lacks_is_named() -> None:
    text = decision("Sở Công Thương kiểm tra.", basis="Căn cứ Nghị định số 912/2024/NĐ-CP;")
    said = outcome(scan_with(text, library=(LAW,)), RULE)
    assert said.outcome == "not_run"
    assert "912/2024/NĐ-CP" in said.reason
    assert outcome(scan_with(decision("Sở Công Thương kiểm tra."), library=(LAW,)), RULE).outcome == "clean"


def test_the_library_is_read_once_for_the_same_texts() -> None:
    assert open_library((LAW,)) is open_library((replace(LAW),))


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("luat-911-2024-QH15-cho-noi.txt", LAW.text, "911/2024/QH15"),
        ("nghi-dinh-14-2026-cho-noi.txt", "Điều 1. Một\nNội dung.", "14/2026/NĐ-CP"),
        (
            "thong-tu.txt",
            "BỘ CÔNG THƯƠNG\nSố: 15/2026/TT-BCT\nTHÔNG TƯ\nĐiều 1. Một\nNội dung.",
            "15/2026/TT-BCT",
        ),
        ("ghi-chep.txt", "Điều 1. Một\nNội dung.", None),
    ],
)
def test_the_number_of_an_imported_text(name: str, text: str, number: str | None) -> None:
    (document,) = Library((LawText(name, text),)).documents
    assert document.number == number


def test_codified_articles_keep_the_place_they_come_from() -> None:
    text = (
        "Điều 9.1.NĐ.4. Bến\n\n(Điều 12 Nghị định số 70/2019/NĐ-CP Về bến ngày 01/02/2019 của Chính phủ, có hiệu lực)\n\n"  # noqa: E501 - a paragraph is one line
        f"1. {COPIED}\n2. Nội dung khác của điều này.\n"
    )
    (found,) = of_rule(scan_with(decision(COPIED), library=(LawText("phap-dien.txt", text),)), RULE)
    assert "khoản 1 Điều 12 văn bản số 70/2019/NĐ-CP" in found.explanation


@pytest.mark.parametrize(
    ("written", "number"),
    [("05", "5"), ("5.000.000", "5000000"), ("1,5", "1.5"), ("0", "0"), ("2025", "2025")],
)
def test_numbers_are_read_in_one_spelling(written: str, number: str) -> None:
    assert number_of(written) == number


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aăđ 1.,;)\n-05%", max_size=80), st.integers(0, 5))
def test_every_word_stands_where_it_says(text: str, offset: int) -> None:
    words = words_of(shadow(text), offset)
    for word, start, end in zip(words.words, words.starts, words.ends, strict=True):
        written = text[start - offset : end - offset]
        assert word == (number_of(written) if written[0].isdigit() else written)
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))
