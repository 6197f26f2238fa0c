"""Form of the document: number and symbol, names of articles, căn cứ, national header, attachment, signature.

A draft rightly lacks number, date and signature: only what is written wrongly is found, never what is still blank.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping

from nlp.knowledge import Knowledge
from nlp.rules.checks.kind import Check
from nlp.rules.checks.places import Task, is_quoted, main_articles, preamble, quoted
from nlp.rules.document_kind import is_administrative
from nlp.rules.schema import Rule
from nlp.text import draft_shadow, shadow
from nlp.types import Finding, ParsedDraft, Provision

_LAW_ON_NORMS = re.compile(r"căn cứ luật (?:số \S+ )?(?:ban hành|về ban hành) văn bản quy phạm pháp luật")
_LOCAL_NUMBER = re.compile(r"(?P<n>\d{1,5})/(?P<y>\d{4})/(?P<symbol>\S+)")
_NORMAL = re.compile(r"(?:nq-hđnd|qđ-ubnd|qđ-ctubnd)\d?")
_GENERAL_REGISTER = 1_000
_HEADER = re.compile(
    r"(?:^|\|)[ >*_]*(?:(?P<country>c[ộọ]ng h[òo]a? x[ãa] h[ộọ]i [^|\n]{3,40})|"
    r"(?P<motto>độc lập ?[- ] ?t[^|\n]{1,60}))",
    re.M,
)
_COUNTRY = "cộng hòa xã hội chủ nghĩa việt nam"
_MOTTO = "độclậptựdohạnhphúc"
_SPACES = re.compile(r"[^a-zà-ỹđ]")
_HEAD = 3_000
_ATTACHED = re.compile(
    r"kèm theo (?P<kind>quyết định|nghị quyết)(?: này)?(?: số:? ?(?P<n>\d{1,5}) ?/ ?(?P<y>\d{4}) ?/)?"
)
_CHAIRMAN = re.compile(r"(?:^|\n)[ *_]*(?:kt\. ?|q\. ?)?chủ tịch")
_ON_BEHALF = re.compile(r"tm\.?\s*(?:ủy ban|ubnd)")
_FOR_THE_COUNCIL = re.compile(r"tm\.?\s*(?:hội đồng nhân dân|hđnd)")
# Norms are not signed by a head of department on the chairman's authority, by order or for a department.
_BELOW = re.compile(r"(?:^|\n|\|)[ *_]*(?:tuq|tl)\.?\s*(?:chủ tịch|ủy ban|ubnd)")
_CLAUSE_MARK = re.compile(r"(?:\d{1,2}\.|[a-zđ]\)|-) ?\S")
_ARTICLE = re.compile(r"[ĐđÐ]iều\s+\d+[a-zđ]?\s*[.:]?")
_ISSUES = re.compile(r"ban hành kèm theo|sửa đổi|bãi bỏ|chịu trách nhiệm|có hiệu lực|thi hành")
_LONGEST_NAME = 200
_MOST = 0.6
_WHOLE = 2


def number_without_year(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A decision or resolution that rests on the law on making norms, under a number without its year."""
    end, low = preamble(parsed)
    basis = _LAW_ON_NORMS.search(low)
    if basis is None or not is_administrative(parsed.document):
        return
    number = parsed.document.number
    start = parsed.document.text.find(number, 0, end) if number else -1
    where = (start, start + len(number)) if number and start >= 0 else basis.span()
    yield Task(rule, parsed, knowledge, day).finding(*where, quoted(number or "số, ký hiệu"), 0.7)


def number_pattern(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A number that is not of the form of local norms, seems to be of the general register, or has another year."""
    document = parsed.document
    match = _LOCAL_NUMBER.fullmatch(document.number or "")
    if match is None:
        return
    odd = not _NORMAL.fullmatch(match["symbol"].lower()) or int(match["n"]) >= _GENERAL_REGISTER
    other_year = document.date_source == "text" and int(match["y"]) != day.year
    start = document.text.find(document.number or "")
    if start >= 0 and (odd or other_year):
        yield Task(rule, parsed, knowledge, day).finding(start, start + len(match.group()), confidence=0.7)


def symbol_against_signature(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A signature that is not that of the body which the symbol names.

    A committee's decision signed by the chairman in his own name, the chairman's signed for the committee, a council's
    resolution signed for the committee (or the reverse), a decision signed by a head of department by mandate.
    """
    symbol = (parsed.document.number or "").upper().rpartition("/")[2]
    signature = next((item for item in parsed.provisions if item.kind == "ky" and item.id == "ky"), None)
    if (
        signature is None
        or symbol not in ("QĐ-UBND", "QĐ-CTUBND", "NQ-HĐND")
        or is_administrative(parsed.document)
    ):
        return
    words = draft_shadow(parsed.document.text)[signature.start : signature.end]
    on_behalf = _ON_BEHALF.search(words)
    wrong = _BELOW.search(words) or (on_behalf if symbol == "NQ-HĐND" else _FOR_THE_COUNCIL.search(words))
    if wrong and (symbol != "NQ-HĐND" or wrong is on_behalf):
        yield Task(rule, parsed, knowledge, day).finding(
            signature.start + wrong.start(), signature.start + wrong.end()
        )
    elif symbol == "NQ-HĐND":
        return
    elif symbol == "QĐ-CTUBND" and on_behalf:
        yield Task(rule, parsed, knowledge, day).finding(signature.start, signature.start + on_behalf.end())
    elif symbol == "QĐ-UBND" and not on_behalf and (chairman := _CHAIRMAN.search(words)):
        yield Task(rule, parsed, knowledge, day).finding(
            signature.start + chairman.start(), signature.start + chairman.end()
        )


def article_without_name(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """An article without a name in a text that names most of its articles; one finding for each such text."""
    scopes: dict[str, list[Provision]] = {}
    for item in parsed.provisions:
        if item.kind == "dieu" and not is_quoted(item):
            scopes.setdefault(item.id.rpartition("/")[0], []).append(item)
    for articles in scopes.values():
        states = [(item, _has_name(item, parsed)) for item in articles]
        bare = [item for item, named in states if named is False]
        named_ones = sum(named is True for _, named in states)
        if bare and named_ones >= _MOST * (named_ones + len(bare)):
            words = ", ".join(item.label for item in bare[:5])
            marker = _ARTICLE.match(parsed.document.text, bare[0].start)
            end = marker.end() if marker else bare[0].start + 1
            yield Task(rule, parsed, knowledge, day).finding(bare[0].start, end, words, 0.6, bare[0].id)


def _has_name(article: Provision, parsed: ParsedDraft) -> bool | None:
    """Whether a name stands after the article's number; None where it needs none (it issues, repeals, takes effect)."""
    if article.heading:
        return True
    text = parsed.document.text
    marker = _ARTICLE.match(text, article.start)
    line, _, rest = text[marker.end() if marker else article.start : article.end].strip().partition("\n")
    if _ISSUES.search(shadow(line[:_LONGEST_NAME])):
        return None
    if not line or _CLAUSE_MARK.match(line) or line.rstrip()[-1:] in ";:" or len(line) > _LONGEST_NAME:
        return False
    return bool(rest.strip())


def basis_punctuation(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A căn cứ line that another one follows and that does not end with a semicolon; the first such line."""
    lines = [item for item in parsed.provisions if item.kind == "can_cu"]
    text = parsed.document.text
    for line, following in itertools.pairwise(lines):
        words = text[line.start : line.end].rstrip()
        gap = text[line.end : following.start].strip()
        if words and not gap and (words[-1] in ".,:" or words[-1].isalnum()):
            last = line.start + len(words)
            shown = quoted(words[-60:])
            yield Task(rule, parsed, knowledge, day).finding(line.start, last, shown, 0.7, line.id)
            return


def national_header(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """The country's name or the motto written with other words than the law's."""
    text = draft_shadow(parsed.document.text)[:_HEAD]
    end, _ = preamble(parsed)
    for match in _HEADER.finditer(text[: min(end or _HEAD, _HEAD)]):
        country, motto = match["country"], match["motto"]
        plain = " ".join((country or "").split())
        if country and (plain.startswith(_COUNTRY) or _COUNTRY.startswith(plain)):
            continue  # the second half may stand on the next line
        if motto and _SPACES.sub("", motto).startswith(_MOTTO):
            continue
        start, stop = match.span("country" if country else "motto")
        yield Task(rule, parsed, knowledge, day).finding(start, stop, confidence=0.7)


def attachment_header(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """An attached regulation that does not say with which document it is issued, or names another number or kind."""
    low = draft_shadow(parsed.document.text)
    own = _LOCAL_NUMBER.fullmatch(parsed.document.number or "")
    kinds = {"quyet_dinh": "quyết định", "nghi_quyet": "nghị quyết"}
    kind = kinds.get(parsed.document.type or "")
    for item in parsed.provisions:
        if item.kind != "kem_theo" or is_quoted(item):
            continue
        articles = [
            inner.start for inner in parsed.provisions if inner.kind == "dieu" and inner.start > item.start
        ]
        end = min([item.end, item.start + 1_500, *articles])
        note = _ATTACHED.search(" ".join(low[item.start : end].split()))
        wrong = note is None or (kind is not None and note["kind"] != kind)
        if note and own and note["n"] and int(note["n"]) != int(own["n"]):
            wrong = True
        if wrong:
            line = low.find("\n", item.start)
            stop = line if item.start < line < end else end
            yield Task(rule, parsed, knowledge, day).finding(
                item.start, stop, provision=item.id, confidence=0.6
            )


def no_basis_lines(
    rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A whole decision or resolution (its kind on a line, articles from the first) without any căn cứ."""
    articles = main_articles(parsed)
    whole = len(articles) >= _WHOLE and articles[0].id == "dieu-1" and parsed.document.title
    if not whole or any(item.kind == "can_cu" for item in parsed.provisions):
        return
    _, low = preamble(parsed)
    if "căn cứ" not in low:
        first = articles[0]
        marker = _ARTICLE.match(parsed.document.text, first.start)
        end = marker.end() if marker else first.start + 1
        yield Task(rule, parsed, knowledge, day).finding(first.start, end, confidence=0.7)


CHECKS: Mapping[str, Check] = {
    "format.number_without_year": number_without_year,
    "format.number_pattern": number_pattern,
    "format.symbol_against_signature": symbol_against_signature,
    "format.article_without_name": article_without_name,
    "format.basis_punctuation": basis_punctuation,
    "format.national_header": national_header,
    "format.no_basis_lines": no_basis_lines,
    "format.attachment_header": attachment_header,
}
