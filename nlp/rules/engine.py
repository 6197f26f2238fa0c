"""Runs every rule of a release over a parsed draft and says of each what became of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.authority import assess
from nlp.knowledge import Knowledge
from nlp.rules.checks import CHECKS, LOCAL_ONLY, NEEDS_TEXT_DATE
from nlp.rules.findings import procedure_finding, with_bases
from nlp.rules.gather import gather
from nlp.rules.procedure import Sign, judge
from nlp.rules.schema import Rule
from nlp.rules.units import units
from nlp.terms import TermFinder
from nlp.types import Finding, ParsedDraft, Procedure, RuleOutcome

_NORMATIVE_NUMBER = re.compile(r"/\d{4}/")
"""A normative document's number holds its year; an individual decision ('2344/QĐ-UBND') may take effect at once."""


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What the rules found: findings in text order, the procedures they make up, the outcome of every rule."""

    findings: tuple[Finding, ...]
    procedures: tuple[Procedure, ...]
    outcomes: tuple[RuleOutcome, ...]


def run_rules(parsed: ParsedDraft, knowledge: Knowledge, find_terms: TermFinder) -> RuleRun:
    """All rules of the release on one draft; the draft's own findings of structure are taken in.

    A rule outside its period of validity, without the regime or the date it needs, ends `not_run` with the reason.
    """
    day = datetime.date.fromisoformat(parsed.document.date) if parsed.document.date else None
    if day is None:
        raise ValueError("a parsed draft has a date: of the text, of the option or of the day")
    reasons = {rule.id: _reason(rule, parsed, day) for rule in knowledge.rules}
    runnable = [rule for rule in knowledge.rules if not reasons[rule.id]]
    signs = _signs(parsed, [rule for rule in runnable if rule.kind == "procedure"], knowledge, find_terms)
    authority = assess(parsed, knowledge, day)
    findings = [procedure_finding(sign, parsed.document, authority, knowledge, day) for sign in signs]
    for check in runnable:
        if check.kind == "check":
            findings += CHECKS[check.id](check, parsed, knowledge, day)
    rules = {rule.id: rule for rule in knowledge.rules}
    for finding in parsed.findings:
        rule = rules.get(finding.rule)
        findings.append(with_bases(finding, rule, parsed.document, knowledge, day) if rule else finding)
    hits = {finding.rule for finding in findings}
    outcomes = [_outcome(rule, reasons[rule.id], hits) for rule in knowledge.rules]
    outcomes += [RuleOutcome(name, "hit") for name in sorted(hits - rules.keys())]
    return RuleRun(tuple(findings), gather(signs, parsed.provisions), tuple(outcomes))


def _outcome(rule: Rule, reason: str, hits: set[str]) -> RuleOutcome:
    if reason:
        return RuleOutcome(rule.id, "not_run", reason)
    return RuleOutcome(rule.id, "hit" if rule.id in hits else "clean")


def _reason(rule: Rule, parsed: ParsedDraft, day: datetime.date) -> str:
    """Why a rule cannot run on this draft; empty when it can."""
    if not rule.on(day):
        return "not_valid_on_date"
    if rule.family in ("authority", "effect") and parsed.document.regime is None:
        return "no_regime"
    if rule.id in NEEDS_TEXT_DATE and parsed.document.date_source != "text":
        return "no_date_in_text"
    number = parsed.document.number
    if rule.family == "effect" and number and not _NORMATIVE_NUMBER.search(number):
        return "not_normative"
    if rule.id in LOCAL_ONLY and parsed.document.issuer == "central":
        return "central_document"
    return ""


def _signs(
    parsed: ParsedDraft, rules: Sequence[Rule], knowledge: Knowledge, find_terms: TermFinder
) -> list[Sign]:
    title = parsed.document.title or ""
    found = [
        sign
        for unit in units(parsed.document.text, parsed.provisions)
        for sign in judge(unit, title, rules, knowledge.engine, find_terms)
    ]
    return _one_each(found)


def _one_each(signs: Sequence[Sign]) -> list[Sign]:
    """One sign for each rule and provision, the surest, in text order."""
    best: dict[tuple[str, str], Sign] = {}
    for sign in signs:
        key = (sign.rule.id, sign.provision.id)
        if key not in best or sign.confidence > best[key].confidence:
            best[key] = sign
    return sorted(best.values(), key=lambda sign: (sign.start, sign.end, sign.rule.id))
