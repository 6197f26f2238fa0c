"""State bodies named in a sentence."""

from __future__ import annotations

import pytest

from nlp.rules.bodies import bodies_in


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sở Nông nghiệp và Môi trường có trách nhiệm kiểm tra.", ("Sở Nông nghiệp và Môi trường",)),
        ("nộp tại Sở Văn hóa, Thể thao và Du lịch hoặc Uỷ ban nhân dân cấp xã.",
         ("Sở Văn hóa, Thể thao và Du lịch", "Uỷ ban nhân dân cấp xã")),
        ("Công an tỉnh phối hợp với Sở Tư pháp trong 05 ngày.", ("Sở Tư pháp",)),
        ("Chủ tịch UBND xã quyết định; UBND xã trả kết quả.", ("Chủ tịch UBND xã", "UBND xã")),
        ("cơ sở dữ liệu, trụ sở, Bộ hồ sơ gồm 02 bản.", ()),
        ("Trung tâm Phục vụ hành chính công tiếp nhận.", ("Trung tâm Phục vụ hành chính công",)),
    ],
)  # fmt: skip
def test_bodies_are_named_as_the_sentence_names_them(sentence: str, expected: tuple[str, ...]) -> None:
    assert bodies_in(sentence) == expected
