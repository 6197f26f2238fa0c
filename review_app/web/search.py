"""Search: words in, places out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.permissions import Permission, can, require
from review_app.models import Finding
from review_app.services.searching import KINDS, Found, search_office
from review_app.web.context import actor, office
from review_app.web.presenters.search import Snippet, snippet_of
from review_app.web.session import pages_for_signed_in

pages = pages_for_signed_in("search", __name__)
PAGE = 20
KINDS_VI = {
    "dossier": "Hồ sơ",
    "document": "Văn bản dự thảo",
    "finding": "Phát hiện và xử lý",
    "report": "Báo cáo thẩm định",
}


@dataclass(frozen=True, slots=True)
class HitShown:
    """One answer: its kind, title, place, words around the match, and where it leads."""

    kind: str
    title: str
    place: str
    snippet: Snippet
    href: str


@pages.get("/search")
def ask() -> str:
    """The search page."""
    person = actor()
    require(Permission.SEARCH, person)
    words, kind = request.args.get("q", "").strip()[:400], request.args.get("kind", "")
    number = max(1, request.args.get("page", 1, type=int))
    kind = kind if kind in KINDS else ""
    values = {"q": words, "kind": kind, "kinds": KINDS_VI, "number": number, "size": PAGE}
    if not words:
        return render_template("pages/search.html", **values, answers=None, hits=[])
    with office().database.read() as session:
        answers = search_office(
            session, office().search, person, words, kind=kind, offset=(number - 1) * PAGE, limit=PAGE
        )
        versions = _versions_of(session, [found.id for found in answers.found if found.kind == "finding"])
    sees_desk = can(Permission.SEARCH_OFFICE, person)
    hits = [_shown(found, versions, sees_desk) for found in answers.found]
    return render_template("pages/search.html", **values, answers=answers, hits=hits)


def _versions_of(session: Session, finding_ids: Sequence[int]) -> Mapping[int, int]:
    """The version of each finding; the index may hold one that a restored database does not."""
    rows = session.execute(select(Finding.id, Finding.version_id).where(Finding.id.in_(finding_ids)))
    return {finding_id: version_id for finding_id, version_id in rows}  # noqa: C416 - rows are not plain tuples


def _shown(found: Found, versions: Mapping[int, int], sees_desk: bool) -> HitShown:
    href = _href(found, versions, sees_desk)
    return HitShown(KINDS_VI[found.kind], found.title, found.label, snippet_of(found), href)


def _href(found: Found, versions: Mapping[int, int], sees_desk: bool) -> str:
    """The exact place: the provision on the desk, the finding's card, else the dossier."""
    if found.kind == "document" and sees_desk:
        return url_for(
            "desk.show", version_id=found.id, _anchor=f"p-{found.provision}" if found.provision else None
        )
    if found.kind == "finding" and found.id in versions:
        return url_for("desk.show", version_id=versions[found.id], _anchor=f"f-{found.id}")
    return url_for("dossier.show", dossier_id=found.dossier)
