"""Handing in: numbers without gaps, names made safe, duplicates, who may add what and when."""

from __future__ import annotations

import io
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from review_app.domain.dossier import STATES, UPLOAD_STATES
from review_app.domain.errors import DossierUnknown, NotAllowed, TransitionNotAllowed, Unprocessable
from review_app.models import Dossier, DraftVersion, NamedPerson, TransitionLog
from review_app.services.accounts import SCOPES, issue_token
from review_app.services.dossiers import attachments_of, versions_of
from review_app.services.intake import add_papers, add_version, clean_name, same_files
from review_app.services.numbers import next_number
from review_app.services.office import Office
from tests.factories import NOW, People, make_dossier, upload, user_of

pytestmark = pytest.mark.db


def test_numbers_run_without_gaps_when_a_submission_is_rolled_back(office: Office, people: People) -> None:
    def submit(fails: bool) -> str:
        with office.database.write() as session:
            number = make_dossier(office, session, people.officer).number
            if fails:
                raise RuntimeError
            return number

    numbers = [submit(False)]
    with pytest.raises(RuntimeError):
        submit(True)
    numbers += [submit(False), submit(False)]
    assert numbers == ["HS-2026-0001", "HS-2026-0002", "HS-2026-0003"]


def test_numbers_begin_anew_each_year_and_in_each_series(office: Office) -> None:
    with office.database.write() as session:
        taken = [
            next_number(session, *of)
            for of in (("a", 2026), ("a", 2026), ("a", 2027), ("b", 2026), ("a", 2026))
        ]
    assert taken == [1, 2, 1, 1, 3]


def test_the_year_of_a_number_is_that_of_vietnam(office: Office, people: People) -> None:
    with office.database.write() as session:
        for hour, number in ((16, "HS-2026-0001"), (17, "HS-2027-0001")):
            now = datetime(2026, 12, 31, hour, 30, tzinfo=UTC)
            assert make_dossier(office, session, people.officer, now=now).number == number


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Dự thảo quyết định.docx", "Dự thảo quyết định.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Tài liệu\\Dự thảo.doc", "Dự thảo.doc"),
        ("..", "khong-ten"),
        ("a/..", "khong-ten"),
        ("...", "khong-ten"),
        ("", "khong-ten"),
        (" \t\n", "khong-ten"),
        ("bao\u202ecod.exe", "baocod.exe"),
        ("\u2066a\u2069\u200e\u200f\u061c\ufeff.docx", "a.docx"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ('tên "nháy".docx', 'tên "nháy".docx'),
        (unicodedata.normalize("NFD", "Dự thảo.docx"), "Dự thảo.docx"),
        (".docx", ".docx"),
    ],
)
def test_file_names_lose_folders_and_marks_that_deceive(given: str, shown: str) -> None:
    assert clean_name(given) == shown


@pytest.mark.parametrize(
    "name", ["ă" * 300, "a" * 300 + ".docx", "a." + "b" * 300, "a" * 196 + ".docx", "é" * 5000]
)
def test_long_names_are_cut_and_keep_a_short_ending(name: str) -> None:
    cut = clean_name(name)
    assert 150 < len(cut) <= 200
    assert name.startswith(cut[:150])
    assert cut.endswith(".docx") == name.endswith(".docx")


def test_a_submission_keeps_who_when_and_what(office: Office, people: People) -> None:
    with office.database.write() as session:
        dossier = make_dossier(
            office,
            session,
            people.officer,
            title="  Quy định  ",
            papers=("to_trinh", "y_kien_tthc"),
            reference=" 5/SXD ",
        )
        assert (dossier.title, dossier.reference, dossier.state) == ("Quy định", "5/SXD", "submitted")
        assert (dossier.created_by_id, dossier.created_at, dossier.round) == (people.officer.id, NOW, 1)
        assert [paper.kind for paper in attachments_of(session, dossier.id)] == ["to_trinh", "y_kien_tthc"]
        assert [version.number for version in versions_of(session, dossier.id)] == [1]
        log = session.scalars(select(TransitionLog)).one()
        assert (log.action, log.actor_id) == ("submit", people.officer.id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"), ({"title": "x" * 2001}, "title"), ({"reference": "x" * 501}, "reference"),
        ({"agency": "khong-co"}, "agency"), ({"kind": "khac"}, "kind"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named(office: Office, people: People, changes: dict[str, Any], field: str) -> None:
    with office.database.write() as session, pytest.raises(Unprocessable) as refused:
        make_dossier(office, session, people.officer, **changes)
    assert refused.value.field == field


def test_nobody_hands_in_for_another_agency_but_intake(office: Office, people: People) -> None:
    with office.database.write() as session:
        assert make_dossier(office, session, people.intake, agency="so-nnmt").agency.code == "so-nnmt"
        for other in (people.other_officer, people.reviewer, people.head, people.admin):
            with pytest.raises(NotAllowed):
                make_dossier(office, session, other)


@pytest.mark.parametrize("state", STATES)
def test_versions_and_papers_come_only_in_states_that_wait_for_them(
    office: Office, people: People, state: str
) -> None:
    with office.database.write() as session:
        dossier = make_dossier(office, session, people.officer)
        dossier.state = state
        dossier_id = dossier.id
    allowed = state in UPLOAD_STATES
    with office.database.write() as session:
        before = session.get_one(Dossier, dossier_id).revision
        for add in (
            lambda: add_version(session, people.officer, NOW, dossier_id, [upload(office)], []),
            lambda: add_papers(session, people.officer, NOW, dossier_id, [upload(office, kind="to_trinh")]),
        ):
            if allowed:
                add()
            else:
                with pytest.raises(TransitionNotAllowed):
                    add()
        assert len(versions_of(session, dossier_id)) == (2 if allowed else 1)
        assert (session.get_one(Dossier, dossier_id).revision > before) is allowed


def test_a_further_version_needs_a_file_and_known_papers(office: Office, people: People) -> None:
    with office.database.write() as session:
        dossier = make_dossier(office, session, people.officer)
        with pytest.raises(Unprocessable):
            add_version(session, people.officer, NOW, dossier.id, [], [])
        with pytest.raises(Unprocessable):
            add_version(
                session, people.officer, NOW, dossier.id, [upload(office)], [upload(office, kind="la")]
            )
        with pytest.raises(Unprocessable):
            add_papers(session, people.officer, NOW, dossier.id, [])
        with pytest.raises(DossierUnknown):
            add_version(session, people.other_officer, NOW, dossier.id, [upload(office)], [])
        with pytest.raises(NotAllowed):
            add_version(session, people.reviewer, NOW, dossier.id, [upload(office)], [])
        assert len(session.scalars(select(DraftVersion)).all()) == 1


def test_a_duplicate_is_shown_only_to_those_who_may_see_the_other_dossier(
    office: Office, people: People
) -> None:
    with office.database.write() as session:
        mine = make_dossier(office, session, people.officer)
        other = make_dossier(office, session, people.other_officer, agency="so-nnmt")
        hidden = make_dossier(office, session, people.other_officer, agency="so-nnmt")
        hidden.restricted = True
        session.add(NamedPerson(dossier_id=hidden.id, user_id=people.head.id))
        session.flush()
        shown = {
            name: sorted(each.id for each in same_files(session, getattr(people, name), mine))
            for name in ("officer", "intake", "head", "admin")
        }
        assert shown == {
            "officer": [], "intake": [other.id], "head": [other.id, hidden.id], "admin": [],
        }  # fmt: skip


@pytest.mark.parametrize("path", ["/dossiers", "/dossiers/1/versions"])
def test_files_of_somebody_without_the_right_are_not_stored(
    app: APIFlask, office: Office, people: People, path: str
) -> None:
    with office.database.write() as session:
        assert make_dossier(office, session, people.officer).id == 1
        token = issue_token(session, user_of(session, people.reviewer), "thử", SCOPES, NOW)
    before = {each for each in office.files.folder.rglob("*") if each.is_file()}
    metadata = {"title": "Mới", "document_type": "quyet_dinh", "issuer": "ubnd_tinh", "agency": "so-xd"}
    values: dict[str, Any] = {"draft": (io.BytesIO(b"Noi dung khac"), "khac.txt")}
    if path == "/dossiers":
        values["metadata"] = json.dumps(metadata)
    headers = {"Authorization": f"Bearer {token}"}
    answer = app.test_client().post(f"/api/v1{path}", data=values, headers=headers)
    assert answer.status_code == 403
    assert {each for each in office.files.folder.rglob("*") if each.is_file()} == before
