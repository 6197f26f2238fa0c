"""Accounts: passwords (argon2), API tokens (only their hash is kept), and the person behind a request."""

from __future__ import annotations

import functools
import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review_app.domain.roles import Actor, Role
from review_app.errors import Invalid, Unauthenticated
from review_app.models import Agency, ApiToken, User

SCOPES = ("read", "submit", "review", "register")
"""What a token may be allowed: read, hand in dossiers, act on dossiers and findings, import the register."""

_hasher = PasswordHasher()


def actor_of(user: User) -> Actor:
    """The person as the rules of the domain see them."""
    return Actor(user.id, Role(user.role), user.agency_id)


def add_user(
    session: Session, login: str, name: str, role: Role, password: str, agency_code: str | None = None
) -> User:
    """Create an account. Raises Invalid for a taken login, a short password, or an agency that does not fit."""
    login = login.strip().lower()
    if session.scalar(select(User.id).where(User.login == login)):
        raise Invalid(f"Tên đăng nhập “{login}” đã có người dùng.", code="login_taken")
    if len(password) < 10:
        raise Invalid("Mật khẩu phải có ít nhất 10 ký tự.", code="password_short")
    agency = session.scalar(select(Agency).where(Agency.code == agency_code)) if agency_code else None
    if (role is Role.AGENCY_OFFICER) != (agency is not None):
        raise Invalid("Chỉ cán bộ cơ quan soạn thảo mới thuộc một cơ quan.", code="agency_mismatch")
    user = User(
        login=login, name=name, role=role.value, agency_id=agency.id if agency else None,
        password_hash=_hasher.hash(password),
    )  # fmt: skip
    session.add(user)
    session.flush()
    return user


def authenticate(session: Session, login: str, password: str) -> User | None:
    """The active account with this login and password, or None; both refusals take the same time."""
    user = session.scalar(select(User).where(func.lower(User.login) == login.strip().lower()))
    try:
        _hasher.verify(user.password_hash if user else _nobody(), password)
    except (VerificationError, InvalidHashError):
        return None
    return user if user and user.active else None


def find_user(session: Session, login: str) -> User:
    """The account with this login; raises Invalid."""
    user = session.scalar(select(User).where(User.login == login.strip().lower()))
    if user is None:
        raise Invalid(f"Không có tài khoản “{login}”.", code="login_unknown")
    return user


def add_agency(session: Session, code: str, name: str) -> Agency:
    """Add a drafting agency. Raises Invalid for an empty or taken code or an empty name."""
    code, name = code.strip().lower(), name.strip()
    if not code or not name:
        raise Invalid("Cần mã và tên cơ quan.", code="agency_incomplete")
    if session.scalar(select(Agency.id).where(Agency.code == code)):
        raise Invalid(f"Mã cơ quan “{code}” đã có.", code="agency_taken")
    agency = Agency(code=code, name=name)
    session.add(agency)
    session.flush()
    return agency


def importer(session: Session, login: str | None, role: Role) -> Actor:
    """Who a file is imported by from the command line: the account named, else the only active one of the role.

    Raises Invalid when there is none or the choice is not clear: an import always bears somebody's name.
    """
    if login is not None:
        user = find_user(session, login)
        if not user.active:
            raise Invalid(f"Tài khoản “{login}” đã khóa.", code="login_locked")
        return actor_of(user)
    holders = session.scalars(select(User).where(User.role == role.value, User.active).limit(2)).all()
    if len(holders) != 1:
        raise Invalid("Cần nêu tài khoản nhập (--by).", code="importer_unclear")
    return actor_of(holders[0])


def lock_user(session: Session, user: User) -> None:
    """Close an account: sessions and tokens end at once."""
    user.active = False
    user.session_epoch += 1


def issue_token(
    session: Session,
    user: User,
    name: str,
    scopes: Iterable[str],
    now: datetime,
    expires_at: datetime | None = None,
) -> str:
    """Make a bearer token and return it: the only time it is seen in clear."""
    wanted = sorted(set(scopes))
    if unknown := set(wanted) - set(SCOPES):
        raise Invalid(f"Phạm vi không có: {', '.join(sorted(unknown))}.", code="scope_unknown")
    token = f"ra_{secrets.token_urlsafe(32)}"
    session.add(
        ApiToken(
            user_id=user.id,
            name=name,
            token_hash=_digest(token),
            scopes=wanted,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return token


def token_holder(session: Session, token: str, now: datetime) -> tuple[User, frozenset[str]]:
    """The account a bearer token acts for and the token's scopes; raises Unauthenticated."""
    row = session.scalar(select(ApiToken).where(ApiToken.token_hash == _digest(token)))
    expired = row is not None and row.expires_at is not None and row.expires_at <= now
    if row is None or row.revoked_at is not None or expired or not row.user.active:
        raise Unauthenticated("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi.")
    return row.user, frozenset(row.scopes)


@functools.cache
def _nobody() -> str:
    """A hash to check when the login is unknown, so that the time taken does not tell."""
    return _hasher.hash(secrets.token_hex(16))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
