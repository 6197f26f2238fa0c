"""The knowledge changes under a running worker: the next job scans by what the database names, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nlp.knowledge import MaterialFile
from review_app.models import KnowledgeMaterial
from review_app.services.knowledge import current, import_material, packaged, store_material
from review_app.services.processing_state import retry
from tests.faults.conftest import Service
from tests.processes import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.db]
STATUS = "number,expired\n01/2016/NQ-HĐND,2017-07-24\n"


def bring_in(service: Service, content: str) -> KnowledgeMaterial:
    office, editor = service.office, service.people.rule_editor
    checked = store_material(office.files, editor, [MaterialFile("status", "dm.csv", content.encode())])
    with office.database.write() as session:
        return import_material(session, editor, datetime.now(UTC), checked)[0].row


def scanned_by(service: Service) -> str | None:
    """The release a draft handed in now is scanned by."""
    version = service.hand_in()
    service.tick()
    return service.wait(version, "scanned").knowledge


def test_a_running_worker_scans_by_the_material_of_the_moment(service: Service) -> None:
    worker = service.stage.start("worker", "process")
    assert scanned_by(service) == packaged().release
    seen = {packaged().release}
    for content in (STATUS, STATUS + "2/2017/X,\n"):
        bring_in(service, content)
        wanted = current(service.office).release
        assert scanned_by(service) == wanted
        seen.add(wanted)
    assert len(seen) == 3
    assert worker.process.poll() is None


def test_a_file_of_the_knowledge_that_is_lost_fails_the_draft_visibly_until_it_is_back(
    service: Service,
) -> None:
    row = bring_in(service, STATUS)
    service.office.files.path(row.file.sha256).unlink()
    service.stage.start("worker", "process")
    version = service.hand_in()
    service.tick()
    failed = service.wait(version, "failed")
    assert failed.code == "knowledge"
    assert "bộ tri thức" in (failed.reason or "")
    assert service.findings(version) == []
    wait_for("the job is closed", lambda: service.job(version).state == "failed", 10)

    bring_in(service, STATUS)
    with service.office.database.write() as session:
        retry(session, service.people.intake, datetime.now(UTC), version)
    service.tick()
    assert service.wait(version, "scanned").knowledge == current(service.office).release
