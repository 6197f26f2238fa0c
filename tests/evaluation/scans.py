"""Scans the evaluation folder's documents once and hands the same lines to every measurement.

`python -m tests.evaluation.scans CACHE FILE…` prints the kept lines of those files: what the folder's own scripts take
for the scan command, so that four counts of the same documents cost one scan.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MATERIAL = {
    "library": "law_texts", "status.csv": "corpus/legal_status.csv",
    "procedures.jsonl.gz": "corpus/tthc_national.jsonl.gz",
}  # fmt: skip
"""Where the evaluation folder keeps what a knowledge folder may hold."""
Scan = dict[str, Any]


@contextmanager
def full_knowledge(evaluation: Path) -> Iterator[Path]:
    """A knowledge folder with all raw material there is: library, status list, published procedures."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for entry, source in MATERIAL.items():
            (folder / entry).symlink_to((evaluation / source).resolve())
        yield folder


class Scans:
    """The scans of one run, by path below the corpus; each document is scanned when it is first wanted, once."""

    def __init__(self, evaluation: Path, cache: Path, knowledge: Path | None = None) -> None:
        self.corpus = (evaluation / "corpus").resolve()  # as the folder's own scripts name its files
        self.cache = cache
        self._options = ["--knowledge", str(knowledge)] if knowledge else []
        self.cache.mkdir(parents=True, exist_ok=True)

    @property
    def command(self) -> str:
        """The command that gives the kept lines to a script which wants a scan command."""
        return f"{sys.executable} -m tests.evaluation.scans {self.cache}"

    def read(self, documents: Iterable[str]) -> None:
        """Scan those of the documents not scanned yet, a process a core."""
        paths = [str(self.corpus / document) for document in dict.fromkeys(documents)]
        missing = [path for path in paths if not _kept(self.cache, path).exists()]
        cores = os.cpu_count() or 1
        shares = [share for share in (missing[core::cores] for core in range(cores)) if share]
        with ThreadPoolExecutor(cores) as pool:
            for share, lines in zip(shares, pool.map(self._lines, shares), strict=True):
                for path, line in zip(share, lines, strict=True):
                    _kept(self.cache, path).write_bytes(line)

    def _lines(self, paths: list[str]) -> list[bytes]:
        done = subprocess.run(
            [sys.executable, "-m", "nlp", "scan", "--json", *self._options, *paths],
            cwd=ROOT, stdout=subprocess.PIPE, check=False,
        )  # fmt: skip
        lines = done.stdout.splitlines(keepends=True)
        if len(lines) != len(paths):
            raise RuntimeError(f"{len(paths)} documents given, {len(lines)} lines printed")
        return lines

    def scan(self, document: str) -> Scan:
        """The scan of a document that was read."""
        line = _kept(self.cache, str(self.corpus / document)).read_bytes()
        scan: Scan = json.loads(line)
        return scan


def _kept(cache: Path, path: str) -> Path:
    return cache / (hashlib.sha256(path.encode()).hexdigest() + ".json")


def main() -> int:
    """Print the kept lines of the files named; exit 1 when one of them is an error line, as a scan would."""
    cache, *paths = sys.argv[1:]
    failed = False
    for path in paths:
        line = _kept(Path(cache), path).read_bytes()
        failed = failed or json.loads(line)["error"] is not None
        sys.stdout.buffer.write(line)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
