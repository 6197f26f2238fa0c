"""Day of effect in its many wordings, application to time gone by, a draft that never says when it takes effect."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.nlp.check_helpers import decision, found, rules

EFFECT = "Điều 1. Hiệu lực\nQuyết định này có hiệu lực thi hành kể từ ngày {}."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Quyết định này có hiệu lực kể từ ngày ký.", "effect.on_signing"),
        ("1. Quyết định có hiệu lực từ ngày ban hành.", "effect.on_signing"),
        ("Quyết định này có hiệu lực sau 05 ngày kể từ ngày ký.", "effect.on_signing"),
        ("Quyết định này có hiệu lực từ ngày 10/5/2026.", "effect.too_early"),
        ("Quy định này có hiệu lực từ ngày 01 tháng 4 năm 2026.", "effect.retroactive"),
        ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.", None),
        ("Quyết định này có hiệu lực từ ngày 15 tháng 5 năm 2026.", None),
        ("Quyết định số 5/2020/QĐ-UBND hết hiệu lực từ ngày Quyết định này có hiệu lực thi hành.", None),
    ],
)
def test_each_wording_of_the_day_of_effect_is_judged_by_itself(sentence: str, expected: str | None) -> None:
    got = rules(decision(f"Điều 1. Hiệu lực\n{sentence}"), "effect.")

    assert got == ({expected} if expected else set())


@given(st.integers(-400, 400))
def test_early_late_and_retroactive_days_are_told_apart(days: int) -> None:
    signed = datetime.date(2026, 5, 5)
    effect = signed + datetime.timedelta(days=days)
    text = decision(EFFECT.format(f"{effect.day} tháng {effect.month} năm {effect.year}"))

    expected = "effect.retroactive" if days < 0 else "effect.too_early" if days < 10 else None
    assert rules(text, "effect.") == ({expected} if expected else set())


def test_the_line_of_adoption_gives_the_day_that_the_letterhead_lacks() -> None:
    text = (
        "NGHỊ QUYẾT\nQuy định mức hỗ trợ\nCăn cứ Luật Giá;\nĐiều 1. Mức\nMức là 5.\nNghị quyết này đã được Hội đồng "
        "nhân dân tỉnh khóa X thông qua ngày {} tháng 7 năm 2017 và có hiệu lực từ ngày 20 tháng 7 năm 2017."
    )

    assert rules(text.format("13"), "effect.", issuer="hdnd_tinh") == {"effect.too_early"}
    assert rules(text.format("08"), "effect.", issuer="hdnd_tinh") == set()


def test_the_year_of_the_number_shows_an_earlier_effect() -> None:
    text = decision(EFFECT.format("06 tháng 12 năm 2025")).replace(
        "ngày 05 tháng 5 năm 2026", "ngày    tháng   năm 2026"
    )

    assert rules(text, "effect.") == {"effect.before_known_day"}


@pytest.mark.parametrize(
    ("clause", "accused"),
    [
        ("Mức hỗ trợ tại Điều 2 được áp dụng từ ngày 01 tháng 01 năm 2026.", True),
        ("Học phí tại Điều này áp dụng từ năm học 2024 - 2025.", True),
        ("Thời gian thực hiện: từ ngày 01/01/2026.", True),
        ("Mức hỗ trợ được áp dụng từ ngày 01 tháng 7 năm 2026.", False),
        ("Học phí áp dụng từ năm học 2026 - 2027.", False),
        ("Chế độ này được thực hiện từ năm 2026.", False),
        ("Mức thu đã áp dụng từ ngày 01/01/2024 được giữ nguyên.", False),
        ("Mức thu theo Nghị quyết số 5/2023/NQ-HĐND áp dụng từ ngày 01/01/2024.", False),
        ("Các dự án khởi công từ ngày 01/01/2020 tiếp tục được thực hiện.", False),
    ],
)
def test_application_from_a_time_before_signing_is_asked_about(clause: str, accused: bool) -> None:
    text = decision(
        f"Điều 1. Áp dụng\n{clause}\n" + EFFECT.format("01 tháng 6 năm 2026").replace("1.", "2.", 1)
    )

    assert ("effect.applied_earlier" in rules(text, "effect.")) is accused


def test_a_normative_draft_without_any_clause_of_effect_is_noticed_and_an_individual_one_is_not() -> None:
    body = "Điều 1. Giá\nGiá là 5.000 đồng.\nĐiều 2. Trách nhiệm\nSở Tài chính chịu trách nhiệm thi hành."

    assert [f.provision for f in found(decision(body), "effect.no_clause")] == ["dieu-2"]
    assert rules(decision(body, number="1234/QĐ-UBND"), "effect.") == set()
    assert (
        rules("Điều 3. Trách nhiệm\nSở Tài chính thi hành.\nĐiều 4. Kinh phí\nNgân sách.", "effect.") == set()
    )


@pytest.mark.parametrize(
    ("sentence", "accused"),
    [
        ("Ca trực từ ngày 01 tháng 02 năm 2026 chưa trả tiền thì được chi theo mức tại Điều 1.", True),
        ("Ca trực từ ngày 01 tháng 9 năm 2026 thì được chi theo mức tại Điều 1.", False),
        ("Ca trực từ ngày 01 tháng 02 năm 2026 thì không được chi theo mức tại Điều 1.", False),
        ("Ca trực từ ngày 01 tháng 02 năm 2026 thì tiếp tục được chi theo mức tại Điều 1.", False),
    ],
)
def test_paying_the_past_by_the_new_levels_is_asked_about(sentence: str, accused: bool) -> None:
    body = f"Điều 1. Mức chi\nMỗi ca 90.000 đồng.\nĐiều 2. Áp dụng\n{sentence}"

    assert bool(rules(decision(body), "effect.applied_earlier")) is accused


@pytest.mark.parametrize("procedure", ["", "được ban hành theo trình tự, thủ tục rút gọn và "])
def test_a_stated_simplified_procedure_allows_effect_on_signing(procedure: str) -> None:
    body = f"Điều 1. Chợ\nChợ mở cửa.\nĐiều 2. Hiệu lực\nQuyết định này {procedure}có hiệu lực kể từ ngày ký."

    assert bool(rules(decision(body), "effect.on_signing")) is not bool(procedure)
