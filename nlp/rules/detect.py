"""Runs the detectors over one unit of text and weakens what stands in a sentence of another kind.

A find stands in one line of the plain text and holds one of its detector's anchors: only lines with an anchor are read.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

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
        self.text = text
        lengths = (len(line) + 1 for line in text.split("\n")[:-1])
        self.starts = list(accumulate(lengths, initial=0))

    def at(self, offset: int) -> int:
        """The number of the line that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def span(self, line: int) -> tuple[int, int]:
        """A line's range with the line feeds before and after it."""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return max(0, self.starts[line] - 1), end


class Anchors:
    """Where the literal texts that rules look for stand in a draft's units: each is searched for once, in all units.

    Most stand nowhere; the words of the draft, each once, tell so without a search of its text.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.lines = [TextLines(text) for text in texts]
        self._text = "\f".join(lines.text for lines in self.lines)
        self._words = set(self._text.split())
        self._spelled = " ".join(("", *self._words, ""))
        self._starts: list[int] = []
        self._places: list[tuple[int, int]] = []
        begin = 0
        for number, lines in enumerate(self.lines):
            self._starts += [begin + start for start in lines.starts]
            self._places += [(number, line) for line in range(len(lines.starts))]
            begin += len(lines.text) + 1
        self._known: dict[str, list[int]] = {}
        self._holding: dict[tuple[str, ...], dict[int, list[int]]] = {}

    def holding(self, anchors: tuple[str, ...]) -> Mapping[int, Sequence[int]]:
        """The units that hold one of the anchors, each with the numbers of its lines that do, in order."""
        held = self._holding.get(anchors)
        if held is None:
            held = self._holding[anchors] = {}
            for at in sorted({line for anchor in anchors for line in self._lines_with(anchor)}):
                unit, line = self._places[at]
                held.setdefault(unit, []).append(line)
        return held

    def _lines_with(self, anchor: str) -> list[int]:
        """The lines of all units, counted through, that hold a literal text."""
        found = self._known.get(anchor)
        if found is None:
            found = self._known[anchor] = []
            at = self._text.find(anchor) if self._may_hold(anchor) else -1
            while at >= 0:
                line = bisect_right(self._starts, at) - 1
                found.append(line)
                at = self._text.find(anchor, self._starts[line + 1]) if line + 1 < len(self._starts) else -1
        return found

    def _may_hold(self, anchor: str) -> bool:
        """Whether the draft has the words of an anchor at all; its first and last may be parts of words there."""
        first, between, last = _words_of(anchor)
        return first in self._spelled and last in self._spelled and self._words.issuperset(between)


@functools.lru_cache(maxsize=1024)
def _words_of(anchor: str) -> tuple[str, tuple[str, ...], str]:
    """An anchor's first word, those between and its last, with the blanks around them that it asks for."""
    first, *between = anchor.split(" ")
    return (f"{first} ", tuple(between[:-1]), f" {between[-1]}") if between else (first, (), first)


class Reading:
    """A unit's plain text made ready for rules of every kind: its lines, its sentences, where each anchor stands.

    `allowance` is the time the unit may take; rules ask it before they look for anything. `anchors` are those of the
    whole draft, in which this is the unit of this number.
    """

    def __init__(
        self,
        text: PlainText,
        allowance: Allowance | None = None,
        anchors: Anchors | None = None,
        number: int = 0,
    ) -> None:
        self.allowance = allowance or Allowance()
        self.plain = text
        self.text = text.text
        self._anchors = anchors or Anchors([text.text])
        self._number = number
        self.lines = self._anchors.lines[number]

    @functools.cached_property
    def sentences(self) -> Sentences:
        """The sentences; found when first asked for, since most units hold nothing that a rule looks for."""
        return Sentences(self.text)

    def matches(self, pattern: re.Pattern[str], anchors: tuple[str, ...]) -> Sequence[re.Match[str]]:
        """The finds of a pattern in the lines that hold one of its anchors."""
        lines = self._anchors.holding(anchors).get(self._number)
        if not lines:
            return ()
        started = self.allowance.clock()
        found = [match for line in lines for match in pattern.finditer(self.text, *self.lines.span(line))]
        self.allowance.spend(started)
        return found


def begin_of(match: re.Match[str]) -> int:
    """Where a find begins, without the line feed or blanks its pattern may ask for before it."""
    found = match.group()
    return match.start() + len(found) - len(found.lstrip())


def detect(reading: Reading, rules: Sequence[Rule]) -> list[Hit]:
    """All finds of the rules' detectors in a unit, in text order; nothing weighed yet."""
    hits = [
        Hit(rule, detector, begin, match.end(), reading.sentences.around(begin, match.end()))
        for rule in rules
        for detector in rule.detectors
        if reading.allowance.admits(rule.id)
        for match in reading.matches(detector.pattern, detector.anchors)
        for begin in (begin_of(match),)
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
