"""The 100 % figure on hand-made registers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from review_app.domain.base_data import Needs
from review_app.domain.kpi import (
    NOT_READY,
    Counting,
    IssuedFact,
    Standing,
    count,
    counting_of,
    missing_numbers,
    standing_of,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
FACT = IssuedFact(1, "1/2026/QĐ-UBND", "Quy định A", "ubnd_tinh", date(2026, 2, 10), Needs.THAM_DINH)
APPRAISED = replace(FACT, dossier_id=5, signed_on=date(2026, 2, 1))


def test_the_rate_is_appraised_over_what_had_to_be_appraised() -> None:
    register = [
        APPRAISED,
        replace(APPRAISED, id=2, number="2/2026/QĐ-UBND", signed_on=date(2026, 2, 10)),
        replace(APPRAISED, id=3, number="3/2026/QĐ-UBND", signed_on=date(2026, 2, 11)),
        replace(FACT, id=4, number="4/2026/QĐ-UBND"),
    ]
    kpi = count(register, FIRST, LAST)
    assert (kpi.numerator, kpi.denominator, kpi.rate) == (2, 4, 0.5)
    assert [row.standing for row in kpi.rows] == [
        Standing.APPRAISED, Standing.APPRAISED, Standing.LATE, Standing.UNMATCHED,
    ]  # fmt: skip


def test_a_draft_said_not_ready_counts_beside_the_rate_only_where_it_counts_in_it() -> None:
    not_ready = replace(APPRAISED, conclusion=NOT_READY)
    register = [
        not_ready,
        replace(APPRAISED, id=2),
        replace(not_ready, id=3, signed_on=date(2026, 2, 11)),
        replace(not_ready, id=4, needs=Needs.GOP_Y),
    ]
    kpi = count(register, FIRST, LAST)
    assert (kpi.numerator, kpi.denominator, kpi.not_ready) == (2, 3, 1)


def test_unknown_requirements_stand_beside_the_rate_and_move_only_the_second_one() -> None:
    register = [
        APPRAISED,
        replace(FACT, id=2, needs=Needs.UNKNOWN),
        replace(FACT, id=3, needs=None),
        replace(APPRAISED, id=4, needs=Needs.UNKNOWN),
    ]
    kpi = count(register, FIRST, LAST)
    assert (kpi.numerator, kpi.denominator, kpi.rate, kpi.unknown) == (1, 1, 1.0, 3)
    assert kpi.rate_if_unknown_counts == 0.5


def test_gop_y_and_excluded_documents_are_shown_but_do_not_count() -> None:
    register = [
        replace(FACT, needs=Needs.GOP_Y),
        replace(FACT, id=2, needs=Needs.NONE),
    ]
    kpi = count(register, FIRST, LAST)
    assert (kpi.denominator, kpi.unknown, kpi.gop_y, len(kpi.rows)) == (0, 0, 1, 2)
    assert kpi.rate is None
    assert kpi.rate_if_unknown_counts is None


def test_the_period_takes_both_its_days_and_nothing_beyond() -> None:
    days = [date(2025, 12, 31), FIRST, LAST, date(2026, 4, 1)]
    kpi = count([replace(FACT, id=n, issued_on=day) for n, day in enumerate(days)], FIRST, LAST)
    assert [row.fact.issued_on for row in kpi.rows] == [FIRST, LAST]


def test_an_empty_register_has_no_rate() -> None:
    kpi = count([], FIRST, LAST)
    assert (kpi.numerator, kpi.denominator, kpi.rate, kpi.rate_if_unknown_counts) == (0, 0, None, None)


@pytest.mark.parametrize(
    ("fact", "standing"),
    [
        (FACT, Standing.UNMATCHED),
        (replace(FACT, signed_on=date(2026, 1, 1)), Standing.UNMATCHED),
        (replace(FACT, dossier_id=5), Standing.NO_REPORT),
        (replace(APPRAISED, signed_on=FACT.issued_on), Standing.APPRAISED),
        (replace(APPRAISED, signed_on=date(2026, 2, 11)), Standing.LATE),
    ],
)
def test_a_report_counts_when_signed_by_the_day_of_issue(fact: IssuedFact, standing: Standing) -> None:
    assert standing_of(fact) is standing


def test_a_requirement_nobody_knows_is_unknown_and_not_none() -> None:
    assert counting_of(replace(FACT, needs=None)) is Counting.UNKNOWN
    assert counting_of(replace(FACT, needs=Needs.NONE)) is Counting.EXCLUDED


def numbered(*numbers: str, issuer: str = "ubnd_tinh", agency: str = "") -> list[IssuedFact]:
    return [replace(FACT, number=number, issuer=issuer, agency_name=agency) for number in numbers]


def test_gaps_are_found_from_the_first_number_to_the_highest() -> None:
    register = numbered("5/2026/QĐ-UBND", "03/2026/QĐ-UBND", "2/2026/NQ-HĐND")
    assert missing_numbers(register, [2026]) == (
        "01/2026/NQ-HĐND", "01/2026/QĐ-UBND", "02/2026/QĐ-UBND", "04/2026/QĐ-UBND",
    )  # fmt: skip


def test_series_of_years_symbols_and_communes_are_kept_apart() -> None:
    assert missing_numbers(numbered("1/2025/QĐ-UBND", "1/2026/QĐ-UBND"), [2025, 2026]) == ()
    assert missing_numbers(numbered("2/2025/QĐ-UBND"), [2026]) == ()
    communes = numbered("1/2026/NQ-HĐND", issuer="hdnd_xa", agency="Xã Bến Đá")
    communes += numbered("2/2026/NQ-HĐND", issuer="hdnd_xa", agency="Xã Cồn Tre")
    assert missing_numbers(communes, [2026]) == ("01/2026/NQ-HĐND (Xã Cồn Tre)",)


def test_a_number_without_a_year_has_no_place_in_the_series() -> None:
    assert missing_numbers(numbered("1520/QĐ-UBND", "không số", ""), [2026]) == ()


def test_gaps_are_sought_in_the_whole_year_not_in_the_period_alone() -> None:
    register = [
        replace(APPRAISED, number="3/2026/QĐ-UBND"),
        replace(FACT, id=2, number="2/2026/QĐ-UBND", issued_on=date(2026, 6, 1)),
    ]
    assert count(register, FIRST, LAST).missing_numbers == ("01/2026/QĐ-UBND",)
