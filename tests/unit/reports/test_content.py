"""What a report says before it is a paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from review_app.domain.coverage import NotRun
from review_app.reports.content import (
    content_hash,
    from_json,
    printable,
    printed_basis,
    to_json,
)
from review_app.reports.words import BASIS_TO_CHECK_VI
from tests.unit.reports.samples import EXAMINED, content, reported


def test_a_confirmed_finding_stands_in_the_section_of_its_family() -> None:
    built = content(reported(0), reported(1, family="authority"))
    assert [section.findings for section in built.sections] == [(), (1,), (0,)]


def test_a_family_without_a_section_is_not_lost() -> None:
    built = content(reported(0, family="format"))
    assert built.sections[-1].heading == "Nội dung khác"
    assert built.sections[-1].findings == (0,)


@pytest.mark.parametrize("disposition", ["open", "dismissed", "fixed", "explained"])
def test_only_confirmed_findings_stand_in_sections_but_all_are_kept(disposition: str) -> None:
    built = content(reported(0, disposition=disposition, reason="Chỉ viện dẫn."))
    assert not any(section.findings for section in built.sections)
    assert built.finding(0).disposition == disposition


def test_nothing_found_is_said_only_when_everything_was_examined() -> None:
    assert content().coverage.clean is not None
    partly = replace(EXAMINED, not_run=(NotRun("tthc.fee", "no_basis"),))
    built = content(coverage=partly)
    assert built.coverage.clean is None
    assert any("tthc.fee" in line for line in built.coverage.not_examined)


def test_a_draft_with_findings_is_never_called_clean_even_when_all_were_dismissed() -> None:
    built = content(reported(0, disposition="dismissed", reason="x"), coverage=replace(EXAMINED, findings=1))
    assert built.coverage.clean is None


def test_conclusion_outside_the_layout_is_refused() -> None:
    with pytest.raises(KeyError):
        content(conclusion="tot")


def test_content_survives_json_and_its_hash_tells_any_change() -> None:
    built = content(reported(0), reported(1, disposition="dismissed", reason="Chỉ viện dẫn."))
    plain = to_json(built)
    assert from_json(plain) == built
    changed = to_json(content(reported(0), reported(1, disposition="dismissed", reason="Chỉ viện dẫn!")))
    assert content_hash(plain) == content_hash(to_json(from_json(plain)))
    assert content_hash(plain) != content_hash(changed)


def test_an_unverified_basis_is_never_printed_as_a_citation() -> None:
    printed = printed_basis(
        [
            {"status": "unverified", "citation": "Điều 55 Luật số 64/2025/QH15"},
            {"status": "verified", "citation": "Điều 14 Luật số 80/2015/QH13"},
            {"status": "secondary", "citation": "Điều 5 Nghị định số 78/2025/NĐ-CP"},
        ]
    )
    assert printed[0] == BASIS_TO_CHECK_VI
    assert printed[1] == "Điều 14 Luật số 80/2015/QH13"
    assert printed[2].startswith("Điều 5 Nghị định số 78/2025/NĐ-CP (")
    assert "Điều 55" not in " ".join(printed)


def test_a_finding_without_any_basis_says_so() -> None:
    assert printed_basis([]) == (BASIS_TO_CHECK_VI,)


def test_characters_that_word_cannot_hold_become_spaces() -> None:
    assert printable("a\x00b\x0cc\td\ne\ufffe\ud800") == "a b c\td\ne  "
