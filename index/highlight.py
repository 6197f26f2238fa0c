"""Where in a text the words of a question stand, and the stretch worth showing; the same for every engine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from index.analysis import LETTER, aligned, normal_token, syllables
from index.query import DocumentNumber, Leaf, Phrase, Prefix, Word
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


@dataclass(frozen=True, slots=True, order=True)
class _Span:
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
    folded_text = fold(exact_text)
    spans: list[_Span] = []
    for number, leaf in enumerate(leaves):
        pattern = re.compile(_BEGIN + _pattern(leaf))
        found = [
            _Span(*match.span(), 1 << number)
            for match in islice(pattern.finditer(folded_text), _MATCHES_PER_LEAF)
        ]
        exact = [span for span in found if _is_exact(leaf, exact_text[span.start : span.end])]
        spans += exact or found
    return sorted(spans)


def _pattern(leaf: Leaf) -> str:
    """A pattern for folded text; the beginning of a syllable is already asked for by the caller."""
    if isinstance(leaf, Word):
        return _token(leaf.folded)
    if isinstance(leaf, Prefix):
        return re.escape(leaf.folded) + LETTER + "*"
    if isinstance(leaf, Phrase):
        return r"[\W_]+".join(_token(word.folded) for word in leaf.words)
    pieces = r"\s?/\s?".join(re.escape(piece) for piece in leaf.key.split("/"))
    rest = r"(?:\s?/\s?[a-z][a-z\d]*(?:-[a-z\d]+)*)?" if leaf.key.count("/") == 1 else r"(?:-?[a-z\d]+)*"
    return "0*" + pieces + rest + _END


def _token(folded: str) -> str:
    # A token of the index may be cut at its greatest length, and digits have lost their leading zeros.
    head = "0*" if folded.isdigit() else ""
    tail = _END if normal_token(folded + "x") != folded else ""
    return head + re.escape(folded) + tail


def _is_exact(leaf: Leaf, place: str) -> bool:
    """Whether the place bears the marks that were typed; who typed none asked for none."""
    if isinstance(leaf, DocumentNumber):
        return True
    if isinstance(leaf, Prefix):
        return leaf.exact == leaf.folded or place.startswith(leaf.exact)
    words = leaf.words if isinstance(leaf, Phrase) else (leaf,)
    pairs = zip(syllables(place), words, strict=False)
    return all(not word.marked or token == word.exact for token, word in pairs)


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
