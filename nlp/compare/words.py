"""The words of a clause as they are compared: shadow text, markers dropped, numbers in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<marker>^[ ]*(?:điều \d{1,3}[a-zđ]?[.:]|\d{1,3}(?:\.\d{1,2})*[.)]|[a-zđ]{1,2}\d?\)|[-+*])(?=\s))|"
    r"\d+(?:[.,]\d+)*|[^\W\d_]+|%",
    re.M,
)
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
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(low):
        if match.lastgroup == "marker":
            continue
        start, end = match.span()
        word = low[start:end]
        words.append(number_of(word) if word[0].isdigit() else word)
        starts.append(start + offset)
        ends.append(end + offset)
    return Words(tuple(words), tuple(starts), tuple(ends))


def number_of(written: str) -> str:
    """A number in one spelling: '05' is '5', '5.000.000' is '5000000', '1,5' is '1.5'."""
    plain = written.replace(".", "") if _THOUSANDS.fullmatch(written) else written
    plain = plain.replace(",", ".")
    whole, dot, rest = plain.partition(".")
    return f"{whole.lstrip('0') or '0'}{dot}{rest}"


def is_number(word: str) -> bool:
    """Whether a word is a number in figures."""
    return word[0].isdigit()
