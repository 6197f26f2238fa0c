"""Texts within the draft: quotations, attached texts, appendices, forms, further files, signatures."""

from __future__ import annotations

import pytest

from tests.unit.nlp.structure_helpers import LETTERHEAD, SIGNATURE, draft_of, ids, parsed

BODY = LETTERHEAD + "Điều 1. Ban hành Quy định.\nĐiều 2. Hiệu lực từ ngày ký.\n" + SIGNATURE


def amending(articles: str) -> str:
    return LETTERHEAD + articles


def test_quoted_amendment_is_a_scope_of_its_own() -> None:
    text = amending(
        "Điều 1. Sửa đổi Quy định\n1. Sửa đổi Điều 7 như sau:\n“Điều 7. Hồ sơ\n1. Hồ sơ gồm:\n"
        "a) Đơn;\nb) Bản sao “sổ bến”.\n2. Một bộ.”\n"
        "2. Bãi bỏ Điều 8.\nĐiều 2. Hiệu lực.\n"
    )
    structure = parsed(text)
    assert ids(structure, "dieu", "khoan", "diem", "trich_dan") == [
        "dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-1/trich-dan-1", "dieu-1/khoan-1/trich-dan-1/dieu-7",
        "dieu-1/khoan-1/trich-dan-1/dieu-7/khoan-1", "dieu-1/khoan-1/trich-dan-1/dieu-7/khoan-1/diem-a",
        "dieu-1/khoan-1/trich-dan-1/dieu-7/khoan-1/diem-b", "dieu-1/khoan-1/trich-dan-1/dieu-7/khoan-2",
        "dieu-1/khoan-2", "dieu-2",
    ]  # fmt: skip
    quotation = next(p for p in structure.provisions if p.kind == "trich_dan")
    assert text[quotation.start] == "“"
    assert text[quotation.end - 1] == "”"
    assert structure.findings == ()


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("«", "»"), ("“", '"')])
def test_quotation_ends_with_its_mark_whatever_marks_are_used(opening: str, closing: str) -> None:
    structure = parsed(
        amending(
            f"Điều 1. Bổ sung khoản 3 Điều 4 như sau:\n{opening}3. Bến có đèn.{closing}.\n"
            "Điều 2. Hiệu lực\n1. Từ ngày ký.\n2. Giao Sở.\n"
        )
    )
    assert ids(structure, "dieu", "khoan", "trich_dan") == [
        "dieu-1", "dieu-1/trich-dan-1", "dieu-1/trich-dan-1/khoan-3", "dieu-2", "dieu-2/khoan-1", "dieu-2/khoan-2"
    ]  # fmt: skip


def test_quotation_inside_a_line_after_a_colon() -> None:
    structure = parsed(
        amending(
            "Điều 1. Sửa đổi\n1. Sửa đổi điểm a khoản 1 Điều 3 như sau: “a) Có đèn;”.\n2. Bãi bỏ Điều 4.\n"
        )
    )
    assert ids(structure, "diem", "khoan") == [
        "dieu-1/khoan-1", "dieu-1/khoan-1/trich-dan-1/diem-a", "dieu-1/khoan-2"
    ]  # fmt: skip


def test_quotation_never_closed_ends_at_the_next_expected_article_with_a_warning() -> None:
    structure = parsed(
        amending(
            "Điều 1. Sửa đổi Điều 9 như sau:\n“Điều 9. Bến\n1. Có đèn.\nĐiều 2. Hiệu lực.\nĐiều 3. Thi hành.\n"
        )
    )
    assert ids(structure, "dieu") == ["dieu-1", "dieu-1/trich-dan-1/dieu-9", "dieu-2", "dieu-3"]
    assert [warning.code for warning in structure.warnings] == ["unclosed_quote"]


def test_words_in_quotation_marks_are_no_quoted_amendment() -> None:
    structure = parsed(
        amending(
            "Điều 1. Giải thích từ ngữ\n1. “Bến đò” là nơi đón khách.\n2. Thay cụm từ “cấp huyện” bằng “cấp xã”.\n"
        )
    )
    assert ids(structure, "trich_dan") == []


def test_appendices_and_forms_stand_after_the_signature() -> None:
    forms = (
        "PHỤ LỤC I\nDANH MỤC BẾN\n1. Bến một.\n2. Bến hai.\nPHỤ LỤC II\nBIỂU MẪU\nMẫu số 01\n"
        "ĐƠN MỞ BẾN\nKính gửi: Sở.\nMẫu số 02\nSƠ ĐỒ\nTên bến.\n"
    )
    structure = parsed(BODY + forms)
    assert ids(structure, "phu_luc", "mau", "khoan") == [
        "phu-luc-1", "phu-luc-1/khoan-1", "phu-luc-1/khoan-2", "phu-luc-2", "phu-luc-2/mau-1", "phu-luc-2/mau-2"
    ]  # fmt: skip
    assert next(p.label for p in structure.provisions if p.id == "phu-luc-1/khoan-2") == "khoản 2 Phụ lục I"


def test_single_appendix_without_a_number_is_the_first() -> None:
    structure = parsed(BODY + "PHỤ LỤC\nDANH MỤC BẾN ĐÒ\n1. Bến một.\n")
    assert ids(structure, "phu_luc") == ["phu-luc-1"]


def test_sample_contract_keeps_its_articles_inside_the_form() -> None:
    structure = parsed(
        BODY + "Mẫu số 03\nHỢP ĐỒNG THUÊ BẾN\nĐiều 1. Đối tượng\nBến đò.\nĐiều 2. Giá thuê\n1. Theo tháng.\n"
    )
    assert ids(structure, "dieu") == ["dieu-1", "dieu-2", "mau-3/dieu-1", "mau-3/dieu-2"]
    assert structure.findings == ()


def test_mention_of_an_appendix_in_the_text_opens_none() -> None:
    structure = parsed(
        LETTERHEAD + "Điều 1. Hồ sơ theo mẫu tại\nPhụ lục I ban hành kèm theo Quyết định này.\n"
        "Mẫu số 02: Đơn mở bến.\nĐiều 2. Hiệu lực.\n"
    )
    assert ids(structure, "phu_luc", "mau") == []
    assert ids(structure, "dieu") == ["dieu-1", "dieu-2"]


def test_list_of_forms_before_the_forms_is_not_taken_for_them() -> None:
    listed = "Mẫu số 01\nĐơn mở bến\nMẫu số 02\nSơ đồ bến\n"
    forms = (
        "Mẫu số 01\nĐƠN MỞ BẾN\n"
        + "Tên bến, vị trí bến, người trông bến.\n" * 10
        + "Mẫu số 02\nSƠ ĐỒ\n"
        + "Vẽ bến.\n" * 10
    )
    structure = parsed(BODY + "PHỤ LỤC\nBIỂU MẪU\n" + listed + forms)
    assert [i for i in ids(structure, "mau") if "~" in i] == []


def test_each_further_file_is_a_node_by_its_content() -> None:
    files = (
        "QUY CHẾ\nQuản lý bến\nĐiều 1. Bến\n1. Một.\n",
        "PHỤ LỤC\nDanh mục\n1. Bến.\n",
        "TỜ KHAI\nHọ tên:\n",
        "Mẫu số 05\nĐƠN\nTên bến:\n",
    )
    structure = parsed(BODY, *files)
    nodes = [(p.id, p.part) for p in structure.provisions if p.part and p.parent is None]
    assert nodes == [("kem-theo-1", 1), ("phu-luc-1", 2), ("mau-1", 3), ("mau-5", 4)]
    assert "kem-theo-1/dieu-1/khoan-1" in ids(structure)


def test_every_further_file_is_covered_from_its_first_to_its_last_word() -> None:
    files = (BODY, "Danh sách bến\nBến một", "PHỤ LỤC III\nBảng giá\nGiá thuê")
    draft = draft_of(*files)
    tops = [p for p in parsed(*files).provisions if p.parent is None and p.part]
    assert [draft.text[p.start : p.end] for p in tops] == list(files[1:])


def test_notes_stand_under_a_node_of_their_own() -> None:
    structure = parsed(
        LETTERHEAD + "Điều 1. Bến[1].\nĐiều 2. Phao.\n" + SIGNATURE + "Ghi chú: 1. Bến cũ.\n",
        notes="Ghi chú:",
    )
    assert ids(structure)[-1] == "chu-thich"
    assert "khoan-1" not in "".join(ids(structure))


def test_two_drafts_in_one_file_are_told_apart_and_warned_about() -> None:
    structure = parsed(BODY + BODY.replace("bến đò", "chợ nổi"))
    assert [warning.code for warning in structure.warnings] == ["two_drafts"]
    assert ids(structure, "dieu") == ["dieu-1", "dieu-2", "kem-theo-1/dieu-1", "kem-theo-1/dieu-2"]


def test_signature_in_one_table_row_is_cut_at_the_cell() -> None:
    row = "Nơi nhận: - Như Điều 2; - Lưu: VT. | TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Họ Tên\n"
    structure = parsed(LETTERHEAD + "Điều 1. Bến.\nĐiều 2. Phao.\n" + row)
    assert ids(structure)[-2:] == ["noi-nhan", "ky"]


def test_words_like_a_signature_do_not_end_the_text_while_articles_go_on() -> None:
    structure = parsed(
        LETTERHEAD
        + "Điều 1. Thẩm quyền\nCHỦ TỊCH ỦY BAN NHÂN DÂN\nquyết định.\nĐiều 2. Hiệu lực\n1. Từ ngày ký.\n"
        + SIGNATURE
    )
    assert "dieu-2/khoan-1" in ids(structure)


def test_text_after_the_signature_without_any_heading_is_still_covered() -> None:
    rest = "Danh sách các bến đò được nâng cấp trong năm và kinh phí của từng bến.\n" * 8
    structure = parsed(BODY + rest)
    assert ids(structure, "phu_luc") == ["phu-luc-1"]


def test_articles_that_begin_again_after_the_signature_are_an_attached_text() -> None:
    structure = parsed(BODY + "Tổ chức và hoạt động của bến đò\nĐiều 1. Bến.\nĐiều 2. Phao.\n")
    assert ids(structure, "dieu") == ["dieu-1", "dieu-2", "kem-theo-1/dieu-1", "kem-theo-1/dieu-2"]
