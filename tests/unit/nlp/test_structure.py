"""The provision tree: ids, parents, ranges, and what is no provision although it looks like one."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from nlp.references import faults, find, resolve
from nlp.structure import Structure, parse
from nlp.types import Provision
from tests.unit.nlp.structure_helpers import LETTERHEAD, SIGNATURE, draft_of, ids, parsed, tree_faults

REGULATION = """QUY ĐỊNH
VỀ QUẢN LÝ BẾN ĐÒ
(Ban hành kèm theo Quyết định số      /2026/QĐ-UBND)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy định này quy định về quản lý bến đò.
Điều 2. Nguyên tắc
1. Bến đò được mở khi:
a) Có đường vào;
b) Có đèn;
c) Có phao;
d) Có biển báo;
đ) Có nhà chờ;
e) Có người trông.
2. Hồ sơ gồm:
- Đơn;
- Sơ đồ bến.
Chương II
TỔ CHỨC THỰC HIỆN
Mục 1
CẤP TỈNH
Điều 3. Sở Xây dựng
1. Hướng dẫn việc mở bến.
1.1. Trên sông lớn.
1.2. Trên kênh.
2. Kiểm tra hằng năm.
"""


def named(structure: Structure, identifier: str) -> Provision:
    return next(provision for provision in structure.provisions if provision.id == identifier)


def with_articles(articles: str) -> str:
    return LETTERHEAD + articles


def test_decision_with_attached_regulation_gives_each_its_own_articles() -> None:
    body = (
        "Điều 1. Ban hành kèm theo Quyết định này Quy định về quản lý bến đò.\n"
        "Điều 2. Quyết định có hiệu lực từ ngày ký.\n"
    )
    structure = parsed(with_articles(body) + SIGNATURE + REGULATION)
    assert ids(structure) == [
        "mo-dau", "can-cu-1", "can-cu-2", "dieu-1", "dieu-2", "noi-nhan", "ky", "kem-theo-1",
        "kem-theo-1/chuong-1", "kem-theo-1/dieu-1", "kem-theo-1/dieu-2", "kem-theo-1/dieu-2/khoan-1",
        "kem-theo-1/dieu-2/khoan-1/diem-a", "kem-theo-1/dieu-2/khoan-1/diem-b", "kem-theo-1/dieu-2/khoan-1/diem-c",
        "kem-theo-1/dieu-2/khoan-1/diem-d", "kem-theo-1/dieu-2/khoan-1/diem-dd", "kem-theo-1/dieu-2/khoan-1/diem-e",
        "kem-theo-1/dieu-2/khoan-2", "kem-theo-1/dieu-2/khoan-2/gach-1", "kem-theo-1/dieu-2/khoan-2/gach-2",
        "kem-theo-1/chuong-2", "kem-theo-1/chuong-2/muc-1", "kem-theo-1/dieu-3", "kem-theo-1/dieu-3/khoan-1",
        "kem-theo-1/dieu-3/khoan-1/khoan-1.1", "kem-theo-1/dieu-3/khoan-1/khoan-1.2", "kem-theo-1/dieu-3/khoan-2",
    ]  # fmt: skip
    assert named(structure, "can-cu-1").parent == "mo-dau"
    assert named(structure, "kem-theo-1/dieu-3").parent == "kem-theo-1/chuong-2/muc-1"
    assert structure.findings == ()
    assert structure.warnings == ()


def test_labels_name_the_place_as_a_jurist_does() -> None:
    structure = parsed(with_articles("Điều 1. Một.\nĐiều 2. Hai.\n") + SIGNATURE + REGULATION)
    assert (
        named(structure, "kem-theo-1/dieu-2/khoan-1/diem-dd").label
        == "điểm đ khoản 1 Điều 2 Quy định kèm theo"
    )
    assert named(structure, "kem-theo-1/chuong-2/muc-1").label == "Mục 1 Chương II Quy định kèm theo"
    assert (
        named(structure, "kem-theo-1/dieu-3/khoan-1/khoan-1.2").label == "khoản 1.2 Điều 3 Quy định kèm theo"
    )
    assert named(structure, "dieu-2").label == "Điều 2"


def test_headings_are_titles_and_not_the_text_of_an_article() -> None:
    structure = parsed(
        with_articles("Điều 1. Ban hành Quy định về bến đò.\nĐiều 2. Hiệu lực\n1. Từ ngày ký.\n")
        + SIGNATURE
        + REGULATION
    )
    assert named(structure, "dieu-1").heading == ""
    assert named(structure, "dieu-2").heading == "Hiệu lực"
    assert named(structure, "kem-theo-1").heading == "QUY ĐỊNH VỀ QUẢN LÝ BẾN ĐÒ"
    assert named(structure, "kem-theo-1/chuong-2").heading == "TỔ CHỨC THỰC HIỆN"


def test_range_goes_from_the_marker_to_the_end_of_the_last_child() -> None:
    text = with_articles("Điều 1. Bến đò\n1. Mở bến:\na) Có đèn;\nb) Có phao.\n\nĐiều 2. Hiệu lực.\n")
    structure = parsed(text)
    dieu, khoan = named(structure, "dieu-1"), named(structure, "dieu-1/khoan-1")
    assert text[dieu.start : dieu.end] == "Điều 1. Bến đò\n1. Mở bến:\na) Có đèn;\nb) Có phao."
    assert text[khoan.start : khoan.end] == "1. Mở bến:\na) Có đèn;\nb) Có phao."


@pytest.mark.parametrize(
    "heading",
    ["Điều 2. Hồ sơ", "Điều 2: Hồ sơ", "Điều 2\nHồ sơ", "Điều\n2. Hồ sơ", "ĐIỀU 2. HỒ SƠ", "Điều 2.\nHồ sơ"],
)
def test_every_way_to_write_an_article_heading_is_read(heading: str) -> None:
    structure = parsed(with_articles(f"Điều 1. Bến đò.\n{heading}\n1. Đơn.\n2. Sơ đồ.\nĐiều 3. Hiệu lực.\n"))
    assert ids(structure, "dieu", "khoan") == [
        "dieu-1",
        "dieu-2",
        "dieu-2/khoan-1",
        "dieu-2/khoan-2",
        "dieu-3",
    ]
    assert named(structure, "dieu-2").heading.lower() == "hồ sơ"


def test_wrapped_citation_at_the_head_of_a_line_is_no_article() -> None:
    articles = """Điều 1. Việc mở bến thực hiện theo khoản 2
Điều 12 Nghị định số 8/2021/NĐ-CP và quy định tại
Điều 2. Trường hợp khác do Sở quyết định theo
Điều 5 của Luật này.
Điều 2. Hiệu lực
1. Từ ngày ký.
"""
    structure = parsed(with_articles(articles))
    assert ids(structure, "dieu") == ["dieu-1", "dieu-2"]
    assert named(structure, "dieu-2").heading == "Hiệu lực"


def test_wrapped_heading_is_put_together() -> None:
    structure = parsed(
        with_articles(
            "Điều 1. Trình tự mở bến đò và trách nhiệm của\nỦy ban nhân dân cấp xã trong việc\n"
            "quản lý bến\n1. Một.\n2. Hai.\n"
        )
    )
    assert named(structure, "dieu-1").heading == (
        "Trình tự mở bến đò và trách nhiệm của Ủy ban nhân dân cấp xã trong việc quản lý bến"
    )


def test_flattened_page_is_split_by_the_sequence() -> None:
    line = (
        "Điều 1. Thời hạn 1. Trong 05 ngày Sở trả lời. 2. Hồ sơ gồm: a) Đơn; b) Sơ đồ. "
        "3. Không thu phí. Điều 2. Hiệu lực 1. Từ ngày ký. 2. Giao Sở thi hành.\n"
    )
    structure = parsed(with_articles(line + "Điều 3. Thi hành.\n"))
    assert ids(structure, "dieu", "khoan", "diem") == [
        "dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-2/diem-a", "dieu-1/khoan-2/diem-b",
        "dieu-1/khoan-3", "dieu-2", "dieu-2/khoan-1", "dieu-2/khoan-2", "dieu-3",
    ]  # fmt: skip
    assert named(structure, "dieu-1").heading == "Thời hạn"


def test_khoan_glued_to_the_end_of_a_sentence_is_found_by_the_gap() -> None:
    structure = parsed(with_articles("Điều 1. Bến\n1. Có đèn và phao 2. Có biển báo.\n3. Có nhà chờ.\n"))
    assert ids(structure, "khoan") == ["dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-3"]
    assert structure.findings == ()


def test_english_letters_are_a_sequence_too() -> None:
    structure = parsed(
        with_articles(
            "Điều 1. Bến\n1. Có:\na) Đèn;\nb) Phao;\nc) Biển;\nd) Nhà chờ;\ne) Người trông;\nf) Thuyền.\n"
        )
    )
    assert ids(structure, "diem")[-1] == "dieu-1/khoan-1/diem-f"
    assert [finding.rule for finding in structure.findings] == ["structure.letters"]


def test_points_right_below_an_article_and_khoan_with_brackets() -> None:
    structure = parsed(
        with_articles("Điều 1. Bến gồm:\na) Đèn;\nb) Phao.\nĐiều 2. Hồ sơ gồm:\n1) Đơn;\n2) Sơ đồ.\n")
    )
    assert ids(structure, "diem", "khoan") == [
        "dieu-1/diem-a",
        "dieu-1/diem-b",
        "dieu-2/khoan-1",
        "dieu-2/khoan-2",
    ]


def test_inserted_numbers_keep_their_letters() -> None:
    structure = parsed(
        with_articles("Điều 5. Bến.\nĐiều 5a. Phao\n1. Một.\n1a. Một nữa.\n2. Hai.\nĐiều 6. Đèn.\n")
    )
    assert ids(structure, "dieu", "khoan") == [
        "dieu-5", "dieu-5a", "dieu-5a/khoan-1", "dieu-5a/khoan-1a", "dieu-5a/khoan-2", "dieu-6"
    ]  # fmt: skip


def test_chapters_in_arabic_numbers_and_sections_with_the_title_on_the_same_line() -> None:
    structure = parsed(
        with_articles(
            "CHƯƠNG 1. NHỮNG QUY ĐỊNH CHUNG\nMỤC 1. PHẠM VI\nĐiều 1. Bến.\nTiểu mục 1. Phao\n"
            "Điều 2. Phao.\nCHƯƠNG 2. THI HÀNH\nĐiều 3. Đèn.\n"
        )
    )
    assert ids(structure, "chuong", "muc", "tieu_muc") == [
        "chuong-1", "chuong-1/muc-1", "chuong-1/muc-1/tieu-muc-1", "chuong-2"
    ]  # fmt: skip
    assert named(structure, "chuong-1").heading == "NHỮNG QUY ĐỊNH CHUNG"
    assert named(structure, "dieu-2").parent == "chuong-1/muc-1/tieu-muc-1"


def test_table_rows_are_no_clauses() -> None:
    structure = parsed(
        with_articles(
            "Điều 1. Mức thu\n1. Mức thu như sau:\n1. | Bến lớn | 5.000\n2. | Bến nhỏ | 2.000\n2. Không thu trẻ em.\n"
        )
    )
    assert ids(structure, "khoan") == ["dieu-1/khoan-1", "dieu-1/khoan-2"]


def test_misread_number_is_repaired_with_a_warning() -> None:
    structure = parsed(with_articles("Điều 1. Bến.\nĐiều 2ẳ Phao nổi.\nĐiều 3. Đèn.\n"))
    assert ids(structure, "dieu") == ["dieu-1", "dieu-2", "dieu-3"]
    assert [warning.code for warning in structure.warnings] == ["ocr_number"]


def test_draft_without_articles_is_warned_about_and_still_has_its_clauses() -> None:
    structure = parsed(
        "Kính gửi: Sở Xây dựng\n1. Rà soát các bến đò.\n2. Báo cáo kết quả:\na) Số bến;\nb) Số phao.\n"
    )
    assert [warning.code for warning in structure.warnings] == ["no_articles"]
    assert ids(structure, "khoan", "diem") == ["khoan-1", "khoan-2", "khoan-2/diem-a", "khoan-2/diem-b"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\f\n",
        "\n",
        "Điều",
        "1.",
        "“",
        "Điều 1.",
        "Phụ lục",
        "|",
        "a) b) c)",
        "Điều 1. “Điều 2. “Điều 3.",
    ],
)
def test_any_text_gives_a_sound_tree(text: str) -> None:
    draft = draft_of(text)
    assert tree_faults(draft.text, parsed(text).provisions) == []


def test_long_text_takes_time_in_proportion_to_its_length() -> None:
    # counted in candidates, not seconds: a quadratic pass over 4,000 articles would not end within the time limit
    articles = "".join(f"Điều {n}. Bến số {n}\n1. “Điều 1. Chưa đóng.\n2. Có phao.\n" for n in range(1, 1000))
    structure = parsed(with_articles(articles))
    assert len(ids(structure, "dieu")) >= 999


def calls(work: Callable[[], object]) -> int:
    """How many functions the work calls: what grows with the text, without a clock."""
    count = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "Điều {n}. Bến\n1. Theo khoản 2 Điều này và Luật Đất đai:\na) Đèn;\nb) Phao.\n2. Mẫu số {n} Quyết định này.\n",
        "1. Bến {n} theo Nghị định số {n}/2020/NĐ-CP.\n3. Phao.\n2. Đèn.\n1.1. Đỏ\n",
        "“Điều {n}. Bến\n1. Chưa đóng.\n",
    ],
)
def test_work_grows_in_proportion_to_the_text(unit: str) -> None:
    def read(count: int) -> None:
        draft = draft_of(LETTERHEAD + "".join(unit.format(n=n % 900 + 1) for n in range(count)))
        provisions = parse(draft).provisions
        faults(resolve(find(draft.text), provisions, draft.text), provisions, draft.text)

    small, large = calls(lambda: read(150)), calls(lambda: read(600))
    assert large <= 4.6 * small


@pytest.mark.parametrize(
    "text",
    [
        "Điều 3. Hồ sơ\n1. Đơn đề nghị.\n2. Bản sao.",
        "Điều 3\nHồ sơ gồm đơn đề nghị.",
        "Điều 3 Hồ sơ đề nghị\n1. Đơn đề nghị.",
        "Trích Quyết định\nĐiều 3. Hồ sơ\nĐơn đề nghị.",
        "Điều 3 Hồ sơ\n1. Đơn.\nĐiều 4 Thời hạn\n1. Mười ngày.",
    ],
)
def test_an_excerpt_begins_with_whatever_article_it_has(text: str) -> None:
    assert "dieu-3" in ids(parsed(text))


@pytest.mark.parametrize(
    "text", ["theo quy định tại\nĐiều 3 Luật Đất đai thì được hỗ trợ", "Điều 3 Luật này nói về hồ sơ."]
)
def test_a_citation_alone_is_no_article(text: str) -> None:
    assert "dieu-3" not in ids(parsed(text))


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        # a heading that ends in words which otherwise call for a number
        ("Điều 1.\nXử lý văn bản đến\n1. Đọc.\n2. Ghi.\n", ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2"]),
        (
            "Điều 1. Bến\n1. Văn bản đến\na) Đọc;\nb) Ghi.\n",
            ["dieu-1/khoan-1/diem-a", "dieu-1/khoan-1/diem-b"],
        ),
        ("Điều 1. Bến\n1. Trách nhiệm của Tổ\na) Điều hành;\nb) Ghi.\n", ["dieu-1/khoan-1/diem-a"]),
        # numbers glued to the end of a line
        (
            "Điều 1. Bến\n1. Năm ngày 2. Mười đồng\n3. Khác.\n",
            ["dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-3"],
        ),
        ("Điều 1. Giao đất hàng năm 1. Năm ngày.\n2. Mười đồng.\n", ["dieu-1/khoan-1", "dieu-1/khoan-2"]),
        (
            "Điều 1. Bến\n1. Tiêu chí a)\nCó đèn;\nb)\nCó phao.\n",
            ["dieu-1/khoan-1/diem-a", "dieu-1/khoan-1/diem-b"],
        ),
        # the word khoản written out, markers of emphasis, numbers of two and three parts
        ("Điều 1. Bến\nKhoản 1. Đèn.\nKhoản 2: Phao.\n", ["dieu-1/khoan-1", "dieu-1/khoan-2"]),
        ("**Điều 1**\nBến\n**1.** Đèn.\n**2.** Phao.\n", ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2"]),
        (
            "Điều 1. Bến\n1. Đèn:\n1.1 Đỏ\n1.2 Xanh\n1.2.1. Đậm\n",
            ["dieu-1/khoan-1/khoan-1.1", "dieu-1/khoan-1/khoan-1.2/khoan-1.2.1"],
        ),
    ],
)
def test_numbers_are_found_where_drafters_put_them(articles: str, expected: list[str]) -> None:
    found = ids(parsed(LETTERHEAD + articles + "Điều 2. Hiệu lực.\n"))
    assert [identifier for identifier in expected if identifier not in found] == []
    assert "dieu-2" in found


@pytest.mark.parametrize(
    "line",
    [
        "khoản 2. Các bến khác thực hiện.",
        "lề đường, hè đường phải thông thoáng.",
        "Điểu 9 con chim là vật nuôi.",
    ],
)
def test_words_that_only_look_like_a_number_are_none(line: str) -> None:
    text = LETTERHEAD + f"Điều 1. Bến\n1. Bến đò mở theo quy định tại\n{line}\n2. Phao.\nĐiều 2. Hiệu lực.\n"
    assert ids(parsed(text), "dieu", "khoan") == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2"]


def test_words_and_digits_misread_are_repaired_with_a_warning() -> None:
    structure = parsed(
        LETTERHEAD
        + "Điều lề Bến\nlề Đèn.\n2. Phao.\n3ế Áo.\nĐiểu 2. Phao\nX.\nĐiêu 3. Đèn\nY.\nĐiều 4. Hết.\n"
    )
    assert ids(structure, "dieu") == ["dieu-1", "dieu-2", "dieu-3", "dieu-4"]
    assert ids(structure, "khoan") == ["dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-3"]
    assert [warning.code for warning in structure.warnings] == ["ocr_number"] * 5
