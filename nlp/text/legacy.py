"""Letters of the fonts used before Unicode (TCVN3: .VnTime; VNI: VNI-Times), which look like Latin noise.

A draft typed in them reads well on its author's screen and means nothing to a program: it must be recognised,
or every rule would pass over it in silence.
"""

from __future__ import annotations

import re
import unicodedata

from nlp.text.syllables import is_syllable

_TCVN3 = str.maketrans(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {
    "ñ": "đ", "ö": "u" + _HORN, "ô": "o" + _HORN, "æ": "i" + _HOOK, "ó": "i" + _TILDE, "ò": "i" + _DOT,
    "î": "y" + _DOT, "í": "í", "ì": "ì",
}  # fmt: skip
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])")
_STRANGE = re.compile("[¡-§¨©ª¬®¯µ¶¸¹º¼-ÿ](?<![ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý×÷])")
"""Latin-1 letters and signs that Vietnamese does without; every line of a legacy text has several."""
_PUNCTUATION = ".,;:!?()[]{}\"'“”‘’/-–…"
_LINE_STRANGE, _LINE_WORDS, _LINE_SHARE = 2, 3, 0.3


def is_legacy_font(name: str) -> bool:
    """Whether a font of this name draws Vietnamese letters in place of Latin ones."""
    return name.lower().startswith((".vn", "vni-", "vni "))


def legacy_ranges(text: str) -> list[tuple[int, int]]:
    """The ranges of the text's lines written in letters of fonts before Unicode; neighbouring lines are one."""
    if _STRANGE.search(text) is None:
        return []
    ranges: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if _is_legacy(line):
            if ranges and ranges[-1][1] == start - 1:
                ranges[-1] = (ranges[-1][0], end)
            else:
                ranges.append((start, end))
        start = end + 1
    return ranges


def _is_legacy(line: str) -> bool:
    """Whether several of the line's words are no syllables but become such when read as TCVN3 or VNI."""
    if len(_STRANGE.findall(line)) < _LINE_STRANGE:
        return False
    words = [word for raw in line.split() if (word := raw.strip(_PUNCTUATION))]
    legacy = sum(not word.isascii() and _reads_as_legacy(word) for word in words)
    return legacy >= _LINE_WORDS and legacy >= _LINE_SHARE * len(words)


def _reads_as_legacy(word: str) -> bool:
    return not is_syllable(word) and (
        is_syllable(word.translate(_TCVN3)) or is_syllable(_from_vni(word.lower()))
    )


def _from_vni(word: str) -> str:
    """A lower-case word read as VNI, where a mark is a letter of its own after the vowel."""
    marked = _VNI_PAIR.sub(lambda pair: _VNI_LETTERS.get(pair[1], pair[1]) + _VNI_MARKS[pair[2]], word)
    return unicodedata.normalize("NFC", "".join(_VNI_LETTERS.get(char, char) for char in marked))
