"""What every template may use: who looks, what they may do, words and dates."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import url_for
from jinja2 import StrictUndefined

from review_app.domain.permissions import Permission, can
from review_app.web.context import office, viewer
from review_app.web.presenters import words
from review_app.web.presenters.dates import day_vi, moment_vi
from review_app.web.protection import request_id

STATIC = Path(__file__).resolve().parent.parent / "static"
NAVIGATION: tuple[tuple[str, str, Permission], ...] = (
    ("queue.today_page", "Việc hôm nay", Permission.SEE_DOSSIER),
    ("queue.listing", "Hồ sơ", Permission.SEE_DOSSIER),
    ("intake.new", "Nộp hồ sơ", Permission.SUBMIT_DOSSIER),
    ("search.ask", "Tìm kiếm", Permission.SEARCH),
    ("kpi.show", "Chỉ tiêu 100 %", Permission.SEE_KPI),
    ("register.show", "Sổ văn bản", Permission.IMPORT_REGISTER),
    ("knowledge.show", "Bộ tri thức", Permission.SEE_KNOWLEDGE),
)


def set_up(app: APIFlask) -> None:
    """Register filters and the values that all templates share."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day=day_vi, moment=moment_vi, size=words.size_vi, count=words.count_vi)
    app.jinja_env.globals.update(asset=asset, words=words)
    app.context_processor(_shared)


def _shared() -> dict[str, Any]:
    person, settings = viewer(), office().settings
    allowed = {p.value for p in Permission if person is not None and can(p, person.actor)}
    return {
        "viewer": person,
        "allowed": allowed,
        "navigation": [(endpoint, label) for endpoint, label, p in NAVIGATION if p.value in allowed],
        "office_name": settings.office_name,
        "province_name": settings.province_name,
        "request_id": request_id(),
    }


def asset(name: str) -> str:
    """Address of a static file; it changes with the content, so that browsers may keep it."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
