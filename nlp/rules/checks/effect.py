"""When a draft takes effect: day against signing, application to time gone by, a clause of effect at all."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nlp.knowledge import Knowledge
from nlp.remember import last_remembered
from nlp.rules.checks.kind import Check
from nlp.rules.checks.places import Task, article_at, in_quotation, main_articles
from nlp.rules.document_kind import is_shown_normative
from nlp.rules.schema import Rule
from nlp.text import draft_shadow
from nlp.types import Finding, ParsedDraft

_DAY = (
    r"(?:(\d{1,2})\s*(?:tháng|/|-)\s*(\d{1,2})\s*(?:năm|/|-)\s*(\d{4})|"
    r"(?:được\s+)?(?:(?:hội\s+đồng\s+nhân\s+dân|hđnd|ủy\s+ban\s+nhân\s+dân|ubnd|chủ\s+tịch)\s+[^.;,\n]{0,40}?)?"
    r"(?:ký|thông\s+qua|ban\s+hành|công\s+bố|biểu\s+quyết)(?!\w))"
)
_OWN = r"(?:nghị\s+quyết|quyết\s+định|quy\s+định|quy\s+chế|văn\s+bản|tiêu\s+chuẩn|đơn\s+giá|bảng\s+giá|chỉ\s+thị)"
_EFFECT = re.compile(
    rf"(?:{_OWN}\s+này|(?:^|\n|\.\s)[ ]*(?:\d{{1,2}}\.\s)?(?:nghị\s+quyết|quyết\s+định))(?P<between>[^.;]{{0,160}}?)"
    rf"(?:có\s+hiệu\s+lực|hiệu\s+lực\s+thi\s+hành|được\s+thi\s+hành)[^.;]{{0,40}}?từ\s+ngày\s+{_DAY}"
)
_AFTER = re.compile(r"sau\s+(?P<days>\d{1,3})\s[^.;]{0,20}?ngày[^.;]{0,20}$")
_STATES = re.compile(r"hiệu\s+lực|được\s+thi\s+hành")
_BACK, _ON = 300, 90
_FROM = re.compile(
    r"từ\s+(?:ngày\s+(?P<d>\d{1,2})\s*(?:tháng|/)\s*(?P<m>\d{1,2})\s*(?:năm|/)\s*(?P<y>\d{4})|"
    r"năm\s+học\s+(?P<sy>\d{4})\s*-\s*\d{4}|(?:đầu\s+)?năm\s+(?:ngân\s+sách\s+)?(?P<fy>\d{4}))"
)
_APPLIED = re.compile(
    r"(?P<not>đã\s+|đang\s+)?(?:áp\s+dụng|thực\s+hiện|thi\s+hành|được\s+hưởng|được\s+tính)[^.;\n]{0,25}?(?<!\w)$"
)
_APPLIED_BACK = 60
# "Buổi họp từ ngày … mà chưa thanh toán thì được chi theo mức tại Điều 1": the past is paid by the draft's levels.
_PAYS_THE_PAST = re.compile(
    r"^[^.;\n]{0,160}?(?<!\w)(?:thì|được|cũng|vẫn)\s+(?:được\s+)?(?:chi|trả|hưởng|hỗ\s+trợ|thanh\s+toán|tính|áp\s+dụng|"
    r"truy\s+lĩnh|truy\s+thu|truy\s+trả|giải\s+quyết|thực\s+hiện)[^.;\n]{0,60}?"
    r"(?:(?:tại|của|theo)\s+(?:khoản\s+\d+\s+)?(?:điều\s+\d|(?:nghị\s+quyết|quyết\s+định|quy\s+định)\s+này)|"
    r"mức\s+(?:mới|này|quy\s+định))"
)
_NOT_APPLIED = re.compile(r"(?<!\w)(?:không|tiếp\s+tục|theo\s+(?:quy\s+định|mức)\s+(?:cũ|trước))(?!\w)")
_OF_THIS = re.compile(
    rf"{_OWN}\s+này|(?<!\w)(?:mức|chính\s+sách|chế\s+độ|giá|định\s+mức|thời\s+(?:gian|điểm)\s+(?:áp\s+dụng|thực\s+hiện|hưởng)|học\s+phí|phụ\s+cấp)(?!\w)"
)
_PAST = re.compile(
    r"(?<!\w)(?:số\s+\d[^\s;,]{0,12}/|luật\s|nghị\s+định|thông\s+tư|đến\s+(?:hết\s+)?(?:ngày|năm)|trước\s+đây|"
    r"hết\s+hiệu\s+lực|bãi\s+bỏ|thay\s+thế|đã\s+(?:thực\s+hiện|hưởng|phê\s+duyệt))"
)
_PAST_TEXT = re.compile(
    r"(?<!\w)(?:số\s+\d[^\s;,]{0,12}/|luật\s|nghị\s+định|thông\s+tư|hết\s+hiệu\s+lực|bãi\s+bỏ)"
)
_ANY_EFFECT = re.compile(
    r"(?<!hết )hiệu\s+lực[^.;]{0,40}?(?:từ|sau|khi)|(?:thi\s+hành|áp\s+dụng|thực\s+hiện)[^.;]{0,20}?từ\s+(?:ngày|năm)|"
    r"có\s+hiệu\s+lực"
)
_SHORT_PROCEDURE = re.compile(
    r"(?:ban\s+hành|xây\s+dựng|thông\s+qua)[^.;]{0,60}(?:thủ\s+tục|trình\s+tự)\s+rút\s+gọn"
)
_UNTIL = re.compile(r"(?<!\w)(?:đến|trước) ")
_NUMBER_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_SEPTEMBER = 9
_LONG_ENOUGH = 2


class Statement(NamedTuple):
    """Where the draft states its day of effect: that day, or the number of days after signing (0: on signing)."""

    start: int
    end: int
    day: datetime.date | None
    after: int = 0


def stated_days(parsed: ParsedDraft) -> list[datetime.date]:
    """The days on which the draft says that it takes effect."""
    return [statement.day for statement in _statements(parsed) if statement.day is not None]


@last_remembered
def _statements(parsed: ParsedDraft) -> tuple[Statement, ...]:
    """The statements of effect in the draft's own text, in text order."""
    return tuple(_read_statements(parsed))


def _read_statements(parsed: ParsedDraft) -> Iterator[Statement]:
    low = draft_shadow(parsed.document.text)
    done = 0
    for place in _STATES.finditer(low):
        match = _EFFECT.search(low, max(done, place.start() - _BACK), place.end() + _ON)
        if match is None:
            continue
        done = match.end()
        if not _is_own(parsed, match.start()) or _UNTIL.search(match["between"]):
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip(". \n0123456789"))
        numbers = [int(group) for group in match.groups()[1:] if group]
        if not numbers:
            after = _AFTER.search(match.group())
            yield Statement(start, match.end(), None, int(after["days"]) if after else 0)
            continue
        day, month, year = numbers
        with contextlib.suppress(ValueError):
            yield Statement(start, match.end(), datetime.date(year, month, day))


def _is_own(parsed: ParsedDraft, offset: int) -> bool:
    """Whether the place is in the draft's own articles, or after the last of them (the line of adoption)."""
    if article_at(parsed, offset) is not None:
        return True
    holding = [item for item in parsed.provisions if item.start <= offset < item.end]
    return all(item.kind in ("ky", "noi_nhan") for item in holding) and bool(main_articles(parsed))


def _by_short_procedure(parsed: ParsedDraft, offset: int) -> bool:
    """Whether the article of effect says that the text is issued by the simplified procedure."""
    article = article_at(parsed, offset)
    low = draft_shadow(parsed.document.text)
    return article is not None and bool(_SHORT_PROCEDURE.search(low, article.start, article.end))


def on_signing(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A local text that takes effect on signing or adoption, or too few days after it, whatever its day."""
    task = Task(rule, parsed, knowledge, day)
    days = rule.days_for(parsed.document.regime, parsed.document.issuer)
    for start, end, effect, after in _statements(parsed):
        if effect is None and after < days and not _by_short_procedure(parsed, end):
            yield task.finding(start, end, confidence=0.9)


def too_early(rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> Iterator[Finding]:
    """A local text that takes effect before the least number of days after its signing."""
    task = Task(rule, parsed, knowledge, day)
    days = rule.days_for(parsed.document.regime, parsed.document.issuer)
    for start, end, effect, _ in _statements(parsed):
        early = effect is not None and day <= effect < day + datetime.timedelta(days=days)
        if early and not _by_short_procedure(parsed, end):
            yield task.finding(start, end, confidence=0.9)


def retroactive(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A local text that takes effect before the day it is signed."""
    task = Task(rule, parsed, knowledge, day)
    for start, end, effect, _ in _statements(parsed):
        if effect is not None and effect < day:
            yield task.finding(start, end, confidence=0.9)


def before_known_day(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """An undated text that takes effect before the year of its number or before the given day."""
    if parsed.document.date_source == "text":
        return
    task = Task(rule, parsed, knowledge, day)
    known = _known_day(parsed, day)
    for start, end, effect, _ in _statements(parsed):
        if effect is not None and known and effect < known:
            yield task.finding(start, end, confidence=0.8)


def _known_day(parsed: ParsedDraft, day: datetime.date) -> datetime.date | None:
    """A day before which the draft was not issued: in its text, given by a person, or its number's first of January."""
    if parsed.document.date_source != "today":
        return day
    year = _NUMBER_YEAR.search(parsed.document.number or "")
    return datetime.date(int(year.group(1)), 1, 1) if year else None


def applied_earlier(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause that applies the draft's levels or policies from a day, school year or year before its signing."""
    task = Task(rule, parsed, knowledge, day)
    known = _known_day(parsed, day)
    low = draft_shadow(parsed.document.text)
    for match in _FROM.finditer(low) if known else ():
        first = _first_day(match)
        verb = _APPLIED.search(low, max(0, match.start() - _APPLIED_BACK), match.start())
        if first is None or known is None or first >= known:
            continue
        if article_at(parsed, match.start()) is not None and _pays_the_past(low, match):
            yield task.finding(match.start(), match.end(), confidence=0.7)
            continue
        if verb is None or verb["not"]:
            continue
        sentence = _sentence(low, verb.start(), match.end())
        of_this = _OF_THIS.search(sentence) and not _PAST.search(sentence) and "có hiệu lực" not in sentence
        if of_this and article_at(parsed, match.start()) is not None:
            yield task.finding(verb.start(), match.end(), confidence=0.7)


def _pays_the_past(low: str, match: re.Match[str]) -> bool:
    """Whether the sentence goes on to pay what was done from that past day by the draft's own levels."""
    sentence = _sentence(low, match.start(), match.end())
    rest = low[match.end() : match.end() + 300]
    return bool(_PAYS_THE_PAST.search(rest)) and not (
        _NOT_APPLIED.search(sentence) or _PAST_TEXT.search(sentence) or "có hiệu lực" in sentence
    )


def _sentence(low: str, start: int, end: int) -> str:
    first = max(low.rfind(mark, 0, start) for mark in (". ", ";", "\n")) + 1
    ends = [at for mark in (".", ";", "\n") if (at := low.find(mark, end)) >= 0]
    return low[first : min(ends, default=len(low))]


def _first_day(match: re.Match[str]) -> datetime.date | None:
    """The day from which the clause applies; of a school year and of a year, the first day nobody doubts."""
    if match["sy"]:
        return datetime.date(int(match["sy"]), _SEPTEMBER, 30)
    if match["fy"]:
        return datetime.date(int(match["fy"]), 12, 31)
    with contextlib.suppress(ValueError):
        return datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
    return None


def no_clause(rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> Iterator[Finding]:
    """A whole normative draft (with căn cứ and several articles) that nowhere says when it takes effect."""
    if not is_shown_normative(parsed.document):
        return
    articles = main_articles(parsed)
    whole = any(item.kind == "can_cu" for item in parsed.provisions) and len(articles) >= _LONG_ENOUGH
    if not whole or articles[0].id != "dieu-1":
        return
    low = draft_shadow(parsed.document.text)
    if any(not in_quotation(parsed, match.start()) for match in _ANY_EFFECT.finditer(low)):
        return
    last = articles[-1]
    line = low.find("\n", last.start)
    end = line if last.start < line < last.end else last.end
    yield Task(rule, parsed, knowledge, day).finding(last.start, end, confidence=0.6, provision=last.id)


CHECKS: Mapping[str, Check] = {
    "effect.on_signing": on_signing,
    "effect.too_early": too_early,
    "effect.before_known_day": before_known_day,
    "effect.retroactive": retroactive,
    "effect.applied_earlier": applied_earlier,
    "effect.no_clause": no_clause,
}
