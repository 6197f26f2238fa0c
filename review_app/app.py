"""The web application: wires settings, extensions, pages and API together, and does nothing else."""

from __future__ import annotations

from datetime import timedelta

from apiflask import APIFlask
from werkzeug.middleware.proxy_fix import ProxyFix

from review_app import api, web
from review_app.config import secret_key
from review_app.services.office import Office


def create_app(office: Office) -> APIFlask:
    """The application for an opened office."""
    settings = office.settings
    app = APIFlask(
        "review_app", title="review-app", version="1", spec_path="/api/v1/openapi.json", docs_path=None,
        static_url_path="/static",
    )  # fmt: skip
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=4 * settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=1 << 20,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["office"] = office
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    web.set_up(app)
    api.set_up(app)
    return app
