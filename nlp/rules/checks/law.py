"""Rules against the imported texts of law: a clause that repeats one, a clause that says otherwise than one."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator, Mapping

from nlp.compare.differences import Difference, DifferenceKind
from nlp.compare.draft import Cited, Comparison, compare
from nlp.compare.library import Library, open_library, place_names
from nlp.knowledge import Knowledge
from nlp.knowledge.material import status_key
from nlp.remember import last_remembered
from nlp.rules.checks.kind import Check, Unexamined
from nlp.rules.checks.listed import out_of_force
from nlp.rules.findings import plain_finding
from nlp.rules.schema import Rule
from nlp.text import draft_shadow, shadow
from nlp.types import Finding, LegalBasis, ParsedDraft, Reference

_LAW = re.compile(r"(?:bộ luật|luật|pháp lệnh)\s[^.;]{0,200}$")
_QUOTED = 220
"""Characters of a clause of law shown in an explanation."""
_HEAD = 3000
"""Characters at a draft's beginning that name its province."""
_COUNCIL = "/NQ-HĐND"
_NAMED = 5
"""Documents named where the library lacks some; the rest are counted."""


@last_remembered
def _comparisons(parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> tuple[Comparison, ...]:
    library = open_library(knowledge.material.library)
    return compare(
        parsed.document.text,
        parsed.provisions,
        tuple(_cited(parsed.references, library)),
        frozenset(_left_out(library, parsed, knowledge, day)),
        library,
        knowledge.compare,
    )


def _cited(references: tuple[Reference, ...], library: Library) -> Iterator[Cited]:
    """The citations of other texts, laws cited by name under the number the library has for them."""
    for reference in references:
        number = reference.number
        if number is None and reference.resolved is None:
            named = _LAW.search(shadow(reference.quote))
            number = library.number_of_law(named.group()) if named else None
        if number:
            yield Cited(reference.start, reference.end, number, reference.provision or "")


def _left_out(
    library: Library, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[int]:
    """The documents a draft is not compared with: itself, what is not in force, what stands no higher than it.

    Of local texts only the resolutions of a decision's own province stand higher.
    """
    own = status_key(parsed.document.number or "")
    places = place_names(draft_shadow(parsed.document.text)[:_HEAD])
    for index, document in enumerate(library.documents):
        key = status_key(document.number or "")
        higher = not document.local or (
            parsed.document.type == "quyet_dinh"
            and _COUNCIL in key
            and bool(places & place_names(document.head))
        )
        if not higher or (key and (key == own or out_of_force(key, knowledge, day))):
            yield index


def repeated(rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> Iterator[Finding]:
    """A clause that repeats a clause of the library (nearly) word for word."""
    copies: dict[tuple[str, str], list[Comparison]] = {}
    for found in _comparisons(parsed, knowledge, day):
        if not found.differences:
            copied = " ".join(shadow(parsed.document.text[found.start : found.end]).split())
            copies.setdefault((_place(found), copied), []).append(found)
    for found, *again in copies.values():
        words = f"{_place(found)}: “{_cut(found.law_words)}”"
        if again:
            places = ", ".join(item.provision.label for item in again[:_NAMED])
            words += f" (lặp lại {len(again)} lần nữa: {places})"
        place = (found.provision.id, found.start, found.end)
        confidence = round(min(0.9, 0.9 * found.share), 2)
        yield plain_finding(rule, parsed.document, knowledge, day, place, {"words": words}, confidence)


def _differs(
    kind: DifferenceKind, rule: Rule, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Iterator[Finding]:
    """A clause that follows one of the library but has something of this kind otherwise; the surest of a clause."""
    for found in _comparisons(parsed, knowledge, day):
        told = [item for item in found.differences if item.kind == kind]
        if not told:
            continue
        place = (found.provision.id, told[0].start, told[0].end)
        law = f"{_place(found)} ghi: “{_cut(_around(found, told[0]))}”"
        words = f"{'; '.join(_said(item) for item in told[:3])}. {law}"
        finding = plain_finding(
            rule,
            parsed.document,
            knowledge,
            day,
            place,
            {"words": words},
            _confidence(found, told[0]),
            imported=(_basis(found, parsed),),
        )
        yield finding


def _confidence(found: Comparison, difference: Difference) -> float:
    """How sure: the share in common, less where the clause is not cited or the limit is merely shorter."""
    sure = 0.35 + 0.5 * found.share + (0.05 if found.pinned else 0.0)
    return round(min(0.9, sure * (0.6 if difference.side == "shorter" else 1.0)), 2)


def _said(item: Difference) -> str:
    if item.side == "added":
        return f"dự thảo thêm “{item.said}”"
    if item.side == "missing":
        return f"dự thảo không có “{item.law}”"
    if item.side == "shorter":
        return (
            f"dự thảo ghi “{item.said}”, bản văn ghi “{item.law}” (ngắn hơn; rút ngắn thời hạn giải quyết của cơ quan "
            "thì được, cần xác nhận)"
        )
    return f"dự thảo ghi “{item.said}”, bản văn ghi “{item.law}”"


def _around(found: Comparison, item: Difference) -> str:
    """The clause of law from a little before the words in question."""
    at = found.law_words.find(item.law) if item.law else -1
    return found.law_words[max(0, at - 120) :] if at > 120 else found.law_words


def _cut(words: str) -> str:
    return words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"


def _place(found: Comparison) -> str:
    number = found.clause.number
    source = f"văn bản số {number}" if number else f"bản văn trong tệp {found.document.name}"
    return f"{found.clause.place} {source}"


def _basis(found: Comparison, parsed: ParsedDraft) -> LegalBasis:
    """The clause of the imported text as a basis: secondary, since nobody here has verified the text."""
    number = found.clause.number or found.document.name
    return LegalBasis(
        id=f"library:{number}:{found.clause.id}",
        citation=f"{_place(found)} (theo bản văn đơn vị đã nhập)",
        regime=parsed.document.regime,
        status="secondary",
        quote=_cut(found.law_words),
    )


@last_remembered
def not_in_library(parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> str:
    """Which cited texts of central bodies the library does not have: with those the draft was not compared."""
    library = open_library(knowledge.material.library)
    missing: dict[str, None] = {}
    for cited in _cited(parsed.references, library):
        if not library.clauses_of(cited.number):
            missing[cited.number] = None
    if not missing:
        return ""
    named = ", ".join(list(missing)[:_NAMED])
    more = f" và {len(missing) - _NAMED} văn bản khác" if len(missing) > _NAMED else ""
    return f"thư viện chưa có văn bản được viện dẫn: {named}{more}"


_CONFLICTS: Mapping[str, DifferenceKind] = {
    "conflict.number": "number",
    "conflict.day_unit": "day_unit",
    "conflict.papers": "papers",
    "conflict.groups": "groups",
}
CHECKS: Mapping[str, Check] = {
    "duplication.law": repeated,
    **{name: functools.partial(_differs, kind) for name, kind in _CONFLICTS.items()},
}
UNEXAMINED: Mapping[str, Unexamined] = dict.fromkeys(CHECKS, not_in_library)
