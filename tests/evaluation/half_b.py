"""Keeps count of how often half B was looked at: a line for each state of knowledge and code counted on it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.evaluation.scans import ROOT

FILE = Path(__file__).parent / "half_b_runs.jsonl"


def code_digest() -> str:
    """The fingerprint of the library's code, which decides beside the knowledge what is found."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "nlp").rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def runs() -> list[dict[str, Any]]:
    """All runs so far, oldest first."""
    if not FILE.exists():
        return []
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def record(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Writes a run down, unless the same knowledge and code were counted before; all runs."""
    known = runs()
    if not any((old["digest"], old["code"]) == (run["digest"], run["code"]) for old in known):
        known.append(run)
        FILE.write_text("".join(json.dumps(item) + "\n" for item in known), encoding="utf-8")
    return known
