"""What of a Vietnamese text can be searched for: its syllables, exact and folded, and its document numbers.

A syllable is a token; words of several syllables are found by their neighbourhood. The number of a document
is kept whole beside its pieces, so that '043/2025/QĐ-UBND', 'qđ 43/2025' and '43/2025' all lead to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.text import fold, nfc, shadow

ANALYSIS_VERSION = 1
"""Raised whenever the same text gives other tokens; indexes of the former version must be rebuilt."""

LETTER = r"[^\W_]"
_SYLLABLE = re.compile(LETTER + "+")
_LONGEST_TOKEN = 64
_SUFFIX = r"[a-z][a-z\d]*(?:-[a-z\d]+)"
_NUMBER = re.compile(
    rf"(?<![\w/])0*(?P<serial>\d{{1,5}})\s?/\s?"
    rf"(?:(?P<year>\d{{4}})(?:\s?/\s?(?P<suffix>{_SUFFIX}*))?|(?P<yearless>{_SUFFIX}+))(?![\w/])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A document number met in a text: its place and the keys it is found by, shortest first."""

    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysed:
    """The tokens of a text in its order; `exact` and `folded` are of equal length, `numbers` stand apart."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    numbers: tuple[str, ...]


def syllables(shadowed: str) -> list[str]:
    """The tokens of shadowed or folded text, in order; digits lose their leading zeros ('043' is '43')."""
    return [normal_token(token) for token in _SYLLABLE.findall(shadowed)]


def normal_token(token: str) -> str:
    """The form in which one token is kept in the index."""
    if token[0] == "0" and token.isdigit():
        return token.lstrip("0") or "0"
    return token[:_LONGEST_TOKEN]


def mentions(folded: str) -> Iterator[Mention]:
    """Every document number of folded text; '15/2020/nd-cp' is kept as '15/2020' and as a whole.

    A date is none: in '30/6/2025' neither part reads as a serial number with its year.
    """
    for found in _NUMBER.finditer(folded):
        serial, year, suffix = found["serial"], found["year"], found["suffix"]
        if year is None:
            keys: tuple[str, ...] = (f"{serial}/{found['yearless']}",)
        elif suffix is None:
            keys = (f"{serial}/{year}",)
        else:
            keys = (f"{serial}/{year}", f"{serial}/{year}/{suffix}")
        yield Mention(found.start(), found.end(), keys)


def analyse(text: str) -> Analysed:
    """Everything a text can be found by; any normalisation form of Unicode is taken."""
    exact_text = shadow(nfc(text))
    folded_text = fold(exact_text)
    numbers = tuple(key for mention in mentions(folded_text) for key in mention.keys)
    return Analysed(tuple(syllables(exact_text)), tuple(syllables(folded_text)), numbers)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text in NFC and the way back to the offsets of the text as it was given."""

    text: str
    _origin: tuple[int, ...] | None

    def original(self, offset: int) -> int:
        """The offset in the given text that stands for `offset` in the composed one."""
        return offset if self._origin is None else self._origin[offset]


def aligned(text: str) -> Aligned:
    """Compose a text without losing where its letters stood; costs nothing when it is composed already."""
    composed = nfc(text)
    if composed == text:
        return Aligned(text, None)
    parts: list[str] = []
    origin: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (unicodedata.combining(text[end]) or text[end - 1 : end + 1] == "\r\n"):
            continue
        part = nfc(text[start:end])
        parts.append(part)
        origin.extend([start] * len(part))
        start = end
    return Aligned("".join(parts), (*origin, len(text)))
