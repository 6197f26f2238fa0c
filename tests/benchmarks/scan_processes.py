"""What processes that scan take: memory and start of `python -m nlp scan`, and of a worker that forks for every draft.

`python -m tests.benchmarks.scan_processes COUNT [DIR]` is that worker: it loads what `review-app worker` loads, forks
COUNT times, each time to scan one document, and prints its own memory along the way as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from nlp.knowledge import load_knowledge
from nlp.pipeline import scan, warm_up
from review_app.config import Settings
from review_app.jobs.queue import TASKS
from review_app.services.office import open_office
from tests.benchmarks.scan_texts import documents

WARM = 20
"""Documents after which the parent has touched all that it ever touches."""
ROOT = Path(__file__).resolve().parents[2]


def taken(command: Sequence[str]) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of a command that prints to nowhere."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.spent", *command],
        cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    return told["seconds"], told["mb"]


def scan_taken(text: str, knowledge: Path | None) -> tuple[float, float]:
    """The same of `python -m nlp scan` on a text file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.txt"
        file.write_text(text, encoding="utf-8")
        more = ["--knowledge", str(knowledge)] if knowledge else []
        return taken([sys.executable, "-m", "nlp", "scan", str(file), "--json", *more])


def worker_memory(count: int, knowledge: Path | None) -> dict[str, float]:
    """Memory in MB of a worker's parent process: when ready, after a few documents, at the end."""
    more = [str(knowledge)] if knowledge else []
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.scan_processes", str(count), *more],
        cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout)
    return told


def resident() -> float:
    """Memory of this process in MB, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Be the worker."""
    count, *dirs = sys.argv[1:]
    knowledge = load_knowledge(*map(Path, dirs))
    warm_up(knowledge)
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Settings(data=Path(folder), secret_key="k" * 32))
        import_module(TASKS["process"].rpartition(".")[0])
        configure_mappers()
        files, _ = documents(60)
        told = {"ready": resident()}
        for number in range(int(count)):
            child = os.fork()
            if child == 0:
                result = scan(files[number % len(files)], knowledge)
                os._exit(0 if result.error is None else 1)
            _, status = os.waitpid(child, 0)
            if status:
                return 1
            if number + 1 == WARM:
                told["warm"] = resident()
        told["end"] = resident()
        office.database.engine.dispose()
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
