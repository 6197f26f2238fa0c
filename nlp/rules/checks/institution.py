"""Bodies and levels of government that are gone on the draft's day and still get a task, a power or a payment."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping

from nlp.knowledge import Institution, Knowledge
from nlp.rules.checks.kind import Check
from nlp.rules.checks.places import Task, is_quoted, main_articles, quoted
from nlp.rules.schema import Rule
from nlp.text import draft_shadow
from nlp.types import Finding, ParsedDraft, Provision

_BEFORE, _AFTER = 500, 160
_LED, _CLOSE = 170, 40
_SKIPPED = ("can_cu", "mo_dau", "chu_thich")
_UNITS = ("dieu", "phu_luc", "mau", "kem_theo", "ky", "noi_nhan")
_YEAR = re.compile(r"/(20\d\d)(?=/)|tháng \d{1,2} năm (20\d\d)|/\d{1,2}/(20\d\d)(?!\d)")
_REPEALING_LEAD = 200
_LISTING = ("khoan", "diem")
_SENTENCE = re.compile(r"\.(?=\s)|;|\n(?=\s*(?:\d+\.|[a-zđ]\)|-|điều \d))")


def gone(rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> Iterator[Finding]:
    """One finding for each article and body that is gone on the draft's day."""
    entries = [entry for entry in knowledge.institutions.gone_on(day) if _knows_the_change(parsed, entry)]
    if not entries:
        return
    task = Task(rule, parsed, knowledge, day)
    text, low = parsed.document.text, draft_shadow(parsed.document.text)
    taken: list[tuple[int, int]] = []
    told: set[tuple[str, str]] = set()
    found: list[Finding] = []
    for entry in entries:
        for start, end in _named(entry, low):
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            unit = _unit_at(parsed, start)
            if unit is None or (unit.id, entry.id) in told or _is_mention(parsed, knowledge, low, start, end):
                continue
            told.add((unit.id, entry.id))
            words = f"{quoted(text[start:end])} ({entry.successor})"
            found.append(task.finding(start, end, words, 0.85))
    yield from sorted(found, key=lambda finding: finding.start)


def _named(entry: Institution, low: str) -> Iterator[tuple[int, int]]:
    """Where a text names the body, with the word that leads to it when that word stands close by."""
    for match in entry.pattern.finditer(low):
        start, end = match.span()
        if start and low[start - 1].isalnum():
            continue
        if entry.led_by is not None:
            lead = entry.led_by.search(low, max(0, start - _LED), start)
            if lead is None:
                continue
            start = lead.start() if start - lead.start() <= _CLOSE else start
        yield start, end


def _knows_the_change(parsed: ParsedDraft, entry: Institution) -> bool:
    """Whether the draft's day is stated; without one, whether the draft cites a text of the year of the change."""
    if parsed.document.date_source != "today":
        return True
    years = [int(match.group(match.lastindex or 0)) for match in _YEAR.finditer(parsed.document.text)]
    return max(years, default=0) >= entry.valid_to.year


def _unit_at(parsed: ParsedDraft, offset: int) -> Provision | None:
    """The article, appendix or form of a place; None in the preamble, where cited texts keep their names."""
    if not main_articles(parsed) and not any(item.kind in _UNITS for item in parsed.provisions):
        return None
    holding = [item for item in parsed.provisions if item.start <= offset < item.end]
    if any(item.kind in _SKIPPED for item in holding):
        return None
    units = [item for item in holding if item.kind in _UNITS]
    return min(units, key=lambda item: item.end - item.start) if units else None


def _is_mention(parsed: ParsedDraft, knowledge: Knowledge, low: str, start: int, end: int) -> bool:
    """Whether the passage speaks of the past, of a transition, of a repeal, or names the body as another's author."""
    holding = [item for item in parsed.provisions if item.start <= start and end <= item.end]
    clause = min(holding, key=lambda item: item.end - item.start)
    floor = max(clause.start, start - _BEFORE)
    above = [low[item.start : item.start + _REPEALING_LEAD] for item in holding if item.kind in _LISTING]
    before = " ".join("; ".join([*above, low[floor:start]]).split()) + " "
    stop = _SENTENCE.search(low, end, min(len(low), end + _AFTER))
    after = low[end : stop.start() if stop else min(len(low), end + _AFTER)]
    starts = [match.end() for match in _SENTENCE.finditer(low, floor, start)]
    sentence = low[starts[-1] if starts else floor : start] + low[start:end] + after
    quotes = low.count('"', clause.start, start)
    if quotes % 2 and not is_quoted(clause):
        return True
    mentions = knowledge.institutions
    sides = ((mentions.around, sentence), (mentions.before, before), (mentions.after, after))
    return any(pattern.search(side) for patterns, side in sides for pattern in patterns)


CHECKS: Mapping[str, Check] = {"institution.gone": gone}
