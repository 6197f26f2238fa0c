"""Letters of fonts before Unicode decoded while a file is read, and what must then be said of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from nlp.text import clean_lines
from nlp.text.legacy import (
    Decoded,
    LetterTable,
    decode_letters,
    decode_line,
    has_strange_letters,
    is_unicode,
    legacy_table,
    table_of_font,
)
from nlp.text.syllables import is_syllable
from nlp.types import Extracted, ScanWarning, Unread

_SURE = 0.98
"""Share of the decoded words with marks that must be syllables for the range to count as read."""
_WHOLE = 0.2
_ABBREVIATION = 5
_WORD = re.compile(r"[^\W\d_]+")
_NAMES: dict[LetterTable, str] = {"tcvn3": "TCVN3", "tcvn3_capitals": "TCVN3", "vni": "VNI"}
_DECODED = (
    "Chữ thuộc bảng mã cũ ({table}) đã được chuyển sang Unicode để rà soát{example}. "
    "Nên chuyển mã cả tệp sang Unicode trước khi trình."
)
_DOUBT = (
    "Chữ thuộc bảng mã cũ chuyển sang Unicode chưa chắc đúng nên chưa coi là đã rà soát. "
    "Hãy chuyển mã sang Unicode (ví dụ bằng UniKey) rồi tải lên lại."
)
_UNICODE_IN_OLD_FONT = (
    "Tệp dùng phông chữ cũ ({fonts}) nhưng chữ đã là Unicode; nên đổi sang phông Unicode (Times New Roman)."
)


class OldLetters:
    """Decodes the lines of one file as they come, and remembers which of them and how.

    By the font where one is named, else by content: a line that clearly is old letters; once most of the file's
    lines are, also the short ones between them ('Sè:'), which show nothing by themselves.
    """

    def __init__(self) -> None:
        self._decoded: list[str] = []
        self._mixed: list[str] = []
        self._example = ""
        self._votes: dict[LetterTable, int] = {}
        self._proper = 0
        self._fonts: set[str] = set()

    def expect(self, lines: Iterable[str]) -> None:
        """Counts the lines of old letters and of Unicode of the whole file before the first is decoded."""
        for line in lines:
            self._count(line)

    def _count(self, line: str) -> LetterTable | None:
        if line.isascii():
            return None
        if has_strange_letters(line) and (table := legacy_table(line)):
            self._votes[table] = self._votes.get(table, 0) + 1
            return table
        self._proper += is_unicode(line)
        return None

    @property
    def _prevailing(self) -> LetterTable | None:
        """The table most lines of the file are written in, None where most are Unicode."""
        if sum(self._votes.values()) <= self._proper:
            return None
        return max(self._votes, key=lambda table: self._votes[table])

    @property
    def prevail(self) -> bool:
        """Whether most of the file's lines are written in old letters."""
        return self._prevailing is not None

    def by_content(self, text: str, *, alone: bool = False) -> str:
        """The text's lines, those of old letters decoded; call it before the text is cleaned of soft hyphens.

        `alone`: each line is judged by itself, whatever the rest of the file is written in.
        """
        if text.isascii() or not (self._votes or has_strange_letters(text)):
            return text
        return "\n".join(self._line(line, alone) for line in text.split("\n"))

    def _line(self, line: str, alone: bool) -> str:
        if line.isascii():
            return line
        table = legacy_table(line) if has_strange_letters(line) else None
        if table is None and not alone and not is_unicode(line):
            table = self._prevailing
        if table is None:
            return line
        self._votes.setdefault(table, 1)
        decoded = self._note(line, decode_line(line, table))
        if is_unicode(line):
            self._mixed += clean_lines(decoded)
        return decoded

    def by_font(self, text: str, font: str) -> str:
        """A run of letters in this font; letters that are Unicode in spite of its name stay as they are."""
        table = table_of_font(font)
        if table is None:
            return text
        if text.isascii():
            return text.upper() if table == "tcvn3_capitals" and self._votes else text
        self._fonts.add(font)
        words = _WORD.findall(text)
        noise = has_strange_letters(text) or "\u00ad" in text or not all(map(is_syllable, words))
        if is_unicode(text) or not (noise or self._votes):
            return text
        self._votes[table] = self._votes.get(table, 0) + 1
        return self._note(text, decode_letters(text, table))

    def _note(self, raw: str, decoded: Decoded) -> str:
        if decoded.text == raw:
            return raw
        self._decoded.append(decoded.text)
        if not self._example:
            word = next((w for w in _WORD.finditer(decoded.text) if not w.group().isascii()), None)
            if word is not None:
                start, end = decoded.raw_range(*word.span())
                self._example = f" (ví dụ “{raw[start:end]}” đọc là “{word.group()}”)"
        return decoded.text

    def remark(self, extracted: Extracted) -> Extracted:
        """The extracted text with a warning for each decoded range, unread too where the reading is doubtful."""
        if not self._decoded:
            if not self._fonts:
                return extracted
            message = _UNICODE_IN_OLD_FONT.format(fonts=", ".join(sorted(self._fonts)))
            return replace(extracted, warnings=(*extracted.warnings, ScanWarning("legacy_encoding", message)))
        whole, ranges = _places(self._decoded, extracted.text)
        names = " và ".join(sorted({_NAMES[table] for table in self._votes}))
        message = _DECODED.format(table=names, example=self._example)
        warnings, unread = list(extracted.warnings), list(extracted.unread)
        for start, end in ranges:
            warnings.append(ScanWarning("legacy_encoding", message, start, end))
            if not self._is_sure("\n".join(self._decoded) if whole else extracted.text[start:end]):
                warnings.append(ScanWarning("encoding_doubt", _DOUBT, start, end))
                unread.append(Unread(start, end, _DOUBT))
        return replace(extracted, warnings=tuple(warnings), unread=tuple(unread))

    def _is_sure(self, decoded: str) -> bool:
        """Whether no line in it is mixed with Unicode and nearly all its words are syllables."""
        return _share_of_syllables(decoded) >= _SURE and not any(line in decoded for line in self._mixed)


def _places(decoded: Iterable[str], text: str) -> tuple[bool, list[tuple[int, int]]]:
    """Where the decoded pieces stand in the finished text, near ones as one range; True: the whole text, most is."""
    ranges: list[tuple[int, int]] = []
    at = 0
    for piece in decoded:
        for line in clean_lines(piece):
            start = text.find(line, at)
            if start < 0:
                return True, [(0, len(text))]  # put together anew: the place is lost, the warning must not be
            at = start + len(line)
            if ranges and start - ranges[-1][1] <= 2:
                ranges[-1] = (ranges[-1][0], at)
            else:
                ranges.append((start, at))
    covered = sum(end - start for start, end in ranges)
    whole = covered >= _WHOLE * len(text)
    return whole, [(0, len(text))] if whole else ranges


def _share_of_syllables(text: str) -> float:
    """Of the words with marks, the share that are syllables; abbreviations of capitals ('NĐ') are not counted."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    words = [word for word in words if not (len(word) <= _ABBREVIATION and word.isupper())]
    return sum(map(is_syllable, words)) / len(words) if words else 1.0
