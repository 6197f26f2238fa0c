"""What a draft's letterhead says of it, and what it does not say yet."""

from __future__ import annotations

import pytest

from nlp.structure import Heading, parse, read_heading
from tests.unit.nlp.structure_helpers import LETTERHEAD, draft_of

BODY = "Điều 1. Bến đò.\n"


def heading_of(text: str) -> Heading:
    draft = draft_of(text)
    return read_heading(draft, parse(draft).provisions)


def letterhead(body: str, number: str, date: str, kind: str, title: str) -> str:
    return (
        f"{body}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n{number}\n{date}\n{kind}\n{title}\n"
        "Căn cứ Luật Đất đai số 31/2024/QH15 ngày 18 tháng 01 năm 2024;\n" + BODY
    )


def test_issued_decision_tells_everything() -> None:
    text = letterhead(
        "ỦY BAN NHÂN DÂN\nTỈNH X", "Số: 72/2025/QĐ-UBND", "X, ngày 19 tháng 11 năm 2025", "QUYẾT ĐỊNH",
        "Ban hành Quy định\nvề bến đò",
    )  # fmt: skip
    assert heading_of(text) == Heading(
        "72/2025/QĐ-UBND", "quyet_dinh", "ubnd_tinh", "Ban hành Quy định về bến đò", "2025-11-19"
    )


def test_draft_with_blanks_has_no_number_and_no_date() -> None:
    assert heading_of(LETTERHEAD + BODY) == Heading(
        None, "quyet_dinh", "ubnd_tinh", "Ban hành Quy định về quản lý bến đò", None
    )


@pytest.mark.parametrize(
    "number", ["Số:      /2026/QĐ-UBND", "Số: ……/2026/QĐ-UBND", "Số:     /QĐ-UBND", "Số: ...../2026/QĐ-UBND"]
)
def test_number_left_open_is_none(number: str) -> None:
    found = heading_of(
        letterhead("ỦY BAN NHÂN DÂN\nTỈNH X", number, "X, ngày   tháng   năm 2026", "QUYẾT ĐỊNH", "Về bến")
    )
    assert (found.number, found.date, found.type) == (None, None, "quyet_dinh")


@pytest.mark.parametrize(
    ("body", "number", "kind", "issuer"),
    [
        ("HỘI ĐỒNG NHÂN DÂN\nTỈNH X", "Số: 5/2026/NQ-HĐND", "NGHỊ QUYẾT", "hdnd_tinh"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ X", "Số: 5/2026/QĐ-UBND", "QUYẾT ĐỊNH", "ubnd_tinh"),
        ("ỦY BAN NHÂN DÂN\nTỈNH X", "Số: 5/2026/QĐ-CTUBND", "QUYẾT ĐỊNH", "ct_ubnd_tinh"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN\nTỈNH X", "Số: 5/2026/QĐ-UBND", "QUYẾT ĐỊNH", "ct_ubnd_tinh"),
        ("HỘI ĐỒNG NHÂN DÂN\nXÃ X", "Số: 5/2026/NQ-HĐND", "NGHỊ QUYẾT", "hdnd_xa"),
        ("ỦY BAN NHÂN DÂN\nPHƯỜNG X", "Số: 5/2026/QĐ-UBND", "QUYẾT ĐỊNH", "ubnd_xa"),
        ("ỦY BAN NHÂN DÂN\nĐẶC KHU X", "Số: 5/2026/QĐ-UBND", "QUYẾT ĐỊNH", "dac_khu"),
        ("CHÍNH PHỦ", "Số: 5/2026/NĐ-CP", "NGHỊ ĐỊNH", "central"),
        ("BỘ TÀI CHÍNH", "Số: 5/2026/TT-BTC", "THÔNG TƯ", "central"),
    ],
)
def test_issuing_body_is_read_from_its_name(body: str, number: str, kind: str, issuer: str) -> None:
    assert (
        heading_of(letterhead(body, number, "X, ngày 1 tháng 2 năm 2026", kind, "Về bến đò")).issuer == issuer
    )


def test_letterhead_in_table_cells_is_read() -> None:
    text = (
        "ỦY BAN NHÂN DÂN TỈNH X | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc\n"
        "Số: 7/2026/QĐ-UBND | X, ngày 05 tháng 01 năm 2026\n\nQUYẾT ĐỊNH\n\nVỀ BẾN ĐÒ\n\n" + BODY
    )
    assert heading_of(text) == Heading("7/2026/QĐ-UBND", "quyet_dinh", "ubnd_tinh", "VỀ BẾN ĐÒ", "2026-01-05")


def test_number_and_date_of_a_cited_law_are_not_the_drafts() -> None:
    text = "NGHỊ QUYẾT\nVề bến đò\nHỘI ĐỒNG NHÂN DÂN TỈNH X\nCăn cứ Luật số 72/2025/QH15 ngày 16 tháng 6 năm 2025;\n"
    assert heading_of(text + BODY) == Heading(None, "nghi_quyet", "hdnd_tinh", "Về bến đò", None)


def test_impossible_date_is_none() -> None:
    text = letterhead(
        "CHÍNH PHỦ", "Số: 5/2026/NĐ-CP", "Hà Nội, ngày 31 tháng 02 năm 2026", "NGHỊ ĐỊNH", "Về bến"
    )
    assert heading_of(text).date is None


def test_a_resolution_without_a_date_in_its_letterhead_bears_the_day_of_its_adoption() -> None:
    text = (
        "HỘI ĐỒNG NHÂN DÂN\nTỈNH X\nNGHỊ QUYẾT\nQuy định mức chi\nCăn cứ Luật Ngân sách nhà nước;\n"
        "Điều 1. Mức chi\nMức chi là 1.\nĐiều 2. Hiệu lực\n"
        "Nghị quyết này đã được Hội đồng nhân dân tỉnh X khóa IX, kỳ họp thứ tư thông qua ngày {day} năm {year}./.\n"
    )

    assert heading_of(text.format(day="13 tháng 7", year="2017")).date == "2017-07-13"
    assert heading_of(text.format(day="... tháng ...", year="2026")).date is None
