"""The checks that need no weighing: day of effect, what the preamble cites, procedures handed on to another body."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping

from nlp.knowledge import Knowledge
from nlp.rules.findings import plain_finding
from nlp.rules.plain import plain
from nlp.rules.schema import Rule
from nlp.text import shadow
from nlp.types import Document, Finding, ParsedDraft, Provision

Check = Callable[[Rule, ParsedDraft, Knowledge, datetime.date], Iterator[Finding]]

_EFFECT = re.compile(
    r"(?:nghị quyết|quyết định|quy định|văn bản) này[^.;\n]{0,60}?có hiệu lực[^.;\n]{0,30}?từ ngày "
    r"(?:(\d{1,2}) tháng (\d{1,2}) năm (\d{4})|(\d{1,2})/(\d{1,2})/(\d{4})|(?:ký|thông qua|ban hành))"
)
_NO_NORM = re.compile(
    r"^[\s\-+]*căn cứ (công văn|kết luận|thông báo|kế hoạch|chương trình|chỉ thị|tờ trình|báo cáo|"
    r"nghị quyết số [^;\n]{0,20}-nq/(?:tu|tw|đu))"
)
_HANDS_ON = re.compile(
    r"giao (?:cho )?(?:ủy ban nhân dân|ubnd|sở|chủ tịch)[^.;\n]{0,80}?(?:quy định|ban hành|hướng dẫn)"
    r"[^.;\n]{0,40}?(?:trình tự|thủ tục)"
)


def effect_day(text: str) -> tuple[int, int, datetime.date | None] | None:
    """Where a draft states its day of effect, and that day; None for 'on signing'."""
    match = _EFFECT.search(shadow(text))
    if match is None:
        return None
    numbers = [int(group) for group in match.groups() if group]
    if not numbers:
        return match.start(), match.end(), None
    day, month, year = numbers
    try:
        return match.start(), match.end(), datetime.date(year, month, day)
    except ValueError:
        return None


def _effect_articles(parsed: ParsedDraft) -> Iterator[tuple[Provision, int, int, datetime.date | None]]:
    for provision in parsed.provisions:
        if provision.kind == "dieu" and "trich-dan" not in provision.id:
            found = effect_day(parsed.document.text[provision.start : provision.end])
            if found:
                start, end, day = found
                yield provision, provision.start + start, provision.start + end, day


def too_early(rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> Iterator[Finding]:
    """A local text that takes effect on signing or before the least number of days after it."""
    for provision, start, end, effect in _effect_articles(parsed):
        if effect is not None and not day <= effect < day + datetime.timedelta(days=rule.days):
            continue
        place = (provision.id, start, end)
        yield plain_finding(rule, parsed.document, knowledge, day, place, _words(parsed.document, start, end))


def retroactive(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A local text that takes effect before the day it is signed."""
    for provision, start, end, effect in _effect_articles(parsed):
        if effect is not None and effect < day:
            place = (provision.id, start, end)
            yield plain_finding(
                rule, parsed.document, knowledge, day, place, _words(parsed.document, start, end)
            )


def basis_not_norm(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A preamble line that names a letter, conclusion, notice, plan or other text that is no norm."""
    text = parsed.document.text
    for provision in parsed.provisions:
        if provision.kind == "can_cu":
            match = _NO_NORM.match(shadow(text[provision.start : provision.end]))
            if match:
                place = (provision.id, provision.start, provision.end)
                values = {"words": f"“{match.group(1)}”"}
                yield plain_finding(rule, parsed.document, knowledge, day, place, values)


def hands_on(rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> Iterator[Finding]:
    """A clause that tells another body to set out a procedure."""
    for provision in parsed.provisions:
        if provision.kind == "dieu" and "trich-dan" not in provision.id:
            text = plain(parsed.document.text[provision.start : provision.end])
            for match in _HANDS_ON.finditer(text.text):
                start = provision.start + text.origin(match.start())
                end = provision.start + text.origin(match.end() - 1) + 1
                values = _words(parsed.document, start, end)
                yield plain_finding(
                    rule, parsed.document, knowledge, day, (_tightest(parsed, start, end), start, end), values
                )


def _words(document: Document, start: int, end: int) -> dict[str, str]:
    return {"words": f"“{' '.join(document.text[start:end].split())}”"}


def _tightest(parsed: ParsedDraft, start: int, end: int) -> str | None:
    holding = [item for item in parsed.provisions if item.start <= start and end <= item.end]
    return min(holding, key=lambda item: item.end - item.start).id if holding else None


CHECKS: Mapping[str, Check] = {
    "effect.too_early": too_early,
    "effect.retroactive": retroactive,
    "validity.basis_not_norm": basis_not_norm,
    "authority.hands_on_procedure": hands_on,
}
NEEDS_TEXT_DATE = frozenset({"effect.too_early", "effect.retroactive"})
"""Checks that compare with the signing day and cannot run on a day taken from elsewhere."""
LOCAL_ONLY = frozenset(CHECKS)
"""Checks whose rule of law speaks of local documents alone."""
