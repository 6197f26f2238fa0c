"""Rules on the documents a draft rests on: expired, not yet in force, misnumbered, older than a law of the same name.

What the imported list does not know is said as unknown and blamed on nobody.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator, Mapping

from nlp.compare.library import law_name
from nlp.knowledge import Knowledge
from nlp.knowledge.material import DocumentStatus, status_key
from nlp.remember import last_remembered
from nlp.rules.checks.citations import Citation, basis_citations
from nlp.rules.checks.effect import stated_days
from nlp.rules.checks.kind import Check, Unexamined
from nlp.rules.checks.listed import (
    Known,
    is_central,
    known_of,
    laws_named,
    numbers_with_serial,
    rows_of,
    year_of,
)
from nlp.rules.findings import plain_finding
from nlp.rules.schema import Rule
from nlp.text import draft_shadow, shadow
from nlp.types import Finding, ParsedDraft, Reference

_HEAD = 1500
_NAMED = 5
"""Documents named where the list does not know some; the rest are counted."""
_SURE, _LISTED_ONLY, _INFERRED, _ELSEWHERE = 0.9, 0.7, 0.6, 0.45
"""Confidence: dated by the list; undated; concluded by the list from another text; cited outside the preamble."""
_SYMBOLS: Mapping[str, re.Pattern[str]] = {
    "luật": re.compile(r"/qh\d"),
    "bộ luật": re.compile(r"/qh\d"),
    "pháp lệnh": re.compile(r"/(?:ubtvqh|pl-)"),
    "nghị định": re.compile(r"nđ-?\s?cp|/hđbt|/cp$"),
    "thông tư": re.compile(r"/tt"),
    "thông tư liên tịch": re.compile(r"/tt"),
    "quyết định": re.compile(r"qđ"),
    "nghị quyết": re.compile(r"/nq|qh\d|nqlt|nq-"),
    "chỉ thị": re.compile(r"/ct"),
}
_LISTED_TYPES = frozenset(
    ("luật", "bộ luật", "pháp lệnh", "nghị định", "nghị quyết", "quyết định", "thông tư")
)
_HISTORY = re.compile(
    r"thay thế|bãi bỏ|hết hiệu lực|hủy bỏ|sửa đổi|bổ sung|chuyển tiếp|trước ngày|tiếp tục (?:thực hiện|áp dụng)|"
    r"ban hành kèm theo|đã (?:được )?(?:ban hành|phê duyệt|cấp|giải quyết|quyết định|thực hiện)|giai đoạn"
)
_REACH = 140
_WORD = re.compile(r"\w+")
_COMMON = frozenset(
    _WORD.findall(
        "quy định chi tiết một số điều của và luật nghị về việc các cho hướng dẫn thi hành biện pháp ngày tháng năm "
        "chính phủ bộ trưởng thủ tướng sửa đổi bổ sung thực hiện ban hành trong lĩnh vực"
    )
)
"""Words of nearly every title: they tell no text from another."""
_FEWEST_WORDS = 4
_FITS, _SURELY_FITS, _STRANGE = 0.5, 0.7, 0.15


def basis_expired(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A preamble that rests on a document which, by the imported list, was no longer in force on the draft's day."""
    for citation, known in _standings(parsed, knowledge, day):
        if known.standing == "expired" and known.packaged is None:
            ended = "có thể đã hết hiệu lực" if known.inferred or known.disputed else "hết hiệu lực"
            words = f"{_quoted(citation)} {_since(ended, known)}; danh sách ghi: “{known.said}”"
            yield _finding(rule, parsed, knowledge, day, citation, words, _sureness(known, parsed))


def basis_replaced(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A preamble that rests on one of the few documents whose replacement the packaged table states."""
    for citation, known in _standings(parsed, knowledge, day):
        if known.packaged is not None:
            words = f"{_quoted(citation)} {_since('được thay thế', known)} bởi {known.packaged.replaced_by}"
            yield _finding(rule, parsed, knowledge, day, citation, words, _sureness(known, parsed))


def basis_not_yet(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A preamble that rests on a document not in force on the day the draft itself takes effect."""
    effect = max((day, *stated_days(parsed)))
    for citation, known in _standings(parsed, knowledge, day):
        if known.standing != "not_yet" or (known.since is not None and known.since <= effect):
            continue
        words = f"{_quoted(citation)} {_since('có hiệu lực', known, unknown='chưa có hiệu lực')}"
        yield _finding(rule, parsed, knowledge, day, citation, words, _sureness(known, parsed))


def cited_expired(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause that refers to a document no longer in force, save where it ends, amends or looks back on it."""
    low = draft_shadow(parsed.document.text)
    told = {status_key(c.reference.number) for c in basis_citations(parsed) if c.reference.number}
    for reference, place in _in_articles(parsed):
        number = reference.number or ""
        near = low[max(0, reference.start - _REACH) : reference.end + _REACH]
        if not is_central(number) or status_key(number) in told or _HISTORY.search(near):
            continue
        known = known_of(number, knowledge, day)
        if known.standing == "expired" and not known.inferred:
            told.add(status_key(number))
            words = f"“{' '.join(reference.quote.split())}” {_since('hết hiệu lực', known)}; nguồn: “{known.said}”"
            where = (place, reference.start, reference.end)
            yield plain_finding(rule, parsed.document, knowledge, day, where, {"words": words}, _ELSEWHERE)


def newer_law(rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> Iterator[Finding]:
    """A preamble that names a law of an older date although the list has a newer one of the same name in force."""
    for citation, known in _standings(parsed, knowledge, day):
        cited = _year(citation)
        if not citation.name or known.standing == "expired" or cited is None:
            continue
        if citation.reference.number and _other_number(citation, knowledge):
            continue  # told as a wrong number
        newer = [row for row in laws_named(citation.name, knowledge) if _is_newer(row, citation, cited, day)]
        if newer:
            best = max(newer, key=lambda row: (year_of(row.number) or 0, row.number))
            since = f", có hiệu lực từ {_shown(best.effective)}" if best.effective else ""
            words = f"{_quoted(citation)}, trong khi danh sách có luật cùng tên số {best.number}{since}"
            yield _finding(rule, parsed, knowledge, day, citation, words, _LISTED_ONLY)


def misnumbered(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A preamble line whose type, number and name do not belong together by the imported list."""
    for citation in basis_citations(parsed):
        if citation.reference.number:
            wrong = _wrong_type(citation, knowledge) or _wrong_name(citation, knowledge)
            wrong = wrong or _other_number(citation, knowledge)
            if wrong:
                yield _finding(
                    rule, parsed, knowledge, day, citation, f"{_quoted(citation)}: {wrong}", _LISTED_ONLY
                )


def unknown_bases(parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> str:
    """Which documents of the preamble the list does not know, or knows without a status."""
    unknown = dict.fromkeys(
        citation.reference.number or citation.name
        for citation, known in _standings(parsed, knowledge, day)
        if known.standing == "unknown"
    )
    return _told("danh sách không cho biết hiệu lực của", list(unknown))


def unknown_citations(parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> str:
    """Which documents cited in the articles the list does not know, or knows without a status."""
    cited = dict.fromkeys(reference.number or "" for reference, _ in _in_articles(parsed))
    unknown = [
        number
        for number in cited
        if is_central(number) and known_of(number, knowledge, day).standing == "unknown"
    ]
    return _told("danh sách không cho biết hiệu lực của", unknown)


def unlisted_bases(parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> str:
    """Which numbers of the preamble the list does not have: their names were compared with nothing."""
    del day
    numbers = dict.fromkeys(citation.reference.number or "" for citation in basis_citations(parsed))
    return _told(
        "danh sách không có số",
        [number for number in numbers if is_central(number) and not rows_of(number, knowledge)],
    )


def _told(what: str, unknown: list[str]) -> str:
    if not unknown:
        return ""
    more = f" và {len(unknown) - _NAMED} văn bản khác" if len(unknown) > _NAMED else ""
    return f"{what}: {', '.join(unknown[:_NAMED])}{more}"


@last_remembered
def _standings(
    parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> tuple[tuple[Citation, Known], ...]:
    """Every document of the preamble once, with what is known of it; a law cited by name and day under its number."""
    head = draft_shadow(parsed.document.text)[:_HEAD]
    seen: set[str] = set()
    found: list[tuple[Citation, Known]] = []
    for citation in basis_citations(parsed):
        number = citation.reference.number or _number_of(citation, knowledge)
        key = status_key(number) if number else f"{citation.name} {citation.day} {citation.year}"
        if key in seen:
            continue
        seen.add(key)
        near = f"{head} {citation.near}"
        found.append((citation, known_of(number, knowledge, day, near) if number else Known("unknown")))
    return tuple(found)


def _number_of(citation: Citation, knowledge: Knowledge) -> str | None:
    """The number of a law that is cited by name and day or year."""
    if not citation.name:
        return None
    for row in laws_named(citation.name, knowledge):
        if (citation.day and row.issued == citation.day) or (
            citation.day is None and citation.year and year_of(row.number) == citation.year
        ):
            return row.number
    wanted = law_name(citation.name)
    for known in knowledge.documents:
        same = law_name(known.title) == wanted and known.issued is not None
        if same and (
            known.issued == citation.day or (citation.day is None and _of_year(known.number, citation))
        ):
            return known.number
    return None


def _of_year(number: str, citation: Citation) -> bool:
    return citation.year is not None and year_of(number) == citation.year


def _year(citation: Citation) -> int | None:
    number = citation.reference.number
    return (year_of(number) if number else None) or (citation.day.year if citation.day else citation.year)


def _is_newer(row: DocumentStatus, citation: Citation, cited: int, day: datetime.date) -> bool:
    year = year_of(row.number) or (row.issued.year if row.issued else 0)
    if citation.reference.number and status_key(citation.reference.number) == status_key(row.number):
        return False
    if year <= cited and not (row.issued and citation.day and row.issued > citation.day):
        return False
    begun = row.effective if row.effective else datetime.date(year + 1, 7, 1)
    return begun <= day


def _wrong_type(citation: Citation, knowledge: Knowledge) -> str:
    """'Thông tư số 34/2016/NĐ-CP', or a resolution of Quốc hội called a law."""
    number = "".join(shadow(citation.reference.number or "").split())
    pattern = _SYMBOLS.get(citation.type)
    if pattern is None or not citation.reference.quote[:1].isupper():
        return ""  # 'quy phạm pháp luật và số …' names no type
    if not pattern.search(number):
        return f"ký hiệu {citation.reference.number} không phải của loại văn bản “{citation.type}”"
    rows = rows_of(citation.reference.number or "", knowledge, citation.near)
    types = {shadow(row.type) for row in rows} & _LISTED_TYPES
    own = "thông tư" if citation.type.startswith("thông tư") else citation.type
    if types and own not in types and not {own, *types} <= {"luật", "bộ luật"}:
        return f"theo danh sách, số {citation.reference.number} là {', '.join(sorted(types))}"
    return ""


def _wrong_name(citation: Citation, knowledge: Knowledge) -> str:
    """The name of one law with the number of another; a decree's subject that has nothing of its title."""
    number = citation.reference.number or ""
    titles = [row.title for row in rows_of(number, knowledge, citation.near) if row.title]
    said = citation.name or citation.subject
    if not titles or not said or not is_central(number):
        return ""
    best = max(titles, key=lambda title: _fit(said, title))
    enough = min(len(_content(said)), len(_content(best))) >= _FEWEST_WORDS
    if citation.name and _fit(said, best) < _FITS:
        other = next((row.number for row in laws_named(citation.name, knowledge)), "")
        hint = f"; luật có tên được nêu mang số {other}" if other else ""
        return f"theo danh sách, số {number} là “{_short(best)}”{hint}"
    if not citation.name and enough and _fit(said, best) < _STRANGE:
        return f"theo danh sách, số {number} là “{_short(best)}”"
    return ""


def _other_number(citation: Citation, knowledge: Knowledge) -> str:
    """A number the list does not have, beside one it has that differs in one part and bears the cited title."""
    number = citation.reference.number or ""
    if not is_central(number) or rows_of(number, knowledge):
        return ""
    if citation.name:
        same = [row.number for row in laws_named(citation.name, knowledge)]
        near = [other for other in same if _differs_in_one(number, other)]
    elif (
        len(_content(citation.subject)) >= _FEWEST_WORDS
    ):  # series of decrees share a subject but for one word
        near = [
            row.number
            for other in numbers_with_serial(number, knowledge)
            for row in rows_of(other, knowledge)
            if _alike(citation.subject, row.title) >= _SURELY_FITS
        ]
    else:
        near = []
    return f"danh sách không có số {number}, chỉ có số {near[0]} với tên này" if near else ""


def _differs_in_one(number: str, other: str) -> bool:
    """Whether two numbers share two of their three parts: serial, year, symbol."""
    own, theirs = status_key(number).split("/", 2), status_key(other).split("/", 2)
    if len(own) != 3 or len(theirs) != 3:
        return False
    same = [first == second for first, second in zip(own, theirs, strict=True)]
    return sum(same) == 2


@functools.lru_cache(maxsize=1024)  # titles of the list, compared with many a citation
def _content(words: str) -> frozenset[str]:
    return frozenset(
        word for word in _WORD.findall(shadow(words)) if word not in _COMMON and not word.isdecimal()
    )


def _fit(said: str, title: str) -> float:
    """The share of the shorter one's telling words that the other has too; 1 where nothing can be told."""
    own, theirs = _content(said), _content(title)
    if not own or not theirs:
        own, theirs = frozenset(law_name(said).split()), frozenset(law_name(title).split())
    if not own or not theirs:
        return 1.0
    return len(own & theirs) / min(len(own), len(theirs))


def _alike(said: str, title: str) -> float:
    """The share of all telling words of the two that both have."""
    own, theirs = _content(said), _content(title)
    return len(own & theirs) / len(own | theirs) if own and theirs else 0.0


@last_remembered
def _in_articles(parsed: ParsedDraft) -> tuple[tuple[Reference, str], ...]:
    """Citations of numbered texts in the draft's own articles, with the provision they stand in."""
    found = []
    articles = [item for item in parsed.provisions if item.kind == "dieu" and "trich-dan" not in item.id]
    for reference in parsed.references:
        if reference.number is None:
            continue
        for article in articles:
            if article.start <= reference.start and reference.end <= article.end:
                found.append((reference, article.id))
                break
    return tuple(found)


def _finding(
    rule: Rule,
    parsed: ParsedDraft,
    knowledge: Knowledge,
    day: datetime.date,
    citation: Citation,
    words: str,
    confidence: float,
) -> Finding:
    place = (citation.provision.id, citation.reference.start, citation.reference.end)
    return plain_finding(rule, parsed.document, knowledge, day, place, {"words": words}, confidence)


def _sureness(known: Known, parsed: ParsedDraft) -> float:
    """Less where the list concludes or contradicts itself, where it gives no day, where the draft has none."""
    sure = _INFERRED if known.inferred or known.disputed else _SURE if known.since else _LISTED_ONLY
    return round(sure * (0.8 if parsed.document.date_source == "today" else 1.0), 2)


def _quoted(citation: Citation) -> str:
    return f"“{' '.join(citation.reference.quote.split())}”"


def _since(what: str, known: Known, unknown: str = "") -> str:
    if known.since is None:
        return unknown or f"{what} (danh sách không ghi ngày)"
    return f"{what} từ {_shown(known.since)}"


def _shown(day: datetime.date | None) -> str:
    return f"ngày {day:%d/%m/%Y}" if day else ""


def _short(title: str) -> str:
    return title if len(title) <= 120 else title[:120].rsplit(" ", 1)[0] + " …"


CHECKS: Mapping[str, Check] = {
    "validity.basis_expired": basis_expired,
    "validity.basis_replaced": basis_replaced,
    "validity.basis_not_yet": basis_not_yet,
    "validity.cited_expired": cited_expired,
    "validity.newer_law": newer_law,
    "validity.misnumbered": misnumbered,
}
UNEXAMINED: Mapping[str, Unexamined] = {
    "validity.basis_expired": unknown_bases,
    "validity.basis_not_yet": unknown_bases,
    "validity.cited_expired": unknown_citations,
    "validity.misnumbered": unlisted_bases,
}
