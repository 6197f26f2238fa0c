"""Form: what is written wrongly is found, what a draft still leaves blank never is."""

from __future__ import annotations

import pytest

from nlp.rules.document_kind import is_administrative, is_shown_normative
from nlp.types import Document, DocumentType
from tests.unit.nlp.check_helpers import decision, found, rules

BODY = "Điều 1. Giá\nGiá là 5.000 đồng.\nĐiều 2. Hiệu lực\nQuyết định này có hiệu lực từ ngày 20 tháng 5 năm 2026.\n"
SIGNED = BODY + "Nơi nhận:\n- Như Điều 2;\n{}\nNguyễn Văn A"


@pytest.mark.parametrize(
    ("number", "kind", "administrative", "normative"),
    [
        ("12/2026/QĐ-UBND", "quyet_dinh", False, True),
        ("1234/QĐ-UBND", "quyet_dinh", True, False),
        ("Số: 12/QĐ-UBND", None, True, False),
        ("Số:     /2026/QĐ-UBND", None, False, True),
        ("Số: …/…/QĐ-UBND", None, False, True),
        ("Số:      /QĐ-UBND", None, True, False),
        (None, "chi_thi", True, False),
        (None, None, False, False),
    ],
)
def test_a_document_shows_its_kind_by_number_blank_number_or_type(
    number: str | None, kind: DocumentType | None, administrative: bool, normative: bool
) -> None:
    blank = bool(number and number.startswith("Số"))
    text = f"ỦY BAN NHÂN DÂN TỈNH\n{number if blank else ''}\nQUYẾT ĐỊNH"
    document = Document(text, None if blank else number, kind, "ubnd_tinh", None, None, None, None)

    assert is_administrative(document) is administrative
    assert is_shown_normative(document) is normative


@pytest.mark.parametrize("number", ["    /2026/QĐ-UBND", "12/2026/QĐ-UBND", "012/2026/QĐ-UBND"])
def test_a_draft_is_not_accused_of_being_a_draft(number: str) -> None:
    assert rules(decision(BODY, number=number), "format.") == set()


@pytest.mark.parametrize("number", ["1725/2026/QĐ-UBND", "12/2025/QĐ-UBND", "12/2026/QĐ-STC"])
def test_a_number_of_another_form_register_or_year_is_found(number: str) -> None:
    text = decision(BODY).replace("Số: 12/2026/QĐ-UBND", f"Số: {number}")

    assert [finding.quote for finding in found(text, "format.number_pattern")] == [number]


def test_an_individual_number_beside_the_law_on_norms_is_found() -> None:
    bases = "Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15;\n"

    assert rules(decision(BODY, number="1234/QĐ-UBND", bases=bases), "format.") == {
        "format.number_without_year"
    }
    assert rules(decision(BODY, number="1234/QĐ-UBND"), "format.") == set()


@pytest.mark.parametrize(
    ("symbol", "signature", "accused"),
    [
        ("QĐ-UBND", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", False),
        ("QĐ-UBND", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", False),
        ("QĐ-UBND", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", True),
        ("QĐ-CTUBND", "CHỦ TỊCH", False),
        ("QĐ-CTUBND", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", True),
    ],
)
def test_the_symbol_goes_with_the_signature(symbol: str, signature: str, accused: bool) -> None:
    text = decision(SIGNED.format(signature), number=f"12/2026/{symbol}")

    assert ("format.symbol_against_signature" in rules(text, "format.")) is accused


@pytest.mark.parametrize(
    ("line", "accused"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", False),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", False),
        ("Độc lập – Tự do – Hạnh phúc", False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨ VIỆT NAM", True),
        ("Độc lập - Tự do - Hạnh phục", True),
        ("Độc lập về tài chính của đơn vị", False),
    ],
)
def test_the_words_of_the_national_header_are_fixed(line: str, accused: bool) -> None:
    assert ("format.national_header" in rules(f"{line}\n{decision(BODY)}", "format.")) is accused


def test_an_article_without_a_name_among_named_ones_and_a_full_stop_after_a_basis() -> None:
    named = (
        "Điều 1. Phạm vi\nVề chợ.\nĐiều 2. Đối tượng\nThương nhân.\n"
        "Điều 3. Các hộ nộp tiền theo tháng và:\n1. Giữ sạch.\n"
    )
    plain = "Điều 1. Ban hành kèm theo Quyết định này Quy chế chợ.\nĐiều 2. Sở Công Thương chịu trách nhiệm thi hành.\n"

    assert [f.provision for f in found(decision(named), "format.article")] == ["dieu-3"]
    assert found(decision(plain), "format.article") == []
    assert [
        f.severity
        for f in found(decision(BODY, bases="Căn cứ Luật Giá.\nCăn cứ Luật Chợ;\n"), "format.basis")
    ] == ["info"]


def test_the_attached_text_names_the_document_it_comes_with() -> None:
    body = (
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế chợ.\n"
        "Điều 2. Quyết định này có hiệu lực từ ngày 20 tháng 5 năm 2026.\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\nQUY CHẾ\nQUẢN LÝ CHỢ\n(Ban hành kèm theo {})\n"
        "Điều 1. Phạm vi\nQuy chế này quy định về chợ.\nĐiều 2. Đối tượng\nThương nhân."
    )

    for note, accused in (
        ("Quyết định số 12/2026/QĐ-UBND", False), ("Quyết định số    /2026/QĐ-UBND", False),
        ("Quyết định số 13/2026/QĐ-UBND", True), ("Nghị quyết số 12/2026/NQ-HĐND", True),
    ):  # fmt: skip
        got = rules(decision(body.format(note)), "format.attachment")
        assert bool(got) is accused, note


def test_a_whole_decision_without_any_basis_is_noticed() -> None:
    bare = f"ỦY BAN NHÂN DÂN TỈNH\nSố: 12/2026/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc quản lý chợ\n{BODY}"

    assert rules(bare, "format.") == {"format.no_basis_lines"}
    assert rules(BODY, "format.") == set()


@pytest.mark.parametrize(
    ("signature", "accused"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", False),
        ("TM. HỘI ĐỒNG NHÂN DÂN\nCHỦ TỊCH", True),
        ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ TÀI CHÍNH", True),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", True),
    ],
)
def test_a_decision_is_signed_for_the_committee_and_for_no_other(signature: str, accused: bool) -> None:
    text = decision(f"Điều 1. Nội dung\nQuy định giá.\nNơi nhận:\n- Như Điều 1;\n{signature}\nNguyễn Văn A")

    assert ("format.symbol_against_signature" in rules(text, "format.")) is accused
