"""What the comparison with texts of law goes by, all of it data: thresholds, units of measure, words to look for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Bound = Literal["min", "max"]
PhraseKind = Literal["papers", "groups"]


@dataclass(frozen=True, slots=True, eq=False)
class CompareSettings:
    """When two clauses count as the same text, and what in them is compared.

    Shares are of the draft's words (0..1), lengths are words (syllables). `units` maps a unit's words to what it
    measures: two numbers are only compared when they measure the same.
    """

    least_runs: float
    """The share of the draft's runs of five words that a clause of law must have, to be looked at."""
    least_words: int
    """Words in common, outside citations, below which nothing is claimed."""
    same_words: int
    """... below which a repetition is not worth a remark."""
    least_run: int
    """The longest unbroken run in common below which nothing is claimed."""
    same_share: float
    """From this share of its words on, a clause of the draft repeats the law."""
    topic_share: float
    """The share a clause needs when the draft does not cite its document."""
    cited_share: float
    """... when the draft cites its document."""
    pinned_share: float
    """... when the clause itself cites the place."""
    phrase_share: float
    """The share from which a paper, group or condition that only one of the two has is told."""
    definition_words: int
    """A definition shorter than this is no repetition worth a remark."""
    units: Mapping[str, str]
    bounds: Mapping[Bound, tuple[str, ...]]
    phrases: Mapping[PhraseKind, tuple[str, ...]]
    papers: tuple[str, ...]
    """Words that tell an enumeration of papers from one of groups or conditions."""
    no_item: frozenset[str]
    """Words with which an insertion begins that is no item of an enumeration."""
    lists: tuple[str, ...]
    """Words that open a list: what stands at its end then counts as well."""
    usual: tuple[re.Pattern[str], ...]
    """Sentences every document has: who carries it out, when it takes effect."""
    mere_reference: re.Pattern[str]
    """What stands before the citation that ends a clause which only refers to the law."""
    definition_headings: tuple[str, ...]
