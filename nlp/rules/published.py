"""Compares the procedures a draft sets with the published ones: which it repeats, and what it asks beyond them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.authority import DraftAuthority
from nlp.authority.published import Match, PublishedIndex, TimeLimit, index_of, says
from nlp.knowledge import Knowledge
from nlp.rules.contents import Contents, DraftTime, contents_of, is_paper
from nlp.rules.findings import plain_finding
from nlp.rules.gather import Gathered
from nlp.rules.schema import Rule
from nlp.types import Evidence, Finding, ParsedDraft, Procedure, ProcedurePart, Provision

RULE = "tthc.adds_to_published"
_SAID = 0.5
"""The share of a condition's syllable pairs that, found in the published procedure, makes it no addition."""
_WORKING_WEEK = 7 / 5
"""Calendar days a working day stands for, where the two units must be compared."""
_CONFIDENCE: dict[ProcedurePart, float] = {"ho_so": 0.7, "thoi_han": 0.75, "dieu_kien": 0.55}


@dataclass(frozen=True, slots=True)
class _Addition:
    """Something the draft asks beyond the published procedure: the note that says so, and its place."""

    note: str
    part: ProcedurePart
    start: int
    end: int
    published: str


def compare_with_published(
    gathered: Sequence[Gathered],
    findings: Sequence[Finding],
    rule: Rule | None,
    parsed: ParsedDraft,
    knowledge: Knowledge,
    authority: DraftAuthority,
    day: datetime.date,
) -> tuple[list[Finding], tuple[Procedure, ...]]:
    """The findings and procedures with what the published ones say of them; as they are where none are known.

    A procedure found again gets its code; its findings the evidence and a sentence; `rule` (None where it cannot run)
    reports every paper, condition and time the draft adds. New findings stand behind the given ones.
    """
    changed, procedures = list(findings), []
    index = index_of(knowledge.material.procedures) if knowledge.material.procedures and gathered else None
    for each in gathered:
        procedure = each.procedure
        contents = contents_of(each.places, parsed) if index and procedure.name else None
        match = _match(index, procedure, contents)
        if index is None or contents is None or match is None:
            procedures.append(procedure)
            continue
        for number in procedure.findings:
            changed[number] = _with_evidence(changed[number], match, knowledge)
        first = len(changed)
        if rule is not None:
            for addition in _additions(contents, match, index):
                changed.append(_finding(rule, addition, match, parsed, knowledge, authority, day))
        procedures.append(
            replace(
                procedure,
                published=match.published.procedure.code,
                findings=(*procedure.findings, *range(first, len(changed))),
            )
        )
    return changed, tuple(procedures)


def _match(index: PublishedIndex | None, procedure: Procedure, contents: Contents | None) -> Match | None:
    if index is None or contents is None or procedure.name is None:
        return None
    return index.match(procedure.name, [paper.text for paper in contents.papers])


def _evidence(match: Match) -> Evidence:
    published = match.published.procedure
    return Evidence(False, "published_procedure", published.name, None, None, published.code)


def _with_evidence(finding: Finding, match: Match, knowledge: Knowledge) -> Finding:
    """A finding of the procedure with the published one as evidence against setting it anew."""
    if finding.authority is None:
        return finding
    published = match.published.procedure
    note = knowledge.wording.notes["published"].format(quote=f"“{published.name}”", code=published.code)
    evidence = (*finding.authority.evidence, _evidence(match))
    return replace(
        finding,
        authority=replace(finding.authority, evidence=evidence),
        explanation=f"{finding.explanation} {note}",
    )


def _additions(contents: Contents, match: Match, index: PublishedIndex) -> Iterator[_Addition]:
    published = match.published
    if published.papers:
        for paper in contents.papers:
            if is_paper(paper.text) and not index.asks(published, paper.text):
                yield _Addition("added_paper", "ho_so", paper.start, paper.end, "")
    for time in contents.times:
        note = _time_note(time, match)
        if note:
            known = published.total_times or published.other_times
            shown = "; ".join(sorted(str(limit) for limit in known))
            yield _Addition(note, "thoi_han", time.start, time.end, shown)
    for condition in contents.conditions:
        if not says(published, condition.text, _SAID):
            yield _Addition("added_condition", "dieu_kien", condition.start, condition.end, "")


def _time_note(time: DraftTime, match: Match) -> str:
    """What is to be said of a time limit: 'other_unit', 'longer_time', or '' where it is published or shorter."""
    published = match.published
    known = published.total_times | published.other_times
    compared = published.total_times if time.total and published.total_times else known
    if not compared or time.limit in known:
        return ""
    if any(limit.number == time.limit.number for limit in compared):
        return "other_unit"
    longest = max(_in_days(limit) for limit in compared)
    return "longer_time" if _in_days(time.limit) > longest else ""


def _in_days(limit: TimeLimit) -> float:
    """A time limit in calendar days, as far as units can be compared."""
    each = {"giờ": 1 / 24, "ngày": 1.0, "ngày làm việc": _WORKING_WEEK, "tháng": 30.0}
    return limit.number * each[limit.unit]


def _finding(
    rule: Rule,
    addition: _Addition,
    match: Match,
    parsed: ParsedDraft,
    knowledge: Knowledge,
    authority: DraftAuthority,
    day: datetime.date,
) -> Finding:
    text, published = parsed.document.text, match.published.procedure
    words = f"“{' '.join(text[addition.start : addition.end].split())}”"
    change = knowledge.wording.notes[addition.note].format(words=words, published=addition.published)
    place = _tightest(parsed.provisions, addition.start, addition.end)
    finding = plain_finding(
        rule,
        parsed.document,
        knowledge,
        day,
        (place.id if place else None, addition.start, addition.end),
        {"name": f"“{published.name}”", "code": published.code, "change": change},
        _CONFIDENCE[addition.part],
    )
    shown = authority.as_authority()
    return replace(
        finding,
        severity=authority.severity((addition.part,)),
        parts=(addition.part,),
        authority=replace(shown, evidence=(*shown.evidence, _evidence(match))),
    )


def _tightest(provisions: Sequence[Provision], start: int, end: int) -> Provision | None:
    holding = [item for item in provisions if item.start <= start and end <= item.end]
    return min(holding, key=lambda item: item.end - item.start, default=None)
