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


def numbers_given(sentences: str) -> list[tuple[str, str | None]]:
    text = LETTERHEAD + f"Điều 1. {sentences}\n"
    return [
        (r.quote, r.resolved["number"] if r.resolved else None) for r in resolved(text) if r.number is None
    ]


def test_law_by_name_gets_the_number_the_preamble_gives() -> None:
    assert numbers_given("Theo khoản 2 Điều 5 Luật Giao thông đường thủy nội địa; Luật Đất đai.") == [
        ("khoản 2 Điều 5 Luật Giao thông đường thủy nội địa", "23/2004/QH11"),
        ("Luật Đất đai", None),
    ]


def test_law_with_a_year_gets_the_number_of_that_year_only() -> None:
    given = numbers_given(
        "Luật Đất đai số 45/2013/QH13 và Luật Đất đai số 31/2024/QH15: Luật Đất đai năm 2013, Luật Đất đai năm 2024; "
        "Luật Đất đai."
    )
    assert given == [
        ("Luật Đất đai năm 2013", "45/2013/QH13"), ("Luật Đất đai năm 2024", "31/2024/QH15"), ("Luật Đất đai", None)
    ]  # fmt: skip


def test_number_of_an_amending_law_is_not_that_of_the_amended_one() -> None:
    given = numbers_given(
        "Luật sửa đổi, bổ sung một số điều của Luật Giao thông đường thủy nội địa số 48/2014/QH13. "
        "Luật Giao thông đường thủy nội địa."
    )
    assert given == [("Luật Giao thông đường thủy nội địa", "23/2004/QH11")]


@pytest.mark.parametrize(
    ("defined", "used"),
    [
        ("(sau đây gọi tắt là Nghị định số 49)", "điểm a khoản 1 Điều 3 Nghị định số 49"),
        ("(sau đây gọi là Nghị định số 49)", "Nghị định số 49"),
        ("", "Nghị định số 49"),
        ("", "khoản 2 Điều 5 Nghị định nói trên"),
        ("", "Nghị định nêu trên"),
    ],
)
def test_abbreviation_of_a_document_means_the_one_cited_before(defined: str, used: str) -> None:
    given = numbers_given(f"Nghị định số 49/2026/NĐ-CP của Chính phủ {defined} quy định. Thực hiện {used}.")
    assert given[-1] == (used, "49/2026/NĐ-CP")


def test_nothing_is_given_before_it_is_named_nor_to_the_draft_itself() -> None:
    given = numbers_given(
        "Nghị định số 49, Nghị định nói trên và Quyết định này. Nghị định số 49/2026/NĐ-CP."
    )
    assert [number for _, number in given] == [None, None, None]


ANNEXES = "PHỤ LỤC I\nDANH MỤC BẾN\nMẫu số 01\nĐƠN ĐỀ NGHỊ\nMẫu số 02\nTỜ KHAI\n"


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        ("Mẫu số 05 ban hành kèm theo Quyết định này", "Mẫu số 05"),
        ("Mẫu số 03 Phụ lục I Quyết định này", "Mẫu số 03"),
        ("Phụ lục IV ban hành kèm theo Quyết định này", "Phụ lục IV"),
    ],
)
def test_form_or_appendix_that_the_draft_lacks_is_broken(cited: str, shown: str) -> None:
    text = LETTERHEAD + ARTICLES + f"Điều 3. Nộp đơn theo {cited}.\n" + SIGNATURE + ANNEXES
    (finding,) = broken(text)
    assert (finding.rule, finding.severity, finding.quote) == ("reference.missing_annex", "suspect", cited)
    assert shown in finding.explanation


@pytest.mark.parametrize(
    "cited",
    [
        "Mẫu số 01 Phụ lục I Quyết định này", "Mẫu số 2 ban hành kèm theo Quyết định này",
        "Phụ lục I kèm theo Quyết định này", "Mẫu số 05 ban hành kèm theo Nghị định số 15/2020/NĐ-CP", "Mẫu số 05",
        "Mẫu số 05 ban hành kèm theo Nghị định này",
    ],
)  # fmt: skip
def test_form_that_exists_or_belongs_to_another_text_is_not(cited: str) -> None:
    assert broken(LETTERHEAD + ARTICLES + f"Điều 3. Theo {cited}.\n" + SIGNATURE + ANNEXES) == ()


def test_draft_without_any_form_gets_one_remark_for_all() -> None:
    cited = (
        "Mẫu số 01 và Mẫu số 02 ban hành kèm theo Quyết định này; Mẫu số 03 ban hành kèm theo Quyết định này"
    )
    (finding,) = broken(LETTERHEAD + ARTICLES + f"Điều 3. Theo {cited}.\n" + SIGNATURE)
    assert (finding.rule, finding.severity) == ("reference.missing_annex", "info")
    assert "Mẫu số 01, Mẫu số 02, Mẫu số 03" in finding.explanation


def test_form_with_its_number_in_a_table_is_not_missing() -> None:
    text = (
        LETTERHEAD
        + ARTICLES
        + "Điều 3. Theo Mẫu số 05 ban hành kèm theo Quyết định này.\n"
        + SIGNATURE
        + ANNEXES
    )
    assert broken(text + "Tên | Mẫu số 05 | Đơn\n") == ()


def test_excerpt_lacks_no_article_before_its_first() -> None:
    excerpt = "Điều 8. Bến\nTheo Điều 3 và khoản 9 Điều 8 Quyết định này.\n"
    assert broken(excerpt) == ()
    assert [f.quote for f in broken("Điều 8. Bến\n1. A.\n2. Theo khoản 9 Điều 8 Quyết định này.\n")] == [
        "khoản 9 Điều 8 Quyết định này"
    ]


def test_article_of_the_attached_regulation_cited_through_the_decision() -> None:
    attached = "QUY ĐỊNH\nVỀ BẾN\n(Ban hành kèm theo Quyết định số 1/2026/QĐ-UBND)\nĐiều 1. Bến\nX.\nĐiều 2. Phao\nY.\n"
    text = (
        LETTERHEAD + "Điều 1. Theo Điều 2 Quy định ban hành kèm theo Quyết định này.\n" + SIGNATURE + attached
    )
    assert [r.resolved["id"] for r in resolved(text) if r.resolved and r.resolved["id"]] == [
        "kem-theo-1/dieu-2"
    ]


def test_clause_of_two_numbers_stands_below_its_clause() -> None:
    text = LETTERHEAD + "Điều 1. Bến\n1. Một:\n1.1. A.\n1.2. Theo khoản 1.1 Điều này.\n"
    assert [r.resolved["id"] for r in resolved(text) if r.resolved] == ["dieu-1/khoan-1/khoan-1.1"]


@pytest.mark.parametrize(
    ("pinpoint", "places"),
    [
        ("khoản 2 và khoản 4 Điều này", [("này", "2", ""), ("này", "4", "")]),
        ("điểm a, b và c khoản 2 Điều 3", [("3", "2", "a"), ("3", "2", "b"), ("3", "2", "c")]),
        ("Điều 5 đến Điều 7", [("5", "", ""), ("6", "", ""), ("7", "", "")]),
        ("các khoản 1, 2 Điều 4", [("4", "1", ""), ("4", "2", "")]),
        ("điểm d đến điểm e khoản 1 Điều 2", [("2", "1", "d"), ("2", "1", "đ"), ("2", "1", "e")]),
        ("khoản 1 Điều 3, khoản 2 Điều 4", [("3", "1", ""), ("4", "2", "")]),
        (
            "các điểm a, b và c khoản 2 Điều 5 của Quy định này",
            [("5", "2", "a"), ("5", "2", "b"), ("5", "2", "c")],
        ),
        ("từ khoản 1 đến khoản 3 Điều 2", [("2", "1", ""), ("2", "2", ""), ("2", "3", "")]),
    ],
)
def test_lists_and_ranges_name_single_places(pinpoint: str, places: list[tuple[str, str, str]]) -> None:
    assert [(place.dieu, place.khoan, place.diem) for place in places_of(pinpoint)] == places
