"""Citations: found with number and pinpoint, resolved inside the draft, called broken only when they surely are."""

from __future__ import annotations

import pytest

from nlp.references import faults, find, resolve
from nlp.references.pinpoint import places_of
from nlp.types import Finding, Reference
from tests.unit.nlp.structure_helpers import LETTERHEAD, SIGNATURE, draft_of, parsed

ARTICLES = """Điều 1. Bến đò
1. Có đèn.
2. Có phao:
a) To;
b) Nhỏ.
Điều 2. Hiệu lực.
"""


def only(text: str) -> tuple[str, str | None, str | None]:
    (reference,) = find(text)
    assert reference.quote == text[reference.start : reference.end]
    return reference.quote, reference.number, reference.provision


def resolved(text: str) -> tuple[Reference, ...]:
    draft = draft_of(text)
    return resolve(find(draft.text), parsed(text).provisions, draft.text)


def broken(text: str) -> tuple[Finding, ...]:
    draft = draft_of(text)
    provisions = parsed(text).provisions
    return faults(resolve(find(draft.text), provisions, draft.text), provisions, draft.text)


@pytest.mark.parametrize(
    ("cited", "number"),
    [
        ("Nghị định số 15/2020/NĐ-CP", "15/2020/NĐ-CP"),
        ("Nghị định 63/2010/NĐ-CP", "63/2010/NĐ-CP"),
        ("Luật Đất đai số 31/2024/QH15", "31/2024/QH15"),
        ("Luật Ban hành văn bản quy phạm pháp luật số\n64/2025/QH15", "64/2025/QH15"),
        ("Nghị quyết số 27/2025/NQ-HĐND", "27/2025/NQ-HĐND"),
        ("Quyết định số 138/2025/QĐ-UBND", "138/2025/QĐ-UBND"),
        ("Quyết định số 570/QĐ-TTg", "570/QĐ-TTg"),
        ("Thông tư liên tịch số 05/2012/TTLT-BVHTTDL-BYT", "05/2012/TTLT-BVHTTDL-BYT"),
        ("Nghị quyết số 973/2020/UBTVQH14", "973/2020/UBTVQH14"),
        ("QUYẾT ĐỊNH SỐ 42/2018/QĐ-UBND", "42/2018/QĐ-UBND"),
    ],
)
def test_number_of_every_kind_of_document_is_read(cited: str, number: str) -> None:
    assert only(f"Thực hiện {cited} của cơ quan có thẩm quyền.") == (cited, number, None)


@pytest.mark.parametrize(
    ("cited", "number", "provision"),
    [
        (
            "khoản 2 và khoản 4 Điều 14 Luật Đất đai số 31/2024/QH15",
            "31/2024/QH15",
            "khoản 2 và khoản 4 Điều 14",
        ),
        ("điểm a khoản 2 Điều này", None, "điểm a khoản 2 Điều này"),
        ("Điều 5 Quy định này", None, "Điều 5 Quy định này"),
        ("Điều 5 đến Điều 7 của Nghị định số 15/2020/NĐ-CP", "15/2020/NĐ-CP", "Điều 5 đến Điều 7"),
        ("khoản 7 Điều 111\nLuật Đất đai", None, "khoản 7 Điều 111"),
        ("khoản 1, 3 và 5 Điều này", None, "khoản 1, 3 và 5 Điều này"),
        ("Điều 60 của Luật Giáo dục \nnghề nghiệp", None, "Điều 60"),
    ],
)
def test_pinpoint_and_document_are_one_citation(cited: str, number: str | None, provision: str) -> None:
    assert only(f"Thực hiện theo {cited}.") == (cited, number, provision)


def test_law_is_found_by_its_name_up_to_where_the_sentence_goes_on() -> None:
    quotes = [
        r.quote
        for r in find(
            "Luật Tổ chức chính quyền địa phương quy định; Luật Phòng, chống ma túy và Luật Đất đai năm 2024."
        )
    ]
    assert quotes == [
        "Luật Tổ chức chính quyền địa phương",
        "Luật Phòng, chống ma túy",
        "Luật Đất đai năm 2024",
    ]


def test_number_belongs_to_the_document_right_before_it() -> None:
    found = [(r.quote, r.number) for r in find("Theo Luật Đấu thầu, Nghị định số 214/2025/NĐ-CP.")]
    assert found == [("Luật Đấu thầu", None), ("Nghị định số 214/2025/NĐ-CP", "214/2025/NĐ-CP")]


def test_headings_and_the_drafts_own_number_are_no_citations() -> None:
    assert find("Số: 12/2025/QĐ-UBND\nChương II\nQUY ĐỊNH\nĐiều 3. Bến đò\nPHỤ LỤC I\nDANH MỤC\n") == ()


def test_citation_of_the_same_article_and_of_the_decision_are_resolved() -> None:
    text = (
        LETTERHEAD
        + ARTICLES
        + "Điều 3. Thực hiện theo điểm b khoản 2 Điều 1 Quyết định này.\nĐiều 4. Khác\n1. Một.\n"
        "2. Như khoản 1 Điều này.\n"
    )
    found = [r.resolved for r in resolved(text) if r.resolved]
    assert [r["id"] for r in found if r] == ["dieu-1/khoan-2/diem-b", "dieu-4/khoan-1"]
    assert found[0] == {"number": None, "provision": "điểm b khoản 2 Điều 1", "id": "dieu-1/khoan-2/diem-b"}


def test_attached_regulation_means_itself_and_the_decision_means_the_decision() -> None:
    attached = (
        "QUY ĐỊNH\nVỀ BẾN ĐÒ\n(Ban hành kèm theo Quyết định số    /2026/QĐ-UBND)\n"
        "Điều 1. Bến\n1. Một.\n2. Hai.\n3. Ba.\n"
        "Điều 2. Theo khoản 3 Điều 1 Quy định này và Điều 2 Quyết định này.\n"
    )
    found = [r.resolved["id"] for r in resolved(LETTERHEAD + ARTICLES + SIGNATURE + attached) if r.resolved]
    assert found == ["kem-theo-1/dieu-1/khoan-3", "dieu-2"]


def test_list_resolves_to_what_holds_all_its_places() -> None:
    text = LETTERHEAD + "Điều 1. Bến\n1. Một.\n2. Hai.\n3. Theo khoản 1 và khoản 2 Điều này.\n"
    assert [r.resolved["id"] for r in resolved(text) if r.resolved] == ["dieu-1"]


def test_missing_article_and_missing_clause_are_broken() -> None:
    text = LETTERHEAD + ARTICLES + "Điều 3. Khác\n1. Theo Điều 9 Quyết định này.\n2. Theo khoản 5 Điều này.\n"
    findings = broken(text)
    assert [(f.rule, f.family, f.severity, f.provision) for f in findings] == [
        ("reference.broken_internal", "reference", "suspect", "dieu-3/khoan-1"),
        ("reference.broken_internal", "reference", "suspect", "dieu-3/khoan-2"),
    ]
    assert "Điều 9" in findings[0].explanation
    assert all(f.quote == text[f.start : f.end] for f in findings)


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo khoản 1 Điều 1 Quyết định này.",
        "Theo Điều 99 Nghị định số 15/2020/NĐ-CP.",
        "Theo Điều 99 Nghị định này.",
        "Theo Điều 99.",
        "Theo khoản 7 Phụ lục V Nghị định này.",
        "Theo điểm a khoản 1 Điều 1 Quyết định này.",  # khoản 1 has no lettered parts: unnumbered text may be meant
    ],
)
def test_nothing_is_claimed_of_what_exists_or_is_not_the_drafts_own(sentence: str) -> None:
    assert broken(LETTERHEAD + ARTICLES + f"Điều 3. {sentence}\n") == ()


def test_nothing_is_claimed_inside_a_quoted_amendment() -> None:
    text = (
        LETTERHEAD + "Điều 1. Sửa đổi Điều 7 như sau:\n“Điều 7. Bến\n"
        "1. Theo khoản 9 Điều này và Điều 30 Quyết định này.”\n"
        "Điều 2. Theo Điều 40 Quyết định này.\n"
    )
    assert broken(text) == ()


@pytest.mark.parametrize(
    ("pinpoint", "places"),
    [
        ("khoản 2 và khoản 4 Điều này", [("này", "2", ""), ("này", "4", "")]),
        ("điểm a, b và c khoản 2 Điều 3", [("3", "2", "a"), ("3", "2", "b"), ("3", "2", "c")]),
        ("Điều 5 đến Điều 7", [("5", "", ""), ("6", "", ""), ("7", "", "")]),
        ("các khoản 1, 2 Điều 4", [("4", "1", ""), ("4", "2", "")]),
        ("điểm d đến điểm e khoản 1 Điều 2", [("2", "1", "d"), ("2", "1", "đ"), ("2", "1", "e")]),
        ("khoản 1 Điều 3, khoản 2 Điều 4", [("3", "1", ""), ("4", "2", "")]),
    ],
)
def test_lists_and_ranges_name_single_places(pinpoint: str, places: list[tuple[str, str, str]]) -> None:
    assert [(place.dieu, place.khoan, place.diem) for place in places_of(pinpoint)] == places
