"""Rules that one clause decides by itself: cues in a sentence, and what stands, or does not stand, beside them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.knowledge import Knowledge
from nlp.remember import last_remembered
from nlp.rules.detect import Reading, begin_of
from nlp.rules.findings import plain_finding
from nlp.rules.schema import ClauseSpec, Rule
from nlp.rules.units import Unit
from nlp.text import draft_shadow, shadow
from nlp.types import Finding, ParsedDraft, Provision

_LONGEST_PREAMBLE = 12_000


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A unit with its text made ready, shared by the rules of one run."""

    unit: Unit
    reading: Reading

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A range of the plain text as offsets of the draft, without white space at its edges."""
        plain, text = self.reading.plain, self.unit.text
        low, high = plain.origin(start), plain.origin(max(start, end - 1)) + 1
        while low < high and text[low].isspace():
            low += 1
        while high > low and text[high - 1].isspace():
            high -= 1
        return self.unit.start + low, self.unit.start + high


@dataclass(frozen=True, slots=True)
class _Find:
    place: Provision
    start: int
    end: int
    words: str
    confidence: float


def clause_findings(
    rule: Rule, read: Sequence[ReadUnit], parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """The findings of a clause rule, one for each provision: its surest find."""
    spec = rule.clause
    if spec is None or not _applies(spec, parsed):
        return
    best: dict[str, _Find] = {}
    for item in read:
        if item.unit.provision.kind not in spec.kinds:
            continue
        finds = list(_finds(rule.id, spec, item))
        if not finds or _any(spec.unless_heading, shadow(item.unit.heading)):
            continue
        for find in finds:
            known = best.get(find.place.id)
            if known is None or find.confidence > known.confidence:
                best[find.place.id] = find
    for find in sorted(best.values(), key=lambda item: item.start):
        values = {"words": f"“{find.words}”", "issuer": knowledge.wording.issuer(parsed.document.issuer)}
        place = (find.place.id, find.start, find.end)
        yield plain_finding(rule, parsed.document, knowledge, day, place, values, find.confidence)


def _applies(spec: ClauseSpec, parsed: ParsedDraft) -> bool:
    """Whether the rule speaks of documents of this type and issuer, with this title and preamble.

    A draft that does not say its type or issuer (an excerpt, an appendix sent alone) is not left out for that.
    """
    document = parsed.document
    if spec.types and document.type not in (*spec.types, None):
        return False
    if spec.issuers and document.issuer not in (*spec.issuers, None):
        return False
    if spec.unless_title and _any(spec.unless_title, _title(parsed)):
        return False
    if not spec.preamble_with and not spec.preamble_unless:
        return True
    preamble = preamble_of(parsed)
    return all(pattern.search(preamble) for pattern in spec.preamble_with) and not _any(
        spec.preamble_unless, preamble
    )


@last_remembered
def _title(parsed: ParsedDraft) -> str:
    return shadow(parsed.document.title or "")


@last_remembered
def preamble_of(parsed: ParsedDraft) -> str:
    """The shadow of what stands before the draft's first article: heading and căn cứ."""
    first = min((item.start for item in parsed.provisions if item.kind == "dieu"), default=_LONGEST_PREAMBLE)
    return draft_shadow(parsed.document.text)[: min(first, _LONGEST_PREAMBLE)]


def _finds(rule: str, spec: ClauseSpec, item: ReadUnit) -> Iterator[_Find]:
    text = item.reading.text
    for cue in spec.cues:
        if not item.reading.allowance.admits(rule):
            return
        for match in item.reading.matches(cue.pattern, cue.anchors):
            sentence = item.reading.sentences.around(begin_of(match), match.end())
            low, high = _stretch(spec, item, match, sentence)
            stretch = text[low:high]
            if not all(pattern.search(stretch) for pattern in spec.beside) or _any(spec.unless, stretch):
                continue
            found = item.span(match.start(), match.end())
            place = item.unit.tightest(*found)
            first, last = item.span(*sentence)
            first, last = max(first, place.start), min(last, place.end)
            words = " ".join(item.unit.text[found[0] - item.unit.start : found[1] - item.unit.start].split())
            yield _Find(place, min(first, found[0]), max(last, found[1]), words, cue.confidence)


def _stretch(
    spec: ClauseSpec, item: ReadUnit, match: re.Match[str], sentence: tuple[int, int]
) -> tuple[int, int]:
    """The range of the plain text that the rule reads around a find."""
    if spec.reads == "sentence":
        return sentence
    if spec.reads == "clause":
        at = item.unit.start + item.reading.plain.origin(match.start())
        for clause in item.unit.clauses:
            if clause.start <= at < clause.end:
                index = item.reading.plain.index
                return index(clause.start - item.unit.start), index(clause.end - item.unit.start)
    return 0, len(item.reading.text)


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)
