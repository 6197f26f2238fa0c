"""What a draft's heading says of it: number and symbol, type, issuing body, title (trích yếu), date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.text import draft_shadow, shadow
from nlp.types import DocumentType, DraftText, Issuer, Provision

_REACH = 6000
_B = r"[^\S\n]*"
_NUMBER = re.compile(
    rf"(?:^|[|>*\s])số[*_]*{_B}[:.]?[*_\s]{{0,20}}(?P<n>\d{{1,5}}[a-z]?)?[.…_\s]{{0,40}}/{_B}"
    rf"(?:(?P<y>\d{{4}})?[.…_]{{0,20}}{_B}/{_B})?"
    rf"(?P<s>[a-zđ][a-zđư0-9]*(?:\s?-\s?[a-zđư][a-zđư0-9]*)*)"
)
_LAW_NUMBER = re.compile(r"(?:luật\s+)?số\s*:?\s*(?P<n>\d{1,3})?[.…\s]*/(?P<y>\d{4})/(?P<s>qh\d{1,2})")
_DATE = re.compile(r"ngày[*_]*\s+(?P<d>\d{1,2})[*_]*\s+tháng\s*(?P<m>\d{1,2})[*_]*\s+năm\s*(?P<y>\d{4})")
_ADOPTED = re.compile(
    r"nghị quyết này[^.]{0,200}?(?:hội đồng nhân dân|hđnd)[^.]{0,200}? thông qua[^.]{0,80}?ngày\s+"
    r"(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})"
)
_PLACE_DATE = re.compile(r"(?:,|\|)\s*ngày[\s.…_]*(?:\d{1,2})?[\s.…_]*tháng")
_TYPES: tuple[tuple[str, DocumentType], ...] = (
    ("quyết định", "quyet_dinh"), ("nghị quyết", "nghi_quyet"), ("chỉ thị", "chi_thi"), ("nghị định", "nghi_dinh"),
    ("thông tư", "thong_tu"), ("bộ luật", "luat"), ("luật", "luat"), ("công văn", "cong_van"),
)  # fmt: skip
_SYMBOLS: tuple[tuple[str, DocumentType], ...] = (
    ("qđ", "quyet_dinh"), ("nq", "nghi_quyet"), ("ct-", "chi_thi"), ("nđ-", "nghi_dinh"), ("tt", "thong_tu"),
    ("qh", "luat"),
)  # fmt: skip
_TYPE_LINE = re.compile(
    r"^[ \t*_#>|]*(?:dự thảo\s+)?(?P<t>quyết định|nghị quyết|chỉ thị|nghị định|thông tư(?: liên tịch)?|bộ luật|luật)"
    r"(?=[ \t*_:|]*$)",
    re.M,
)
_BODY_PATTERNS: tuple[tuple[str, Issuer], ...] = (
    (r"(?:ủy ban\s+nhân\s+dân|hội đồng\s+nhân\s+dân|ubnd|hđnd)\s+đặc\s+khu", "dac_khu"),
    (r"chủ\s+tịch\s+(?:ủy ban\s+nhân\s+dân|ubnd)\s+(?:tỉnh|thành\s+phố|tp)", "ct_ubnd_tinh"),
    (r"hội đồng\s+nhân\s+dân\s+(?:xã|phường|thị trấn)", "hdnd_xa"),
    (r"ủy ban\s+nhân\s+dân\s+(?:xã|phường|thị trấn)", "ubnd_xa"),
    (r"(?:hội đồng\s+nhân\s+dân|ủy ban\s+nhân\s+dân)\s+(?:huyện|quận|thị xã)", "other"),
    (r"hội đồng\s+nhân\s+dân\s+(?:tỉnh|thành\s+phố|tp)", "hdnd_tinh"),
    (r"ủy ban\s+nhân\s+dân\s+(?:tỉnh|thành\s+phố|tp)", "ubnd_tinh"),
    (
        r"^[ \t*_#>|]*(?:quốc hội|chính phủ|thủ tướng chính phủ|bộ (?:trưởng )?\w+|ngân hàng nhà nước|"
        r"thanh tra chính phủ)",
        "central",
    ),
)  # fmt: skip
_BODIES = tuple((re.compile(pattern, re.M), issuer) for pattern, issuer in _BODY_PATTERNS)
_ISSUING_LINE = re.compile(r"^[ \t*_#>|]*(?:chủ\s+tịch|hội\s+đồng|ủy\s+ban)\s[^\n]*(?:\n[^\n]{1,60})?", re.M)
_FIRST_BASIS = re.compile(r"^[ \t*_#>|-]*(?:căn cứ|xét|theo đề nghị)\s", re.M)
_CENTRAL = re.compile(r"^(?:nđ-cp|qđ-ttg|tt-|ttlt|qh\d|nq-cp|nq-ubtvqh|qđ-b|ct-ttg|vbhn)")
_FORMULA = re.compile(
    r"^[ \t*_]*(?:ủy ban nhân dân|hội đồng nhân dân|chủ tịch|chính phủ|bộ trưởng)[^\n;]{0,120}", re.M
)
_SPACES = re.compile(r"\s+")
_STOP = re.compile(
    r"^(?:căn cứ|xét |theo đề nghị|ủy ban nhân dân|hội đồng nhân dân|chủ tịch|chính phủ|quốc hội|bộ trưởng|"
    r"điều 1|chương|"
    r"kính gửi|thủ tướng|thống đốc|-{3,}|_{3,})"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the draft says of itself; None where it does not say (a draft often has no number and no date yet).

    `date` is ISO, `number` as printed ('72/2025/QĐ-UBND').
    """

    number: str | None
    type: DocumentType | None
    issuer: Issuer | None
    title: str | None
    date: str | None


def read_heading(draft: DraftText, provisions: Sequence[Provision]) -> Heading:
    """Reads the preamble of the draft's first file."""
    preamble = next((provision for provision in provisions if provision.kind == "mo_dau"), None)
    end = (
        preamble.end
        if preamble
        else min(len(draft.text), draft.parts[0][1] if draft.parts else len(draft.text))
    )
    text = draft.text[: min(end, _REACH)]
    plain = shadow(text)
    basis = _FIRST_BASIS.search(plain)
    end = basis.start() if basis else len(text)
    head, plain_head = text[:end], plain[:end]
    line = _TYPE_LINE.search(plain_head)
    letterhead = line.start() if line else end
    number, symbol, at = _number(head[:letterhead], plain_head[:letterhead])
    kind, title_at = _type(plain_head, symbol)
    return Heading(
        number=number,
        type=kind,
        issuer=_issuer(plain_head, plain, symbol, title_at),
        title=_title(head, plain_head, title_at),
        date=_date(plain_head[:letterhead], at) or _adopted(draft),
    )


def _adopted(draft: DraftText) -> str | None:
    """The day of the line by which a council adopted the resolution: without a letterhead's date it is the text's."""
    plain = draft_shadow(draft.text)
    found = [match for match in _ADOPTED.finditer(plain) if "dự thảo" not in match.group()]
    return _iso(found[-1]) if found else None


def _number(text: str, plain: str) -> tuple[str | None, str, int]:
    """The number where it is filled in, the symbol after it ('qđ-ubnd'), and where they stand (-1: nowhere)."""
    match = (_LAW_NUMBER.search(plain) if "quốc hội" in plain else None) or _NUMBER.search(plain)
    if not match:
        return None, "", -1
    symbol = re.sub(r"\s+", "", match["s"])
    if match["n"] is None:
        return None, symbol, match.start()
    start = match.start("n")
    end = match.end("s")
    return re.sub(r"\s+", "", text[start:end]), symbol, match.start()


def _type(plain: str, symbol: str) -> tuple[DocumentType | None, int]:
    """The document's type and the offset after the line that names it (-1 when no line does)."""
    line = _TYPE_LINE.search(plain)
    if line:
        word = line["t"].removesuffix(" liên tịch")
        return next(kind for name, kind in _TYPES if name == word), line.end()
    kind = next((kind for prefix, kind in _SYMBOLS if symbol.startswith(prefix)), None)
    if kind:
        return kind, -1
    first = plain.lstrip()
    for name, kind in _TYPES:
        if first.startswith(name):
            return kind, -1
    if symbol:
        return ("cong_van" if "kính gửi" in plain else "other"), -1
    return None, -1


def _issuer(head: str, plain: str, symbol: str, title_at: int) -> Issuer | None:
    """The issuing body's rank: from the line that names it before the căn cứ, the letterhead, the symbol."""
    if symbol and _CENTRAL.match(symbol):
        return "central"
    if "ctubnd" in symbol:
        return "ct_ubnd_tinh"
    named = (
        [match.group() for match in _ISSUING_LINE.finditer(head, max(title_at, 0))] if title_at >= 0 else []
    )
    body = _body(named[-1]) if named else None
    body = body or _body(head[: title_at if title_at >= 0 else 600])
    if body is None:
        formula = _FORMULA.search(plain)
        body = _body(formula.group()) if formula else None
    if body is None and "hđnd" in symbol:
        return "hdnd_tinh"
    if body is None and "ubnd" in symbol:
        return "ubnd_tinh"
    return body


def _body(words: str) -> Issuer | None:
    found = [(match.start(), issuer) for pattern, issuer in _BODIES if (match := pattern.search(words))]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _title(text: str, plain: str, at: int) -> str | None:
    """The lines after the type, up to the căn cứ or the issuing body's name."""
    if at < 0:
        return None
    words: list[str] = []
    for line in text[at:].split("\n"):
        cleaned = line.strip(" \t*_#>|")
        if not cleaned:
            continue
        if _STOP.match(shadow(cleaned)) and (words or not cleaned.isupper()):
            break
        if not any(char.isalpha() for char in cleaned):
            break
        words.append(cleaned)
        if sum(map(len, words)) > 600:
            break
    return _SPACES.sub(" ", " ".join(words)).strip() or None


def _date(plain: str, number_at: int) -> str | None:
    """The date of the letterhead: the first one written after a place's name; None while it has blanks."""
    place = _PLACE_DATE.search(plain)
    match = _DATE.search(plain, max(place.start(), 0)) if place else None
    if place and (match is None or match.start() > place.end() + 4):
        return None
    if match is None:
        window = plain[max(0, number_at) : max(0, number_at) + 300]
        match = _DATE.search(window)
    return _iso(match) if match else None


def _iso(match: re.Match[str]) -> str | None:
    try:
        return datetime.date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None
