"""The rules as people read them: a line each, everything about one, and the page `docs/rules.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from nlp.knowledge import Knowledge
from nlp.rules.schema import ClauseSpec, Rule
from nlp.types import Family

_HEAD = """# Rules

For the lawyer who asks what a scan looks for and on which basis, and for whoever adds or changes a rule: read it when a
finding (or a silence) surprises you, and before you write a rule. Written by `python -m nlp rules page > docs/rules.md`
from the release `{release}`: {rules} rules, {examples} examples, each tried by `python -m nlp rules check`.

A title is the sentence of law behind the rule. *Severity* is the highest a finding of it can have: `violation` only
beside a verified basis, `suspect` is something to check. *Needs* names what the rule cannot run without; a draft that
lacks it ends `not_run` with the reason, never clean. A basis with status `unverified` is never shown as a citation.
*Narrow* says why a rule may rest on fewer than three documents.
"""


def listing(knowledge: Knowledge) -> str:
    """One line a rule, fields between tabs: id, family, severity, kind, since, `narrow` or -, title."""
    lines = []
    for rule in knowledge.rules:
        narrow = "narrow" if rule.narrow else "-"
        lines.append(
            "\t".join((rule.id, rule.family, rule.severity, rule.kind, rule.since, narrow, rule.title))
        )
    return "\n".join(lines) + "\n"


def explanation(rule: Rule, knowledge: Knowledge) -> str:
    """Everything about one rule: its sentence, what it needs, its bases, its patterns and its examples."""
    lines = [f"{rule.id} ({rule.family}, {rule.severity}, {rule.kind}, since {rule.since})", rule.title, ""]
    lines += [*_facts(rule), *_bases(rule, knowledge)]
    for detector in rule.detectors:
        lines += ["", f"{detector.id}: weight {detector.weight}, parts {', '.join(detector.parts)}"]
        lines.append(f"  {detector.pattern.pattern}")
    if rule.clause:
        lines += _clause(rule.clause)
    for title, examples in (("finds", rule.hits), ("leaves alone", rule.look_alikes)):
        for example in examples:
            lines += ["", f"{title}:", example.text.strip()]
    return "\n".join(lines)


def page(knowledge: Knowledge) -> str:
    """The page of all rules by family, in Markdown; the same release always gives the same page."""
    examples = sum(len(rule.hits) + len(rule.look_alikes) for rule in knowledge.rules)
    pieces = [_HEAD.format(release=knowledge.release, rules=len(knowledge.rules), examples=examples)]
    for family in get_args(Family):
        rules = [rule for rule in knowledge.rules if rule.family == family]
        if rules:
            pieces.append(f"## {family}\n")
            pieces += [_section(rule, knowledge) for rule in rules]
    return "\n".join(pieces)


def _section(rule: Rule, knowledge: Knowledge) -> str:
    lines = [f"### {rule.id}", "", rule.title, ""]
    lines.append(f"- severity `{rule.severity}`, kind `{rule.kind}`, since `{rule.since}`")
    lines += [f"- {line}" for line in (*_facts(rule), *_bases(rule, knowledge))]
    for title, examples in (("Finds:", rule.hits), ("Leaves alone:", rule.look_alikes)):
        if examples:
            lines += ["", title]
        for example in examples:
            lines += ["", *(f"    {line}" for line in example.text.strip().split("\n"))]
    return "\n".join(lines) + "\n"


def _facts(rule: Rule) -> Iterator[str]:
    if rule.needs:
        yield f"needs: {', '.join(sorted(rule.needs))}"
    if rule.valid_from or rule.valid_to:
        yield f"for texts of {rule.valid_from or '…'} to {rule.valid_to or '…'}"
    if rule.days:
        yield f"days: {rule.days}"
    for regime, by_issuer in rule.days_by_issuer.items():
        yield f"days in {regime}: {', '.join(f'{issuer} {days}' for issuer, days in by_issuer.items())}"
    if rule.narrow:
        yield f"narrow: {rule.narrow}"


def _bases(rule: Rule, knowledge: Knowledge) -> Iterator[str]:
    for regime, names in rule.bases.items():
        for name in names:
            entry = knowledge.bases[name]
            yield f"{regime}: {entry.as_basis(regime).citation} [{entry.status}; {entry.source}]"
    if not any(rule.bases.values()):
        yield f"no basis: {knowledge.wording.notes['no_basis']}"


def _clause(spec: ClauseSpec) -> Iterator[str]:
    yield f"\nreads: {spec.reads}; kinds: {', '.join(spec.kinds)}"
    for name, values in (("types", spec.types), ("issuers", spec.issuers)):
        if values:
            yield f"{name}: {', '.join(values)}"
    for cue in spec.cues:
        yield f"\ncue {cue.id}: confidence {cue.confidence}\n  {cue.pattern.pattern}"
    for name in ("beside", "unless", "unless_heading", "unless_title", "preamble_with", "preamble_unless"):
        for pattern in getattr(spec, name):
            yield f"\n{name}:\n  {pattern.pattern}"
