"""Runs the detectors over one unit of text and weakens what stands in a sentence of another kind.

A find stands in one line of the plain text and holds one of its detector's anchors: only lines with an anchor are read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from nlp.rules.allowance import Allowance
from nlp.rules.plain import PlainText
from nlp.rules.schema import Context, Detector, Effect, Rule


@dataclass(slots=True)
class Hit:
    """A detector's find: its range in the plain text, its sentence, and the effects that weaken it."""

    rule: Rule
    detector: Detector
    start: int
    end: int
    sentence: tuple[int, int]
    factor: float = 1.0
    effects: list[Effect] = field(default_factory=list)

    @property
    def score(self) -> float:
        """What the find is worth after its context."""
        return self.detector.weight * self.factor


class Sentences:
    """The sentence ends of a plain text: line feed, semicolon, full stop before a space."""

    def __init__(self, text: str) -> None:
        self._text = text
        ends = [0]
        for sign in ("\n", ";", ". "):
            at = text.find(sign)
            while at >= 0:
                ends.append(at + 1)
                at = text.find(sign, at + 1)
        ends.append(len(text))
        self._ends = sorted(set(ends))

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The range of the sentence(s) that hold a range, without the mark at their end."""
        first = self._ends[bisect_right(self._ends, start) - 1]
        last = self._ends[min(bisect_left(self._ends, max(end, start + 1)), len(self._ends) - 1)]
        while first < last and self._text[first] in " \n":
            first += 1
        return first, last


class TextLines:
    """The lines of a plain text, by offset; the line feeds around a line count as its own."""

    def __init__(self, text: str) -> None:
        self._text = text
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        self._starts = starts

    def at(self, offset: int) -> int:
        """The number of the line that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def span(self, line: int) -> tuple[int, int]:
        """A line's range with the line feeds before and after it."""
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self._text)
        return max(0, self._starts[line] - 1), end

    def with_word(self, word: str) -> list[int]:
        """The numbers of the lines that hold a literal text, in order."""
        found: list[int] = []
        at = self._text.find(word)
        while at >= 0:
            line = self.at(at)
            found.append(line)
            if line + 1 == len(self._starts):
                break
            at = self._text.find(word, self._starts[line + 1])
        return found


class Anchors:
    """Which literal texts stand anywhere in a draft: most are nowhere, and then no unit is searched for them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = "\f".join(texts)
        self._known: dict[str, bool] = {}

    def __contains__(self, anchor: str) -> bool:
        known = self._known.get(anchor)
        if known is None:
            known = self._known[anchor] = anchor in self._text
        return known


class Reading:
    """A unit's plain text made ready for rules of every kind: its lines, its sentences, where each anchor stands.

    `allowance` is the time the unit may take; rules ask it before they look for anything. `anchors` are those of the
    whole draft.
    """

    def __init__(
        self, text: PlainText, allowance: Allowance | None = None, anchors: Anchors | None = None
    ) -> None:
        self.allowance = allowance or Allowance()
        self.anchors = anchors or Anchors([text.text])
        self.plain = text
        self.text = text.text
        self.lines = TextLines(self.text)
        self._holding: dict[str, list[int]] = {}

    @cached_property
    def sentences(self) -> Sentences:
        """The sentences; found when first asked for, since most units hold nothing that a rule looks for."""
        return Sentences(self.text)

    def matches(self, pattern: re.Pattern[str], anchors: Sequence[str]) -> Iterator[re.Match[str]]:
        """The finds of a pattern in the lines that hold one of its anchors."""
        lines = self._lines_worth_reading(anchors)
        if not lines:
            return
        started = self.allowance.clock()
        for line in lines:
            yield from pattern.finditer(self.text, *self.lines.span(line))
        self.allowance.spend(started)

    def _lines_worth_reading(self, anchors: Sequence[str]) -> Sequence[int]:
        worth: list[int] = []
        for anchor in anchors:
            held = self._holding.get(anchor)
            if held is None:
                held = self.lines.with_word(anchor) if anchor in self.anchors else []
                self._holding[anchor] = held
            if held:
                worth = sorted({*worth, *held}) if worth else held
        return worth


def begin_of(match: re.Match[str]) -> int:
    """Where a find begins, without the line feed or blanks its pattern may ask for before it."""
    found = match.group()
    return match.start() + len(found) - len(found.lstrip())


def detect(reading: Reading, rules: Sequence[Rule]) -> list[Hit]:
    """All finds of the rules' detectors in a unit, in text order; nothing weighed yet."""
    hits = [
        Hit(
            rule, detector, match.start(), match.end(), reading.sentences.around(begin_of(match), match.end())
        )
        for rule in rules
        for detector in rule.detectors
        if reading.allowance.admits(rule.id)
        for match in reading.matches(detector.pattern, detector.anchors)
    ]
    hits.sort(key=lambda hit: (hit.start, hit.end))
    return hits


def weigh(
    hits: Sequence[Hit], text: str, contexts: Iterable[Context], has_person: Callable[[int, int], bool]
) -> None:
    """Applies the contexts to finds of one text; `has_person` says whether a sentence names an outsider."""
    if not hits:
        return
    starts = [hit.start for hit in hits]
    longest = max(hit.end - hit.start for hit in hits)
    spans = list(_spans_with_hits(hits, TextLines(text)))
    for context in contexts:
        if not any(anchor in text for anchor in context.anchors):
            continue
        for span in spans:
            for match in context.pattern.finditer(text, *span):
                low = bisect_left(starts, match.start() - context.scope - longest)
                high = bisect_right(starts, match.end() + context.scope)
                for hit in hits[low:high]:
                    if not _reaches(context, match.start(), match.end(), hit):
                        continue
                    if not (context.unless_person and has_person(*hit.sentence)):
                        _weaken(hit, context)


def _spans_with_hits(hits: Sequence[Hit], lines: TextLines) -> Iterator[tuple[int, int]]:
    """The stretches of lines that hold finds and their sentences: no context elsewhere reaches one."""
    last = -1
    for hit in hits:
        first, end = lines.at(hit.sentence[0]), lines.at(max(hit.sentence[0], hit.sentence[1] - 1))
        for line in range(max(first, last + 1), end + 1):
            yield lines.span(line)
        last = max(last, end)


def _reaches(context: Context, start: int, end: int, hit: Hit) -> bool:
    first, last = hit.sentence
    if not (first <= start and end <= last):
        return False
    near = hit.start - end <= context.scope and start - hit.end <= context.scope
    if context.reach == "after":
        return near and hit.end > start
    return near and (context.reach == "both" or hit.start < end)


def _weaken(hit: Hit, context: Context) -> None:
    if context.effect in hit.detector.keeps or context.effect in hit.effects:
        return
    hit.effects.append(context.effect)
    hit.factor *= context.factor
