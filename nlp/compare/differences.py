"""What an aligned clause of the draft says otherwise than the law: numbers, units of days, papers, groups."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from nlp.compare.align import Alignment
from nlp.compare.quantities import Quantity, quantities
from nlp.compare.settings import CompareSettings, PhraseKind
from nlp.compare.words import Words, is_number

DifferenceKind = Literal["number", "day_unit", "papers", "groups"]
Side = Literal["changed", "added", "missing", "shorter"]
_PHRASE_REACH = 8
"""Words shown after the first word of a paper or group."""
_DAYS = "ngày"
_MOST = 0.6
"""The share of the law's clause in common from which what stands at its end counts as left out."""
_EDGE = 3
"""Words around the stretch in common in which a quantity still belongs to it."""
_LONGEST_ITEM = 12
_KINDS: tuple[PhraseKind, ...] = ("papers", "groups")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing the two say differently; `start`:`end` is the place in the draft, `said` and `law` their words."""

    kind: DifferenceKind
    side: Side
    start: int
    end: int
    said: str
    law: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    end: int
    words: str


def differences(
    found: Alignment, draft_text: str, law_text: str, settings: CompareSettings
) -> list[Difference]:
    """The differences that matter, in the draft's order; texts are those the words' ranges count in."""
    numbers = list(_numbers(found, draft_text, law_text, settings))
    listed = _opens_list(found, settings)
    phrases = [
        difference
        for kind in _KINDS
        for difference in _phrases(kind, found, (draft_text, law_text), settings, listed=listed)
    ]
    items = [] if phrases else list(_items(found, (draft_text, law_text), settings))
    return sorted([*numbers, *phrases, *items], key=lambda difference: difference.start)


def _numbers(
    found: Alignment, draft_text: str, law_text: str, settings: CompareSettings
) -> Iterator[Difference]:
    theirs = quantities(found.law, settings)
    for own in quantities(found.draft, settings):
        other = _beside(own, found, theirs)
        if other is None:
            continue
        change = _change(own, other)
        if change is None:
            continue
        kind, side = change
        start, end = found.draft.starts[own.start], found.draft.ends[own.end - 1]
        law = _shown(found.law, law_text, other.start, other.end)
        yield Difference(kind, side, start, end, _shown(found.draft, draft_text, own.start, own.end), law)


def _beside(own: Quantity, found: Alignment, theirs: Sequence[Quantity]) -> Quantity | None:
    """The law's quantity in the place of the draft's one: at the same word, or the only one between the same words."""
    at = found.at_law(own.start)
    if at is not None:
        return next((other for other in theirs if other.start <= at < other.end), None)
    low, high = found.gap(own.start) or _edge(own, found)
    same = [other for other in theirs if low <= other.start < max(high, low + 1)]
    same = [other for other in same if other.measures == own.measures]
    return same[0] if len(same) == 1 else None


def _edge(own: Quantity, found: Alignment) -> tuple[int, int]:
    """The law's words just before the first or after the last words in common, where the quantity stands there."""
    first, last = found.runs[0], found.runs[-1]
    length = own.end - own.start
    if first.draft - _EDGE <= own.start < first.draft:
        return max(0, first.law - length - _EDGE), first.law
    if last.draft + last.size <= own.start <= last.draft + last.size + 1:
        return found.tail(), found.tail() + length + 1
    return len(found.law), len(found.law)


def _change(own: Quantity, other: Quantity) -> tuple[DifferenceKind, Side] | None:
    """How the draft's quantity departs from the law's; None when it keeps to it or cannot be compared."""
    if own.measures != other.measures:
        return None
    if own.value == other.value:
        same = own.unit == other.unit or own.measures != _DAYS
        return None if same else ("day_unit", "changed")
    within = (other.bound == "min" and own.value > other.value) or (
        other.bound == "max" and own.value < other.value
    )
    if within and own.bound != other.bound:
        return None  # a value inside the frame the law sets
    if within and other.bound == "max" and own.measures == _DAYS:
        return "number", "shorter"
    return "number", "changed"


def _opens_list(found: Alignment, settings: CompareSettings) -> bool:
    """Whether both list things: what stands before the first or after the last word in common then counts too."""
    pattern = _either(settings.lists)
    return all(pattern.search(" ".join(side.words)) for side in (found.draft, found.law))


def _phrases(
    kind: PhraseKind, found: Alignment, texts: tuple[str, str], settings: CompareSettings, *, listed: bool
) -> Iterator[Difference]:
    own = _occurrences(found.draft, settings.phrases[kind])
    theirs = _occurrences(found.law, settings.phrases[kind])
    draft_words, law_words = Counter(item.words for item in own), Counter(item.words for item in theirs)
    first, last = found.runs[0], found.runs[-1]
    for item in own:
        inside = listed or (first.draft < item.end and item.start < last.draft + last.size)
        if draft_words[item.words] <= law_words[item.words] or not inside:
            continue
        if found.in_draft_runs(item.start, item.end):
            continue
        end = _phrase_end(found.draft, item, texts[0])
        words = _shown(found.draft, texts[0], item.start, end)
        yield Difference(kind, "added", found.draft.starts[item.start], found.draft.ends[end - 1], words, "")
    for item in theirs:
        inside = (listed and found.whole_law_share() >= _MOST) or (
            first.law < item.end and item.start < last.law + last.size
        )
        if law_words[item.words] <= draft_words[item.words] or not inside:
            continue
        if found.in_law_runs(item.start, item.end):
            continue
        words = _shown(found.law, texts[1], item.start, _phrase_end(found.law, item, texts[1]))
        yield Difference(kind, "missing", found.draft.starts[0], found.draft.ends[-1], "", words)


def _items(found: Alignment, texts: tuple[str, str], settings: CompareSettings) -> Iterator[Difference]:
    """An item of an enumeration that only one of the two has, whatever it names: it stands between two separators."""
    of_papers = all(
        _either(settings.papers).search(" ".join(side.words)) for side in (found.draft, found.law)
    )
    kind: PhraseKind = "papers" if of_papers else "groups"
    for before, after in pairwise(found.runs):
        own = (before.draft + before.size, after.draft)
        theirs = (before.law + before.size, after.law)
        if own[0] < own[1] and theirs[0] == theirs[1] and _is_item(found.draft, *own, texts[0], settings):
            words = _shown(found.draft, texts[0], *own)
            yield Difference(
                kind, "added", found.draft.starts[own[0]], found.draft.ends[own[1] - 1], words, ""
            )
        elif theirs[0] < theirs[1] and own[0] == own[1] and _is_item(found.law, *theirs, texts[1], settings):
            words = _shown(found.law, texts[1], *theirs)
            start, end = found.draft.starts[0], found.draft.ends[-1]
            yield Difference(kind, "missing", start, end, "", words)


def _is_item(words: Words, start: int, end: int, text: str, settings: CompareSettings) -> bool:
    """Whether these words are a whole item: a comma, semicolon or new line on both sides, or a joining word on one."""
    if end - start > _LONGEST_ITEM or not 0 < start < end < len(words):
        return False
    if words.words[start] in settings.no_item or any(map(is_number, words.words[start:end])):
        return False
    edges = [text[words.ends[start - 1] : words.starts[start]], text[words.ends[end - 1] : words.starts[end]]]
    marked = [any(sign in edge for sign in ",;\n") for edge in edges]
    return all(marked) or (marked[0] and words.words[end] in ("và", "hoặc"))


def _occurrences(words: Words, phrases: tuple[str, ...]) -> list[_Phrase]:
    """Where the phrases stand, the longest first where several begin at one word."""
    joined = " ".join(words.words)
    found = []
    for match in _either(phrases).finditer(joined):
        start = joined.count(" ", 0, match.start())
        end = start + match.group().count(" ") + 1
        found.append(_Phrase(start, end, match.group()))
    return found


def _phrase_end(words: Words, phrase: _Phrase, text: str) -> int:
    """Up to the next stop, comma or semicolon, a few words at most."""
    end = phrase.end
    while end < len(words) and end < phrase.start + _PHRASE_REACH:
        if text[words.ends[end - 1] : words.starts[end]].strip(" \n("):
            break
        end += 1
    return end


def _shown(words: Words, text: str, start: int, end: int) -> str:
    return " ".join(text[words.starts[start] : words.ends[end - 1]].split())


@functools.lru_cache(maxsize=8)
def _either(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
