"""How a draft amends other texts, and chapters that only repeat: what it changes must be named and quoted."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from nlp.knowledge import Knowledge
from nlp.rules.checks.kind import Check
from nlp.rules.checks.places import Lead, Task, is_quoted, leads, main_articles, preamble
from nlp.rules.schema import Rule
from nlp.text import draft_shadow, shadow
from nlp.types import Finding, ParsedDraft, Provision

_MARK = r"^\W{0,3}(?:điều \d+[a-zđ]?[.:]?\s*|\d+(?:\.\d+)*[.)]\s*|[a-zđ]{1,2}\)\s*|[-+]\s*)?"
_CHANGES = re.compile(
    rf"{_MARK}(?:nay\s+)?(?P<verb>sửa đổi(?:,? bổ sung)?|bổ sung|điều chỉnh(?:, bổ sung)?)(?!\w)"
)
_TEXT = r"(?:luật|nghị quyết|quyết định|quy định|quy chế|chỉ thị|điều lệ|bảng giá|đề án|văn bản)"
_PART = re.compile(
    r"(?<!\w)(?:điều|khoản|điểm|phụ lục|mẫu|chương|mục|phần|cụm từ|từ ngữ|tiết|gạch|đoạn|số thứ tự|stt|biểu|bảng|"
    r"dòng|cột|tên|trích yếu|tiêu đề|toàn bộ|ý|danh mục|nội dung tại|căn cứ)(?!\w)"
)
_TARGET = re.compile(rf"(?:một số (?:nội dung|quy định)|nội dung|quy định|{_TEXT})(?!\w)")
_AS_FOLLOWS = re.compile(r"(?:như sau|cụ thể|thành|sau đây)\s*:?\s*$")
_QUOTE = re.compile(r'"')
_NUMBER = re.compile(r"\d{1,5}\s?/(?:\d{4}\s?/)?\s?[a-zđ]{2,}")
_AMENDING_TITLE = re.compile(r"(?<!\w)(?:sửa đổi|bãi bỏ|bổ sung một số)(?!\w)")
_PURPOSE = re.compile(r"sửa đổi,? bổ sung[^.;\n]{0,60}(?:phù hợp|khi|kịp thời|cho ý kiến|nếu có)")
_WAVE_AWAY = re.compile(
    r"(?:(?:các|những|mọi)\s+(?:quy định|văn bản|nội dung)(?:\s+\S+){0,12}?\s+trái (?:với )?"
    r"(?:quyết định|nghị quyết|quy định|quy chế) này"
    r"[^.;\n]{0,60}(?:bãi bỏ|hết hiệu lực|không còn hiệu lực|hủy bỏ))|"
    r"bãi bỏ (?:các|những|mọi) (?:quy định|văn bản)[^.;\n]{0,60}trái với"
)
_OWN_SUBJECT = re.compile(
    r"^(?:quy định (?:về )?)?(?:công tác )?(?:thanh tra|kiểm tra|khiếu nại|tố cáo|khen thưởng|xử lý vi phạm|giám sát|"
    r"kỷ luật)(?:[ ,;-]+(?:và |về |giải quyết |việc )?(?:thanh tra|kiểm tra|khiếu nại|tố cáo|khen thưởng|xử lý vi phạm|"
    r"kỷ luật|giám sát))*\W*$"
)
_REFERS = re.compile(
    r"theo (?:đúng )?(?:các )?quy định|theo pháp luật|theo luật|quy định hiện hành|pháp luật về"
)
_LONGEST_EMPTY = 900


def names_no_part(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause that amends a text and names no article, khoản, điểm, appendix or words of it, nor do its parts."""
    task = Task(rule, parsed, knowledge, day)
    for lead in leads(parsed):
        match = _CHANGES.search(lead.low[:300])
        if match is None or _PURPOSE.search(lead.low[:300]) or not _is_act(lead, parsed):
            continue
        words = lead.low[match.end() :][:500]
        if _TARGET.match(words.strip()[:60]) and not _names_part(words, lead, parsed):
            yield task.finding(lead.start, lead.start + min(len(lead.low), 300), confidence=0.7)


def _is_act(lead: Lead, parsed: ParsedDraft) -> bool:
    """Whether the clause amends now: it names a number, says "như sau", or stands in an amending document."""
    words = lead.low[:600]
    return bool(
        _NUMBER.search(words)
        or "như sau" in words
        or _AMENDING_TITLE.search(shadow(parsed.document.title or ""))
    )


def _names_part(words: str, lead: Lead, parsed: ParsedDraft) -> bool:
    """Whether the clause, an article above it or a clause below it names the part."""
    if _PART.search(_QUOTE.split(words)[0].replace("một số điều", "")):
        return True
    low = draft_shadow(parsed.document.text)
    holding = [item for item in parsed.provisions if item.start < lead.start and lead.end <= item.end]
    above = any(
        item.kind in ("dieu", "khoan") and _PART.search(low[item.start + len(item.label) : item.start + 300])
        for item in holding
    )
    below = low[lead.end : lead.provision.end][:3_000]
    return above or bool(_PART.search(below))


def quotes_nothing(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause that says a part is amended "như sau" and after which no new words stand."""
    task = Task(rule, parsed, knowledge, day)
    low = draft_shadow(parsed.document.text)
    for lead in leads(parsed):
        match = _CHANGES.search(lead.low[:300])
        if match is None or not _PART.search(lead.low[match.end() :][:300]):
            continue
        own = lead.low.rstrip()
        rest = low[lead.end : lead.provision.end].strip()
        if _AS_FOLLOWS.search(own) and not rest and not _goes_on(parsed, lead):
            yield task.finding(lead.start, lead.start + len(own), confidence=0.7)


def _goes_on(parsed: ParsedDraft, lead: Lead) -> bool:
    """Whether a quotation, table or attached text begins right after the clause."""
    following = [item for item in parsed.provisions if item.start >= lead.end]
    first = min(following, key=lambda item: item.start, default=None)
    return first is not None and (is_quoted(first) or first.kind in ("phu_luc", "mau", "kem_theo"))


def text_without_number(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """An amending document of which neither the title nor the articles give the number of a text it amends."""
    articles = main_articles(parsed)
    end, _ = preamble(parsed)
    title = shadow(parsed.document.title or "")
    if not articles or not _AMENDING_TITLE.search(title):
        return
    body = draft_shadow(parsed.document.text)[end : articles[-1].end]
    if not _NUMBER.search(title) and not _NUMBER.search(body):
        first = articles[0]
        yield Task(rule, parsed, knowledge, day).finding(
            first.start, min(first.end, first.start + 200), confidence=0.7, provision=first.id
        )


def waves_away(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause that abolishes all that is contrary to the draft and names no text."""
    task = Task(rule, parsed, knowledge, day)
    for lead in leads(parsed):
        if "trái" not in lead.low:
            continue
        for match in _WAVE_AWAY.finditer(" " + lead.low):
            yield task.finding(lead.start + max(0, match.start() - 1), lead.start + match.end() - 1)


def empty_chapter(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A chapter on inspection, complaints, awards or sanctions whose articles only refer to the law."""
    low = draft_shadow(parsed.document.text)
    for chapter in parsed.provisions:
        if chapter.kind != "chuong" or not _OWN_SUBJECT.match(shadow(chapter.heading).strip()):
            continue
        inside = _articles_in(parsed, chapter)
        if inside and all(_only_refers(low[item.start : item.end]) for item in inside):
            line = low.find("\n", chapter.start + len(chapter.label))
            end = line if line > 0 else inside[0].start
            yield Task(rule, parsed, knowledge, day).finding(
                chapter.start,
                min(max(end, chapter.start + 1), inside[0].start),
                f"“{chapter.heading}”",
                0.7,
                chapter.id,
            )


def _articles_in(parsed: ParsedDraft, chapter: Provision) -> list[Provision]:
    return [
        item for item in parsed.provisions
        if item.kind == "dieu" and chapter.start <= item.start < chapter.end
    ]  # fmt: skip


def _only_refers(low: str) -> bool:
    """Whether an article is short and every khoản of it goes by the law in force."""
    return len(low) <= _LONGEST_EMPTY and bool(_REFERS.search(low))


CHECKS: Mapping[str, Check] = {
    "structure.amendment_names_no_part": names_no_part,
    "structure.amendment_quotes_nothing": quotes_nothing,
    "structure.amended_text_without_number": text_without_number,
    "structure.abolishes_unnamed": waves_away,
    "structure.empty_chapter": empty_chapter,
}
