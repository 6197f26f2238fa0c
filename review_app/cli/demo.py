"""`review-app demo`: the whole service on this machine with sample data, or proof that the main job works."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import threading
from pathlib import Path

import click

from review_app.config import load_settings


@click.command()
@click.option("--port", type=int, help="Port of the web pages (default: the first free one from 8000).")
@click.option(
    "--check", is_flag=True, help="On a scratch folder, run the main job over HTTP and prove each step."
)
@click.option("--json", "as_json", is_flag=True, help="With --check: print the steps as JSON.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def demo(port: int | None, check: bool, as_json: bool, files: tuple[Path, ...]) -> None:
    """Start everything, print READY with the address, run until Ctrl-C. FILES only with --check."""
    if check:
        sys.exit(_check(port, as_json, files))
    if files or as_json:
        raise click.UsageError("FILES and --json belong to --check")
    _run(port)


def _run(port: int | None) -> None:
    from review_app.cli.demo_stack import Stack, say

    settings = load_settings()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Stack(settings, port, samples=True) as stack:
        for account in stack.accounts:
            say(f"  {account['role']:<15} {account['login']:<16} {account['password']}")
        print(f"READY {stack.url}", flush=True)
        while not stop.wait(1.0):
            stack.keep_alive()
        say("Stopping…")


def _check(port: int | None, as_json: bool, files: tuple[Path, ...]) -> int:
    from review_app.cli.demo_check import run_check
    from review_app.cli.demo_stack import Stack

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(130))
    with tempfile.TemporaryDirectory(prefix="review-app-check-") as folder:
        settings = load_settings().model_copy(update={"data": Path(folder)})
        with Stack(settings, port, samples=False) as stack:
            steps = run_check(stack, files, quiet=as_json)
    if as_json:
        print(json.dumps([step.to_json() for step in steps], ensure_ascii=False))
    return 0 if all(step.ok for step in steps) else 1
