"""Signing in and out."""

from __future__ import annotations

import structlog
from apiflask import APIBlueprint
from flask import current_app, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from review_app.services.accounts import authenticate
from review_app.web.context import office, viewer
from review_app.web.session import limiter, safe_next, signed_in

log = structlog.get_logger("sign_in")
pages = APIBlueprint("auth", __name__, enable_openapi=False)
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại."


def _attempts() -> str:
    return str(current_app.config["LOGIN_ATTEMPTS"])


def _login_name() -> str:
    return f"login:{request.form.get('login', '').strip().lower()[:64]}"


def _failed(response: Response) -> bool:
    return response.status_code != 303


@pages.get("/login")
def login() -> str | Response:
    """The sign-in form."""
    if viewer() is not None:
        return redirect(url_for("queue.today_page"))
    return render_template(
        "pages/login.html", wrong="", login="", next=safe_next(request.args.get("next", "/"))
    )


@pages.post("/login")
@limiter.limit(_attempts, deduct_when=_failed)
@limiter.limit(_attempts, key_func=_login_name, deduct_when=_failed)
def sign_in() -> tuple[str, int] | Response:
    """Check login and password; failures are counted by address and by account."""
    name, target = request.form.get("login", ""), safe_next(request.form.get("next", "/"))
    with office().database.read() as opened:
        user = authenticate(opened, name, request.form.get("password", ""))
        person = signed_in(user) if user else None
    if person is None:
        log.info("sign_in_refused")
        return render_template("pages/login.html", wrong=WRONG, login=name, next=target), 401
    session.clear()
    login_user(person)
    session.permanent = True
    log.info("signed_in", user=person.id)
    return redirect(target, 303)


@pages.post("/logout")
def logout() -> Response:
    """End the session of this browser."""
    logout_user()
    session.clear()
    return redirect(url_for("auth.login"), 303)
