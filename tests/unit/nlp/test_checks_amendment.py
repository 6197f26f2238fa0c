"""Amending clauses: the part, the new words, the number; blanket repeals; chapters that only repeat."""

from __future__ import annotations

import pytest

from tests.unit.nlp.check_helpers import decision, found, rules

TITLE = "Sửa đổi, bổ sung Quyết định số 5/2024/QĐ-UBND"
END = "\nĐiều 9. Hiệu lực\nQuyết định này có hiệu lực từ ngày 20 tháng 5 năm 2026."


@pytest.mark.parametrize(
    ("body", "accused"),
    [
        (
            "Điều 1. Sửa đổi, bổ sung Quyết định số 5/2024/QĐ-UBND như sau:\nMức thu tăng lên 5.000 đồng.",
            True,
        ),
        (
            "Điều 1. Sửa đổi khoản 2 Điều 5 Quyết định số 5/2024/QĐ-UBND như sau:\n“2. Mức thu 5.000 đồng.”",
            False,
        ),
        (
            "Điều 1. Sửa đổi Quyết định số 5/2024/QĐ-UBND như sau:\n1. Thay cụm từ “hộ” bằng “hộ gia đình”.",
            False,
        ),
        ("Điều 1. Trách nhiệm\n1. Sửa đổi quy định cho phù hợp khi có vướng mắc.", False),
    ],
)
def test_an_amending_clause_names_the_part_it_changes(body: str, accused: bool) -> None:
    got = rules(decision(body + END, title=TITLE), "structure.amend")

    assert ("structure.amendment_names_no_part" in got) is accused


def test_an_amending_clause_quotes_the_new_words() -> None:
    body = (
        "Điều 1. Sửa đổi Quyết định số 5/2024/QĐ-UBND\n1. Sửa đổi khoản 2 Điều 5 như sau:\n"
        "2. Sửa đổi khoản 3 Điều 6 như sau:\n“3. Mức thu 5.000 đồng.”"
    )

    assert [f.provision for f in found(decision(body + END, title=TITLE), "structure.amendment_quotes")] == [
        "dieu-1/khoan-1"
    ]


def test_an_amending_document_gives_the_number_of_the_text() -> None:
    body = "Điều 1. Sửa đổi Điều 5 Quy định về chợ như sau:\n“Điều 5. Phí\nPhí là 5.000 đồng.”" + END

    assert "structure.amended_text_without_number" in rules(
        decision(body, title="Sửa đổi Quy định về chợ"), "structure."
    )
    assert "structure.amended_text_without_number" not in rules(decision(body, title=TITLE), "structure.")


@pytest.mark.parametrize(
    ("sentence", "accused"),
    [
        ("Các quy định trước đây trái với Quyết định này đều bị bãi bỏ.", True),
        ("Bãi bỏ các văn bản trước đây trái với Quyết định này.", True),
        ("Bãi bỏ Quyết định số 5/2024/QĐ-UBND trái với Quyết định này.", False),
        ("Các hành vi trái với Quyết định này bị xử lý theo pháp luật.", False),
    ],
)
def test_what_is_abolished_is_named(sentence: str, accused: bool) -> None:
    assert bool(rules(decision(f"Điều 1. Bãi bỏ\n{sentence}"), "structure.abolishes")) is accused


@pytest.mark.parametrize(
    ("year", "content", "accused"),
    [
        (2022, "được khen thưởng theo quy định của pháp luật", True),
        (2022, "được tặng cờ và 20 triệu đồng", False),
        (2026, "được khen thưởng theo quy định của pháp luật", False),
    ],
)
def test_a_chapter_without_new_content_was_a_fault_until_the_law_of_2025(
    year: int, content: str, accused: bool
) -> None:
    body = (
        "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nVề chợ.\nChương II\nKHEN THƯỞNG VÀ XỬ LÝ VI PHẠM\n"
        f"Điều 2. Khen thưởng\nTổ chức, cá nhân có thành tích {content}."
    )
    findings = found(decision(body, year=year), "structure.empty")

    assert [finding.provision for finding in findings] == (["chuong-2"] if accused else [])
    assert all(finding.legal_basis[0].status == "verified" for finding in findings)


@pytest.mark.parametrize(
    ("clause", "accused"),
    [
        ("Bãi bỏ một phần nội dung của Quyết định số 5/2024/QĐ-UBND.", True),
        ("Bãi bỏ một phần nội dung của Quyết định số 5/2024/QĐ-UBND, gồm khoản 2 Điều 3.", False),
        ("Bãi bỏ Quyết định số 5/2024/QĐ-UBND bãi bỏ một phần Quy chế chợ.", False),
        ("Thay cụm từ “Phòng Thuế” bằng cụm từ “Thuế cơ sở” tại các văn bản đã ban hành.", True),
        ("Thay cụm từ “Phòng Thuế” bằng cụm từ “Thuế cơ sở” tại các quyết định số 5/2024/QĐ-UBND.", False),
        ("Bổ sung vào Điều 3 nội dung sau: “Chợ đêm mở đến 23 giờ.”", True),
        ("Bổ sung vào Điều 3 nội dung sau: “5. Chợ đêm mở đến 23 giờ.”", False),
        ("Bổ sung khoản 5 vào Điều 3 như sau: “5. Chợ đêm mở đến 23 giờ.”", False),
    ],
)
def test_what_and_where_an_amendment_changes_can_be_told(clause: str, accused: bool) -> None:
    body = f"Điều 1. Sửa đổi Quy chế chợ kèm theo Quyết định số 5/2024/QĐ-UBND\n1. {clause}"

    assert bool(rules(decision(body), "structure.amendment_unclear")) is accused
