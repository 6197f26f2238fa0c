"""Bodies that are gone on the draft's day: named as acting, or only as history, author or quotation."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import KnowledgeError
from nlp.knowledge import Institution
from nlp.knowledge.loader import _institution
from nlp.knowledge.reader import Entry
from tests.unit.nlp.check_helpers import decision, found
from tests.unit.nlp.scan_helpers import knowledge

ACTING = {
    "ngan-sach-huyen": "Kinh phí do ngân sách cấp huyện chi trả.",
    "co-quan-cap-huyen": "Ủy ban nhân dân các quận tiếp nhận văn bản.",
    "phong-cap-huyen": "Phòng Tư pháp tiếp nhận văn bản.",
    "cap-huyen": "Công an cấp huyện phối hợp kiểm tra.",
    "so-ldtbxh": "Sở Lao động - Thương binh và Xã hội lập danh sách.",
    "so-khdt": "Giám đốc các Sở: Tài chính, Kế hoạch và Đầu tư thi hành.",
    "so-tnmt": "Sở Tài nguyên và Môi trường kiểm tra.",
    "so-nnptnt": "Sở Nông nghiệp và Phát triển nông thôn kiểm tra.",
    "so-gtvt": "Sở Giao thông vận tải kiểm tra.",
    "so-tttt": "Sở Thông tin và Truyền thông kiểm tra.",
    "bo-tnmt": "Báo cáo Bộ Tài nguyên và Môi trường trước ngày 15 hằng tháng.",
    "bo-tttt": "Báo cáo Bộ Thông tin và Truyền thông.",
}


def accused(sentence: str, year: int = 2026) -> list[str]:
    text = decision(f"Điều 1. Việc\n1. {sentence}\n2. Sở Tài chính thi hành.", year=year)
    return [finding.explanation for finding in found(text, "institution.")]


@pytest.mark.parametrize("entry", knowledge().institutions.entries, ids=lambda entry: entry.id)
def test_every_body_of_the_table_is_found_when_it_acts_and_only_after_its_last_day(
    entry: Institution,
) -> None:
    after = accused(ACTING[entry.id])

    assert len(after) == 1
    assert entry.successor in after[0]
    assert accused(ACTING[entry.id], year=2025) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Ủy ban nhân dân cấp huyện quyết định giải thể trường tiểu học.",
        "Ủy ban nhân dân cấp huyện sắp xếp, bố trí chỗ họp chợ.",
        "Ủy ban nhân dân cấp huyện kiểm tra các cơ sở đã được cấp giấy phép.",
        "Theo Nghị định số 5/2026/NĐ-CP, Ủy ban nhân dân cấp huyện phê duyệt phương án.",
    ],
)
def test_words_of_change_about_other_things_hide_no_body(sentence: str) -> None:
    assert len(accused(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Giấy phép do Ủy ban nhân dân cấp huyện đã cấp còn giá trị sử dụng.",
        "Hồ sơ Ủy ban nhân dân cấp huyện (trước đây) đã nhận được giải quyết tiếp.",
        "Tài sản của Ủy ban nhân dân cấp huyện bàn giao cho Ủy ban nhân dân cấp xã.",
        "Theo Thông tư số 5/2020/TT-BTTTT ngày 01 tháng 3 năm 2020 của Bộ trưởng Bộ Thông tin và Truyền thông.",
        "Bãi bỏ Quy chế phối hợp giữa Sở Tài nguyên và Môi trường và Sở Xây dựng.",
        "Thay cụm từ “Sở Giao thông vận tải” bằng cụm từ “Sở Xây dựng”.",
        "Sở Tài nguyên và Môi trường (nay là Sở Nông nghiệp và Môi trường) lưu hồ sơ.",
        "Sở Nông nghiệp và Môi trường, Ủy ban nhân dân cấp xã kiểm tra.",
    ],
)
def test_history_transition_repeal_author_and_quotation_are_no_task(sentence: str) -> None:
    assert accused(sentence) == []


def test_an_article_gets_one_finding_for_a_body_however_often_it_names_it() -> None:
    first = "Điều 1. Việc\n1. Ủy ban nhân dân huyện lập.\n2. Ủy ban nhân dân các huyện duyệt."
    body = f"{first}\nĐiều 2. Nữa\nỦy ban nhân dân huyện gửi."

    assert [f.provision for f in found(decision(body), "institution.")] == ["dieu-1/khoan-1", "dieu-2"]


def test_the_preamble_may_name_them() -> None:
    bases = "Căn cứ Quyết định số 5/2020/QĐ-UBND về tổ chức Sở Giao thông vận tải;\n"

    assert found(decision("Điều 1. Việc\nSở Xây dựng thi hành.", bases=bases), "institution.") == []


def test_an_undated_draft_is_accused_only_when_it_cites_texts_of_the_change() -> None:
    body = "Căn cứ Luật Giá;\n{}Điều 1. Việc\nỦy ban nhân dân cấp huyện kiểm tra đến năm 2030."

    assert found(body.format(""), "institution.") == []
    assert len(found(body.format("Căn cứ Luật số 72/2025/QH15;\n"), "institution.")) == 1


@given(st.dates(datetime.date(2015, 1, 1), datetime.date(2030, 1, 1)))
def test_the_table_answers_by_day(day: datetime.date) -> None:
    gone = knowledge().institutions.gone_on(day)

    assert bool(gone) is (day > datetime.date(2025, 6, 30))
    assert all(entry.valid_to < day for entry in gone)


def test_a_body_of_unknown_kind_is_refused() -> None:
    values = {
        "id": "x", "name": "X", "kind": "city", "pattern": "x", "valid_to": datetime.date(2025, 1, 1),
        "successor": "nay là Y", "mark": "V2", "source": "văn bản",
    }  # fmt: skip

    with pytest.raises(KnowledgeError, match="kind"):
        _institution(Entry(values, "institutions.yaml"), {})
