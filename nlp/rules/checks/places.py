"""What every check needs: where a find stands, the clauses of the draft's own text, a finding from them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.knowledge import Knowledge
from nlp.remember import last_remembered
from nlp.rules.findings import plain_finding
from nlp.rules.schema import Rule
from nlp.text import draft_shadow
from nlp.types import Finding, ParsedDraft, Provision

_CLAUSES = ("dieu", "khoan", "diem", "gach")


@dataclass(frozen=True, slots=True)
class Lead:
    """A provision's own words, before its parts; `low` is their shadow, `start` their offset in the draft."""

    provision: Provision
    start: int
    end: int
    low: str


@dataclass(frozen=True, slots=True)
class Task:
    """One rule at work on one draft."""

    rule: Rule
    parsed: ParsedDraft
    knowledge: Knowledge
    day: datetime.date

    def finding(
        self, start: int, end: int, words: str = "", confidence: float = 0.8, provision: str | None = None
    ) -> Finding:
        """A finding at a range of the draft; `words` default to the range itself, in quotation marks."""
        text = self.parsed.document.text
        while end > start and text[end - 1].isspace():
            end -= 1
        document = self.parsed.document
        days = self.rule.days_for(document.regime, document.issuer)
        values = {"words": words or quoted(text[start:end]), "days": str(days)}
        place = (provision or tightest(self.parsed, start, end), start, end)
        return plain_finding(
            self.rule, self.parsed.document, self.knowledge, self.day, place, values, confidence
        )


def quoted(words: str, longest: int = 160) -> str:
    """Words of the draft in quotation marks, on one line, cut where they run on."""
    flat = " ".join(words.split())
    return f"“{flat if len(flat) <= longest else flat[:longest].rsplit(' ', 1)[0] + ' …'}”"


def tightest(parsed: ParsedDraft, start: int, end: int) -> str | None:
    """The id of the innermost provision that holds a range of the draft."""
    holding = [item for item in parsed.provisions if item.start <= start and end <= item.end]
    return min(holding, key=lambda item: item.end - item.start).id if holding else None


def article_at(parsed: ParsedDraft, offset: int) -> Provision | None:
    """The article of the draft's own text (no quotation) that holds an offset."""
    for provision in parsed.provisions:
        if provision.kind == "dieu" and provision.start <= offset < provision.end:
            return None if is_quoted(provision) else provision
    return None


def is_quoted(provision: Provision) -> bool:
    """Whether the provision belongs to a text that an amendment quotes."""
    return "trich-dan" in provision.id


def in_quotation(parsed: ParsedDraft, offset: int) -> bool:
    """Whether a place stands in a text that an amendment quotes."""
    return any(is_quoted(item) and item.start <= offset < item.end for item in parsed.provisions)


@last_remembered
def leads(parsed: ParsedDraft) -> tuple[Lead, ...]:
    """The own words of every article, khoản, điểm and dash outside quotations, in text order."""
    return tuple(_leads(parsed))


def _leads(parsed: ParsedDraft) -> Iterator[Lead]:
    low = draft_shadow(parsed.document.text)
    first_child: dict[str, int] = {}
    for provision in parsed.provisions:
        if provision.parent is not None:
            first_child[provision.parent] = min(
                provision.start, first_child.get(provision.parent, provision.start)
            )
    for provision in parsed.provisions:
        if provision.kind in _CLAUSES and not is_quoted(provision):
            end = first_child.get(provision.id, provision.end)
            yield Lead(provision, provision.start, end, low[provision.start : end])


def main_articles(parsed: ParsedDraft) -> list[Provision]:
    """The articles of the main document: not those of attached texts, appendices or quotations."""
    return [item for item in parsed.provisions if item.kind == "dieu" and item.id.startswith("dieu-")
            and not is_quoted(item)]  # fmt: skip


def preamble(parsed: ParsedDraft) -> tuple[int, str]:
    """Where the text before the main document's first article ends, and its shadow."""
    articles = main_articles(parsed)
    end = articles[0].start if articles else 0
    return end, draft_shadow(parsed.document.text)[:end]
