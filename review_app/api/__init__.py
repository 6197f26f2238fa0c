"""The API for programs, `/api/v1`."""

from __future__ import annotations

from apiflask import APIFlask


def set_up(app: APIFlask) -> None:
    """Register the API's routes, bearer tokens and problem+json errors."""
