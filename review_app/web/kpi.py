"""The 100 % figure, counted from the register, with every document behind it."""

from __future__ import annotations

from datetime import date

from flask import render_template, request

from review_app.domain.errors import Unprocessable
from review_app.domain.kpi import NOT_READY
from review_app.domain.permissions import Permission, can
from review_app.services.kpi import GROUPINGS, count_kpi
from review_app.web.context import actor, office, today
from review_app.web.presenters.dates import read_day
from review_app.web.presenters.kpi import FILTERS_VI, GROUPINGS_VI, figure_of, groups_of, lines_of
from review_app.web.session import pages_for_signed_in

pages = pages_for_signed_in("kpi", __name__)


@pages.get("/kpi")
def show() -> str:
    """The figure of a period with its drill-down; by default the year so far."""
    person, day = actor(), today()
    start, end = _day("from", date(day.year, 1, 1)), _day("to", day)
    by, only = request.args.get("by", ""), request.args.get("only", "")
    by = by if by in GROUPINGS else ""
    with office().database.read() as session:
        counted = count_kpi(session, person, start, end, by)
    return render_template(
        "pages/kpi.html",
        counted=counted, figure=figure_of(counted.kpi), groups=groups_of(counted), lines=lines_of(counted, only),
        start=start, end=end, by=by, only=only, groupings=GROUPINGS_VI, filters=FILTERS_VI, not_ready=NOT_READY,
        may_settle=can(Permission.CONFIRM_MATCH, person),
    )  # fmt: skip


def _day(name: str, default: date) -> date:
    value = request.args.get(name, "")
    try:
        return read_day(value) or default
    except ValueError:
        raise Unprocessable(name, "Ngày không đúng; ghi theo dạng ngày/tháng/năm.") from None
