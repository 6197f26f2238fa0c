"""Accounts: who may sign in, what a token may do, and when both end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from review_app.domain.roles import Role
from review_app.errors import Invalid, Unauthenticated
from review_app.models import ApiToken
from review_app.services.accounts import (
    add_user,
    authenticate,
    find_user,
    issue_token,
    lock_user,
    token_holder,
)
from review_app.services.office import Office
from tests.factories import NOW, PASSWORD, People, user_of

pytestmark = pytest.mark.db


def test_only_the_right_password_of_an_open_account_signs_in(office: Office, people: People) -> None:
    with office.database.write() as session:
        user = authenticate(session, "  ChuyenVien ", PASSWORD)
        assert user is not None
        assert user.id == people.reviewer.id
        assert authenticate(session, "chuyenvien", PASSWORD + "x") is None
        assert authenticate(session, "khong-co", PASSWORD) is None
        lock_user(session, user)
        assert authenticate(session, "chuyenvien", PASSWORD) is None
        assert user.session_epoch == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (("ChuyenVien", Role.HEAD, PASSWORD, None), "login_taken"),
        (("moi", Role.HEAD, "ngan", None), "password_short"),
        (("moi", Role.HEAD, PASSWORD, "so-xd"), "agency_mismatch"),
        (("moi", Role.AGENCY_OFFICER, PASSWORD, None), "agency_mismatch"),
        (("moi", Role.AGENCY_OFFICER, PASSWORD, "khong-co"), "agency_mismatch"),
    ],
)
def test_an_account_that_does_not_fit_is_refused(
    office: Office, people: People, values: tuple[str, Role, str, str | None], code: str
) -> None:
    login, role, password, agency = values
    with office.database.write() as session, pytest.raises(Invalid) as refused:
        add_user(session, login, "Tên", role, password, agency)
    assert refused.value.code == code


def test_only_the_hash_of_a_token_is_kept(office: Office, people: People) -> None:
    with office.database.write() as session:
        token = issue_token(session, user_of(session, people.head), "máy", ["read", "read"], NOW)
        session.flush()
        row = session.scalars(select(ApiToken)).one()
        assert token not in (row.token_hash, row.name)
        assert len(row.token_hash) == 64
        user, scopes = token_holder(session, token, NOW)
        assert (user.id, scopes) == (people.head.id, frozenset({"read"}))


def test_a_token_ends_when_it_expires_is_revoked_or_its_account_is_closed(
    office: Office, people: People
) -> None:
    with office.database.write() as session:
        head = user_of(session, people.head)
        expiring = issue_token(session, head, "máy", ["read"], NOW, NOW + timedelta(days=1))
        lasting = issue_token(session, head, "máy", ["read"], NOW)
        assert token_holder(session, expiring, NOW + timedelta(hours=23))
        with pytest.raises(Unauthenticated):
            token_holder(session, expiring, NOW + timedelta(days=1))
        session.scalars(select(ApiToken).where(ApiToken.expires_at.is_(None))).one().revoked_at = NOW
        with pytest.raises(Unauthenticated):
            token_holder(session, lasting, NOW)
        other = issue_token(session, head, "máy", ["read"], NOW)
        lock_user(session, head)
        with pytest.raises(Unauthenticated):
            token_holder(session, other, NOW)


def test_an_unknown_scope_or_login_is_refused(office: Office, people: People) -> None:
    with office.database.write() as session:
        with pytest.raises(Invalid) as refused:
            issue_token(session, user_of(session, people.head), "máy", ["read", "all"], NOW)
        assert refused.value.code == "scope_unknown"
        with pytest.raises(Invalid):
            find_user(session, "khong-co")
        assert find_user(session, " TruongPhong ").id == people.head.id
