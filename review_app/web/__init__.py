"""Pages for people: Vietnamese first."""

from __future__ import annotations

from apiflask import APIFlask


def set_up(app: APIFlask) -> None:
    """Register sign-in, pages, error pages and security headers."""
