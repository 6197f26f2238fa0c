"""Lists that forms offer: agencies, reviewers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.dossier import DossierView
from review_app.domain.permissions import can_be_assigned
from review_app.domain.roles import Role
from review_app.models import Agency, User
from review_app.services.accounts import actor_of


def agencies(session: Session) -> Sequence[Agency]:
    """Agencies that may hand in drafts, by name."""
    return session.scalars(select(Agency).where(Agency.active).order_by(Agency.name)).all()


def assignable(session: Session, dossier: DossierView) -> list[User]:
    """Reviewers the dossier may be given to."""
    reviewers = select(User).where(User.role == Role.REVIEWER.value, User.active).order_by(User.name)
    return [user for user in session.scalars(reviewers) if can_be_assigned(actor_of(user), dossier)]
