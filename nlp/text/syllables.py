"""Whether letters make Vietnamese syllables: how text that a converter garbled is told from text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_ONSETS = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_RIMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|"
    "e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|êng|"
    "i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|"
    "o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|oong|ooc|"
    "op|ot|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|"
    "u|ua|uân|uâng|uât|uây|uc|uê|uêch|uênh|ui|um|un|ung|uôc|uôi|uôm|uôn|uông|uôt|uơ|uơt|up|ut|uy|uya|uych|uyên|uyêt|"
    "uynh|uyp|uyt|uyu|ư|ưa|ưc|ưi|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|ưng|ưt|ưu|ưm|y|yêm|yên|yêng|yêt|yêu|uyn|ych|ynh|yt"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_RIMES})")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_REMEMBERED = 100_000
_ABBREVIATION = 5
_VOWEL = re.compile("[aeiouyAEIOUY]")
_WORD = re.compile(r"[^\W\d_]+")


class _Known(dict[str, bool]):
    """Lower-case word to whether it is a syllable, filled as words are met."""

    def __missing__(self, word: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        known = self[word] = _check(word)
        return known


_KNOWN = _Known()


def is_syllable(word: str) -> bool:
    """Whether a word (NFC, any case) can be a Vietnamese syllable: its sounds and at most one tone."""
    return len(word) <= 7 and _KNOWN[word.lower()]


def _check(word: str) -> bool:
    marks = [char for char in unicodedata.normalize("NFD", word) if char in _TONES]
    if len(marks) > 1:
        return False
    plain = unicodedata.normalize(
        "NFC", "".join(char for char in unicodedata.normalize("NFD", word) if char not in _TONES)
    )
    if not _SYLLABLE.fullmatch(plain):
        return False
    return not (_STOPPED.search(plain) and marks and marks[0] not in "\u0301\u0323")


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many words a text has (abbreviations of up to five capitals left out), and of which kinds."""

    words: int
    syllables: int
    broken: int
    """Words of no language: no syllable, and with a letter with a mark or without a vowel."""
    marked: int
    """Words with a letter that ASCII lacks."""

    def share(self, part: int) -> float:
        """The part of all words, 0 where there are none."""
        return part / self.words if self.words else 0.0


def count_words(text: str) -> WordCount:
    """The text's words by kind. Names of other languages in plain letters are not counted as broken."""
    words = syllables = broken = marked = 0
    for word, times in Counter(_WORD.findall(text)).items():
        if len(word) <= _ABBREVIATION and word.isupper():
            continue
        words += times
        plain = word.isascii()
        marked += 0 if plain else times
        if is_syllable(word):
            syllables += times
        elif not plain or _VOWEL.search(word) is None:
            broken += times
    return WordCount(words, syllables, broken, marked)
