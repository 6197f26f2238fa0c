"""The API for programs, `/api/v1`: bearer tokens, ETags, problem+json."""

from __future__ import annotations

from apiflask import APIFlask

from review_app.api import dossiers, errors, findings, register, search, versions  # noqa: F401 - they add the routes
from review_app.api.blueprint import api


def set_up(app: APIFlask) -> None:
    """Register the routes, tokens and errors of the API."""
    app.security_schemes = {"bearer": {"type": "http", "scheme": "bearer"}}
    app.register_blueprint(api)
