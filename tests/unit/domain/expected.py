"""Reads the hand-written files of expected outcomes."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "expected"


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a file as dictionaries, without those that begin with `#`."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))
