"""Headers of every answer, and the id that ties an answer to its log lines."""

from __future__ import annotations

import re
import secrets

import structlog
from apiflask import APIFlask
from flask import Response, current_app, g, request

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


def set_up(app: APIFlask) -> None:
    """Name each request, and add the headers to each answer."""
    app.before_request(_name_request)
    app.after_request(_protect)


def request_id() -> str:
    """The name of this request, as logs and error pages give it."""
    return str(g.get("request_id", "-"))


def _name_request() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id, path=request.path)


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-ID"] = request_id()
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    elif "v" in request.args:  # the address changes with the content
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
