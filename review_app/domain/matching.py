"""Matching issued documents with the dossiers of their drafts: sure matches alone are made, the rest is offered.

A wrong match hides a document issued without appraisal, so everything short of certain goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from nlp.text import fold, nfc

MatchKind = Literal["number", "title", "candidates", "none"]

# Scores run from 0 to 100. Titles of local documents repeat each other ("sửa đổi, bổ sung ... năm 2025"),
# so a sure match needs to be nearly equal and clearly ahead of the next.
SURE_TITLE = 95.0
MARGIN = 5.0
CANDIDATE_TITLE = 75.0
MOST_CANDIDATES = 5
_SCORED = 50
_LONGEST_WAY_TO_ISSUE_DAYS = 730


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A document of the register; `agency_name` tells apart issuers that share a code, such as communes."""

    number: str
    title: str
    document_type: str
    issuer: str
    issued_on: date
    agency_name: str = ""


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What a dossier is known by. `numbers`: numbers of issue found in its text or given at closing.

    `taken`: another document of the register is already matched to it.
    """

    id: int
    title: str
    document_type: str
    issuer: str
    submitted_on: date
    numbers: tuple[str, ...] = ()
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dossier that may be the one, with its score."""

    dossier_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: a dossier for `number` and `title`, candidates for a person, best first, or nothing."""

    kind: MatchKind
    dossier_id: int | None
    score: float
    candidates: tuple[Candidate, ...] = ()


def match(issued: IssuedRow, dossiers: Iterable[DossierFacts]) -> Match:
    """The dossier of an issued document when it is certain, else the candidates a person chooses from.

    Certain is one free dossier of the same type and issuer, handed in before the issue (not years before), with
    the same number, or with nearly the same title and the same figures in it.
    """
    known = list(dossiers)
    number = normal_number(issued.number)
    by_number = [one for one in known if number and number in map(normal_number, one.numbers)]
    certain = [one for one in by_number if _may_be(issued, one)]
    if len(certain) == 1 and len(by_number) == 1:
        return Match("number", certain[0].id, 100.0, (Candidate(certain[0].id, 100.0),))
    scored = _by_title(issued, known)
    if not by_number and (sure := _sure_title(issued, scored)):
        return Match("title", sure.dossier_id, sure.score, (sure,))
    numbered = {one.id for one in by_number}
    candidates = [Candidate(one.id, 100.0) for one in by_number]
    candidates += [each for _, each in scored if each.dossier_id not in numbered]
    if not candidates:
        return Match("none", None, 0.0)
    return Match("candidates", None, candidates[0].score, tuple(candidates[:MOST_CANDIDATES]))


def normal_number(number: str) -> str:
    """A document number in one spelling: '043/2025/QĐ–UBND ' and '43/2025/qđ-ubnd' become one."""
    plain = re.sub(r"^so:?(?=\d)", "", re.sub(r"\s+", "", fold(nfc(number))))
    return re.sub(r"^0+(?=\d)", "", plain)


def normal_title(title: str) -> str:
    """A title as words without marks, without the formula before its subject."""
    words = re.sub(r"[^\w]+", " ", fold(nfc(title))).strip()
    return _FORMULA.sub("", words)


_FORMULA = re.compile(r"^(?:(?:du thao|nghi quyet|quyet dinh|cua|ubnd|hdnd|tinh|ve viec|ve|v v|ban hanh) )+")
_FIGURES = re.compile(r"\d+")
_CHANGES = ("sua doi", "bo sung", "bai bo", "thay the", "dinh chinh", "keo dai", "dinh chi", "nguoi dung")


def _may_be(issued: IssuedRow, dossier: DossierFacts) -> bool:
    same_kind = (issued.document_type, issued.issuer) == (dossier.document_type, dossier.issuer)
    days = (issued.issued_on - dossier.submitted_on).days
    return same_kind and not dossier.taken and 0 <= days <= _LONGEST_WAY_TO_ISSUE_DAYS


def _by_title(issued: IssuedRow, dossiers: Sequence[DossierFacts]) -> list[tuple[DossierFacts, Candidate]]:
    """Dossiers whose title has nearly the same words in any order, best first."""
    words = _sorted_words(issued.title)
    titles = [_sorted_words(dossier.title) for dossier in dossiers]
    found = process.extract(words, titles, scorer=fuzz.ratio, score_cutoff=CANDIDATE_TITLE, limit=_SCORED)
    scored = [
        (dossiers[place], Candidate(dossiers[place].id, round(score, 1)))
        for _, score, place in found
        if words
    ]
    return sorted(scored, key=lambda pair: (-pair[1].score, pair[0].id))


@lru_cache(maxsize=50_000)  # one import compares each title of the office with each of the register
def _sorted_words(title: str) -> str:
    return " ".join(sorted(normal_title(title).split()))


def _sure_title(issued: IssuedRow, scored: Sequence[tuple[DossierFacts, Candidate]]) -> Candidate | None:
    if not scored:
        return None
    dossier, best = scored[0]
    if best.score < SURE_TITLE or not _may_be(issued, dossier) or not _same_subject(issued, dossier):
        return None
    clear = all(best.score - other.score >= MARGIN for _, other in scored[1:])
    return best if clear else None


def _same_subject(issued: IssuedRow, dossier: DossierFacts) -> bool:
    ours, theirs = normal_title(issued.title), normal_title(dossier.title)
    if sorted(_FIGURES.findall(ours)) != sorted(_FIGURES.findall(theirs)):
        return False
    return all((word in ours) == (word in theirs) for word in _CHANGES)
