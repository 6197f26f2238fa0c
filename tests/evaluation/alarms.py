"""How often whole local documents are accused, for every family, as the evaluation folder's `alarms.py` counts it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from nlp.types import Family
from tests.evaluation.scans import ROOT, Scans

MOST = 4.0
"""Findings per 100 articles of normative documents above which a family needs a written reason."""
REASONS = Path(__file__).parent / "alarm_reasons.json"
"""Family to that reason."""
_LINE = re.compile(
    r"^(\w+) (normative|other) +(\d+) documents, (\d+) articles/appendices: with a finding ([\d.]+) per 100, "
    r"suspect ([\d.]+) per 100; documents with no suspect (\d+)/\d+",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Alarms:
    """The alarms of one family in one kind of document, per 100 articles and appendices."""

    documents: int
    units: int
    found: float
    suspect: float
    quiet: int
    """Documents without any suspicion."""


def alarms(evaluation: Path, scans: Scans) -> tuple[dict[str, dict[str, Alarms]], bool]:
    """By family, for `normative` and `other` documents, families without any finding too; False when one was unread."""
    with (evaluation / "corpus" / "index.jsonl").open(encoding="utf-8") as lines:
        paths = [json.loads(line)["path"] for line in lines]
    scans.read(path for path in paths if path.startswith("local/"))
    done = subprocess.run(
        [sys.executable, str(evaluation / "eval" / "alarms.py"), "--family", "all", "--command", scans.command],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    counted: dict[str, dict[str, Alarms]] = {family: {} for family in get_args(Family)}
    for family, kind, documents, units, found, suspect, quiet in _LINE.findall(done.stdout):
        counted[family][kind] = Alarms(int(documents), int(units), float(found), float(suspect), int(quiet))
    return counted, done.returncode == 0


def without_reason(counted: dict[str, dict[str, Alarms]]) -> list[str]:
    """The families above the most alarms allowed for which nobody wrote a reason."""
    reasons = json.loads(REASONS.read_text(encoding="utf-8"))
    return [
        family
        for family, kinds in counted.items()
        if "normative" in kinds and kinds["normative"].found > MOST and family not in reasons
    ]
