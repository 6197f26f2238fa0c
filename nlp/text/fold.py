"""Folding: letters without tone and vowel marks, for people who search 'thu tuc' and mean 'thủ tục'."""

from __future__ import annotations

import unicodedata

from nlp.text.shadow import shadow


class _Folds(dict[int, str]):
    """Letter to base letter, filled as letters are met.

    Letter by letter is enough: the place of a tone mark, which shadow text settles by syllable, is gone with
    the mark.
    """

    def __missing__(self, code: int) -> str:
        char = shadow(chr(code))
        base = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
        folded = base.replace("đ", "d").replace("Đ", "D") or char
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Shadow text without marks: 'Thủ tục' and 'thu tuc' become one. NFC in, equal length out."""
    return text.translate(_FOLDS)
