"""What waits: the person's own work today, and every dossier they may see."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from review_app.domain.dossier import STATES
from review_app.domain.permissions import Permission, can, require
from review_app.services.dossiers import WAITING_FOR, QueueFilter, count_by_state, queue_by_urgency
from review_app.services.intake import DOCUMENT_TYPES
from review_app.web.context import actor, office, today
from review_app.web.lookups import agencies
from review_app.web.presenters.queue import rows_of, state_counts, summary
from review_app.web.session import pages_for_signed_in

pages = pages_for_signed_in("queue", __name__)
MOST_ROWS = 200


def filter_of(args: MultiDict[str, str]) -> QueueFilter:
    """The filter an address asks for; what is not understood is left out."""
    return QueueFilter(
        states=tuple(state for state in args.getlist("state") if state in STATES),
        agency_id=args.get("agency", type=int),
        document_type=args.get("type", "") if args.get("type", "") in DOCUMENT_TYPES else "",
        words=args.get("q", "").strip()[:200],
        mine=args.get("mine") == "1",
    )


@pages.get("/")
def today_page() -> str | Response:
    """What waits for this person, the most pressing first."""
    person = actor()
    if not can(Permission.SEE_DOSSIER, person):
        return render_template("pages/no_dossiers.html")
    if person.role not in WAITING_FOR:
        return redirect(url_for("queue.listing"))
    with office().database.read() as session:
        rows = rows_of(queue_by_urgency(session, person, QueueFilter(mine=True), MOST_ROWS), today())
    return render_template("pages/today.html", rows=rows, summary=summary(rows), most=MOST_ROWS)


@pages.get("/dossiers")
def listing() -> str:
    """All dossiers the person may see, with filters."""
    person, wanted = actor(), filter_of(request.args)
    require(Permission.SEE_DOSSIER, person)
    with office().database.read() as session:
        rows = rows_of(queue_by_urgency(session, person, wanted, MOST_ROWS), today())
        counts = count_by_state(session, person, replace(wanted, states=()))
        offered = agencies(session) if can(Permission.SEARCH_OFFICE, person) else []
    total = sum(count for state, count in counts.items() if not wanted.states or state in wanted.states)
    return render_template(
        "pages/dossiers.html",
        rows=rows, wanted=wanted, counts=state_counts(counts, wanted.states), agencies=offered, total=total,
        everything=sum(counts.values()), types=DOCUMENT_TYPES, has_own=person.role in WAITING_FOR,
        filtered=wanted != QueueFilter(),
    )  # fmt: skip
