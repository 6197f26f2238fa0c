"""From the database to the index: what is found, by whom, and what becomes of marks."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from index.errors import IndexFault
from review_app import outbox
from review_app.domain.roles import Actor
from review_app.models import AppraisalReport, Dossier, Finding, NamedPerson
from review_app.services.indexing import index_marked, rebuild_index
from review_app.services.office import Office
from review_app.services.searching import Answers, search_office, tightest
from tests.factories import DRAFT_TEXT, NOW, People, make_dossier, mark_scanned

pytestmark = pytest.mark.db


def _find(office: Office, actor: Actor, words: str, kind: str = "") -> Answers:
    with office.database.read() as session:
        return search_office(session, office.search, actor, words, kind=kind)


def _scanned(office: Office, people: People, **changes: object) -> int:
    with office.database.write() as session:
        dossier = make_dossier(office, session, people.officer)
        mark_scanned(session, dossier)
        for name, value in changes.items():
            setattr(dossier, name, value)
        return dossier.id


def test_a_dossier_is_found_by_title_text_number_and_finding(office: Office, people: People) -> None:
    dossier = _scanned(office, people)
    assert not _find(office, people.head, "bến thủy").ready
    assert index_marked(office) == 1
    for words, kind in (
        ("bến thủy", "dossier"), ("ben thuy", "dossier"), ("HS-2026-0001", "dossier"),
        ("nộp 01 bộ hồ sơ", "document"), ("đặt ra hồ sơ phải nộp", "finding"),
    ):  # fmt: skip
        found = _find(office, people.head, words, kind).found
        assert [each.dossier for each in found] == [dossier], words
    assert _find(office, people.head, "bến thủy").behind == 0


def test_an_answer_in_the_text_leads_to_its_provision(office: Office, people: People) -> None:
    _scanned(office, people)
    index_marked(office)
    (found,) = _find(office, people.head, "nộp 01 bộ hồ sơ", "document").found
    assert (found.provision, found.label) == ("dieu-1/khoan-1", "khoản 1 Điều 1")
    for light in found.highlights:
        assert found.snippet[light.start : light.end] == light.text


@pytest.mark.parametrize(
    ("offset", "provision"),
    [(0, "dieu-1"), (5, "dieu-1"), (40, "dieu-1/khoan-1"), (len(DRAFT_TEXT) - 1, "dieu-2"), (10**6, "")],
)
def test_the_tightest_provision_around_a_place(offset: int, provision: str) -> None:
    tree = [
        {"id": "dieu-1", "kind": "dieu", "label": "", "start": 0, "end": 90},
        {"id": "dieu-1/khoan-1", "kind": "khoan", "label": "", "start": 32, "end": 90},
        {"id": "ky", "kind": "ky", "label": "", "start": 33, "end": 45},
        {"id": "dieu-2", "kind": "dieu", "label": "", "start": 91, "end": len(DRAFT_TEXT)},
    ]
    assert tightest(tree, offset)[0] == provision


def test_others_find_nothing_of_a_dossier_that_is_not_theirs(office: Office, people: People) -> None:
    _scanned(office, people)
    index_marked(office)
    for actor in (people.other_officer, people.admin):
        answers = _find(office, actor, "bến thủy")
        assert (answers.found, answers.total) == ((), 0)
    assert _find(office, people.officer, "bến thủy", "dossier").total == 1
    assert _find(office, people.officer, "đặt ra hồ sơ phải nộp", "finding").total == 0


def test_a_restricted_dossier_is_found_by_its_named_people_alone(office: Office, people: People) -> None:
    dossier = _scanned(office, people, restricted=True)
    with office.database.write() as session:
        for person in (people.head, people.other_officer, people.admin):
            session.add(NamedPerson(dossier_id=dossier, user_id=person.id))
    index_marked(office)
    finders = {
        name: _find(office, getattr(people, name), "bến thủy", "dossier").total
        for name in ("officer", "head", "director", "reviewer", "other_officer", "admin", "inspector")
    }
    assert finders == {
        "officer": 1, "head": 1, "director": 0, "reviewer": 0, "other_officer": 0, "admin": 0, "inspector": 0,
    }  # fmt: skip
    assert _find(office, people.head, "đặt ra hồ sơ phải nộp", "finding").total == 1
    assert _find(office, people.officer, "đặt ra hồ sơ phải nộp", "finding").total == 0


@pytest.mark.parametrize(
    ("disposition", "number", "seen"),
    [("confirmed", "1/BC", 1), ("dismissed", "1/BC", 0), ("open", "1/BC", 0), ("confirmed", None, 0)],
)
def test_after_release_the_agency_finds_confirmed_findings_of_the_reported_version(
    office: Office, people: People, disposition: str, number: str | None, seen: int
) -> None:
    dossier = _scanned(office, people, state="released")
    with office.database.write() as session:
        finding = session.scalars(select(Finding)).one()
        finding.disposition, finding.reason = disposition, "Vì."
        finding.decided_by_id = None if disposition == "open" else people.reviewer.id
        session.add(
            AppraisalReport(
                dossier_id=dossier, version_id=finding.version_id, round=1, conclusion="x", content={},
                content_hash="0" * 64, drafted_by_id=people.reviewer.id, drafted_at=NOW, number=number,
                number_year=2026 if number else None,
            )
        )  # fmt: skip
    index_marked(office)
    assert _find(office, people.officer, "đặt ra hồ sơ phải nộp", "finding").total == seen
    assert _find(office, people.head, "đặt ra hồ sơ phải nộp", "finding").total == 1


def test_a_change_replaces_what_was_found_before(office: Office, people: People) -> None:
    dossier = _scanned(office, people)
    index_marked(office)
    with office.database.write() as session:
        session.get_one(Dossier, dossier).title = "Quy định nuôi cá lồng"
        outbox.mark_for_index(session, dossier, NOW)
    assert _find(office, people.head, "nuôi cá lồng", "dossier").behind == 1
    index_marked(office)
    assert _find(office, people.head, "nuôi cá lồng", "dossier").total == 1
    assert _find(office, people.head, "bến thủy", "dossier").total == 0


def test_marks_stay_when_the_index_cannot_be_written(
    office: Office, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    _scanned(office, people)
    rebuild_index(office)

    def fail(*_: object) -> bool:
        raise IndexFault("locked", "no")

    monkeypatch.setattr(office.search, "write", fail)
    with pytest.raises(IndexFault):
        index_marked(office)
    with office.database.read() as session:
        assert outbox.marks_behind(session) == 1


def test_a_rebuild_holds_what_marking_one_by_one_holds(office: Office, people: People) -> None:
    _scanned(office, people)
    index_marked(office)
    _scanned(office, people)
    index_marked(office)
    before = office.search.ids()
    assert rebuild_index(office) == len(before)
    assert office.search.ids() == before
