"""What every view needs of its request: the opened office, the person, the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from flask import current_app, request
from flask_login import current_user

from review_app.domain.errors import Unprocessable
from review_app.domain.roles import Actor, Role
from review_app.errors import Unauthenticated
from review_app.services.clock import local_date
from review_app.services.office import Office


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a page; the session cookie holds `get_id()`, so a raised epoch ends the session."""

    id: int
    name: str
    role: Role
    agency_id: int | None
    agency_name: str
    epoch: int

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the session remembers."""
        return f"{self.id}.{self.epoch}"

    @property
    def actor(self) -> Actor:
        """The person as the rules of the domain see them."""
        return Actor(self.id, self.role, self.agency_id)


def office() -> Office:
    """The office this application serves."""
    return cast(Office, current_app.extensions["office"])


def viewer() -> SignedIn | None:
    """Who is signed in, or None."""
    return cast(SignedIn, current_user) if current_user.is_authenticated else None


def actor() -> Actor:
    """The person who acts; raises Unauthenticated."""
    person = viewer()
    if person is None:
        raise Unauthenticated("Bạn cần đăng nhập để xem trang này.")
    return person.actor


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in the office."""
    return local_date(now())


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def form_etag() -> int:
    """The revision the form was drawn from; raises Unprocessable when a page sends none."""
    try:
        return int(request.form["etag"])
    except (KeyError, ValueError):
        raise Unprocessable("etag", "Trang đã cũ. Hãy tải lại trang rồi thực hiện.") from None
