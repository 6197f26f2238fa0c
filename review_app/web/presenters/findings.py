"""A finding as its card shows it: what, where, why, by which law, how sure, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nlp.knowledge import Knowledge
from nlp.rules.findings import bases_of
from nlp.rules.schema import Rule
from review_app.models import Finding
from review_app.reports.words import BASIS_TO_CHECK_VI, SECONDARY_BASIS_VI, WHOLE_DRAFT_VI
from review_app.web.presenters import words
from review_app.web.presenters.text import Marked


def _rule(rule_id: str, knowledge: Knowledge) -> Rule | None:
    return next((rule for rule in knowledge.rules if rule.id == rule_id), None)


def rule_title(rule_id: str, knowledge: Knowledge, *, checked: bool) -> str:
    """What a rule of the knowledge says of the law; without a verified basis it says that beside.

    A rule the knowledge does not hold is named by its id.
    """
    rule = _rule(rule_id, knowledge)
    title = rule.title if rule else rule_id
    return title if checked else f"{title.rstrip('.')} ({BASIS_TO_CHECK_VI})"


def has_verified_basis(rule_id: str, knowledge: Knowledge, document: Mapping[str, Any]) -> bool:
    """Whether the rule rests on a verified provision in the regime and on the day of the scanned `document`."""
    rule, regime, day = _rule(rule_id, knowledge), document.get("regime"), document.get("date")
    if rule is None or regime is None or day is None:
        return False
    bases = bases_of(rule, knowledge, regime, date.fromisoformat(day))
    return any(basis.status == "verified" for basis in bases)


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
    bodies: str
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


def card_of(finding: Finding, labels: Mapping[str, str], knowledge: Knowledge) -> FindingCard:
    """The card of a finding; `labels` are the provisions' names by id."""
    body: Mapping[str, Any] = finding.body
    parts = [words.PARTS.get(part, part) for part in body["parts"]]
    family = words.FAMILIES.get(finding.family, finding.family)
    authority = body["authority"] or {}
    bases = tuple(_basis(basis) for basis in body["legal_basis"])
    return FindingCard(
        id=finding.id,
        number=finding.position + 1,
        heading=f"{family}: {', '.join(parts)}" if parts else family,
        place=labels.get(finding.provision or "", finding.provision or "") or WHOLE_DRAFT_VI,
        anchor=finding.provision or "",
        rule=finding.rule,
        rule_title=rule_title(finding.rule, knowledge, checked=any(basis.checked for basis in bases)),
        severity=finding.severity,
        disposition=finding.disposition,
        quote=body["quote"],
        parts=", ".join(parts),
        actors=", ".join(body["actors"]),
        bodies="; ".join(body.get("bodies", ())),
        explanation=body["explanation"],
        suggestion=body["suggestion"],
        bases=bases or (BasisLine(BASIS_TO_CHECK_VI, "", False, ""),),
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
    what = words.EVIDENCE.get(each["what"], each["what"])
    if each["what"] == "published_procedure" and each.get("source"):
        what = f"{what} (mã {each['source']})"
    return EvidenceLine(speaks, f"{what[0].lower()}{what[1:]}", each["quote"])


def marks_of(findings: Sequence[Finding]) -> list[Marked]:
    """Where the text is to be marked."""
    return [
        Marked(finding.start, finding.end, finding.id, finding.severity, finding.disposition)
        for finding in findings
        if finding.start < finding.end
    ]
