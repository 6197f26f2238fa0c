"""Runs every rule of a release over a parsed draft and says of each what became of it."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.authority import assess
from nlp.knowledge import Knowledge
from nlp.rules.allowance import Allowance, Clock
from nlp.rules.checks import CHECKS, UNEXAMINED
from nlp.rules.clause import ReadUnit, clause_findings
from nlp.rules.detect import Anchors, Reading
from nlp.rules.document_kind import is_administrative
from nlp.rules.findings import procedure_finding, with_bases
from nlp.rules.gather import gather
from nlp.rules.plain import plain_of_shadow
from nlp.rules.procedure import Sign, judge
from nlp.rules.published import compare_with_published
from nlp.rules.schema import NOT_RUN, NOT_VALID_ON_DATE, Need, Rule
from nlp.rules.units import Unit, loose_units, units
from nlp.terms import TermFinder
from nlp.types import Finding, ParsedDraft, Procedure, RuleOutcome, Unread


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What the rules found: findings in text order, the procedures they make up, the outcome of every rule."""

    findings: tuple[Finding, ...]
    procedures: tuple[Procedure, ...]
    outcomes: tuple[RuleOutcome, ...]
    unread: tuple[Unread, ...] = ()
    """Units on which some rule did not run, or not to its end, for want of time."""


def run_rules(
    parsed: ParsedDraft, knowledge: Knowledge, find_terms: TermFinder, clock: Clock = time.process_time
) -> RuleRun:
    """All rules of the release on one draft; the draft's own findings of structure are taken in.

    A rule outside its period of validity, without the regime or the date it needs, ends `not_run` with the reason.
    `clock` measures what each unit may take: a rule it was refused to is not clean.
    """
    day = datetime.date.fromisoformat(parsed.document.date) if parsed.document.date else None
    if day is None:
        raise ValueError("a parsed draft has a date: of the text, of the option or of the day")
    missing = _missing(parsed, knowledge)
    reasons = {rule.id: _reason(rule, day, missing) for rule in knowledge.rules}
    runnable = [rule for rule in knowledge.rules if not reasons[rule.id]]
    read = _read(units(parsed.document.text, parsed.provisions), knowledge, clock)
    loose = _read(loose_units(parsed.document.text, parsed.provisions), knowledge, clock)
    procedural = [rule for rule in runnable if rule.kind == "procedure"]
    signs = _signs(read, parsed.document.title or "", procedural, knowledge, find_terms)
    authority = assess(parsed, knowledge, day)
    findings = [procedure_finding(sign, parsed.document, authority, knowledge, day) for sign in signs]
    for check in runnable:
        if check.kind == "check":
            findings += CHECKS[check.id](check, parsed, knowledge, day)
        elif check.kind == "clause":
            findings += clause_findings(check, [*read, *loose], parsed, knowledge, day)
    rules = {rule.id: rule for rule in knowledge.rules}
    for finding in parsed.findings:
        rule = rules.get(finding.rule)
        findings.append(with_bases(finding, rule, parsed.document, knowledge, day) if rule else finding)
    compared = next((rule for rule in runnable if rule.kind == "comparison"), None)
    findings, procedures = compare_with_published(
        gather(signs, parsed), findings, compared, parsed, knowledge, authority, day
    )
    hits = {finding.rule for finding in findings}
    for check in runnable:  # without a hit a rule that could not examine everything is not clean
        if check.id in UNEXAMINED and check.id not in hits:
            reasons[check.id] = UNEXAMINED[check.id](parsed, knowledge, day)
    refused = _refused([*read, *loose], runnable)
    outcomes = [_outcome(rule, reasons[rule.id], hits, refused) for rule in knowledge.rules]
    outcomes += [RuleOutcome(name, "hit") for name in sorted(hits - rules.keys())]
    return RuleRun(tuple(findings), procedures, tuple(outcomes), _out_of_time([*read, *loose]))


def _read(cut: Sequence[Unit], knowledge: Knowledge, clock: Clock) -> list[ReadUnit]:
    """Units made ready for every kind of rule."""
    texts = [plain_of_shadow(unit.low) for unit in cut]
    anchors = Anchors(text.text for text in texts)
    return [
        ReadUnit(unit, Reading(text, Allowance(knowledge.engine.unit_seconds, clock), anchors, number))
        for number, (unit, text) in enumerate(zip(cut, texts, strict=True))
    ]


def _outcome(rule: Rule, reason: str, hits: set[str], refused: set[str]) -> RuleOutcome:
    if reason:
        return RuleOutcome(rule.id, "not_run", reason)
    if rule.id in hits:
        return RuleOutcome(rule.id, "hit")
    return RuleOutcome(rule.id, "not_run", "timeout") if rule.id in refused else RuleOutcome(rule.id, "clean")


def _refused(read: Sequence[ReadUnit], rules: Sequence[Rule]) -> set[str]:
    """The rules that a unit had no time for; of procedures all of them, since their evidence is added up."""
    refused = {rule for item in read for rule in item.reading.allowance.refused}
    together = {rule.id for rule in rules if rule.kind in ("procedure", "comparison")}
    return refused | together if refused & together else refused


def _out_of_time(read: Sequence[ReadUnit]) -> tuple[Unread, ...]:
    """The units on which some rule did not run for want of time."""
    return tuple(
        Unread(item.unit.start, item.unit.end, "timeout") for item in read if item.reading.allowance.refused
    )


def _reason(rule: Rule, day: datetime.date, missing: Sequence[tuple[Need, str]]) -> str:
    """Why a rule cannot run on this draft; empty when it can."""
    if not rule.on(day):
        return NOT_VALID_ON_DATE
    return next((reason for need, reason in missing if need in rule.needs), "")


def _missing(parsed: ParsedDraft, knowledge: Knowledge) -> list[tuple[Need, str]]:
    """What rules may need and this draft or release does not have, with the reason it is reported under."""
    document, material = parsed.document, knowledge.material
    lacking: list[tuple[Need, bool]] = [
        ("regime", document.regime is None),
        ("text_date", document.date_source != "text"),
        ("normative", is_administrative(document)),
        ("administrative", not is_administrative(document)),
        ("local", document.issuer == "central"),
        ("library", not material.library),
        ("procedures", not material.procedures),
        ("status", material.status is None),
    ]
    return [(need, NOT_RUN[need]) for need, lacks in lacking if lacks]


def _signs(
    read: Sequence[ReadUnit], title: str, rules: Sequence[Rule], knowledge: Knowledge, find_terms: TermFinder
) -> list[Sign]:
    found = [
        sign
        for item in read
        for sign in judge(item.unit, item.reading, title, rules, knowledge.engine, find_terms)
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
