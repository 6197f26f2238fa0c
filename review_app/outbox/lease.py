"""One scheduler at a time, by a row in the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from review_app.db import insert_into
from review_app.models import Lease


def hold_lease(session: Session, name: str, holder: str, now: datetime, length: timedelta) -> bool:
    """Whether `holder` has the lease now: takes it when free or run out, prolongs its own."""
    session.execute(
        insert_into(session, Lease).values(name=name, holder=holder, until=now).on_conflict_do_nothing()
    )
    lease = session.get_one(Lease, name, with_for_update=True)
    if lease.holder != holder and lease.until > now:
        return False
    lease.holder, lease.until = holder, now + length
    return True
