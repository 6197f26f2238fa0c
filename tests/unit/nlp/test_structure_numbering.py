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
