"""Pages for people: Vietnamese first."""

from __future__ import annotations

from apiflask import APIFlask
from flask import Blueprint

from review_app.web import (
    auth,
    desk,
    dossier,
    errors,
    files,
    health,
    intake,
    knowledge,
    kpi,
    metrics,
    protection,
    queue,
    register,
    search,
    session,
    templating,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    auth.pages, queue.pages, intake.pages, dossier.pages, files.pages, desk.pages, search.pages, kpi.pages,
    register.pages, knowledge.pages, health.pages,
)  # fmt: skip


def set_up(app: APIFlask) -> None:
    """Register sign-in, pages, error pages and security headers."""
    protection.set_up(app)
    metrics.set_up(app)
    session.set_up(app)
    templating.set_up(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.set_up(app)
