"""Jobs with a real queue server, and a scheduler whose clock the test holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from review_app.jobs.queue import JobQueue, connect
from review_app.jobs.scheduler import Scheduler
from review_app.services.office import Office
from tests.processes import Valkey


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A queue server for one test."""
    server = Valkey()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def queue(valkey: Valkey) -> Iterator[JobQueue]:
    """The sender on that server."""
    connection = connect(valkey.url)
    yield JobQueue(connection, 60)
    connection.close()


@pytest.fixture
def scheduler(office: Office, queue: JobQueue) -> Scheduler:
    """A scheduler that ticks when the test says so."""
    return Scheduler(office, queue)
