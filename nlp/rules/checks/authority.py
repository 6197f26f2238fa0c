"""Powers that the draft's words alone show to be another's: it amends or abolishes the text of another body."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from nlp.knowledge import Knowledge
from nlp.rules.checks.kind import Check
from nlp.rules.checks.places import Lead, Task, leads
from nlp.rules.schema import Rule
from nlp.types import Finding, Issuer, ParsedDraft

_ACT = re.compile(
    r"^\W{0,3}(?:điều \d+[a-zđ]?[.:]?\s*|\d+(?:\.\d+)*[.)]\s*|[a-zđ]{1,2}\)\s*|[-+]\s*)?"
    r"(?:(?:nay\s+)?(?:sửa\s+đổi|bổ\s+sung|bãi\s+bỏ|thay\s+thế|hủy\s+bỏ|đình\s+chỉ|ngưng\s+hiệu\s+lực)"
    r"|(?:quyết\s+định|nghị\s+quyết)\s+này[^;\n]{0,120}?(?:thay\s+thế|bãi\s+bỏ|sửa\s+đổi))"
    r"(?P<between>[^;\n]{0,200}?)\bsố\s*:?\s*(?P<number>\d{1,5}/(?:\d{4}/)?(?P<symbol>[a-zđ][a-zđ0-9]*(?:\s?-\s?[a-zđ0-9]+)*))",
    re.M,
)
_ONLY_NAMES_THE_BASIS = re.compile(r"(?<!\w)(?:theo|tại|căn cứ|được|thực hiện|bởi|của luật)\s[^;\n]{0,120}$")
_REACH = 800
_COUNCIL = re.compile(r"-?hđnd")
_COMMITTEE = re.compile(r"ubnd$|ub$")
_CENTRAL = re.compile(r"(?:-cp|-ttg|/qh|^qh\d|^tt|ttlt|-ubtvqh|-b[a-zđ]{2,6})")
_COUNCILS: tuple[Issuer, ...] = ("hdnd_tinh", "hdnd_xa")
_COMMITTEES: tuple[Issuer, ...] = ("ubnd_tinh", "ct_ubnd_tinh", "ubnd_xa")


def amends_other_body(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause by which a council amends a committee's text, a committee a council's, or either one of the centre.

    The symbol tells the author; texts of merged provinces and former levels bear the same symbol and are left alone.
    """
    task = Task(rule, parsed, knowledge, day)
    for lead in leads(parsed):
        match = _ACT.search(lead.low[:_REACH])
        if match and _is_another(match["symbol"], parsed.document.issuer) and _acts(match, lead):
            yield task.finding(
                lead.start + match.start(), lead.start + match.end(), f"“{match['number'].upper()}”", 0.75
            )


def _acts(match: re.Match[str], lead: Lead) -> bool:
    """Whether the number is what the clause amends, not the text it goes by or a number inside the new words."""
    between = match["between"]
    return not (
        _ONLY_NAMES_THE_BASIS.search(between) or '"' in between or "cụm từ" in lead.low[: match.end()]
    )


def _is_another(symbol: str, issuer: Issuer | None) -> bool:
    plain = re.sub(r"\s", "", symbol)
    if issuer in _COUNCILS:
        return bool(_COMMITTEE.search(plain) or _CENTRAL.search(plain))
    if issuer in _COMMITTEES:
        return bool(_COUNCIL.search(plain) or _CENTRAL.search(plain))
    return False


CHECKS: Mapping[str, Check] = {"authority.amends_other_body": amends_other_body}
