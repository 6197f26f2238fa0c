"""Rule × regime × status: which legal bases a finding carries, and what it says without one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest

from nlp.authority import DraftAuthority
from nlp.knowledge import NOT_CITABLE, BasisEntry, Knowledge
from nlp.rules.findings import plain_finding, procedure_finding, with_bases
from nlp.rules.procedure import Sign
from nlp.rules.schema import Rule
from nlp.rules.units import units
from nlp.types import BasisStatus, Document, Finding, LegalBasis, Provision, Regime, Verdict
from tests.unit.nlp.scan_helpers import knowledge, scan_text

DAYS: dict[Regime, datetime.date] = {
    "R1": datetime.date(2018, 5, 5), "R2": datetime.date(2023, 5, 5), "R3": datetime.date(2026, 5, 5),
}  # fmt: skip
STATUSES: tuple[BasisStatus, ...] = ("verified", "secondary", "unverified")
VERDICTS: tuple[Verdict, ...] = (
    "assigned", "content_only", "decentralisation", "special_law", "not_shown", "not_applicable",
)  # fmt: skip
ARTICLE = Provision("dieu-1", None, "dieu", "Điều 1", "", 0, 20)
TEXT = "Điều 1. Nộp hồ sơ. "


def _with_status(status: BasisStatus | None) -> Knowledge:
    """The packaged knowledge with every basis of one status, or (None) with no basis in force."""
    bases: dict[str, BasisEntry] = {}
    for name, entry in knowledge().bases.items():
        if status is None:
            bases[name] = replace(
                entry, valid_from=datetime.date(1990, 1, 1), valid_to=datetime.date(1990, 1, 2)
            )
        else:
            bases[name] = replace(entry, status=status, quote="Lời văn.")
    return replace(knowledge(), bases=bases)


def _findings(rule: Rule, used: Knowledge, regime: Regime) -> Iterator[Finding]:
    """A finding of the rule as each way of making one gives it."""
    day = DAYS[regime]
    document = Document(TEXT, None, "quyet_dinh", "ubnd_tinh", None, day.isoformat(), "text", regime)
    if rule.kind == "procedure":
        unit = units(TEXT, [ARTICLE])[0]
        sign = Sign(rule, unit, ARTICLE, 0, 10, ("nộp hồ sơ",), ("ho_so",), (), (), 0.9, None)
        for verdict in VERDICTS:
            yield procedure_finding(sign, document, DraftAuthority(verdict, (), ()), used, day)
        return
    place = ("dieu-1", 0, 10)
    values = dict.fromkeys(("words", "days", "name", "code", "change"), "“x”")
    yield plain_finding(rule, document, used, day, place, values)
    made = Finding(rule.id, rule.family, "violation", "dieu-1", 0, 10, TEXT[:10], "Vì sao.", "Sửa.", 0.9)
    yield with_bases(made, rule, document, used, day)


@pytest.mark.parametrize("status", [*STATUSES, None])
@pytest.mark.parametrize("regime", DAYS)
def test_bases_are_those_of_the_regime_and_the_unverified_is_never_cited(
    regime: Regime, status: BasisStatus | None
) -> None:
    used = _with_status(status)
    citations = {entry.citation for entry in used.bases.values()}
    for rule in used.rules:
        for finding in _findings(rule, used, regime):
            bases = finding.legal_basis
            assert {basis.regime for basis in bases} <= {regime}
            assert {basis.id for basis in bases} <= set(rule.bases.get(regime, ()))
            assert all(used.bases[basis.id].on(DAYS[regime]) for basis in bases)
            if status == "unverified":
                assert {basis.citation for basis in bases} <= {NOT_CITABLE}
                assert not any(basis.quote for basis in bases)
                assert not any(citation in finding.explanation for citation in citations)
            if status is None:
                assert bases == ()


@pytest.mark.parametrize("status", [*STATUSES, None])
@pytest.mark.parametrize("regime", DAYS)
def test_without_a_citable_basis_a_finding_is_at_most_suspect_and_says_so(
    regime: Regime, status: BasisStatus | None
) -> None:
    used = _with_status(status)
    for rule in used.rules:
        for finding in _findings(rule, used, regime):
            if _citable(finding.legal_basis):
                assert NOT_CITABLE not in finding.explanation
            else:
                assert NOT_CITABLE in finding.explanation
            if not any(basis.status == "verified" for basis in finding.legal_basis):
                assert finding.severity in ("suspect", "info")


def _citable(bases: tuple[LegalBasis, ...]) -> bool:
    return any(basis.status != "unverified" for basis in bases)


def test_every_status_and_the_lack_of_one_occur_in_the_packaged_bases() -> None:
    found: set[BasisStatus | None] = set()
    for regime in DAYS:
        for rule in knowledge().rules:
            for finding in _findings(rule, knowledge(), regime):
                found |= {basis.status for basis in finding.legal_basis} or {None}

    assert found == {*STATUSES, None}


def test_findings_of_structure_rest_on_no_basis_and_say_so() -> None:
    result = scan_text("Điều 1. Một\nA.\nĐiều 3. Ba\nB.")
    gap = next(finding for finding in result.findings if finding.rule == "structure.numbering")

    assert gap.legal_basis == ()
    assert gap.severity == "suspect"
    assert NOT_CITABLE in gap.explanation


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        ("2016-06-30", None), ("2016-07-01", "R1"), ("2020-12-31", "R1"), ("2021-01-01", "R2"), ("2025-03-31", "R2"),
        ("2025-04-01", "R3"),
    ],
)  # fmt: skip
def test_the_regime_changes_on_the_day_the_law_does(day: str, regime: Regime | None) -> None:
    assert knowledge().regime_on(datetime.date.fromisoformat(day)) == regime
