"""Numbers with what they measure and on which side they bound: '10 ngày làm việc', 'không quá 15%'."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nlp.compare.settings import Bound, CompareSettings
from nlp.compare.words import Words, is_number

_BOUND_REACH = 6
"""Words before a number in which its bound stands."""
_DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip
_TENS = {"mười": 1, "mươi": 10}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: words `start`:`end` of its clause. `measures` says what it can be compared with."""

    start: int
    end: int
    value: Fraction
    unit: str
    measures: str
    bound: Bound | None


def quantities(words: Words, settings: CompareSettings) -> list[Quantity]:
    """The numbers of a clause that have a unit, in order; dates and numbers of articles are none."""
    found: list[Quantity] = []
    index = 0
    while index < len(words):
        read = _number(words, index)
        if read is None:
            index += 1
            continue
        value, end = read
        unit = _unit_at(words, end, settings)
        if unit is None and end + 1 < len(words) and words.words[end] in ("đến", "và", "hoặc"):
            after = _number(words, end + 1)  # 'từ 5 đến 10 ngày'
            unit = _unit_at(words, after[1], settings) if after else None
            stop = end
        else:
            stop = end + (len(unit.split()) if unit else 0)
        if unit is not None and not _in_date(words, index, end):
            bound = _bound(words, index, stop, settings)
            found.append(Quantity(index, stop, value, unit, settings.units[unit], bound))
        index = stop
    return found


def _number(words: Words, index: int) -> tuple[Fraction, int] | None:
    """The number that begins at a word, in figures or spelled out, and the word after it ('năm (05)' is one)."""
    word = words.words[index]
    if is_number(word):
        try:
            return Fraction(word), index + 1
        except ValueError:
            return None
    spelled = _spelled(words, index)
    if spelled is None:
        return None
    value, end = spelled
    if end < len(words) and words.words[end] == str(value):
        end += 1
    return Fraction(value), end


def _spelled(words: Words, index: int) -> tuple[int, int] | None:
    """1 to 99 spelled out; a lone 'năm' is also a year and counts only before the same number in figures."""
    word = words.words[index]
    following = words.words[index + 1] if index + 1 < len(words) else ""
    if word == "mười":
        return (10 + _DIGITS[following], index + 2) if following in _DIGITS else (10, index + 1)
    if word not in _DIGITS:
        return None
    value = _DIGITS[word]
    if following == "mươi":
        last = words.words[index + 2] if index + 2 < len(words) else ""
        return (value * 10 + _DIGITS[last], index + 3) if last in _DIGITS else (value * 10, index + 2)
    if word == "năm" and following != "5" and following not in ("ngày", "tháng", "giờ"):
        return None
    return value, index + 1


def _unit_at(words: Words, index: int, settings: CompareSettings) -> str | None:
    for unit in settings.units:
        parts = unit.split()
        if list(words.words[index : index + len(parts)]) == parts:
            return unit
    return None


def _in_date(words: Words, index: int, end: int) -> bool:
    """'ngày 15 tháng 7', 'tháng 7 năm 2025', 'QH15 ngày': numbers of a date, of a document or of an article."""
    if not index:
        return False
    before = words.words[index - 1]
    after = words.words[end] if end < len(words) else ""
    if words.starts[index] == words.ends[index - 1] or before in ("số", "điều", "khoản"):
        return True
    return (before, after) in (("ngày", "tháng"), ("tháng", "năm"))


def _bound(words: Words, start: int, end: int, settings: CompareSettings) -> Bound | None:
    before = " ".join(words.words[max(0, start - _BOUND_REACH) : start])
    after = " ".join(words.words[end : end + 2])
    best: tuple[int, Bound] | None = None
    for bound, phrases in settings.bounds.items():
        for phrase in phrases:
            if phrase.startswith("trở"):
                if after.startswith(phrase):
                    return bound
                continue
            at = before.rfind(phrase)
            if at >= 0 and (best is None or at > best[0]):
                best = at, bound
    return best[1] if best else None
