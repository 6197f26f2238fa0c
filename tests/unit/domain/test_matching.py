"""Matching: what is sure is matched, what is not goes to a person, and nothing look-alike slips through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from review_app.domain.matching import (
    MOST_CANDIDATES,
    DossierFacts,
    IssuedRow,
    match,
    normal_number,
    normal_title,
)

TITLE = "Quy định mức hỗ trợ di dời bến đò ngang trên địa bàn tỉnh năm 2026"
ISSUED = IssuedRow("12/2026/QĐ-UBND", f"Ban hành {TITLE}", "quyet_dinh", "ubnd_tinh", date(2026, 3, 10))
DOSSIER = DossierFacts(1, TITLE, "quyet_dinh", "ubnd_tinh", date(2026, 1, 5))


@pytest.mark.parametrize(
    "written",
    [
        "43/2025/QĐ-UBND",
        "043/2025/QĐ-UBND",
        " 43 /2025/ qđ–ubnd ",
        "Số: 43/2025/QĐ\u2011UBND",
        "43/2025/QD-UBND",
    ],
)
def test_a_number_is_one_however_it_is_written(written: str) -> None:
    assert normal_number(written) == "43/2025/qd-ubnd"


def test_numbers_of_another_year_or_issuer_stay_apart() -> None:
    assert (
        len(
            {
                normal_number(n)
                for n in ("4/2025/QĐ-UBND", "4/2026/QĐ-UBND", "4/2025/NQ-HĐND", "40/2025/QĐ-UBND")
            }
        )
        == 4
    )


def test_a_title_loses_its_formula_but_not_its_subject() -> None:
    assert (
        normal_title("Dự thảo Quyết định về việc ban hành Quy định phí đò ngang") == "quy dinh phi do ngang"
    )
    assert normal_title("QUY ĐỊNH  phí đò-ngang.") == "quy dinh phi do ngang"


def test_the_same_number_is_a_sure_match_whatever_the_title() -> None:
    dossier = replace(DOSSIER, title="Tên đã đổi khi ban hành", numbers=("012/2026/QĐ-UBND",))
    found = match(ISSUED, [dossier, replace(DOSSIER, id=2)])
    assert (found.kind, found.dossier_id, found.score) == ("number", 1, 100.0)


def test_the_same_title_is_a_sure_match() -> None:
    found = match(ISSUED, [replace(DOSSIER, id=2, title="Quy chế quản lý chợ nổi"), DOSSIER])
    assert (found.kind, found.dossier_id) == ("title", 1)


@pytest.mark.parametrize(
    "other",
    [
        replace(DOSSIER, title=TITLE.replace("2026", "2025")),
        replace(DOSSIER, title=f"Sửa đổi, bổ sung {TITLE}"),
        replace(DOSSIER, issuer="ct_ubnd_tinh"),
        replace(DOSSIER, document_type="nghi_quyet"),
        replace(DOSSIER, submitted_on=date(2026, 3, 11)),
        replace(DOSSIER, submitted_on=date(2023, 1, 5)),
        replace(DOSSIER, taken=True),
    ],
    ids=["another year", "an amendment", "issuer", "type", "handed in after issue", "years before", "taken"],
)
def test_a_look_alike_is_offered_and_never_matched(other: DossierFacts) -> None:
    found = match(ISSUED, [other])
    assert (found.kind, found.dossier_id) == ("candidates", None)
    assert [each.dossier_id for each in found.candidates] == [1]


def test_two_dossiers_with_the_same_title_are_left_to_a_person() -> None:
    found = match(ISSUED, [DOSSIER, replace(DOSSIER, id=2)])
    assert found.kind == "candidates"
    assert [each.dossier_id for each in found.candidates] == [1, 2]


def test_a_number_that_contradicts_the_rest_is_left_to_a_person() -> None:
    other = replace(DOSSIER, id=2, numbers=("12/2026/QĐ-UBND",), document_type="nghi_quyet")
    found = match(ISSUED, [DOSSIER, other])
    assert found.kind == "candidates"
    assert [each.dossier_id for each in found.candidates] == [2, 1]


def test_a_number_two_dossiers_claim_is_left_to_a_person() -> None:
    claim = replace(DOSSIER, numbers=("12/2026/QĐ-UBND",))
    assert match(ISSUED, [claim, replace(claim, id=2)]).kind == "candidates"


def test_nothing_alike_is_no_match_and_no_candidate() -> None:
    found = match(ISSUED, [replace(DOSSIER, title="Quy chế quản lý chợ nổi")])
    assert (found.kind, found.dossier_id, found.candidates) == ("none", None, ())
    assert match(ISSUED, []).kind == "none"


def test_an_empty_number_or_title_matches_nothing() -> None:
    blank = replace(ISSUED, number="", title="")
    assert match(blank, [replace(DOSSIER, title="", numbers=("",))]).kind == "none"


def test_candidates_come_best_first_and_few() -> None:
    many = [replace(DOSSIER, id=n, title=TITLE + " và các năm sau" * (n % 2)) for n in range(1, 12)]
    found = match(ISSUED, many)
    scores = [each.score for each in found.candidates]
    assert len(scores) == MOST_CANDIDATES
    assert scores == sorted(scores, reverse=True)
