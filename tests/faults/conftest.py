"""The service as processes: uploads over the API, a queue server, workers and a scheduler that can be killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from review_app.config import Settings
from review_app.jobs.queue import JobQueue, connect
from review_app.jobs.scheduler import Scheduler
from review_app.models import DraftVersion, Finding, JobRun
from review_app.services.office import Office
from tests.factories import People, make_dossier, upload
from tests.processes import Stage, Valkey, stage, wait_for

ARTICLE = (
    "Điều {n}. Cấp giấy phép bến khách số {n}\n"
    "1. Tổ chức, cá nhân nộp 01 bộ hồ sơ tại Sở Xây dựng gồm: đơn đề nghị; bản vẽ mặt bằng bến.\n"
    "2. Trong thời hạn 10 ngày làm việc, Sở Xây dựng xem xét và cấp giấy phép cho tổ chức, cá nhân.\n"
)


FILLER = (
    "Điều {n}. Trách nhiệm của đơn vị thứ {n}\n"
    "1. Đơn vị chủ trì phối hợp với các phòng chuyên môn tổng hợp số liệu hằng quý về công tác phục vụ.\n"
    "2. Người đứng đầu đơn vị chịu trách nhiệm về tính chính xác của số liệu trong phạm vi được giao quản lý.\n"
)


def draft(articles: int) -> bytes:
    """A draft of so many articles, about 250 characters each; the first five set procedures."""
    return "".join((ARTICLE if n <= 5 else FILLER).format(n=n) for n in range(1, articles + 1)).encode()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A queue server for one test."""
    server = Valkey()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def settings(settings: Settings, valkey: Valkey) -> Settings:
    """The usual settings, with the queue server's address."""
    return settings.model_copy(update={"redis_url": valkey.url})


@dataclass
class Service:
    """What a test acts on and looks at."""

    office: Office
    people: People
    valkey: Valkey
    stage: Stage
    scheduler: Scheduler

    def hand_in(self, articles: int = 5) -> int:
        """Hand in a draft; the id of its version."""
        with self.office.database.write() as session:
            dossier = make_dossier(
                self.office, session, self.people.officer, draft=[upload(self.office, data=draft(articles))]
            )
            return session.scalars(select(DraftVersion.id).where(DraftVersion.dossier_id == dossier.id)).one()

    def version(self, version_id: int) -> DraftVersion:
        with self.office.database.read() as session:
            return session.get_one(DraftVersion, version_id)

    def job(self, version_id: int) -> JobRun:
        """The newest job of the version."""
        with self.office.database.read() as session:
            jobs = session.scalars(select(JobRun).where(JobRun.queue == "process").order_by(JobRun.id.desc()))
            return next(job for job in jobs if job.args["version"] == version_id)

    def findings(self, version_id: int) -> list[Finding]:
        with self.office.database.read() as session:
            return list(session.scalars(select(Finding).where(Finding.version_id == version_id)))

    def tick(self, *, ahead: timedelta = timedelta()) -> None:
        """One turn of the scheduler, as if so much time had passed."""
        self.scheduler.tick(datetime.now(UTC) + ahead)

    def wait(self, version_id: int, *states: str, seconds: float = 60.0) -> DraftVersion:
        """Wait for a state of the version."""
        wait_for(
            f"version {version_id} becomes {' or '.join(states)}",
            lambda: self.version(version_id).state in states, seconds,
        )  # fmt: skip
        return self.version(version_id)


@pytest.fixture
def service(
    office: Office, people: People, valkey: Valkey, settings: Settings, tmp_path: Path
) -> Iterator[Service]:
    """Nothing runs yet but the queue server; the test starts what it needs."""
    connection = connect(valkey.url)
    with stage(settings, tmp_path) as children:
        yield Service(
            office, people, valkey, children, Scheduler(office, JobQueue(connection, settings.job_timeout_s))
        )
    connection.close()
