"""Letters of the fonts used before Unicode (TCVN3: .VnTime; VNI: VNI-Times), which look like Latin noise.

A draft typed in them reads well on its author's screen and means nothing to a program: it must be recognised and
decoded, or every rule would pass over it in silence. Tables: TCVN 5712:1993 (VN3) and the VNI-Windows letter pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.text.syllables import is_syllable

LetterTable = Literal["tcvn3", "tcvn3_capitals", "vni"]
"""How old letters are coded; fonts of capitals (.VnTimeH) draw the codes of small letters as capitals."""

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
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_ROOFS = {
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
}  # fmt: skip
_VNI_BREVES = {
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_MARKS = _VNI_TONES | _VNI_ROOFS | _VNI_BREVES
_VNI_LETTERS = {
    "ñ": "đ", "ö": "u" + _HORN, "ô": "o" + _HORN, "æ": "i" + _HOOK, "ó": "i" + _TILDE, "ò": "i" + _DOT,
    "î": "y" + _DOT, "í": "í", "ì": "ì",
}  # fmt: skip
_TONES, _ROOFS, _BREVES = ("".join(marks) for marks in (_VNI_TONES, _VNI_ROOFS, _VNI_BREVES))
_VNI_UNIT = re.compile(
    f"a[{_TONES}{_ROOFS}{_BREVES}]|[eo][{_TONES}{_ROOFS}]|[uyôö][{_TONES}]|[{''.join(_VNI_LETTERS)}]",
    re.IGNORECASE,
)
_STRANGE = re.compile("[¡-§¨©ª¬®¯µ¶¸¹º¼-ÿ](?<![ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý×÷])")
"""Latin-1 letters and signs that Vietnamese does without; every line of a legacy text has several."""
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯẠ-ỹ]")
"""Vietnamese letters that no font before Unicode uses as codes: where one stands, the text is Unicode."""
_PUNCTUATION = ".,;:!?()[]{}\"'“”‘’/-–…"
_WORD = re.compile(r"\S+")
_LINE_STRANGE, _LINE_WORDS, _LINE_SHARE = 2, 3, 0.3
_ALL_CAPITALS = 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in Unicode and, for each of its characters, the offset in the raw text where that one begins.

    `starts` has one offset more than the text has characters: the raw text's length.
    """

    text: str
    starts: Sequence[int]

    def raw_range(self, start: int, end: int) -> tuple[int, int]:
        """The range of the raw text that a range of the decoded text was read from."""
        return self.starts[start], self.starts[end]


def decode_letters(text: str, table: LetterTable) -> Decoded:
    """The text, all of it written in old letters of this table, in Unicode (NFC) with its offset map.

    Characters that are no letters of the table stay. TCVN3 has one code a letter; VNI writes most letters with
    marks as two. Raises nothing: any text has a reading.
    """
    if table != "vni":
        plain = text.translate(_TCVN3)
        return Decoded(plain.upper() if table == "tcvn3_capitals" else plain, range(len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    for unit in _VNI_UNIT.finditer(text):
        pieces += (text[done : unit.start()], _vni_letter(unit.group()))
        starts += range(done, unit.start() + 1)
        done = unit.end()
    pieces.append(text[done:])
    starts += range(done, len(text) + 1)
    return Decoded("".join(pieces), starts)


def _vni_letter(unit: str) -> str:
    lower = unit.lower()
    marked = _VNI_LETTERS.get(lower[0], lower[0]) + _VNI_MARKS.get(lower[1:], "")
    letter = unicodedata.normalize("NFC", marked)
    return letter.upper() if unit[0].isupper() else letter


def table_of_font(name: str) -> LetterTable | None:
    """How a font of this name codes Vietnamese letters, None for fonts of Unicode."""
    lower = name.lower()
    if lower.startswith(".vn"):
        return "tcvn3_capitals" if lower.endswith("h") else "tcvn3"
    return "vni" if lower.startswith(("vni-", "vni ")) else None


def is_legacy_font(name: str) -> bool:
    """Whether a font of this name draws Vietnamese letters in place of Latin ones."""
    return table_of_font(name) is not None


def is_unicode(text: str) -> bool:
    """Whether the text holds a Vietnamese letter that only Unicode has."""
    return _UNICODE.search(text) is not None


def has_strange_letters(text: str) -> bool:
    """Whether the text holds Latin-1 letters or signs that proper Vietnamese does without."""
    return _STRANGE.search(text) is not None


def legacy_table(line: str) -> LetterTable | None:
    """The table by which several of the line's words, no syllables as they stand, become such; None for proper text."""
    if len(_STRANGE.findall(line)) < _LINE_STRANGE:
        return None
    words = [word for raw in line.split() if (word := raw.strip(_PUNCTUATION))]
    noise = [word for word in words if not word.isascii() and not is_syllable(word)]
    counts: dict[LetterTable, int] = {table: _syllables(noise, table) for table in ("tcvn3", "vni")}
    table = max(counts, key=lambda each: counts[each])
    enough = counts[table] >= _LINE_WORDS and counts[table] >= _LINE_SHARE * len(words)
    return table if enough else None


def _syllables(words: Sequence[str], table: LetterTable) -> int:
    return sum(is_syllable(decode_letters(word, table).text) for word in words)


def decode_line(line: str, table: LetterTable) -> Decoded:
    """A line recognised by its content: all of it, or, where it also holds Unicode, the words between.

    In such a mixed line a word that reads well both ways ('có' or 'cú') may be taken for the wrong one.
    """
    if is_unicode(line):
        return _by_word(line, table)
    if table == "tcvn3":
        line = _WORD.sub(_with_horned_u, line)
    decoded = decode_letters(line, table)
    letters = [char for char in line if char.isascii() and char.isalpha()]
    if table == "tcvn3" and len(letters) >= _ALL_CAPITALS and all(map(str.isupper, letters)):
        return Decoded(decoded.text.upper(), decoded.starts)  # typed in a font of capitals
    return decoded


def _with_horned_u(match: re.Match[str]) -> str:
    """The word with the soft hyphen that PDF readers turn into a hyphen put back: it is TCVN3's code for 'ư'."""
    word = match.group()
    if "-" not in word.strip("-"):
        return word
    core = word.strip(_PUNCTUATION.replace("-", ""))
    if not core[:1].translate(_TCVN3).isalpha() or all(
        is_syllable(part.translate(_TCVN3)) for part in core.split("-")
    ):
        return word
    horned = core.replace("-", "\u00ad")
    return word.replace(core, horned) if is_syllable(horned.translate(_TCVN3)) else word


def _by_word(line: str, table: LetterTable) -> Decoded:
    """The stretches between words of Unicode, each from its first word that is none as it stands."""
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    inside = False
    for match in _WORD.finditer(line):
        word = match.group().strip(_PUNCTUATION)
        inside = not is_unicode(word) and (inside or _needs_decoding(word, table))
        if not inside:
            continue
        decoded = decode_letters(match.group(), table)
        pieces += (line[done : match.start()], decoded.text)
        starts += range(done, match.start())
        starts += [match.start() + at for at in decoded.starts[:-1]]
        done = match.end()
    pieces.append(line[done:])
    starts += range(done, len(line) + 1)
    return Decoded("".join(pieces), starts)


def _needs_decoding(word: str, table: LetterTable) -> bool:
    decoded = decode_letters(word, table).text
    return not word.isascii() and not is_syllable(word) and is_syllable(decoded)


def legacy_ranges(text: str) -> list[tuple[int, int]]:
    """The ranges of the text's lines written in letters of fonts before Unicode; neighbouring lines are one."""
    if not has_strange_letters(text):
        return []
    ranges: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if legacy_table(line) is not None:
            if ranges and ranges[-1][1] == start - 1:
                ranges[-1] = (ranges[-1][0], end)
            else:
                ranges.append((start, end))
        start = end + 1
    return ranges
