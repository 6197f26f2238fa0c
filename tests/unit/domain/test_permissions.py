"""Permissions against their hand-written outcomes; audience marks against permissions."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from review_app.domain import errors, permissions
from review_app.domain.dossier import RELEASED_STATES, DossierView, State
from review_app.domain.permissions import GRANTS, Permission, audience_of, can, marks_of, require
from review_app.domain.roles import Actor, Role
from tests.unit.domain import expected

OWN, OTHER, ME, SOMEBODY = 7, 8, 50, 51
ON_A_DOSSIER = {
    Permission.SEE_DOSSIER, Permission.SEE_FINDINGS, Permission.SEE_REPORT, Permission.UPLOAD_VERSION,
    Permission.DECIDE_FINDING, Permission.RETRY_PROCESSING,
}  # fmt: skip
RELATIONS = ("own", "other", "assigned", "restricted", "named")
LINES = {
    (row["permission"], row["relation"], row["released"], role): row[role.value]
    for row in expected.rows("permissions.csv")
    for role in Role
}


def person(role: Role) -> Actor:
    return Actor(ME, role, OWN if role is Role.AGENCY_OFFICER else None)


def in_relation(relation: str, state: State) -> DossierView:
    view = DossierView(id=11, state=state, agency_id=OWN, created_by=SOMEBODY, assignee_id=SOMEBODY)
    changes: dict[str, DossierView] = {
        "own": view,
        "other": replace(view, agency_id=OTHER),
        "assigned": replace(view, assignee_id=ME),
        "restricted": replace(view, restricted=True),
        "named": replace(view, restricted=True, named_ids=frozenset({ME})),
    }
    return changes[relation]


def observed(permission: Permission, actor: Actor, view: DossierView | None) -> str:
    try:
        require(permission, actor, view)
    except errors.DossierUnknown:
        return "404"
    except errors.NotAllowed:
        return "403"
    assert can(permission, actor, view)
    return "yes"


def written(permission: Permission, relation: str, released: str, role: Role) -> str:
    line = LINES.get((permission, relation, released, role)) or LINES.get((permission, relation, "*", role))
    assert line, f"no expected line for {permission} {relation} {released}"
    return line


@pytest.mark.parametrize("permission", [one for one in Permission if one not in ON_A_DOSSIER])
def test_a_permission_by_role_is_as_written(permission: Permission) -> None:
    for role in Role:
        assert observed(permission, person(role), None) == written(permission, "-", "*", role), role


@pytest.mark.parametrize("permission", sorted(ON_A_DOSSIER))
@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("state", State)
def test_a_permission_on_a_dossier_is_as_written(permission: Permission, relation: str, state: State) -> None:
    released = "yes" if state in RELEASED_STATES else "no"
    for role in Role:
        wanted = written(permission, relation, released, role)
        assert observed(permission, person(role), in_relation(relation, state)) == wanted, role


def test_every_permission_is_written_and_granted_to_somebody() -> None:
    assert {permission for permission, *_ in LINES} == set(Permission)
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("relation", RELATIONS)
def test_search_finds_exactly_the_dossiers_that_may_be_seen(role: Role, relation: str) -> None:
    actor = person(role)
    for state in State:
        view = in_relation(relation, state)
        named_in = [view.id] if ME in permissions.named_people(view) else []
        found = bool(marks_of(actor, named_in) & audience_of(view))
        assert found == permissions.can_see_dossier(actor, view)
        found = bool(marks_of(actor, named_in) & permissions.findings_audience_of(view))
        assert found == permissions.can_see_findings(actor, view)


def test_an_admin_carries_no_mark_that_opens_a_draft() -> None:
    admin = Actor(ME, Role.ADMIN, OWN)
    assert marks_of(admin, [11]) == {"public"}


def test_an_officer_without_an_agency_sees_nothing_of_any_agency() -> None:
    nobody = Actor(ME, Role.AGENCY_OFFICER, None)
    assert marks_of(nobody) == {"public"}
    assert not permissions.can_see_dossier(nobody, in_relation("own", State.SUBMITTED))


def test_an_officer_who_moved_to_another_agency_loses_the_restricted_dossier() -> None:
    view = replace(in_relation("named", State.SUBMITTED), created_by=ME)
    assert permissions.can_see_dossier(Actor(ME, Role.AGENCY_OFFICER, OWN), view)
    assert not permissions.can_see_dossier(Actor(ME, Role.AGENCY_OFFICER, OTHER), view)


def test_a_dossier_is_handed_in_for_the_own_agency_or_by_intake() -> None:
    for role, agency in product(Role, (OWN, OTHER)):
        wanted = role is Role.INTAKE or (role is Role.AGENCY_OFFICER and agency == OWN)
        assert permissions.can_submit_for(person(role), agency) == wanted


def test_only_a_reviewer_who_wrote_no_version_can_be_assigned() -> None:
    view = replace(in_relation("own", State.ACCEPTED), version_authors=frozenset({60}))
    assert permissions.can_be_assigned(Actor(61, Role.REVIEWER), view)
    assert not permissions.can_be_assigned(Actor(60, Role.REVIEWER), view)
    assert not permissions.can_be_assigned(Actor(SOMEBODY, Role.REVIEWER), view)
    assert not permissions.can_be_assigned(Actor(61, Role.HEAD), view)
