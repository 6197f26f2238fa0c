"""Search over what the account may see."""

from __future__ import annotations

from typing import Any

from review_app.api.blueprint import api, asker, needs_scope, office
from review_app.api.schemas import SearchQuery
from review_app.services.searching import Found, search_office


@api.get("/search")
@needs_scope("read")
@api.input(SearchQuery, location="query")
@api.doc(security="bearer")
def read_search(query_data: dict[str, Any]) -> dict[str, Any]:
    """Answers, best first, with how far the index is behind and how many dossiers have no text to find."""
    first, limit = query_data["cursor"], query_data["limit"]
    filters = {name: query_data[name] for name in ("agency", "type") if query_data[name]}
    with office().database.read() as session:
        answers = search_office(
            session, office().search, asker(), query_data["q"], kind=query_data["kind"], filters=filters,
            offset=first, limit=limit,
        )  # fmt: skip
    return {
        "items": [_shape(found) for found in answers.found],
        "next": first + limit if first + limit < answers.total else None,
        "total": answers.total,
        "message": answers.message,
        "behind": answers.behind,
        "unread": answers.unread,
        "ready": answers.ready,
    }


def _shape(found: Found) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "id": found.id,
        "dossier": found.dossier,
        "provision": found.provision or None,
        "title": found.title,
        "snippet": found.snippet,
        "highlights": [
            {"start": light.start, "end": light.end, "text": light.text} for light in found.highlights
        ],
        "score": found.score,
    }
