"""A finding as its card shows it: what, where, why, by which law, how sure, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from nlp.knowledge import load_knowledge
from review_app.models import Finding
from review_app.reports.words import BASIS_TO_CHECK_VI, SECONDARY_BASIS_VI, WHOLE_DRAFT_VI
from review_app.web.presenters import words
from review_app.web.presenters.text import Marked


@lru_cache(maxsize=1)
def rule_titles() -> Mapping[str, str]:
    """What each rule of the packaged knowledge says, by its id."""
    return {rule.id: rule.title for rule in load_knowledge().rules}


@lru_cache(maxsize=1)
def regime_titles() -> Mapping[str, str]:
    """The law each regime goes by."""
    return {entry.id: entry.title for entry in load_knowledge().regimes}


@dataclass(frozen=True, slots=True)
class BasisLine:
    """A legal basis ready to be shown; `checked` is False where a person has to look first."""

    citation: str
    status: str
    checked: bool
    quote: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What speaks for or against the authority."""

    speaks: str
    what: str
    quote: str


@dataclass(frozen=True, slots=True)
class FindingCard:
    """Everything on a card."""

    id: int
    number: int
    heading: str
    place: str
    anchor: str
    rule: str
    rule_title: str
    severity: str
    disposition: str
    quote: str
    parts: str
    actors: str
    explanation: str
    suggestion: str
    bases: tuple[BasisLine, ...]
    verdict: str
    evidence: tuple[EvidenceLine, ...]
    confidence: int
    reason: str
    wording: str
    decided_by: str
    decided_at: datetime | None
    revision: int


def card_of(finding: Finding, labels: Mapping[str, str]) -> FindingCard:
    """The card of a finding; `labels` are the provisions' names by id."""
    body: Mapping[str, Any] = finding.body
    parts = [words.PARTS.get(part, part) for part in body["parts"]]
    family = words.FAMILIES.get(finding.family, finding.family)
    authority = body["authority"] or {}
    return FindingCard(
        id=finding.id,
        number=finding.position + 1,
        heading=f"{family}: {', '.join(parts)}" if parts else family,
        place=labels.get(finding.provision or "", finding.provision or "") or WHOLE_DRAFT_VI,
        anchor=finding.provision or "",
        rule=finding.rule,
        rule_title=rule_titles().get(finding.rule, ""),
        severity=finding.severity,
        disposition=finding.disposition,
        quote=body["quote"],
        parts=", ".join(parts),
        actors=", ".join(body["actors"]),
        explanation=body["explanation"],
        suggestion=body["suggestion"],
        bases=tuple(_basis(basis) for basis in body["legal_basis"])
        or (BasisLine(BASIS_TO_CHECK_VI, "", False, ""),),
        verdict=words.VERDICTS.get(authority.get("verdict", ""), ""),
        evidence=tuple(_evidence(each) for each in authority.get("evidence", ())),
        confidence=round(100 * finding.confidence),
        reason=finding.reason,
        wording=finding.wording,
        decided_by=finding.decided_by.name if finding.decided_by else "",
        decided_at=finding.decided_at,
        revision=finding.revision,
    )


def _basis(basis: Mapping[str, Any]) -> BasisLine:
    if basis["status"] == "unverified":
        return BasisLine(BASIS_TO_CHECK_VI, words.BASIS_STATUS["unverified"], False, "")
    status = words.BASIS_STATUS[basis["status"]]
    if basis["status"] == "secondary":
        return BasisLine(basis["citation"], f"{status}, {SECONDARY_BASIS_VI}", False, basis["quote"])
    return BasisLine(basis["citation"], status, True, basis["quote"])


def _evidence(each: Mapping[str, Any]) -> EvidenceLine:
    speaks = "Ủng hộ" if each["for"] else "Không ủng hộ"
    return EvidenceLine(speaks, words.EVIDENCE.get(each["what"], each["what"]), each["quote"])


def marks_of(findings: Sequence[Finding]) -> list[Marked]:
    """Where the text is to be marked."""
    return [
        Marked(finding.start, finding.end, finding.id, finding.severity, finding.disposition)
        for finding in findings
        if finding.start < finding.end
    ]
