"""Numbers as legal texts write them: Roman chapters, ordinal words, the Vietnamese letters of điểm."""

from __future__ import annotations

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ORDINALS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip
VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
ENGLISH_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def roman(word: str) -> int | None:
    """The value of a Roman numeral in lower case up to 399, None when it is not written as one."""
    if not word or any(char not in _ROMAN for char in word):
        return None
    values = [_ROMAN[char] for char in word]
    total = sum(
        -value if following > value else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return total if to_roman(total).lower() == word else None


def to_roman(value: int) -> str:
    """The usual Roman form of a positive number."""
    parts = []
    for amount, letters in (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")
    ):  # fmt: skip
        count, value = divmod(value, amount)
        parts.append(letters * count)
    return "".join(parts)


def number_of(word: str) -> int | None:
    """A chapter's number from `ii`, `2`, `thứ hai` (lower case); None when it is none of them."""
    if word.isdecimal():
        return int(word)
    return _ORDINALS.get(word.removeprefix("thứ ").strip()) or roman(word)


def follows(letter: str, previous: str) -> bool:
    """Whether this điểm comes next after the other, in the Vietnamese alphabet or in the English one."""
    if not previous:
        return letter == "a"
    for alphabet in (VIETNAMESE_LETTERS, ENGLISH_LETTERS):
        at = alphabet.find(previous)
        if at >= 0 and alphabet[at + 1 : at + 2] == letter:
            return True
    return False


def distance(letter: str, previous: str) -> int:
    """How many letters of the Vietnamese alphabet lie between two điểm; 0 or less is no step forward."""
    before = VIETNAMESE_LETTERS.find(previous) if previous else -1
    return VIETNAMESE_LETTERS.find(letter) - before


def skipped(previous: str, letter: str) -> str:
    """The one điểm that is missing between two, '' when none or more than one is."""
    following = next((other for other in VIETNAMESE_LETTERS if follows(other, previous)), "")
    if not following or letter == following or follows(letter, previous):
        return ""
    return following if follows(letter, following) else ""
