"""Builds rules and the engine's settings from their YAML entries."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from nlp.knowledge.reader import Entry
from nlp.rules.actors import ActorNeed, ActorPatterns
from nlp.rules.schema import (
    Alone,
    ClauseSpec,
    Context,
    Cue,
    Detector,
    Effect,
    EngineSettings,
    Example,
    Need,
    Prior,
    Rule,
    RuleKind,
)
from nlp.types import DateSource, DocumentType, Family, Issuer, ProcedurePart, ProvisionKind, Regime, Severity

_UNITS: tuple[ProvisionKind, ...] = ("dieu", "kem_theo", "phu_luc", "trich_dan")
_SINCE = re.compile(r"base-[1-9]\d{0,3}|\d{4}-\d{2}-\d{2}")
_RULE_KEYS = (
    "id", "title", "family", "kind", "severity", "part", "detectors", "explanation", "suggestion", "bases",
    "valid_from", "valid_to", "examples", "narrow", "days", "days_by_issuer", "needs", "clause", "since",
)  # fmt: skip


def read_rules(file: Entry, fragments: Mapping[str, str]) -> Iterator[Rule]:
    """The rules of one file; its `defaults` stand in for what a rule leaves out."""
    file.allow("defaults", "rules")
    defaults = dict(file.below("defaults").values) if "defaults" in file.values else {}
    for entry in file.entries("rules", defaults):
        yield _rule(entry, fragments)


def _rule(entry: Entry, fragments: Mapping[str, str]) -> Rule:
    entry.allow(*_RULE_KEYS)
    examples = entry.below("examples") if "examples" in entry.values else Entry({}, entry.place)
    examples.allow("hits", "look_alikes")
    rule = Rule(
        id=entry.get("id", str),
        title=entry.get("title", str),
        family=entry.choice("family", Family),
        kind=entry.choice("kind", RuleKind),
        severity=entry.choice("severity", Severity),
        part=entry.choice("part", ProcedurePart) if entry.values.get("part") else None,
        detectors=tuple(_detector(detector, fragments) for detector in entry.entries("detectors")),
        explanation=entry.get("explanation", str),
        suggestion=entry.get("suggestion", str),
        bases=_bases(entry),
        since=_since(entry),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        clause=_clause(entry.below("clause"), fragments) if "clause" in entry.values else None,
        hits=_examples(examples, "hits"),
        look_alikes=_examples(examples, "look_alikes"),
        narrow=entry.get("narrow", str, ""),
        days=entry.get("days", int, 0),
        needs=frozenset(entry.choices("needs", Need)),
        days_by_issuer=_days_by_issuer(entry),
    )
    if (rule.kind == "clause") != (rule.clause is not None):
        raise entry.fail("a clause rule, and no other, has a key `clause`")
    names = {detector.id for detector in rule.detectors}
    if any(detector.beside not in names | {""} for detector in rule.detectors):
        raise entry.fail("beside: names no detector of the rule")
    if rule.kind == "procedure" and (not rule.detectors or rule.part is None):
        raise entry.fail("a procedure rule needs a part and detectors")
    if rule.kind != "structure" and not (rule.hits and rule.look_alikes):
        raise entry.fail("a rule needs examples: hits and look_alikes")
    return rule


def _since(entry: Entry) -> str:
    value = entry.values.get("since")
    text = value.isoformat() if isinstance(value, datetime.date) else entry.get("since", str)
    if not _SINCE.fullmatch(text):
        raise entry.fail(f"since: a release base-N or a day YYYY-MM-DD is expected, not {text!r}")
    return text


def _days_by_issuer(entry: Entry) -> dict[Regime, dict[Issuer, int]]:
    if "days_by_issuer" not in entry.values:
        return {}
    by_regime = entry.below("days_by_issuer")
    by_regime.allow(*get_args(Regime))
    found: dict[Regime, dict[Issuer, int]] = {}
    for regime in get_args(Regime):
        if regime in by_regime.values:
            issuers = by_regime.below(regime)
            issuers.allow(*get_args(Issuer))
            found[regime] = {
                name: issuers.get(name, int) for name in get_args(Issuer) if name in issuers.values
            }
    return found


def _bases(entry: Entry) -> dict[Regime, tuple[str, ...]]:
    bases = entry.below("bases")
    bases.allow(*get_args(Regime))
    return {regime: bases.texts(regime) for regime in get_args(Regime) if regime in bases.values}


def _examples(entry: Entry, key: str) -> tuple[Example, ...]:
    found = []
    for number, value in enumerate(entry.get(key, list, []), start=1):
        if isinstance(value, str):
            found.append(Example(value))
        else:
            example = Entry(value, f"{entry.place}, {key} {number}")
            example.allow(
                "text", "title", "type", "issuer", "number", "date_source", "procedures", "status", "library"
            )
            library = example.below("library") if "library" in example.values else Entry({}, example.place)
            found.append(
                Example(
                    example.get("text", str),
                    example.get("title", str, ""),
                    example.choice("type", DocumentType, "quyet_dinh"),
                    example.choice("issuer", Issuer, "ubnd_tinh"),
                    example.get("number", str, "") or None,
                    example.choice("date_source", DateSource, "text"),
                    tuple(row.values for row in example.entries("procedures")),
                    status=example.get("status", str, ""),
                    library=tuple((name, library.get(name, str)) for name in library.values),
                )
            )
    return tuple(found)


def _clause(entry: Entry, fragments: Mapping[str, str]) -> ClauseSpec:
    entry.allow(
        "cues", "reads", "kinds", "beside", "unless", "unless_heading", "unless_title", "types", "issuers",
        "preamble_with", "preamble_unless",
    )  # fmt: skip
    cues = tuple(_cue(cue, fragments) for cue in entry.entries("cues"))
    reads: Any = entry.get("reads", str, "sentence")
    if reads not in ("sentence", "clause", "article"):
        raise entry.fail(f"reads: {reads!r} is none of sentence, clause, article")
    if not cues:
        raise entry.fail("cues: at least one is needed")
    return ClauseSpec(
        cues=cues,
        reads=reads,
        kinds=entry.choices("kinds", ProvisionKind) or _UNITS,
        beside=entry.patterns("beside", fragments),
        unless=entry.patterns("unless", fragments),
        unless_heading=entry.patterns("unless_heading", fragments),
        unless_title=entry.patterns("unless_title", fragments),
        types=entry.choices("types", DocumentType),
        issuers=entry.choices("issuers", Issuer),
        preamble_with=entry.patterns("preamble_with", fragments),
        preamble_unless=entry.patterns("preamble_unless", fragments),
    )


def _cue(entry: Entry, fragments: Mapping[str, str]) -> Cue:
    entry.allow("id", "pattern", "anchors", "confidence")
    anchors = entry.texts("anchors")
    confidence = entry.get("confidence", float)
    if not anchors:
        raise entry.fail("anchors: at least one literal text is needed")
    if not 0 < confidence < 1:
        raise entry.fail("confidence: a share between 0 and 1 is expected")
    return Cue(entry.get("id", str), entry.pattern("pattern", fragments), anchors, confidence)


def _detector(entry: Entry, fragments: Mapping[str, str]) -> Detector:
    entry.allow(
        "id",
        "pattern",
        "anchors",
        "weight",
        "parts",
        "keeps",
        "needs_person",
        "alone",
        "decisive",
        "beside",
        "actor",
        "group",
    )
    anchors = entry.texts("anchors")
    if not anchors:
        raise entry.fail("anchors: at least one literal text is needed")
    return Detector(
        id=entry.get("id", str),
        pattern=entry.pattern("pattern", fragments),
        anchors=anchors,
        weight=entry.get("weight", float),
        parts=entry.choices("parts", ProcedurePart),
        keeps=frozenset(entry.choices("keeps", Effect)),
        needs_person=entry.get("needs_person", bool, False),
        alone=entry.choice("alone", Alone, ""),
        decisive=entry.get("decisive", bool, False),
        beside=entry.get("beside", str, ""),
        actor=entry.choice("actor", ActorNeed, ""),
        group=entry.get("group", str, ""),
    )


def read_engine(file: Entry, fragments: Mapping[str, str]) -> EngineSettings:
    """Thresholds, contexts and priors of the procedure engine."""
    file.allow(
        "thresholds",
        "factors",
        "confidence",
        "limits",
        "name_pattern",
        "contexts",
        "headings",
        "titles",
        "actors",
    )
    thresholds, factors, confidence = (
        file.below("thresholds"),
        file.below("factors"),
        file.below("confidence"),
    )
    if any(factors.get(name, float) > 1 for name in factors.values):
        raise factors.fail("a factor above 1: these only weaken")
    return EngineSettings(
        article_threshold=thresholds.get("article", float),
        clause_threshold=thresholds.get("clause", float),
        min_finds=thresholds.get("min_finds", int),
        report_weight=thresholds.get("report", float),
        second_factor=factors.get("second", float),
        no_person_factor=factors.get("no_person", float),
        no_clause_person_factor=factors.get("no_clause_person", float),
        request_factor=factors.get("request", float),
        agencies_only_factor=factors.get("agencies_only", float),
        confidence_middle=confidence.get("middle", float),
        confidence_slope=confidence.get("slope", float),
        confidence_cap=confidence.get("cap", float),
        unit_seconds=file.below("limits").get("unit_seconds", float),
        contexts=tuple(_context(entry, fragments) for entry in file.entries("contexts")),
        heading_priors=tuple(_prior(entry, fragments) for entry in file.entries("headings")),
        title_priors=tuple(_prior(entry, fragments) for entry in file.entries("titles")),
        actors=_actors(file.below("actors"), fragments),
        name_pattern=file.pattern("name_pattern", fragments),
    )


def _actors(entry: Entry, fragments: Mapping[str, str]) -> ActorPatterns:
    entry.allow("outsider", "insider", "object_after")
    return ActorPatterns(
        outsider=entry.pattern("outsider", fragments),
        insider=entry.pattern("insider", fragments),
        object_after=entry.pattern("object_after", fragments),
    )


def _context(entry: Entry, fragments: Mapping[str, str]) -> Context:
    entry.allow("id", "effect", "pattern", "anchors", "reach", "scope", "factor", "unless_person")
    reach: Any = entry.get("reach", str)
    if reach not in ("after", "before", "both"):
        raise entry.fail(f"reach: {reach!r} is none of after, before, both")
    return Context(
        id=entry.get("id", str),
        effect=entry.choice("effect", Effect),
        pattern=entry.pattern("pattern", fragments),
        anchors=entry.texts("anchors"),
        reach=reach,
        scope=entry.get("scope", int),
        factor=entry.get("factor", float),
        unless_person=entry.get("unless_person", bool, False),
    )


def _prior(entry: Entry, fragments: Mapping[str, str]) -> Prior:
    entry.allow("id", "pattern", "factor", "clause_factor", "decisive_only", "staff", "unless_named")
    return Prior(
        id=entry.get("id", str),
        pattern=entry.pattern("pattern", fragments),
        factor=entry.get("factor", float),
        clause_factor=entry.get("clause_factor", float, 1.0),
        decisive_only=entry.get("decisive_only", bool, False),
        staff=entry.get("staff", bool, False),
        unless_named=entry.get("unless_named", bool, False),
    )
