"""Runs every rule's own examples: what it must find, and what only looks like it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.knowledge import Knowledge
from nlp.knowledge.material import LawText, Material, MaterialFile, procedure_of, read_status
from nlp.references import find, resolve
from nlp.rules.engine import run_rules
from nlp.rules.schema import Example, Rule
from nlp.structure import parse, read_heading
from nlp.terms import TermFinder
from nlp.types import Document, DraftText, ParsedDraft

_DAY = datetime.date(2026, 5, 5)
_STATUS_HEADER = "number,title,type,issuer,issued,effective,expired,status,source"


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that a rule gets wrong, with the rules that spoke instead."""

    rule: str
    expected: str
    text: str
    found: tuple[str, ...]


def check_examples(knowledge: Knowledge, find_terms: TermFinder) -> Iterator[Failure]:
    """The examples that fail: a hit the rule does not find, a look-alike it (or, of procedures, any rule) accuses."""
    for rule in knowledge.rules:
        for example in rule.hits:
            found = _rules_found(example, knowledge, find_terms)
            if rule.id not in found:
                yield Failure(rule.id, "hit", example.text, tuple(sorted(found)))
        for example in rule.look_alikes:
            found = _rules_found(example, knowledge, find_terms)
            if found & _accusing(rule, knowledge):
                yield Failure(rule.id, "look_alike", example.text, tuple(sorted(found)))


def _accusing(rule: Rule, knowledge: Knowledge) -> set[str]:
    if rule.kind != "procedure":
        return {rule.id}
    return {other.id for other in knowledge.rules if other.kind == "procedure"}


def _rules_found(example: Example, knowledge: Knowledge, find_terms: TermFinder) -> set[str]:
    draft = DraftText(example.text, ((0, len(example.text)),), (None,))
    structure = parse(draft)
    stated = read_heading(draft, structure.provisions).date
    day = datetime.date.fromisoformat(stated) if stated else _DAY
    document = Document(
        text=example.text,
        number=example.number,
        type=example.type,
        issuer=example.issuer,
        title=example.title,
        date=day.isoformat(),
        date_source=example.date_source,
        regime=knowledge.regime_on(day),
    )
    references = resolve(find(example.text), structure.provisions, example.text)
    parsed = ParsedDraft(draft, document, structure.provisions, references)
    run = run_rules(parsed, replace(knowledge, material=_material(example)), find_terms)
    return {finding.rule for finding in run.findings}


def _material(example: Example) -> Material:
    """The raw material an example brings along."""
    table = f"{_STATUS_HEADER}\n{example.status}".encode()
    return Material(
        procedures=tuple(procedure_of(row) for row in example.procedures),
        status=read_status(MaterialFile("status", "example", table)) if example.status else None,
        library=tuple(LawText(name, text) for name, text in example.library),
    )
