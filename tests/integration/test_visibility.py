"""Who sees which dossier: the list's SQL and the rule of the domain agree, for everybody and every dossier."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import fields

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.dossier import RELEASED_STATES, STATES, State
from review_app.domain.permissions import audience_of, can_see_dossier, findings_audience_of, marks_of
from review_app.domain.roles import Actor, Role
from review_app.models import Agency, Dossier, NamedPerson
from review_app.services.dossiers import (
    QueueFilter,
    count_by_state,
    list_dossiers,
    queue_by_urgency,
    view_of,
    visible_to,
)
from review_app.services.office import Office
from review_app.services.searching import _named_in
from tests.factories import People, make_dossier

pytestmark = pytest.mark.db


def _everybody(people: People) -> dict[str, Actor]:
    return {each.name: getattr(people, each.name) for each in fields(people)}


def _all_kinds(office: Office, session: Session, people: People) -> list[Dossier]:
    """A dossier for each combination of who owns it, who may see it and who works on it."""
    made = []
    owners = ((people.officer, "so-xd"), (people.other_officer, "so-nnmt"), (people.intake, "so-xd"))
    for (owner, agency), restricted, assigned, named in itertools.product(
        owners, (False, True), (False, True), ("", "officer", "head", "admin", "other_reviewer")
    ):
        dossier = make_dossier(office, session, owner, agency=agency)
        dossier.restricted = restricted
        dossier.assignee_id = people.reviewer.id if assigned else None
        if named:
            session.add(NamedPerson(dossier_id=dossier.id, user_id=getattr(people, named).id))
        made.append(dossier)
    session.flush()
    return made


def test_the_list_shows_exactly_what_the_rule_allows(office: Office, people: People) -> None:
    with office.database.write() as session:
        dossiers = _all_kinds(office, session, people)
        moved = Actor(people.officer.id, Role.AGENCY_OFFICER, people.other_officer.agency_id)
        nowhere = Actor(people.officer.id, Role.AGENCY_OFFICER, None)
        for name, actor in (_everybody(people) | {"moved": moved, "nowhere": nowhere}).items():
            by_sql = set(session.scalars(select(Dossier.id).where(visible_to(actor))))
            by_rule = {
                dossier.id for dossier in dossiers if can_see_dossier(actor, view_of(session, dossier))
            }
            assert by_sql == by_rule, name
            counted = sum(count_by_state(session, actor, QueueFilter()).values())
            listed = list_dossiers(session, actor, QueueFilter(), limit=1000)
            urgent = queue_by_urgency(session, actor, QueueFilter(), limit=1000)
            assert counted == len(listed) == len(urgent) == len(by_rule), name


def test_search_marks_show_exactly_what_the_rule_allows(office: Office, people: People) -> None:
    with office.database.write() as session:
        dossiers = _all_kinds(office, session, people)
        for name, actor in _everybody(people).items():
            marks = marks_of(actor, _named_in(session, actor))
            for dossier in dossiers:
                view = view_of(session, dossier)
                assert bool(marks & audience_of(view)) == can_see_dossier(actor, view), (name, dossier.id)


@pytest.mark.parametrize("state", STATES)
def test_findings_are_marked_for_the_agency_only_after_release(
    office: Office, people: People, state: str
) -> None:
    with office.database.write() as session:
        dossier = make_dossier(office, session, people.officer)
        dossier.state = state
        dossier.paused_from = "assigned" if state == "paused" else None
        marks = findings_audience_of(view_of(session, dossier))
        officer = marks_of(people.officer)
        assert bool(marks & officer) == (State(state) in RELEASED_STATES)
        assert marks & marks_of(people.head)
        assert not marks & marks_of(people.other_officer)
        assert not marks & marks_of(people.admin)


def test_a_page_after_another_continues_where_it_ended(office: Office, people: People) -> None:
    with office.database.write() as session:
        ids = [make_dossier(office, session, people.officer).id for _ in range(5)]
        first = list_dossiers(session, people.officer, QueueFilter(), limit=2)
        rest = list_dossiers(session, people.officer, QueueFilter(), after_id=first[-1].id, limit=9)
        assert [each.id for each in (*first, *rest)] == sorted(ids, reverse=True)


def test_filters_narrow_the_list(office: Office, people: People) -> None:
    with office.database.write() as session:
        first = make_dossier(office, session, people.officer, title="Quy định bến thủy")
        second = make_dossier(office, session, people.other_officer, agency="so-nnmt", title="Nuôi cá lồng")
        first.state, first.assignee_id = "assigned", people.reviewer.id
        agency = session.scalars(select(Agency.id).where(Agency.code == "so-nnmt")).one()
        session.flush()

        def ids(wanted: QueueFilter, actor: Actor = people.head) -> list[int]:
            return [each.id for each in list_dossiers(session, actor, wanted)]

        assert ids(QueueFilter(states=("assigned",))) == [first.id]
        assert ids(QueueFilter(agency_id=agency)) == [second.id]
        assert ids(QueueFilter(words="bến")) == [first.id]
        assert ids(QueueFilter(words=second.number)) == [second.id]
        assert ids(QueueFilter(document_type="nghi_quyet")) == []
        assert ids(QueueFilter(mine=True), people.reviewer) == [first.id]
        assert ids(QueueFilter(mine=True), people.other_reviewer) == []
        assert ids(QueueFilter(mine=True), people.intake) == [second.id]


def test_words_are_found_in_any_case_and_taken_letter_by_letter(office: Office, people: People) -> None:
    with office.database.write() as session:
        road = make_dossier(office, session, people.officer, title="Quy định quản lý ĐƯỜNG đô thị").id
        share = make_dossier(office, session, people.officer, title="Quy định hỗ trợ 50% lãi suất, mức_1").id

        def ids(words: str) -> list[int]:
            return [each.id for each in list_dossiers(session, people.head, QueueFilter(words=words))]

        assert ids("đường Đô thị") == [road]
        assert ids("quản lý đường") == [road]
        assert ids(unicodedata.normalize("NFD", "ĐÔ THỊ")) == [road]
        assert ids("50%") == ids("mức_1") == ids("%") == ids("_") == [share]
        assert ids("duong") == []
