"""Where in a text the words of a question stand, and the stretch worth showing; the same for every engine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from index.analysis import LETTER, aligned, normal_token
from index.query import DocumentNumber, Leaf, Phrase, Prefix
from index.types import Highlight
from nlp.text import fold, shadow

SNIPPET_CHARS = 240
_LEAD_CHARS = 60
_MATCHES_PER_LEAF = 2_000
_HIGHLIGHTS_AT_MOST = 200
_BEGIN, _END = rf"(?<!{LETTER})", rf"(?!{LETTER})"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a hit shows of its text: the stretch `text[start:end]` and the marked places, in text order."""

    start: int
    end: int
    highlights: tuple[Highlight, ...]


class _Span(NamedTuple):
    """A matched place; `sought` holds a bit for each leaf of the question that it answers."""

    start: int
    end: int
    sought: int


def show(text: str, leaves: Iterable[Leaf]) -> Shown:
    """Choose the best window of about `SNIPPET_CHARS` and mark what was looked for.

    Offsets are those of `text` as given, in whatever Unicode form. Places with the very marks typed hide
    those that agree only without marks. At most 200 places are marked, those of the window first.
    """
    source = aligned(text)
    spans = _merged(_spans(source.text, tuple(leaves)), source.text)
    start, end = _window(spans, source.text)
    inside = [span for span in spans if start <= span.start and span.end <= end]
    outside = (span for span in spans if not (start <= span.start and span.end <= end))
    marked = sorted([*inside, *islice(outside, max(0, _HIGHLIGHTS_AT_MOST - len(inside)))])
    highlights = []
    for span in marked:
        begin, stop = source.original(span.start), source.original(span.end)
        highlights.append(Highlight(begin, stop, text[begin:stop]))
    return Shown(source.original(start), source.original(end), tuple(highlights))


def _spans(text: str, leaves: tuple[Leaf, ...]) -> list[_Span]:
    exact_text = shadow(text)
    folded_text = ""
    spans: list[_Span] = []
    for number, leaf in enumerate(leaves):
        found = _places(_exact_pattern(leaf), exact_text)
        if not found:
            folded_text = folded_text or fold(exact_text)  # only now: folding takes longer than all the rest
            found = _places(_folded_pattern(leaf), folded_text)
        spans += [_Span(start, end, 1 << number) for start, end in found]
    return sorted(spans)


def _places(pattern: str, text: str) -> list[tuple[int, int]]:
    if not pattern:
        return []
    return [match.span() for match in islice(re.finditer(pattern, text), _MATCHES_PER_LEAF)]


def _exact_pattern(leaf: Leaf) -> str:
    """What to look for in shadow text; '' when the asker typed no marks and so asked for none."""
    if isinstance(leaf, DocumentNumber):
        return _number(leaf)
    words = leaf.words if isinstance(leaf, Phrase) else (leaf,)
    if all(word.exact == word.folded for word in words):
        return ""
    if isinstance(leaf, Prefix):
        return _beginning(leaf.exact) + LETTER + "*"
    return _sequence([word.exact for word in words])


def _folded_pattern(leaf: Leaf) -> str:
    """What to look for in folded text."""
    if isinstance(leaf, DocumentNumber):
        return _number(leaf)
    if isinstance(leaf, Prefix):
        return _beginning(leaf.folded) + LETTER + "*"
    return _sequence([word.folded for word in (leaf.words if isinstance(leaf, Phrase) else (leaf,))])


def _number(number: DocumentNumber) -> str:
    """Serves shadow and folded text alike: đ is the one letter of signs that folding changes."""
    pieces = r"\s?/\s?".join(re.escape(piece).replace("d", "[dđ]") for piece in number.key.split("/"))
    more, sign = r"(?:-?[a-zđ0-9]+)*", r"(?:\s?/\s?[a-zđ][a-zđ0-9]*(?:-[a-zđ0-9]+)*)?"
    return _BEGIN + "0*" + pieces + (sign if number.key.count("/") == 1 else more) + _END


def _sequence(tokens: list[str]) -> str:
    return r"[\W_]+".join([_token(tokens[0], first=True), *(_token(token) for token in tokens[1:])])


def _token(token: str, *, first: bool = False) -> str:
    # A token of the index may be cut at its greatest length, and digits have lost their leading zeros.
    tail = _END if normal_token(token + "x") != token else ""
    if token.isdigit():
        return (_BEGIN if first else "") + "0*" + token + tail
    return (_beginning(token) if first else re.escape(token)) + tail


def _beginning(letters: str) -> str:
    """Letters at the beginning of a syllable; they are looked for first, since that is what `re` is quick at."""
    return re.escape(letters) + f"(?<!{LETTER}{re.escape(letters)})"


def _merged(spans: list[_Span], text: str) -> list[_Span]:
    """Neighbouring syllables become one mark: 'thủ tục' is marked as one, not as two."""
    merged: list[_Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last is not None and (span.start <= last.end or text[last.end : span.start].isspace()):
            merged[-1] = _Span(last.start, max(last.end, span.end), last.sought | span.sought)
        else:
            merged.append(span)
    return merged


def _window(spans: list[_Span], text: str) -> tuple[int, int]:
    """The stretch that holds most of the different words asked for, and among those the longest marks."""
    best, best_end, best_score = 0, 0, (-1, -1)
    for first, span in enumerate(spans):
        seen, length = 0, 0
        for other in islice(spans, first, None):
            if other.end > span.start + SNIPPET_CHARS - _LEAD_CHARS and other is not span:
                break
            seen |= other.sought
            length = max(length, other.end - other.start)
        score = (seen.bit_count(), length)
        if score > best_score:
            best, best_end, best_score = span.start, span.end, score
    start = _snapped(text, max(0, best - _LEAD_CHARS), best)
    end = min(len(text), max(start + SNIPPET_CHARS, min(best_end, best + 2 * SNIPPET_CHARS)))
    if end < len(text) and (space := text.rfind(" ", best, end)) >= best_end:
        end = space
    return start, end


def _snapped(text: str, start: int, limit: int) -> int:
    """The first beginning of a word at or after `start`."""
    if start == 0 or text[start - 1].isspace():
        return start
    space = re.compile(r"\s").search(text, start, limit)
    return space.end() if space else limit
