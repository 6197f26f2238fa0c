"""The API's blueprint and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from apiflask import APIBlueprint
from flask import current_app, g, request

from review_app.domain.roles import Actor
from review_app.errors import Forbidden, Unauthenticated
from review_app.services.accounts import actor_of, token_holder
from review_app.services.office import Office

api = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="review-app")

P = ParamSpec("P")
R = TypeVar("R")


def office() -> Office:
    """The office this application serves."""
    opened: Office = current_app.extensions["office"]
    return opened


def now() -> datetime:
    """The clock that the API hands to services."""
    return datetime.now(UTC)


def asker() -> Actor:
    """The account the request's token acts for."""
    actor: Actor = g.actor
    return actor


@api.before_request
def find_asker() -> None:
    """Read the bearer token; raises Unauthenticated."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("Cần tiêu đề Authorization: Bearer <mã truy cập>.")
    with office().database.read() as session:
        user, scopes = token_holder(session, token.strip(), now())
        g.actor, g.scopes = actor_of(user), scopes


def needs_scope(scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuse the request unless its token has the scope."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if scope not in g.scopes:
                raise Forbidden(f"Mã truy cập không có phạm vi “{scope}”.", code="scope_missing")
            return view(*args, **kwargs)

        return checked

    return decorate
