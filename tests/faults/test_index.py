"""The search index can vanish: it is built again from the database, without anybody asking."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select

from review_app import outbox
from review_app.jobs.scheduler import LOOK_AT_INDEX_EVERY
from review_app.models import JobRun
from review_app.services.searching import search_office
from tests.factories import make_dossier, mark_scanned
from tests.faults.conftest import Service
from tests.processes import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.db]


def test_a_deleted_index_is_built_again_and_answers_as_before(service: Service) -> None:
    service.stage.start("worker", "index")
    with service.office.database.write() as session:
        mark_scanned(session, make_dossier(service.office, session, service.people.officer))
    service.tick()
    wait_for("the index is built", lambda: _behind(service) == 0 and _idle(service))
    before = _found(service)
    assert before > 0

    shutil.rmtree(service.office.settings.index)
    with service.office.database.read() as session:
        answers = search_office(session, service.office.search, service.people.head, "bến thủy")
        assert not answers.ready
        assert outbox.marks_behind(session) == 0
    service.tick(ahead=LOOK_AT_INDEX_EVERY)
    service.tick(ahead=LOOK_AT_INDEX_EVERY + timedelta(seconds=1))
    wait_for("the index is built again", lambda: _found(service) == before)


def test_a_damaged_index_is_built_again(service: Service) -> None:
    service.stage.start("worker", "index")
    with service.office.database.write() as session:
        mark_scanned(session, make_dossier(service.office, session, service.people.officer))
    service.tick()
    wait_for("the index is built", lambda: _behind(service) == 0 and _idle(service))
    for segment in service.office.settings.index.rglob("*.seg"):
        segment.write_bytes(segment.read_bytes()[:100])
    with service.office.database.write() as session:
        make_dossier(service.office, session, service.people.officer, title="Dự thảo khác về bến thủy")
    service.tick()
    wait_for("the index has caught up", lambda: _behind(service) == 0)
    assert _found(service, kind="dossier") == 2


def _behind(service: Service) -> int:
    with service.office.database.read() as session:
        return outbox.marks_behind(session)


def _idle(service: Service) -> bool:
    """Whether every index job is closed."""
    with service.office.database.read() as session:
        states = session.scalars(select(JobRun.state).where(JobRun.name == outbox.INDEX_DOSSIERS)).all()
        return set(states) == {"done"}


def _found(service: Service, kind: str = "") -> int:
    with service.office.database.read() as session:
        return search_office(session, service.office.search, service.people.head, "bến thủy", kind=kind).total
