"""The words of a clause as they are compared: shadow text, markers dropped, numbers in one spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")
_MARKER = re.compile(
    r"^[ ]*(?:điều \d{1,3}[a-zđ]?[.:]|\d{1,3}(?:\.\d{1,2})*[.)]|[a-zđ]{1,2}\d?\)|[-+*])(?=\s)", re.M
)
_TOKEN = re.compile(r"([^\W\d_]+|\d+(?:[.,]\d+)*|%)")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text, each with its range there; `words[i]` stands at `starts[i]:ends[i]`."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def part(self, first: int, last: int) -> Words:
        """The words from one to another."""
        return Words(self.words[first:last], self.starts[first:last], self.ends[first:last])


def words_of(low: str, offset: int = 0) -> Words:
    """The words of shadow text; ranges count from `offset`. Markers of khoản, điểm and dashes are no words."""
    pieces = _TOKEN.split(_MARKER.sub(lambda match: " " * len(match.group()), low))  # gap, word, gap, …, gap
    edges = tuple(accumulate(map(len, pieces), initial=offset))
    return Words(
        tuple(each(pieces[1::2], lambda word: number_of(word) if is_number(word) else word)),
        edges[1:-1:2],
        edges[2::2],
    )


def each(words: Sequence[str], read: Callable[[str], T]) -> list[T]:
    """What `read` makes of every word; a word is read once, however often it stands there."""
    made = {word: read(word) for word in dict.fromkeys(words)}
    return [made[word] for word in words]


def number_of(written: str) -> str:
    """A number in one spelling: '05' is '5', '5.000.000' is '5000000', '1,5' is '1.5'."""
    plain = written.replace(".", "") if _THOUSANDS.fullmatch(written) else written
    plain = plain.replace(",", ".")
    whole, dot, rest = plain.partition(".")
    return f"{whole.lstrip('0') or '0'}{dot}{rest}"


def is_number(word: str) -> bool:
    """Whether a word is a number in figures."""
    return word[0].isdigit()
