"""The long-running processes: web, worker, scheduler."""

from __future__ import annotations

import gc

import click

from review_app.config import load_settings
from review_app.logs import set_up_logs


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve pages and API with gunicorn."""
    from review_app.cli.web_server import WebServer

    settings = load_settings()
    set_up_logs(settings.log_json)
    WebServer(settings, host, port, workers, threads).run()


@click.command()
@click.argument("queues", nargs=-1)
@click.option("--burst", is_flag=True, help="Stop when the queues are empty.")
def worker(queues: tuple[str, ...], burst: bool) -> None:
    """Work on QUEUES (default: process). Run exactly one worker on queue index, and any number on process."""
    from review_app.jobs.worker import run_worker
    from review_app.services.office import open_office

    settings = load_settings()
    set_up_logs(settings.log_json)
    office, names = open_office(settings), list(queues) or ["process"]
    if "process" in names:
        from nlp.pipeline import warm_up
        from review_app.services.knowledge import ready

        warm_up(ready(office))  # built before the fork, so that no work-horse builds it again
        gc.freeze()  # what is loaded for good is not looked at again by the collector
    run_worker(office, names, burst)


@click.command()
def scheduler() -> None:
    """Send jobs after their commit and sweep up lost ones; several may run, one acts."""
    from review_app.jobs.queue import JobQueue, connect
    from review_app.jobs.scheduler import run_scheduler
    from review_app.services.office import open_office

    settings = load_settings()
    set_up_logs(settings.log_json)
    queue = JobQueue(connect(settings.queue_url), settings.job_timeout_s)
    run_scheduler(open_office(settings), queue)
