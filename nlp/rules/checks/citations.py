"""The documents a draft cites in its preamble, each with what the line says of it: type, name, day, subject."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.remember import last_remembered
from nlp.text import draft_shadow, shadow
from nlp.types import ParsedDraft, Provision, Reference

_TYPE = re.compile(
    r"(?:bộ luật|luật|pháp lệnh|nghị định|nghị quyết|quyết định|thông tư liên tịch|thông tư|chỉ thị)(?!\w)"
)
_NAME_END = re.compile(r"\s(?:số(?=\s*:?\s*\d)|ngày\s+\d|năm\s+\d{4})")
_DAY = re.compile(
    r"[\s,(]{0,3}(?:ngày\s+)?(\d{1,2})(?:\s*/\s*|\s+tháng\s+)(\d{1,2})(?:\s*/\s*|\s+năm\s+)(\d{4})"
)
_YEAR = re.compile(r"năm\s+(\d{4})|(?<!\d)(\d{4})$")
_OF_ANOTHER = re.compile(
    r"(?:của|thi hành|chi tiết|hướng dẫn|thực hiện|thay thế|bãi bỏ|sửa đổi|bổ sung|kèm theo|theo)"
    r"(?:\s+một số\s+(?:điều|nội dung|quy định))?(?:\s+và biện pháp thi hành)?(?:\s+(?:của|tại))?(?:\s+các)?\s*$"
)
"""Words right before a citation that stands only in the title of another text."""
_FURTHER = re.compile(r"được\s+sửa\s+đổi|sửa\s+đổi,?\s+bổ\s+sung\s+(?:bởi|theo|tại)")
_ISSUER = re.compile(
    r"^\s*(?:của|do)\s+[^\W\d_]+(?:[\s,-]+[^\W\d_]+){0,12}?\s+(?=quy định|về|sửa|ban hành|hướng dẫn|phê duyệt)"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A document the preamble rests on: where it is cited, its number or (of a law) only its name, its day."""

    reference: Reference
    provision: Provision
    type: str
    """In shadow text: 'luật', 'nghị định'; '' where the line does not say."""
    name: str
    """Of a law, in shadow text; '' where only a number stands."""
    day: datetime.date | None
    year: int | None
    subject: str
    """What a decree or circular is about, as the line says, in shadow text; '' where it does not."""
    near: str
    """The line, in shadow text."""


@last_remembered
def basis_citations(parsed: ParsedDraft) -> tuple[Citation, ...]:
    """The documents cited as legal basis, in order; those named only inside the title of another are left out."""
    return tuple(_basis_citations(parsed))


def _basis_citations(parsed: ParsedDraft) -> Iterator[Citation]:
    low = draft_shadow(parsed.document.text)
    lines = [provision for provision in parsed.provisions if provision.kind == "can_cu"]
    for line in lines:
        inside = [
            reference
            for reference in parsed.references
            if line.start <= reference.start and reference.end <= line.end and reference.resolved is None
        ]
        for number, reference in enumerate(inside):
            if _OF_ANOTHER.search(low[max(line.start, reference.start - 80) : reference.start]):
                continue
            following = inside[number + 1].start if number + 1 < len(inside) else line.end
            yield _citation(low, line, reference, following)


def _citation(low: str, line: Provision, reference: Reference, following: int) -> Citation:
    quote = " ".join(shadow(reference.quote).split())
    kind = _TYPE.search(quote)
    name = ""
    if kind and kind.group() in ("bộ luật", "luật", "pháp lệnh"):
        rest = quote[kind.end() :]
        stop = _NAME_END.search(rest)
        name = rest[: stop.start() if stop else len(rest)].strip(" ,")
        name = "" if re.search(r"\d/\d{4}", name) else name
    after = low[reference.end : line.end]
    stated = _DAY.match(after)
    year = _YEAR.search(quote) if reference.number is None else None
    return Citation(
        reference=reference,
        provision=line,
        type=kind.group() if kind else "",
        name=name,
        day=_date(stated),
        year=int(year.group(1) or year.group(2)) if year else _year_after(after),
        subject=_subject(low[reference.end : following], stated),
        near=" ".join(low[line.start : line.end].split()),
    )


def _date(match: re.Match[str] | None) -> datetime.date | None:
    if match is None:
        return None
    day, month, year = map(int, match.groups())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _year_after(after: str) -> int | None:
    match = re.match(r"\s+năm\s+(\d{4})", after)
    return int(match.group(1)) if match else None


def _subject(after: str, day: re.Match[str] | None) -> str:
    words = " ".join(after[day.end() if day else 0 :].split())
    words = _ISSUER.sub("", words)
    stop = _FURTHER.search(words)
    words = words[: stop.start()] if stop and stop.start() > 0 else words
    return words.split(";")[0].strip(" ,.;")
