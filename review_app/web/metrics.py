"""Counts for monitoring, in Prometheus' text format: requests of this process, jobs and index lag of the office."""

from __future__ import annotations

import os
from dataclasses import dataclass
from time import perf_counter

from apiflask import APIFlask
from flask import Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review_app import outbox
from review_app.models import JobRun

JOB_STATES = ("queued", "sent", "running", "done", "failed")


@dataclass(frozen=True, slots=True)
class Metrics:
    """The counters of one process; `process` labels them, since each web process answers for itself."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    jobs: Gauge
    behind: Gauge


def set_up(app: APIFlask) -> None:
    """Count every request from now on."""
    registry = CollectorRegistry()
    app.extensions["metrics"] = Metrics(
        registry=registry,
        requests=Counter(
            "review_app_requests_total", "Requests answered.", ("process", "endpoint", "status"), registry=registry
        ),
        seconds=Histogram(
            "review_app_request_seconds", "Time to answer.", ("process", "endpoint"), registry=registry,
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
        ),
        jobs=Gauge("review_app_jobs", "Job rows by state.", ("state",), registry=registry),
        behind=Gauge(
            "review_app_index_behind_dossiers", "Dossiers the search index is behind.", registry=registry
        ),
    )  # fmt: skip

    app.before_request(_start)
    app.after_request(lambda response: _count(app.extensions["metrics"], response))


def _start() -> None:
    g.started = perf_counter()


def _count(metrics: Metrics, response: Response) -> Response:
    endpoint, process = request.endpoint or "unknown", str(os.getpid())
    metrics.requests.labels(process, endpoint, str(response.status_code)).inc()
    if (started := g.get("started")) is not None:
        metrics.seconds.labels(process, endpoint).observe(perf_counter() - started)
    return response


def exposition(metrics: Metrics, session: Session) -> bytes:
    """The present counts as text."""
    counted = {state: count for state, count in session.execute(_jobs_by_state)}  # noqa: C416 - rows are not plain tuples
    for state in JOB_STATES:
        metrics.jobs.labels(state).set(counted.get(state, 0))
    metrics.behind.set(outbox.marks_behind(session))
    return generate_latest(metrics.registry)


_jobs_by_state = select(JobRun.state, func.count()).group_by(JobRun.state)
