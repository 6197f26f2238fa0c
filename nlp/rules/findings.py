"""Turns what the engine saw into findings a person can judge: words, part, why it matters, basis, what to do."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from nlp.authority import DraftAuthority
from nlp.knowledge import Knowledge
from nlp.rules.procedure import Sign
from nlp.rules.schema import Rule
from nlp.types import Document, Finding, LegalBasis, Regime, Severity

_WORDS = 3


def bases_of(
    rule: Rule, knowledge: Knowledge, regime: Regime | None, day: datetime.date
) -> tuple[LegalBasis, ...]:
    """The rule's bases in force for the regime on that day; empty where there is none or no regime is known."""
    if regime is None:
        return ()
    entries = (knowledge.bases[name] for name in rule.bases.get(regime, ()))
    return tuple(entry.as_basis(regime) for entry in entries if entry.on(day))


def procedure_finding(
    sign: Sign, document: Document, authority: DraftAuthority, knowledge: Knowledge, day: datetime.date
) -> Finding:
    """The finding for a sign of a procedure; its severity follows from the authority the draft shows."""
    basis = bases_of(sign.rule, knowledge, document.regime, day)
    issuer = knowledge.wording.issuer(document.issuer)
    quoted = ", ".join(f"“{word}”" for word in sign.words[:_WORDS])
    sentences = [sign.rule.explanation.format(words=quoted, issuer=issuer)]
    sentences += _authority_sentences(authority, knowledge)
    sentences += _without_basis(basis, knowledge)
    return Finding(
        rule=sign.rule.id,
        family=sign.rule.family,
        severity=authority.severity(sign.parts),
        provision=sign.provision.id,
        start=sign.start,
        end=sign.end,
        quote=document.text[sign.start : sign.end],
        explanation=" ".join(sentences),
        suggestion=sign.rule.suggestion,
        confidence=sign.confidence,
        parts=sign.parts,
        actors=sign.actors,
        bodies=sign.bodies,
        authority=authority.as_authority(),
        legal_basis=basis,
    )


def _authority_sentences(authority: DraftAuthority, knowledge: Knowledge) -> list[str]:
    sentences = [knowledge.wording.verdicts[authority.verdict]]
    told: set[str] = set()
    for note, quote in authority.notes:
        if note not in told:
            told.add(note)
            sentences.append(knowledge.wording.notes[note].format(quote=f"“{quote}”"))
    return sentences


def plain_finding(
    rule: Rule,
    document: Document,
    knowledge: Knowledge,
    day: datetime.date,
    place: tuple[str | None, int, int],
    values: dict[str, str],
    confidence: float = 0.9,
    *,
    imported: tuple[LegalBasis, ...] = (),
) -> Finding:
    """The finding of a check: `place` is provision id, start and end; `values` fill the explanation.

    `imported` are places in texts of law the office imported, which stand beside the rule's own bases. A `violation`
    stays one only beside a verified basis; else the finding is a suspicion to be looked at.
    """
    provision, start, end = place
    basis = (*bases_of(rule, knowledge, document.regime, day), *imported)
    return Finding(
        rule=rule.id,
        family=rule.family,
        severity=_capped(rule.severity, basis),
        provision=provision,
        start=start,
        end=end,
        quote=document.text[start:end],
        explanation=" ".join([rule.explanation.format(**values), *_without_basis(basis, knowledge)]),
        suggestion=rule.suggestion,
        confidence=confidence,
        legal_basis=basis,
    )


def with_bases(
    finding: Finding, rule: Rule, document: Document, knowledge: Knowledge, day: datetime.date
) -> Finding:
    """A finding made while parsing, with the bases its rule has on the draft's day and what follows from them."""
    basis = bases_of(rule, knowledge, document.regime, day)
    return replace(
        finding,
        severity=_capped(finding.severity, basis),
        explanation=" ".join([finding.explanation, *_without_basis(basis, knowledge)]),
        legal_basis=basis,
    )


def _capped(severity: Severity, basis: Sequence[LegalBasis]) -> Severity:
    """A violation needs a verified basis."""
    verified = any(entry.status == "verified" for entry in basis)
    return "suspect" if severity == "violation" and not verified else severity


def _without_basis(basis: Sequence[LegalBasis], knowledge: Knowledge) -> list[str]:
    """The sentence that warns where no basis may be cited."""
    citable = any(entry.status != "unverified" for entry in basis)
    return [] if citable else [knowledge.wording.notes["no_basis"]]
