"""The scheduler process: sends job rows after their commit, and sweeps up what was lost."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from review_app import outbox
from review_app.jobs.queue import JobQueue, QueueDown
from review_app.models import JobRun
from review_app.services.office import Office
from review_app.services.processing_state import give_up

TICK_S = 0.25
SWEEP_EVERY = timedelta(seconds=2)
LOOK_AT_INDEX_EVERY = timedelta(seconds=15)
LEASE = timedelta(seconds=10)

log = structlog.get_logger("scheduler")


class Scheduler:
    """One turn of `tick` sends what waits and, when due, sweeps and sees that the index catches up.

    Several may run: a lease lets one act.
    """

    def __init__(self, office: Office, queue: JobQueue) -> None:
        self.database = office.database
        self.search = office.search
        self.queue = queue
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[:64]
        self._leading_until = datetime(1970, 1, 1, tzinfo=UTC)
        self._swept_at = self._looked_at_index = self._leading_until
        self._queue_was_down = False

    def tick(self, now: datetime) -> None:
        """Do what is due at `now`."""
        if not self._leads(now):
            return
        self.dispatch(now)
        if now - self._swept_at >= SWEEP_EVERY:
            self._swept_at = now
            self.sweep(now)
        if now - self._looked_at_index >= LOOK_AT_INDEX_EVERY:
            self._looked_at_index = now
            self.look_at_index(now)

    def _leads(self, now: datetime) -> bool:
        if now < self._leading_until - LEASE / 2:
            return True
        with self.database.write() as session:
            leads = outbox.hold_lease(session, "scheduler", self.name, now, LEASE)
        self._leading_until = now + LEASE if leads else now
        return leads

    def dispatch(self, now: datetime) -> int:
        """Send the jobs that wait; returns how many. Without Redis they go on waiting."""
        with self.database.read() as session:
            waiting = [(job.id, job.queue, job.attempts) for job in outbox.take_queued(session)]
        sent = []
        for job_id, queue, attempts in waiting:
            try:
                self.queue.send(queue, job_id, attempts)
            except QueueDown as error:
                if not self._queue_was_down:
                    log.warning("queue_down", error=str(error), waiting=len(waiting))
                self._queue_was_down = True
                break
            self._queue_was_down = False
            sent.append(job_id)
        if sent:
            with self.database.write() as session:
                outbox.mark_sent(session, sent, now)
        return len(sent)

    def sweep(self, now: datetime) -> None:
        """Queue lost jobs again; what is given up shows as failed where people look for it."""
        with self.database.write() as session:
            swept = outbox.sweep(session, now)
            for job_id in swept.given_up:
                give_up(session, session.get_one(JobRun, job_id), now)
        if swept.again or swept.given_up:
            log.warning("swept", again=swept.again, given_up=swept.given_up)

    def look_at_index(self, now: datetime) -> None:
        """Owe an index job where the index is gone, or behind with no job on its way."""
        usable = self.search.ready()
        with self.database.write() as session:
            owed = outbox.owe_index(session, now, usable=usable)
        if owed:
            log.warning("index_job_owed", usable=usable)


def run_scheduler(office: Office, queue: JobQueue) -> None:
    """Tick until SIGTERM or SIGINT. A database that is busy for a moment costs a tick, not the process."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = Scheduler(office, queue)
    log.info("scheduler_started", name=scheduler.name)
    while not stop.wait(TICK_S):
        try:
            scheduler.tick(datetime.now(UTC))
        except DBAPIError as error:
            log.warning("database_busy", error=str(error))
