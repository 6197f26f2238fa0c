"""Faults of numbering: told when they are there, silent when they are not."""

from __future__ import annotations

from tests.unit.nlp.structure_helpers import LETTERHEAD, SIGNATURE, draft_of, ids, parsed


def rules(articles: str) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.provision) for finding in parsed(LETTERHEAD + articles).findings]


def test_missing_article_and_missing_khoan_are_findings() -> None:
    articles = "Điều 1. Bến.\nĐiều 3. Phao\n1. Có đèn.\n3. Có nhà chờ.\n"
    assert rules(articles) == [("structure.numbering", "dieu-3"), ("structure.numbering", "dieu-3/khoan-3")]


def test_repeated_number_takes_a_suffix_and_is_a_finding() -> None:
    structure = parsed(LETTERHEAD + "Điều 1. Bến.\nĐiều 2. Phao.\nĐiều 2. Đèn\n1. Có đèn.\n1. Có phao.\n")
    assert ids(structure, "dieu", "khoan") == [
        "dieu-1",
        "dieu-2",
        "dieu-2~2",
        "dieu-2~2/khoan-1",
        "dieu-2~2/khoan-1~2",
    ]
    assert [f.rule for f in structure.findings] == ["structure.duplicate_number"] * 2
    assert {f.severity for f in structure.findings} == {"suspect"}


def test_finding_quotes_its_marker_and_speaks_vietnamese() -> None:
    draft = draft_of(LETTERHEAD + "Điều 1. Bến.\nĐiều 4. Phao.\n")
    (finding,) = parsed(draft.text).findings
    assert finding.quote == draft.text[finding.start : finding.end] == "Điều 4."
    assert finding.explanation == "Sau Điều 1 là Điều 4: thiếu Điều 2 đến Điều 3 hoặc đánh số không liên tục."
    assert finding.family == "structure"
    assert finding.legal_basis == ()


def test_numbering_of_quotations_appendices_and_forms_is_not_judged() -> None:
    text = (
        "Điều 1. Sửa đổi khoản 3 Điều 9 như sau:\n“Điều 9. Bến\n3. Có đèn.”\nĐiều 2. Hiệu lực.\n" + SIGNATURE
        + "PHỤ LỤC\nDANH MỤC\n3. Bến ba.\n7. Bến bảy.\n"
    )  # fmt: skip
    assert rules(text) == []


def test_numbers_used_again_in_an_appendix_are_one_remark_for_information() -> None:
    text = (
        "Điều 1. Bến.\n"
        + SIGNATURE
        + "PHỤ LỤC\nDANH MỤC\n1. Bến một.\n2. Bến hai.\n1. Phao một.\n2. Phao hai.\n"
    )
    (finding,) = parsed(LETTERHEAD + text).findings
    assert (finding.rule, finding.severity) == ("structure.duplicate_number", "info")


def test_clean_draft_has_no_finding() -> None:
    assert rules("Điều 1. Bến\n1. Có đèn.\n2. Có phao:\na) To;\nb) Nhỏ.\nĐiều 2. Hiệu lực.\n") == []


def test_number_after_a_higher_one_is_out_of_order_and_leaves_no_gap() -> None:
    articles = (
        "Điều 1. Bến\n1. Có đèn.\n3. Có phao.\n2. Có nhà chờ.\nĐiều 3. Phao.\nĐiều 2. Đèn.\nĐiều 4. Khác.\n"
    )
    assert rules(articles) == [("structure.order", "dieu-1/khoan-2"), ("structure.order", "dieu-2")]


def test_letter_left_out_is_a_gap() -> None:
    assert rules("Điều 1. Bến\n1. Có:\na) Đèn;\nc) Phao.\nĐiều 2. Hiệu lực.\n") == [
        ("structure.numbering", "dieu-1/khoan-1/diem-c")
    ]


def test_list_in_the_english_alphabet_or_without_d_bar_has_no_gap() -> None:
    for letters in ("abcdefg", "abcdeghik", "abcdđeghik"):
        points = "".join(f"{letter}) Bến {letter};\n" for letter in letters)
        found = {rule for rule, _ in rules(f"Điều 1. Bến\n1. Có:\n{points}Điều 2. Hiệu lực.\n")}
        assert found <= {"structure.letters"}


def test_amendment_without_quotation_marks_may_begin_with_any_letter() -> None:
    assert (
        rules("Điều 1. Sửa đổi\n1. Sửa đổi điểm đ, g khoản 7 như sau:\nđ) Đèn;\ng) Phao.\nĐiều 2. Khác.\n")
        == []
    )


def test_numbers_used_again_in_an_attached_plan_without_articles_are_one_remark() -> None:
    plan = "KẾ HOẠCH\nMỞ BẾN ĐÒ\n(Ban hành kèm theo Quyết định số 1/2026/QĐ-UBND)\n1. Bến.\n2. Đò.\n1. Phao.\n2. Đèn.\n"
    findings = parsed(LETTERHEAD + "Điều 1. Bến.\n" + SIGNATURE + plan).findings
    assert [(f.rule, f.severity) for f in findings] == [("structure.duplicate_number", "info")]


def test_letters_that_vietnamese_lists_do_not_use_are_told_once_a_list() -> None:
    articles = "Điều 1. Bến\n1. Có:\na) Đèn;\nb) Phao;\nc) Loa;\nd) Còi;\ne) Cờ;\nf) Biển.\n2. Có:\na) Đèn;\nb) Phao.\n"
    assert rules(articles) == [("structure.letters", "dieu-1/khoan-1/diem-f")]


def test_e_after_d_without_d_bar_is_told() -> None:
    articles = "Điều 1. Bến\n1. Có:\na) Đèn;\nb) Phao;\nc) Loa;\nd) Còi;\ne) Cờ.\n"
    assert rules(articles) == [("structure.letters", "dieu-1/khoan-1/diem-e")]
