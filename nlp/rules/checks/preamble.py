"""What the draft rests on, read from its căn cứ lines alone: kinds of text that are no norm, numbers without a year."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from nlp.knowledge import Knowledge
from nlp.rules.checks.kind import Check
from nlp.rules.checks.places import Task, in_quotation, main_articles, preamble, quoted
from nlp.rules.schema import Rule
from nlp.text import draft_shadow
from nlp.types import Finding, ParsedDraft

_BASIS = re.compile(r"(?:^|(?<=;)|(?<=\n))[\s\-+*]*căn cứ\s+(?P<named>[^;\n]{1,400})")
_KIND = (
    r"công văn|kết luận|thông báo|kế hoạch|chương trình (?:số|hành động)|chỉ thị|tờ trình|báo cáo|biên bản|"
    r"ý kiến (?:chỉ đạo|kết luận|của)|văn bản (?:số|chỉ đạo)|hướng dẫn số|đề án(?! .{0,40}luật)|thông tri|"
    r"nghị quyết (?:số )?[^;\n]{0,24}-nq/(?:tu|tw|đu|đh)|nghị quyết (?:[^;\n]{0,60} )?(?:của )?(?:bộ chính trị|"
    r"ban chấp hành|(?:tỉnh|thành|huyện|đảng) ủy|đại hội (?:đại biểu )?đảng)|"
    r"quy định số [^;\n]{0,12}-qđ[iđ]?/(?:tu|tw)"
)
_NO_NORM = re.compile(rf"(?:^|(?:,| và) )(?:các )?(?P<kind>{_KIND})(?!\w)")
_OLD_DIRECTIVE = re.compile(r"^chỉ thị số \d{1,4}/(?:19\d\d|200[0-8])/ct-(?:ttg|hđbt)")
_INNER = re.compile(r"(?:về|quy định|theo|hướng dẫn|thực hiện|triển khai|ban hành|phê duyệt)\s[^;\n]{0,300}$")
_NEXT_TEXT = re.compile(r",? và (?=công văn|kết luận|thông báo|kế hoạch|nghị quyết)|,? của ")
_YEARLESS = re.compile(
    r"(?P<text>(?:nghị quyết|quyết định) số\s*\d{1,5}/(?:nq-hđnd|qđ-ubnd))(?P<rest>[^;\n]{0,300})"
)
_POLICY = re.compile(
    r"(?:quy định|ban hành (?:quy định|quy chế|chính sách|mức|bảng giá)|chính sách|"
    r"mức (?:thu|chi|hỗ trợ|trợ cấp|học phí)|chế độ|định mức|bảng giá)"
)
_INDIVIDUAL = re.compile(
    r"(?:dự toán|phân bổ|phê duyệt|thông qua|phê chuẩn|biên chế|kế hoạch|thành lập|tổ chức lại|giao (?:chỉ tiêu|vốn)|"
    r"sắp xếp|sáp nhập|quy hoạch|chủ trương đầu tư|chức năng, nhiệm vụ|chương trình|nhiệm vụ)"
)


_OTHER_FORM = {
    "quyet_dinh": re.compile(r"(?:^|\n)[ *_]*quyết nghị\s*:?\s*(?=\n|$)|ban hành nghị quyết(?! số)"),
    "nghi_quyet": re.compile(
        r"(?:^|\n)[ *_]*quyết định\s*:\s*(?=\n|$)|nhân dân[^;\n]{0,40} ban hành quyết định(?! số)"
    ),
}
_REQUEST = re.compile(r"(?:^|\n)[\s\-+*]*(?:theo đề nghị|xét (?:đề nghị|tờ trình))(?!\w)")
_LATE_BASIS = re.compile(r"(?:^|\n)[\s\-+*]*căn cứ [^\n]{1,300}")
_SELF = {"quyet_dinh": "nghị quyết này", "nghi_quyet": "quyết định này"}
_CITED = {"quyet_dinh": "nghị quyết", "nghi_quyet": "quyết định"}


def other_form(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A preamble in the form of another kind of document, or a căn cứ that follows the line of the proposal."""
    task = Task(rule, parsed, knowledge, day)
    _, low = preamble(parsed)
    form = _OTHER_FORM.get(parsed.document.type or "")
    if form and (match := form.search(low)):
        yield task.finding(match.end() - len(match.group().lstrip()), match.end())
    request = _REQUEST.search(low)
    late = _LATE_BASIS.search(low, request.end()) if request else None
    if late:
        yield task.finding(late.end() - len(late.group().lstrip()), late.end(), confidence=0.6)


def names_itself_otherwise(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A decision that calls itself "Nghị quyết này", or the other way round, where no such text was just cited."""
    kind = parsed.document.type or ""
    if kind not in _SELF:
        return
    task = Task(rule, parsed, knowledge, day)
    low = draft_shadow(parsed.document.text)
    for article in main_articles(parsed):
        at = low.find(_SELF[kind], article.start, article.end)
        if at >= 0 and f"{_CITED[kind]} số" not in low[article.start : at] and not in_quotation(parsed, at):
            yield task.finding(at, at + len(_SELF[kind]))


def _bases(parsed: ParsedDraft) -> Iterator[tuple[int, str]]:
    """What each "Căn cứ" names, as shadow text with its offset; "Theo đề nghị", "Xét" and "Thực hiện" are none."""
    low = draft_shadow(parsed.document.text)
    for provision in parsed.provisions:
        if provision.kind == "can_cu":
            for match in _BASIS.finditer(low[provision.start : provision.end]):
                yield provision.start + match.start("named"), match["named"]


def basis_not_norm(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A căn cứ that is a letter, conclusion, notice, plan, directive, Party resolution or other text that is no norm.

    Directives of the Prime Minister from before 2009 are left alone: they were issued as norms.
    """
    task = Task(rule, parsed, knowledge, day)
    for offset, named in _bases(parsed):
        for match in _NO_NORM.finditer(named):
            start = match.start("kind")
            if _INNER.search(named[:start]) or _OLD_DIRECTIVE.match(named[start:]):
                continue
            end = _end_of_text(named, match.end())
            shown = parsed.document.text[offset + start : offset + end]
            yield task.finding(offset + start, offset + end, quoted(shown, 80), 0.85)
            break


def _end_of_text(named: str, at: int) -> int:
    """Where the text named at `at` ends: before the next text or at the end of the line."""
    following = _NEXT_TEXT.search(named, at)
    return following.start() if following else len(named.rstrip(" .,"))


def without_year(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A local text that sets policy, cited as căn cứ under a number without a year: misnumbered or no norm."""
    task = Task(rule, parsed, knowledge, day)
    for offset, named in _bases(parsed):
        match = _YEARLESS.search(named)
        if match and _POLICY.search(match["rest"]) and not _INDIVIDUAL.search(match["rest"]):
            yield task.finding(offset + match.start("text"), offset + match.end("text"), confidence=0.7)


CHECKS: Mapping[str, Check] = {
    "validity.basis_not_norm": basis_not_norm,
    "validity.basis_without_year": without_year,
    "format.preamble_of_other_kind": other_form,
    "format.names_itself_otherwise": names_itself_otherwise,
}
