"""The checks that need no weighing: day of effect, what the preamble cites, procedures handed on to another body."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator, Mapping

from nlp.knowledge import Knowledge
from nlp.rules.checks.kind import Check
from nlp.rules.findings import plain_finding
from nlp.rules.schema import Rule
from nlp.text import draft_shadow, shadow
from nlp.types import Document, Finding, ParsedDraft, Provision

_EFFECT = re.compile(
    r"(?:nghị\s+quyết|quyết\s+định|quy\s+định|văn\s+bản)\s+này[^.;]{0,60}?có\s+hiệu\s+lực[^.;]{0,30}?từ\s+ngày\s+"
    r"(?:(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})|(\d{1,2})/(\d{1,2})/(\d{4})|(?:ký|thông\s+qua|ban\s+hành))"
)
_NO_NORM = re.compile(
    r"^[\s\-+]*căn cứ (công văn|kết luận|thông báo|kế hoạch|chương trình|chỉ thị|tờ trình|báo cáo|"
    r"nghị quyết số [^;\n]{0,20}-nq/(?:tu|tw|đu))"
)
_HANDS_ON = re.compile(
    r"giao\s+(?:cho\s+)?(?:ủy\s+ban\s+nhân\s+dân|ubnd|sở|chủ\s+tịch)[^.;]{0,80}?(?:quy\s+định|ban\s+hành|hướng\s+dẫn)"
    r"[^.;]{0,40}?(?:trình\s+tự|thủ\s+tục)"
)


def _effect_articles(parsed: ParsedDraft) -> Iterator[tuple[Provision, int, int, datetime.date | None]]:
    """Where the draft's own articles state its day of effect, and that day; None for 'on signing'."""
    text = parsed.document.text
    for match in _EFFECT.finditer(draft_shadow(text)):
        article = _article_at(parsed, match.start())
        if article is None:
            continue
        numbers = [int(group) for group in match.groups() if group]
        if not numbers:
            yield article, match.start(), match.end(), None
            continue
        day, month, year = numbers
        with contextlib.suppress(ValueError):
            yield article, match.start(), match.end(), datetime.date(year, month, day)


def _article_at(parsed: ParsedDraft, offset: int) -> Provision | None:
    """The article of the draft's own text (no quotation) that holds an offset."""
    for provision in parsed.provisions:
        if provision.kind == "dieu" and provision.start <= offset < provision.end:
            return None if "trich-dan" in provision.id else provision
    return None


def too_early(rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> Iterator[Finding]:
    """A local text that takes effect on signing or before the least number of days after it."""
    days = rule.days_for(parsed.document.regime, parsed.document.issuer)
    for provision, start, end, effect in _effect_articles(parsed):
        if effect is not None and not day <= effect < day + datetime.timedelta(days=days):
            continue
        place = (provision.id, start, end)
        words = _words(parsed.document, start, end) | {"days": str(days)}
        yield plain_finding(rule, parsed.document, knowledge, day, place, words)


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
    for match in _HANDS_ON.finditer(draft_shadow(parsed.document.text)):
        if _article_at(parsed, match.start()) is not None:
            start, end = match.span()
            place = (_tightest(parsed, start, end), start, end)
            yield plain_finding(
                rule, parsed.document, knowledge, day, place, _words(parsed.document, start, end)
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
