"""Reads the settings of the comparison with imported law from their YAML file."""

from __future__ import annotations

from typing import get_args

from nlp.compare.settings import Bound, CompareSettings, PhraseKind
from nlp.knowledge.reader import Entry


def read_compare(file: Entry) -> CompareSettings:
    """The settings; raises KnowledgeError naming the entry that is not well formed."""
    file.allow(
        "thresholds",
        "units",
        "bounds",
        "phrases",
        "papers",
        "no_item",
        "lists",
        "usual",
        "mere_reference",
        "definition_headings",
    )
    thresholds, units = file.below("thresholds"), file.below("units")
    bounds, phrases = file.below("bounds"), file.below("phrases")
    bounds.allow(*get_args(Bound))
    phrases.allow(*get_args(PhraseKind))
    longest_first = sorted(units.values, key=lambda unit: -len(str(unit).split()))
    return CompareSettings(
        least_runs=thresholds.get("least_runs", float),
        least_words=thresholds.get("least_words", int),
        same_words=thresholds.get("same_words", int),
        least_run=thresholds.get("least_run", int),
        same_share=thresholds.get("same_share", float),
        topic_share=thresholds.get("topic_share", float),
        cited_share=thresholds.get("cited_share", float),
        pinned_share=thresholds.get("pinned_share", float),
        phrase_share=thresholds.get("phrase_share", float),
        definition_words=thresholds.get("definition_words", int),
        units={str(unit): units.get(unit, str) for unit in longest_first},
        bounds={bound: bounds.texts(bound) for bound in get_args(Bound)},
        phrases={kind: phrases.texts(kind) for kind in get_args(PhraseKind)},
        papers=file.texts("papers"),
        no_item=frozenset(file.texts("no_item")),
        lists=file.texts("lists"),
        usual=file.patterns("usual", {}),
        mere_reference=file.pattern("mere_reference", {}),
        definition_headings=file.texts("definition_headings"),
    )
