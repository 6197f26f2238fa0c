"""Yearly number series without gaps: the number is taken in the transaction that uses it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.db import insert_into
from review_app.models import Counter


def next_number(session: Session, series: str, year: int) -> int:
    """The next number of the series; given back when the transaction is rolled back."""
    session.execute(
        insert_into(session, Counter).values(series=series, year=year, value=0).on_conflict_do_nothing()
    )
    counter = session.scalars(
        select(Counter).where(Counter.series == series, Counter.year == year).with_for_update()
    ).one()
    counter.value += 1
    session.flush()
    return counter.value
