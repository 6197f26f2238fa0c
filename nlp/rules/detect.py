"""Runs the detectors over one unit of text and weakens what stands in a sentence of another kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

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


def detect(unit: PlainText, rules: Sequence[Rule]) -> list[Hit]:
    """All finds of the rules' detectors in a unit, in text order; nothing weighed yet."""
    text = unit.text
    sentences = Sentences(text)
    hits = [
        Hit(rule, detector, match.start(), match.end(), sentences.around(match.start(), match.end()))
        for rule in rules
        for detector in rule.detectors
        if any(anchor in text for anchor in detector.anchors)
        for match in detector.pattern.finditer(text)
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
    for context in contexts:
        if not any(anchor in text for anchor in context.anchors):
            continue
        for match in context.pattern.finditer(text):
            low = bisect_left(starts, match.start() - context.scope - longest)
            high = bisect_right(starts, match.end() + context.scope)
            for hit in hits[low:high]:
                if not _reaches(context, match.start(), match.end(), hit):
                    continue
                if not (context.unless_person and has_person(*hit.sentence)):
                    _weaken(hit, context)


def _reaches(context: Context, start: int, end: int, hit: Hit) -> bool:
    first, last = hit.sentence
    if not (first <= start and end <= last):
        return False
    after = hit.end > start and hit.start - end <= context.scope
    before = hit.start < end and start - hit.end <= context.scope
    if context.reach == "after":
        return after
    return before if context.reach == "before" else after and before


def _weaken(hit: Hit, context: Context) -> None:
    if context.effect in hit.detector.keeps or context.effect in hit.effects:
        return
    hit.effects.append(context.effect)
    hit.factor *= context.factor
