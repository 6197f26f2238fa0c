"""People who sign in, and the tokens of programs that act for them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.db import Base
from review_app.domain.roles import Role
from review_app.models.agency import Agency
from review_app.models.columns import Code, Json, Key, Moment, Name, Sha256, UserRef

_ROLES = ", ".join(f"'{role.value}'" for role in Role)


class User(Base):
    """An account with exactly one role; only an agency officer belongs to an agency."""

    __tablename__ = "app_user"
    __table_args__ = (
        CheckConstraint(f"role IN ({_ROLES})", name="role"),
        CheckConstraint("(role = 'agency_officer') = (agency_id IS NOT NULL)", name="agency"),
    )

    id: Mapped[Key]
    login: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    password_hash: Mapped[Name]
    role: Mapped[Code]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)
    """Raised to end all sessions of the account."""

    agency: Mapped[Agency | None] = relationship(lazy="joined")


class ApiToken(Base):
    """A bearer token: only its SHA-256 is kept; it can do what its scopes and its user's role both allow."""

    __tablename__ = "api_token"

    id: Mapped[Key]
    user_id: Mapped[UserRef]
    name: Mapped[Name]
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    scopes: Mapped[Json]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]

    user: Mapped[User] = relationship(lazy="joined")
