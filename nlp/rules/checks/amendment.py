"""How a draft amends other texts, and chapters that only repeat: what it changes must be named and quoted."""

from __future__ import annotations

import datetime
import itertools
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
_CHANGES_LINE = re.compile(_CHANGES.pattern, re.M)
"""The act may stand on the line below the article's name."""
_CHANGES_NOW = re.compile(
    rf"{_MARK}(?:nay\s+)?(?:sửa(?: đổi)?(?:,? bổ sung)?|bổ sung|điều chỉnh|bãi bỏ|thay(?: thế)?|hủy bỏ|bỏ)(?!\w)"
)
_TEXT = r"(?:luật|nghị quyết|quyết định|quy định|quy chế|chỉ thị|điều lệ|bảng giá|đề án|văn bản)"
_PART = re.compile(
    r"(?<!\w)(?:điều(?! chỉnh| kiện| hành| động| tra| tiết| phối| lệ)|khoản|điểm(?! kinh doanh| bán"
    r"| cụm)|phụ lục|mẫu|chương|mục|phần|cụm từ|từ ngữ|tiết|gạch|đoạn|số thứ tự|stt|biểu|bảng|"
    r"dòng|cột|tên|trích yếu|tiêu đề|toàn bộ|ý|danh mục|nội dung tại|căn cứ)(?!\w)"
)
_TARGET = re.compile(rf"(?:một số (?:nội dung|quy định)|nội dung|quy định|{_TEXT})(?!\w)")
_AS_FOLLOWS = re.compile(r"(?:như sau|cụ thể|thành|sau đây)\s*:?\s*$")
_QUOTE = re.compile(r'"')
_NUMBER = re.compile(r"\d{1,5}\s?/(?:\d{4}\s?/)?\s?[a-zđ]{2,}")
_AMENDING_TITLE = re.compile(
    r"(?<!\w)(?:sửa đổi|bãi bỏ|bổ sung một số|^(?:về việc )?(?:điều chỉnh|thay thế|hủy bỏ) (?:một số "
    r"|một phần )?(?:các )?"
    r"(?:nội dung|quy định|quyết định|nghị quyết|điều|khoản|quy chế|phụ lục))(?!\w)"
)
_PURPOSE = re.compile(r"sửa đổi,? bổ sung[^.;\n]{0,60}(?:phù hợp|khi|kịp thời|cho ý kiến|nếu có)")
# "Một phần nội dung", "các phụ lục có liên quan", "một số khoản thuộc Chương II": what is changed cannot be told.
_VAGUE = re.compile(
    r"(?<!\w)(?:sửa(?: đổi)?(?:,? bổ sung)?|bổ sung|bãi bỏ|thay thế|điều chỉnh"
    r"|hủy bỏ)(?!\w)[^.;\n\"]{0,60}?(?<!\w)(?:"
    r"một phần(?: nội dung| quy định)|(?:một số|các) (?:nội dung|quy định|điều|khoản|phụ lục"
    r"|mẫu)(?:,? (?:điều|khoản|điểm|mẫu))*"
    r" (?:có )?liên quan|một số (?:khoản|điểm)(?: thuộc| trong| của| tại)|"
    r"(?:các|những) (?:nội dung|quy định|điều|khoản) (?:khác |đã )?(?:không còn phù hợp|trái|mâu thuẫn"
    r"|lạc hậu|chồng chéo)|"
    r"phần còn lại)"
)
_NAMED_PARTS = re.compile(r"(?<!\w)(?:điều \d|khoản \d|điểm [a-zđ](?!\w)|phụ lục (?:\d|[ivx])|mẫu số)")
_UNNAMED_TEXTS = re.compile(
    r'(?:thay(?: thế)?|bỏ|sửa(?: đổi)?|thống nhất (?:sửa|thay)[^";\n]{0,20})(?: đổi)? (?:các )?(?:cụm )?từ(?: ngữ)?'
    r'(?:[^;\n"]{0,40}"[^"\n]{1,160}"){1,4}[^;\n"]{0,60}?(?:tại|trong|ở) '
    r"(?:(?:tất cả |toàn bộ )?(?:các|những|mọi|một số)) (?:văn bản|quyết định|nghị quyết|quy định|quy chế)(?!\w)"
)
_INTO_ARTICLE = re.compile(
    r"(?<!\w)bổ sung (?:thêm )?(?:(?:một số |các )?(?:nội dung|quy định|đoạn) )?(?:vào|tại"
    r"|cho) điều \d+[a-zđ]?(?! khoản)"
    r"(?P<rest>[^;\n\"]{0,160}?)(?:nội dung|quy định|đoạn"
    r"|câu)?(?: như)? sau(?: đây)?\s*:?\s*(?P<quote>\"?)\s*(?P<first>\S{1,4})"
)
_PLACED = re.compile(r"(?<!\w)(?:khoản|điểm|cuối|đầu|sau điều|trước)(?!\w)")
_NUMBERED = re.compile(r"\d{1,2}[a-zđ]?\.|[a-zđ]\)")
_WAVE_AWAY = re.compile(
    r"(?:(?:các|những|mọi)\s+(?:quy định|văn bản|nội dung)(?:\s+\S+){0,12}?\s+trái (?:với )?"
    r"(?:quyết định|nghị quyết|quy định|quy chế) này"
    r"[^.;\n]{0,60}(?:bãi bỏ|hết hiệu lực|không còn hiệu lực|hủy bỏ))|"
    r"bãi bỏ (?:các|những|mọi) (?:quy định|văn bản)[^.;\n]{0,60}trái với"
)
_OWN_SUBJECT = re.compile(
    r"^(?:quy định (?:về )?)?(?:công tác )?(?:thanh tra|kiểm tra|khiếu nại|tố cáo|khen thưởng|xử lý vi phạm|giám sát|"
    r"kỷ luật)(?:[ ,;-]+(?:và |về |giải quyết |việc )?(?:thanh tra|kiểm tra|khiếu nại|tố cáo|khen thưởng"
    r"|xử lý vi phạm|"
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
        if _PURPOSE.search(lead.low[:300]) or not _is_act(lead, parsed):
            continue
        for match in itertools.islice(_CHANGES_LINE.finditer(lead.low[:400]), 2):
            words = lead.low[match.end() :][:500]
            if _TARGET.match(words.strip()[:60]) and not _names_part(words, lead, parsed):
                yield task.finding(lead.start, lead.start + min(len(lead.low), 300), confidence=0.7)
                break


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
    before = lead.low[len(lead.provision.label) : max(0, lead.low.find(words))]
    if _PART.search(before.replace("một số điều", "")):
        return True
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


def unclear_part(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause that amends or abolishes now, of which nobody can tell what part, text or place it changes."""
    task = Task(rule, parsed, knowledge, day)
    for lead in leads(parsed):
        words = lead.low[:600]
        match = _vague(words, lead, parsed) or _UNNAMED_TEXTS.search(words)
        if match and match.re is _UNNAMED_TEXTS and _names_texts(lead, parsed, match.end()):
            continue
        match = match or _placeless(lead, parsed)
        if match and _amends_now(lead, parsed):
            yield task.finding(lead.start + match.start(), lead.start + match.end(), confidence=0.7)


def _vague(words: str, lead: Lead, parsed: ParsedDraft) -> re.Match[str] | None:
    """Vague words for the part, with no article, khoản or điểm after them nor in the clauses below."""
    match = _VAGUE.search(words)
    if match is None or _NUMBER.search(words, 0, match.start()):
        # After a number the words are those of the cited text's own title.
        return None
    low = draft_shadow(parsed.document.text)
    tail = words[match.end() :] + low[lead.end : lead.provision.end][:3_000]
    return None if _NAMED_PARTS.search(tail) else match


def _names_texts(lead: Lead, parsed: ParsedDraft, after: int) -> bool:
    """Whether the texts in which words are replaced are named, there or in the clauses below."""
    low = draft_shadow(parsed.document.text)
    return bool(_NUMBER.search(low[lead.start + after : lead.provision.end][:3_000]))


def _placeless(lead: Lead, parsed: ParsedDraft) -> re.Match[str] | None:
    """New words put into an article without a khoản, a điểm or a place in it."""
    words = draft_shadow(parsed.document.text)[lead.start : lead.start + 600]
    match = _INTO_ARTICLE.search(words)
    if (
        match is None
        or lead.start + match.start() >= lead.end
        or _PLACED.search(match["rest"])
        or _NUMBERED.match(match["first"])
    ):
        return None
    return match


def _amends_now(lead: Lead, parsed: ParsedDraft) -> bool:
    """Whether the clause changes a text by itself: it begins with the act, or the whole document amends."""
    begins = any(_CHANGES_NOW.match(line) for line in lead.low[:600].split("\n"))
    return begins and not _PURPOSE.search(lead.low[:300])


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
    "structure.amendment_unclear_part": unclear_part,
    "structure.abolishes_unnamed": waves_away,
    "structure.empty_chapter": empty_chapter,
}
