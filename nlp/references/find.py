"""Finding citations: numbers of documents, laws by name, pinpoints like 'điểm a khoản 2 Điều này'."""

from __future__ import annotations

import re
from typing import NamedTuple

from nlp.text import draft_shadow
from nlp.types import Reference

_NUMBERS = (
    r"\d{1,3}[a-zđ]?(?:\.\d{1,2})?(?!\w)(?:(?:,\s|\s-\s|-|,?\s(?:và|đến|hoặc)\s)\d{1,3}[a-zđ]?(?![\w/]))*"
)
_LETTERS = r"[a-zđ]\d?(?!\w)(?:(?:,\s|\s-\s|,?\s(?:và|đến|hoặc)\s)[a-zđ]\d?(?![\w/)]))*"
_WORD = re.compile(  # begins with letters in every branch: the scan then skips to them at once
    r"đi(?:ểm|ều)\s|khoản\s|ch(?:ương|ỉ thị)\s|mục\s|ph(?:ụ lục|áp lệnh)|mẫu số|luật\s|bộ luật\s|"
    r"nghị (?:định|quyết)\s|quyết định\s|thông tư\s|quy (?:định|chế|trình)\s+này|điều lệ\s+này|nội quy\s+này|hiến pháp"
)
_SLASH = re.compile(r"/\s?(?:\d{4}\s?/\s?[a-zđ]|(?:qđ|nq|ct|tt|ttlt|nđ)-)")
_BEFORE_SLASH = re.compile(r"\d{1,5}[a-z]?\s?$")
_PINPOINTS = {
    "điểm": re.compile(rf"điểm\s+(?:{_LETTERS}|này)"),
    "khoản": re.compile(rf"khoản\s+(?:{_NUMBERS}|này)"),
    "điều": re.compile(rf"điều\s+(?:{_NUMBERS}|này)"),
    "chương": re.compile(r"chương\s+(?:[ivxlc]+|\d{1,2}|này)(?!\w)"),
    "mục": re.compile(r"mục\s+(?:[ivxlc]+|\d{1,2}|này)(?!\w)"),
    "phụ lục": re.compile(
        r"phụ lục(?:(?:\s+số)?\s+(?:[ivxlc]+|\d{1,2}[a-z]?|này)(?!\w)|(?=\s(?:được\s)?(?:ban\shành\s)?kèm\stheo\s))"
    ),
    "mẫu số": re.compile(r"mẫu số\s+\d{1,3}[a-zđ]?(?:/[a-zđ][\w-]{0,10}|(?!\w))"),
}
_HEADING_WORDS = frozenset(("điều", "chương", "mục", "phụ lục", "mẫu số"))
_NUMBER = re.compile(
    r"\d{1,5}[a-z]?\s?/\s?\d{4}\s?/\s?[a-zđư]{2,8}\d{0,2}(?:\s?-\s?[a-zđư]{2,12}(?:-[a-zđư]{2,8})?)?(?!\w)|"
    r"\d{1,5}\s?/\s?(?:qđ|nq|ct|tt|ttlt|nđ)-[a-zđư]{1,12}(?:-[a-zđư]{2,8})?(?!\w)"
)
_TYPE = (
    r"bộ luật|luật|pháp lệnh|nghị định|nghị quyết|quyết định|thông tư(?:\s+liên\s+tịch)?|chỉ thị|hiến pháp"
)
_KIND = re.compile(rf"(?:{_TYPE})(?!\w)")
_OTHER_KIND = re.compile(rf"(?<!pháp )(?:{_TYPE})(?!\w)")
_TO_NUMBER = re.compile(r"\s+(?:[^\W\d_][\w,\s]{0,100}?\s)?số\s*:?\s*(?=\d)|\s+(?=\d{1,5}[a-z]?\s?/)")
_THIS = re.compile(rf"(?:{_TYPE}|quy (?:định|chế|trình)|điều lệ|nội quy|phụ lục)\s+này(?!\w)")
_LAW_NAME = re.compile(r"\s+[^\W\d_]\w*(?:,?\s{1,3}[^\W\d_]\w*){0,14}")
_LAW_STOP = re.compile(
    r"\s(?:số|năm|ngày|và\s(?:luật|nghị|các|khoản|điều|điểm|quy|pháp)|quy\sđịnh|được|thì|để|có|là|này|trên\s(?:địa|cơ)|do|"
    r"theo|hoặc|cho|đối\svới|hiện\shành|của\squốc|sửa\sđổi|về\sviệc|đã|phải|không|khi|mà|vào|nêu|từ|trừ|bằng|tại\s(?:điều|khoản)|"
    r"với|chưa|sau|trong\strường|thực\shiện|ban\shành\squyết)(?!\w)|,\s(?:luật|nghị|bộ\sluật|khoản|điều|pháp|các|quyết|thông|quy)"
)
_TAGS = re.compile(r"</?[a-z][^<>]{0,40}>")
_OWN_NUMBER = re.compile(r"(?:^|[\n|])[ \t*_#>]*số\s*[:.]?[\s*_]*$")
_YEAR = re.compile(r"\s+(?:năm\s+)?\d{4}(?![\w/])")
_JOIN = re.compile(
    r"\s*(?:,|;|và|hoặc|đến|của|tại|thuộc|,\s*các|và\s+các|các|và\s+của|hoặc\s+các|,?\s?và\s+tại|"
    r"(?:của\s+)?(?:(?:bản\s)?quy\s(?:định|chế|trình)\s+|điều\slệ\s+|nội\squy\s+)?(?:được\s+)?(?:ban\shành\s+)?"
    r"kèm\s+theo)?\s*"
)
_LONGEST_JOIN = 48
_SHORT = re.compile(r"(?:nghị định|nghị quyết|quyết định|thông tư)\s+số\s+\d{1,5}(?![\w/]|\s?/)")
_ABOVE = re.compile(rf"(?:{_TYPE})\s+(?:nói trên|nêu trên|trên đây|đã nêu)(?!\w)")


class _Atom(NamedTuple):
    """A piece of a citation: `pin` (a pinpoint), `this` ('Quyết định này') or `doc` (another text)."""

    kind: str
    start: int
    end: int
    number: str | None = None


def find(text: str) -> tuple[Reference, ...]:
    """All citations in text order, not overlapping, none resolved.

    `number` is the cited document's number, None for a law cited by name alone or for the draft itself;
    `provision` holds the words of the pinpoint with 'này' where the draft says so, None without a pinpoint.
    """
    plain = draft_shadow(text)
    references: list[Reference] = []
    chain: list[_Atom] = []
    for atom in _atoms(text, plain):
        if chain and not _goes_on(plain, chain[-1], atom):
            references.append(_reference(text, plain, chain))
            chain = []
        chain.append(atom)
    if chain:
        references.append(_reference(text, plain, chain))
    return tuple(references)


def _goes_on(plain: str, before: _Atom, atom: _Atom) -> bool:
    """Whether the piece belongs to the same citation as the one before; 'Điều này' ends one."""
    if (
        before.kind != "pin"
        or atom.start - before.end > _LONGEST_JOIN
        or _JOIN.fullmatch(plain, before.end, atom.start) is None
    ):
        return False
    return atom.kind != "pin" or not plain.endswith("này", before.start, before.end)


def _atoms(text: str, plain: str) -> list[_Atom]:
    atoms: list[_Atom] = []
    done = 0
    for start in _starts(plain):
        if start < done or (start and (plain[start - 1].isalnum() or plain[start - 1] == "/")):
            continue
        atom = _atom(text, plain, start)
        if atom is not None:
            atoms.append(atom)
            done = atom.end
    return atoms


def _starts(plain: str) -> list[int]:
    """Where a piece of a citation may begin, in text order."""
    starts = [match.start() for match in _WORD.finditer(plain)]
    for slash in _SLASH.finditer(plain):
        low = max(0, slash.start() - 8)
        digits = _BEFORE_SLASH.search(plain[low : slash.start()])
        if digits:
            starts.append(low + digits.start())
    starts.sort()
    return starts


def _atom(text: str, plain: str, start: int) -> _Atom | None:
    if plain[start].isdecimal():
        match = _NUMBER.match(plain, start)
        if _OWN_NUMBER.search(plain[max(0, start - 24) : start]):
            return None  # the draft's own number in its letterhead
        return _Atom("doc", start, match.end(), _number(text, match)) if match else None
    for word, pattern in _PINPOINTS.items():
        if plain.startswith(word, start):
            match = pattern.match(plain, start)
            if match and not (word in _HEADING_WORDS and _is_heading(plain, start, match.end(), word)):
                return _Atom("pin", start, match.end())
    match = _THIS.match(plain, start)
    if match:
        return _Atom("this", start, match.end())
    match = _ABOVE.match(plain, start) or _SHORT.match(plain, start)
    if match:
        return _Atom("doc", start, match.end())
    kind = _KIND.match(plain, start)
    return _document(text, plain, kind) if kind else None


def _document(text: str, plain: str, kind: re.Match[str]) -> _Atom | None:
    to_number = _TO_NUMBER.match(plain, kind.end())
    if to_number:
        number = _NUMBER.match(plain, to_number.end())
        if number and not _OTHER_KIND.search(plain, kind.end() + 1, to_number.end()):
            return _Atom("doc", kind.start(), number.end(), _number(text, number))
    word = kind.group()
    if word == "hiến pháp":
        return _Atom("doc", kind.start(), kind.end())
    if word not in ("luật", "bộ luật", "pháp lệnh"):
        return None
    name = _LAW_NAME.match(plain, kind.end())
    if not name or not text[kind.start()].isupper():
        return None
    stop = _LAW_STOP.search(plain, kind.end(), name.end())
    end = stop.start() if stop else name.end()
    if end <= kind.end() + 1:
        return None
    year = _YEAR.match(plain, end)
    return _Atom("doc", kind.start(), year.end() if year else end)


def _is_heading(plain: str, start: int, end: int, word: str) -> bool:
    """'Điều 5.' or 'Phụ lục I' at the head of a line is the provision itself."""
    if not _begins_line(plain, start):
        return False
    return word != "điều" or plain[end : end + 1] in (".", ":", "\n", "")


def _begins_line(plain: str, start: int) -> bool:
    """Whether nothing but marks of emphasis stands before it in its line."""
    low = max(0, start - 40)
    line = plain.rfind("\n", low, start)
    if line < 0 and low > 0:
        return False
    return not _TAGS.sub("", plain[line + 1 : start]).strip(" \t\f*#>|_\"'")


def _number(text: str, match: re.Match[str]) -> str:
    return re.sub(r"\s+", "", text[match.start() : match.end()])


def _reference(text: str, plain: str, chain: list[_Atom]) -> Reference:
    start, end = chain[0].start, chain[-1].end
    pins = [atom for atom in chain if atom.kind == "pin"]
    last = chain[-1]
    provision = " ".join(text[pins[0].start : pins[-1].end].split()) if pins else None
    if provision and last.kind == "this":
        provision = f"{provision} {' '.join(text[last.start : last.end].split())}"
    elif last.kind == "this":
        provision = " ".join(text[last.start : last.end].split())
    return Reference(start, end, text[start:end], last.number if last.kind == "doc" else None, provision)
