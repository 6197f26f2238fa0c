"""What is known of a cited document's validity: the imported status list first, then the packaged table.

A number of a central body names one document. A local number names one in every province, a number without a year one
in every year: such rows count only when the draft names their place, or the day they were issued.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.compare.library import law_name
from nlp.knowledge import Knowledge
from nlp.knowledge.documents import KnownDocument
from nlp.knowledge.material import DocumentStatus, status_key
from nlp.text import shadow

Standing = Literal["expired", "not_yet", "in_force", "unknown"]
_CENTRAL = re.compile(
    r"/\d{4}/(?:(?:ubtv)?qh\d{1,2}|nđ-cp|nq-cp|qđ-ttg|ct-ttg|tt(?:lt)?-(?!ubnd|hđnd).{2,30})$", re.I
)
_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_ENDED = re.compile(r"^(?:văn bản )?hết hiệu lực(?! một phần)")
_NOT_YET = re.compile(r"^chưa (?:có )?hiệu lực")
_IN_FORCE = re.compile(r"(?:còn|đang)(?: có)? hiệu lực")
_CODIFIED = re.compile(r"pháp điển")
_INFERRED = re.compile(r"suy từ|có thể")
_WEAK = re.compile(r"(?:của|bởi) \d{1,5}/(?:qđ|vbhn|kh|tb|cv)-")
"""A text without a year in its number ends no normative document: such an inference is not used."""
_OFFICE = re.compile(r"ủy ban nhân dân|hội đồng nhân dân|ubnd|hđnd|thường trực|chủ tịch|tỉnh|thành phố|tp\.?")
_LAWS = ("luật", "bộ luật", "pháp lệnh")


@dataclass(frozen=True, slots=True)
class Known:
    """How a document stands on a day, since when, and who says so.

    `inferred` marks what the list itself only concludes from other texts; `disputed` that its rows disagree.
    """

    standing: Standing
    since: datetime.date | None = None
    said: str = ""
    """The list's own words on it."""
    inferred: bool = False
    disputed: bool = False
    packaged: KnownDocument | None = None


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the words of a status say."""

    ended: bool
    not_yet: bool
    in_force: bool
    codified: bool
    inferred: bool
    weak: bool


@functools.lru_cache(maxsize=1024)
def _stated(status: str) -> _Stated:
    low = shadow(status)
    return _Stated(
        *(
            pattern.search(low) is not None
            for pattern in (_ENDED, _NOT_YET, _IN_FORCE, _CODIFIED, _INFERRED, _WEAK)
        )
    )


def known_of(number: str, knowledge: Knowledge, day: datetime.date, near: str = "") -> Known:
    """How a document stands on a day; `near` is shadow text that may name its place or day of issue."""
    rows = rows_of(number, knowledge, near)
    ended = [row for row in rows if _has_ended(row, day)]
    said = [_stated(row.status) for row in rows]
    in_force = any(each.in_force and not each.codified for each in said)
    if ended:
        best = min(ended, key=lambda row: (_stated(row.status).inferred, row.expired is None))
        inferred = _stated(best.status).inferred
        return Known("expired", best.expired, best.status or best.source, inferred, in_force)
    if rows and all(_is_not_yet(row, day) for row in rows):
        return Known("not_yet", rows[0].effective, rows[0].status or rows[0].source)
    if in_force:
        return Known("in_force")
    packaged = _packaged(number, knowledge, day)
    if packaged:
        return Known("expired", packaged.expired, packaged.source, packaged=packaged)
    if any(each.codified for each in said):
        return Known("in_force")
    return Known("unknown")


def out_of_force(number: str, knowledge: Knowledge, day: datetime.date) -> bool:
    """Whether something known says that the document was not in force on that day."""
    return known_of(number, knowledge, day).standing in ("expired", "not_yet")


def rows_of(number: str, knowledge: Knowledge, near: str = "") -> tuple[DocumentStatus, ...]:
    """The list's rows on the document a number means here."""
    rows = (knowledge.material.status or {}).get(status_key(number), ())
    if is_central(number):
        return rows
    rows = tuple(row for row in rows if _is_of_place(row, near))
    return rows if _YEAR.search(number) else tuple(row for row in rows if _is_of_day(row, near))


@functools.lru_cache(maxsize=512)
def is_central(number: str) -> bool:
    """Whether the number, of a central body and with its year, names one document in the whole country."""
    return _CENTRAL.search(number) is not None


def year_of(number: str) -> int | None:
    """The year a number holds."""
    match = _YEAR.search(number)
    return int(match.group(1)) if match else None


class _Same:
    """A list as the key of a cache: the same object, whatever it holds."""

    __slots__ = ("rows",)

    def __init__(self, rows: Mapping[str, tuple[DocumentStatus, ...]]) -> None:
        self.rows = rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rows is self.rows


def laws_named(name: str, knowledge: Knowledge) -> Sequence[DocumentStatus]:
    """The list's laws and ordinances of exactly this name, whatever their year."""
    return _laws(_Same(knowledge.material.status or {})).get(law_name(name), ())


@functools.lru_cache(maxsize=2)
def _laws(listed: _Same) -> dict[str, list[DocumentStatus]]:
    found: dict[str, list[DocumentStatus]] = {}
    for rows in listed.rows.values():
        for row in rows:
            if row.title and shadow(row.type) in _LAWS:
                found.setdefault(law_name(row.title).removesuffix(" sửa đổi"), []).append(row)
    return found


def numbers_with_serial(number: str, knowledge: Knowledge) -> Sequence[str]:
    """The list's numbers of central bodies with the same serial number, in any year and of any kind."""
    return _serials(_Same(knowledge.material.status or {})).get(status_key(number).split("/")[0], ())


@functools.lru_cache(maxsize=2)
def _serials(listed: _Same) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in listed.rows:
        if is_central(key):
            found.setdefault(key.split("/")[0], []).append(key)
    return found


def _has_ended(row: DocumentStatus, day: datetime.date) -> bool:
    said = _stated(row.status)
    if said.inferred and (said.weak or row.expired is None):
        return False
    return row.expired <= day if row.expired is not None else said.ended


def _is_not_yet(row: DocumentStatus, day: datetime.date) -> bool:
    if row.effective is not None:
        return row.effective > day
    return _stated(row.status).not_yet


def _packaged(number: str, knowledge: Knowledge, day: datetime.date) -> KnownDocument | None:
    key = status_key(number)
    return next(
        (item for item in knowledge.documents if status_key(item.number) == key and item.expired <= day), None
    )


def _is_of_place(row: DocumentStatus, near: str) -> bool:
    place = " ".join(_OFFICE.sub(" ", shadow(row.issuer)).split())
    return bool(place) and place in near


def _is_of_day(row: DocumentStatus, near: str) -> bool:
    if row.issued is None:
        return False
    pattern = rf"0?{row.issued.day}(?:\s*/\s*|\s+tháng\s+)0?{row.issued.month}(?:\s*/\s*|\s+năm\s+){row.issued.year}"
    return re.search(pattern, near) is not None
