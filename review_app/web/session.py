"""Sign-in state: who the cookie speaks for, forged forms refused, attempts counted."""

from __future__ import annotations

from urllib.parse import urlsplit

from apiflask import APIBlueprint, APIFlask
from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from review_app.domain.roles import Role
from review_app.models import User
from review_app.web.context import SignedIn, actor, office

API = "/api/"

csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)
_manager = LoginManager()


def set_up(app: APIFlask) -> None:
    """Register all three; the API has bearer tokens instead of cookies, so its requests are not asked for CSRF."""
    settings = app.extensions["office"].settings
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        RATELIMIT_STORAGE_URI=_storage(settings.queue_url),
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_IN_MEMORY_FALLBACK=[],
        RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_KEY_PREFIX="review-app",
        LOGIN_ATTEMPTS=settings.login_attempts,
        SESSION_PROTECTION=None,
    )
    csrf.init_app(app)
    app.before_request(_check_form)
    limiter.init_app(app)
    _manager.session_protection = None  # the cookie is signed; addresses change on mobile networks
    _manager.init_app(app)


def _storage(queue_url: str) -> str:
    """The counter's address as the limits library writes it."""
    return f"redis+{queue_url}" if queue_url.startswith("unix://") else queue_url


def _check_form() -> None:
    if not request.path.startswith(API):
        csrf.protect()


@_manager.user_loader  # type: ignore[untyped-decorator]
def load_user(remembered: str) -> SignedIn | None:
    """The person of a session cookie; None when the account is closed or its sessions were ended."""
    id_, _, epoch = remembered.partition(".")
    with office().database.read() as session:
        user = session.get(User, int(id_)) if id_.isdigit() else None
        if user is None or not user.active or str(user.session_epoch) != epoch:
            return None
        return signed_in(user)


def signed_in(user: User) -> SignedIn:
    """The account as pages carry it."""
    agency = user.agency.name if user.agency else ""
    return SignedIn(user.id, user.name, Role(user.role), user.agency_id, agency, user.session_epoch)


def pages_for_signed_in(name: str, module: str) -> APIBlueprint:
    """A blueprint every page of which asks for sign-in first."""
    blueprint = APIBlueprint(name, module, enable_openapi=False)
    blueprint.before_request(_ask_for_sign_in)
    return blueprint


def _ask_for_sign_in() -> Response | None:
    actor()
    return None


def safe_next(target: str) -> str:
    """Where to go after sign-in: a path of this site, else the first page."""
    parts = urlsplit(target)
    inside = (
        target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
    )
    return target if inside and "\\" not in target and target.isprintable() else "/"
