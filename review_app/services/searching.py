"""Search for people and programs: the index's answers with the dossier and provision each one leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review_app.domain.permissions import marks_of
from review_app.domain.roles import Actor
from review_app.models import Dossier, DraftVersion, Finding, IndexMark, VersionText
from review_app.search import Highlight, Hit, OfficeSearch
from review_app.services.dossiers import visible_to

KINDS = ("dossier", "document", "finding", "report")
LEVELS = frozenset({"dieu", "khoan", "diem", "gach", "phu_luc", "mau", "kem_theo", "can_cu"})
"""Provisions an answer may lead to; the tightest one wins."""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer: what it is, the dossier it belongs to, and the place in the draft where the words stand.

    `id` is that of the dossier, version, finding or report (by `kind`); `provision` and its `label` are '' where the
    answer has no place; `highlights` count in `snippet`.
    """

    kind: str
    id: int
    dossier: int
    provision: str
    label: str
    title: str
    snippet: str
    highlights: tuple[Highlight, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Answers:
    """A page of answers; `ready` is False while there is no index.

    Of the dossiers this person may see, `behind` are not brought up to date in the index yet, and `unread` have a
    newest version without any text, so that their words cannot be found.
    """

    found: tuple[Found, ...]
    total: int
    message: str
    behind: int
    unread: int
    ready: bool


def search_office(
    session: Session,
    search: OfficeSearch,
    actor: Actor,
    words: str,
    *,
    kind: str = "",
    filters: Mapping[str, str] | None = None,
    offset: int = 0,
    limit: int = 20,
) -> Answers:
    """Answer a question with what this person may see, best first."""
    named = _named_in(session, actor)
    page = search.find(
        words, marks_of(actor, named), kinds=frozenset({kind} if kind else ()), filters=filters,
        offset=offset, limit=limit,
    )  # fmt: skip
    places = _Places(session, page.hits)
    found = tuple(places.found(hit) for hit in page.hits)
    return Answers(
        found, page.total, page.message, _behind(session, actor), _unread(session, actor), page.ready
    )


def _behind(session: Session, actor: Actor) -> int:
    marked = select(func.count()).select_from(IndexMark).join(Dossier, Dossier.id == IndexMark.dossier_id)
    return session.scalar(marked.where(visible_to(actor))) or 0


def _unread(session: Session, actor: Actor) -> int:
    """Dossiers whose newest draft has no text: not read yet, or by no means readable."""
    newest = (
        select(DraftVersion.dossier_id, func.max(DraftVersion.number).label("number"))
        .group_by(DraftVersion.dossier_id)
        .subquery()
    )
    unread = (
        select(func.count()).select_from(DraftVersion)
        .join(Dossier, Dossier.id == DraftVersion.dossier_id)
        .join(
            newest,
            (newest.c.dossier_id == DraftVersion.dossier_id) & (newest.c.number == DraftVersion.number),
        )
        .where(visible_to(actor), DraftVersion.id.not_in(select(VersionText.version_id)))
    )  # fmt: skip
    return session.scalar(unread) or 0


def _named_in(session: Session, actor: Actor) -> Sequence[int]:
    """Restricted dossiers open to this person, by the rule that lists follow too."""
    return session.scalars(select(Dossier.id).where(Dossier.restricted, visible_to(actor))).all()


class _Places:
    """Finds the provision of each answer, reading each version's tree and each finding once."""

    def __init__(self, session: Session, hits: Sequence[Hit]) -> None:
        documents = [_number(hit.id) for hit in hits if hit.kind == "document"]
        wanted = [_number(hit.id) for hit in hits if hit.kind == "finding"]
        self._findings = {
            row.id: row for row in session.scalars(select(Finding).where(Finding.id.in_(wanted)))
        }
        versions = {*documents, *(finding.version_id for finding in self._findings.values())}
        rows = session.scalars(select(VersionText).where(VersionText.version_id.in_(versions)))
        self._trees: dict[int, list[dict[str, Any]]] = {
            row.version_id: row.scan["provisions"] for row in rows if row.scan is not None
        }

    def _place_of(self, finding: Finding) -> tuple[str, str]:
        tree = self._trees.get(finding.version_id, [])
        labels = {provision["id"]: provision["label"] for provision in tree}
        return finding.provision or "", labels.get(finding.provision or "", "")

    def found(self, hit: Hit) -> Found:
        number = _number(hit.id)
        shown = [
            light
            for light in hit.highlights
            if hit.snippet_start <= light.start and light.end <= hit.snippet_start + len(hit.snippet)
        ]
        provision, label = "", ""
        if hit.kind == "document":
            provision, label = most_held(self._trees.get(number, []), shown)
        elif hit.kind == "finding" and number in self._findings:
            provision, label = self._place_of(self._findings[number])
        within = tuple(
            Highlight(light.start - hit.snippet_start, light.end - hit.snippet_start, light.text)
            for light in shown
        )
        return Found(
            hit.kind, number, _number(hit.parent), provision, label, hit.title, hit.snippet, within, hit.score
        )


def most_held(provisions: Sequence[Mapping[str, Any]], highlights: Sequence[Highlight]) -> tuple[str, str]:
    """Id and label of the provision in which most of the words found stand, the first of equals; ('', '') for none."""
    places: Counter[tuple[str, str]] = Counter()
    for light in highlights:
        places[tightest(provisions, light.start)] += len(
            light.text.split()
        )  # a phrase counts for all its words
    del places["", ""]
    return places.most_common(1)[0][0] if places else ("", "")


def tightest(provisions: Sequence[Mapping[str, Any]], offset: int) -> tuple[str, str]:
    """Id and label of the smallest provision that holds the offset; ('', '') when none does."""
    holding = [p for p in provisions if p["kind"] in LEVELS and p["start"] <= offset < p["end"]]
    if not holding:
        return "", ""
    best = min(holding, key=lambda p: p["end"] - p["start"])
    return best["id"], best["label"]


def _number(record_id: str) -> int:
    return int(record_id.partition(":")[2])
