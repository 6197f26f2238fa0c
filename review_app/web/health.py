"""For machines that watch: is the process up, can it serve, what does it count."""

from __future__ import annotations

import redis
from apiflask import APIBlueprint
from flask import Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from review_app.services.office import Office
from review_app.web.context import office
from review_app.web.metrics import exposition

pages = APIBlueprint("health", __name__, enable_openapi=False)


@pages.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether database, queue and index are there; 503 names what is not."""
    checks = {
        "database": _database(office()),
        "queue": _queue(office()),
        "index": office().search.find("a", frozenset(), limit=1).ready,
    }
    whole = all(checks.values())
    return jsonify(status="ok" if whole else "not_ready", **checks), 200 if whole else 503


def _database(opened: Office) -> bool:
    try:
        with opened.database.read() as session:
            session.execute(text("SELECT 1 FROM alembic_version"))
    except SQLAlchemyError:
        return False
    return True


def _queue(opened: Office) -> bool:
    connection = redis.from_url(opened.settings.queue_url, socket_timeout=2, socket_connect_timeout=2)
    try:
        return bool(connection.ping())
    except RedisError:
        return False
    finally:
        connection.close()


@pages.get("/metrics")
def metrics() -> Response:
    """Counts in Prometheus' text format; no titles, names or addresses."""
    with office().database.read() as session:
        body = exposition(current_app.extensions["metrics"], session)
    return Response(body, content_type=CONTENT_TYPE_LATEST)
