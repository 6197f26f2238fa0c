"""The labelled articles beside what the rules say of them, as the evaluation folder's `score.py` counts them."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from nlp.types import ProcedurePart
from tests.evaluation.figures import Judged, Share, share
from tests.evaluation.measure import baseline
from tests.evaluation.scans import ROOT, Scans

MOST_POSITIVES = "138-2025"
"""The document that holds most of the local positives: figures are given without it too."""
SCORES: dict[str, tuple[str, ...]] = {
    "all": (), "half A": ("--half", "A"), "half B": ("--half", "B"), "without": ("--without", MOST_POSITIVES),
    "half B without": ("--half", "B", "--without", MOST_POSITIVES),
}  # fmt: skip
_COUNTS = re.compile(r"^all .*\(tp (\d+) fp (\d+) fn (\d+) tn (\d+)\)", re.M)


@dataclass(frozen=True, slots=True)
class MeasuredArticle:
    """A labelled article: its half, its document, how it is judged, and the parts found and labelled."""

    half: str
    document: str
    judged: Judged
    found: frozenset[str]
    labelled: frozenset[str]
    either: frozenset[str]
    """The parts that one of its labellers saw."""


def load_score(evaluation: Path) -> Any:
    """The folder's `score.py` as a module: how articles are located and split is decided there."""
    spec = importlib.util.spec_from_file_location("evaluation_score", evaluation / "eval" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def articles(evaluation: Path, scans: Scans) -> list[MeasuredArticle]:
    """The articles both labellers decided; one that is not found in its scan counts as silent."""
    score = load_score(evaluation)
    with (evaluation / "eval" / "articles.jsonl").open(encoding="utf-8") as lines:
        rows = list(map(json.loads, lines))
    scans.read(sorted({row["document"] for row in rows}))
    read: dict[str, tuple[dict[str, Any], str, list[int]]] = {}
    found = []
    for row in rows:
        if row["gold"] == "skip":
            continue
        name = row["document"]
        if name not in read:
            scan = scans.scan(name)
            read[name] = (scan, *score.squeeze(scan["document"]["text"] if scan["document"] else ""))
        scan, squeezed, index = read[name]
        place = score.locate(row["text"], squeezed, index)
        found.append(_measured(row, score.half(row), scan["findings"] if place else [], place or (0, 0)))
    return found


def _measured(
    row: dict[str, Any], half: str, findings: list[dict[str, Any]], place: tuple[int, int]
) -> MeasuredArticle:
    start, end = place
    hits = [
        item for item in findings if item["family"] == "tthc" and item["start"] < end and item["end"] > start
    ]
    judged = Judged(
        id=row["id"],
        pool="local" if row["local"] else "central",
        gold=row["gold"] == "yes",
        flagged=bool(hits),
        baseline=baseline(row["text"]),
        confidence=max((item["confidence"] for item in hits), default=None),
    )
    parts = frozenset(part for item in hits for part in item["parts"])
    return MeasuredArticle(
        half, row["document"], judged, parts, frozenset(row["parts"]), frozenset(row["parts_either"])
    )


def part_figures(measured: list[MeasuredArticle]) -> dict[str, tuple[Share, Share]]:
    """Precision and recall of each part of a procedure in the articles rightly flagged."""
    right = [item for item in measured if item.judged.gold and item.judged.flagged]
    tp, fp, fn = Counter[str](), Counter[str](), Counter[str]()
    for item in right:
        tp.update(item.found & item.either)
        fp.update(item.found - item.either)
        fn.update(item.labelled - item.found)
    return {
        part: (share([1.0] * tp[part], [1.0] * fp[part]), share([1.0] * tp[part], [1.0] * fn[part]))
        for part in get_args(ProcedurePart)
    }


@dataclass(frozen=True, slots=True)
class Score:
    """What `score.py` prints for one choice of articles, without its last line of speed."""

    arguments: tuple[str, ...]
    output: str
    sound: bool
    """Every document read, no broken quote, every line as the schema says."""

    @property
    def counts(self) -> tuple[int, ...]:
        """tp, fp, fn, tn over all pools."""
        match = _COUNTS.search(self.output)
        return tuple(map(int, match.groups())) if match else ()


def score(evaluation: Path, scans: Scans, name: str) -> Score:
    """Runs `score.py` on the scans at hand for one of `SCORES`."""
    done = subprocess.run(
        [sys.executable, str(evaluation / "eval" / "score.py"), *SCORES[name], "--command", scans.command],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    output = re.sub(r"\n\d+ documents, \d+ characters.*", "", done.stdout.rstrip())
    return Score(SCORES[name], output, done.returncode == 0 and "FAULTS" not in output)
