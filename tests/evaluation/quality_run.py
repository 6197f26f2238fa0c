"""One run of every measurement of quality: what the card shows and what the gate of CI asks."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nlp.knowledge import load_knowledge
from tests.evaluation import accepted, half_b
from tests.evaluation.alarms import Alarms, alarms
from tests.evaluation.articles import SCORES, MeasuredArticle, Score, articles, score
from tests.evaluation.figures import Figures, Judged, figures
from tests.evaluation.measure import MeasuredUnit, families, report
from tests.evaluation.scans import ROOT, Scans, full_knowledge

LEAST_HALF_A = 0.90
PLANTED = ("tests.evaluation.planted", "tests.evaluation.planted_changes", "tests.evaluation.written")
"""Modules that measure planted procedures and written provisions, and print shares with `--json`."""


@dataclass(frozen=True, slots=True)
class QualityRun:
    """Figures of one state of rules and code; what was not measured in this run is empty."""

    about: Mapping[str, Any]
    articles: Sequence[MeasuredArticle]
    scores: Mapping[str, Score]
    labels: Mapping[str, Any]
    units: Mapping[str, Sequence[MeasuredUnit]]
    alarms: Mapping[str, Mapping[str, Alarms]] = field(default_factory=dict)
    planted: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def sets(self) -> dict[str, list[Judged]]:
        """The four sets that runs are compared by: halves of articles, labelled units open and held back."""
        halves = {half: [item.judged for item in self.articles if item.half == half] for half in ("A", "B")}
        return halves | {name: [unit.judged for unit in units] for name, units in self.units.items()}

    def chosen(self, name: str) -> list[MeasuredArticle]:
        """The articles of one of `SCORES`, as `score.py` chooses them."""
        arguments = SCORES[name]
        half = arguments[arguments.index("--half") + 1] if "--half" in arguments else ""
        without = arguments[arguments.index("--without") + 1] if "--without" in arguments else "\0"
        return [item for item in self.articles if half in ("", item.half) and without not in item.document]

    @property
    def half_a(self) -> Figures:
        """The figures of half A, the must of the rules."""
        return figures(self.sets["A"])


def about() -> dict[str, Any]:
    """When, of which release, knowledge and code a run is."""
    knowledge = load_knowledge()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    return {
        "at": datetime.now(UTC).date().isoformat(),
        "release": knowledge.release,
        "digest": knowledge.digest,
        "code": half_b.code_digest(),
        "commit": commit.stdout.strip(),
    }


def gate_run(evaluation: Path, cache: Path) -> QualityRun:
    """What CI asks at every change: articles, labels, and the soundness of every line."""
    plain = Scans(evaluation, cache / "plain")
    measured = articles(evaluation, plain)
    labels, units = report(plain)
    scores = {"all": score(evaluation, plain, "all")}
    run = QualityRun(about(), measured, scores, labels, units)
    return QualityRun(run.about, measured, scores, labels, units, faults=tuple(_faults(run)))


def full_run(evaluation: Path, cache: Path) -> QualityRun:
    """Everything the card shows; counts half B."""
    plain = Scans(evaluation, cache / "plain")
    measured = articles(evaluation, plain)
    labels, units = report(plain)
    scores = {name: score(evaluation, plain, name) for name in SCORES}
    with full_knowledge(evaluation) as folder:
        full = Scans(evaluation, cache / "full", folder)
        counted, sound = alarms(evaluation, full)
        for name, counts in families(full).items():
            labels[name]["families"] = counts
    run = QualityRun(about(), measured, scores, labels, units, counted, dict(_planted()))
    faults = [*_faults(run), *([] if sound else ["alarms.py: unread documents"])]
    return QualityRun(run.about, measured, scores, labels, units, counted, run.planted, tuple(faults))


def _planted() -> Iterator[tuple[str, Any]]:
    for name in PLANTED:
        if importlib.util.find_spec(name) is None:
            continue
        done = subprocess.run(
            [sys.executable, "-m", name, "--json"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
        yield name, json.loads(done.stdout)


def _faults(run: QualityRun) -> Iterator[str]:
    for name, item in run.scores.items():
        if not item.sound:
            yield f"score.py, {name}: {item.output.splitlines()[-1] if item.output else 'nothing printed'}"
        counted = figures(article.judged for article in run.chosen(name))
        if item.counts != (counted.tp, counted.fp, counted.fn, counted.tn):
            yield f"score.py, {name}: other counts than this program's"
    for name, held in run.labels.items():
        if held["faults"]:
            yield f"tthc-{name}: not found as labelled: {', '.join(held['faults'])}"


def gate(run: QualityRun) -> list[str]:
    """What forbids the change: faults, half A below its least, half B below the accepted run."""
    reasons = list(run.faults)
    if run.half_a.f1 < LEAST_HALF_A:
        reasons.append(f"half A: F1 {run.half_a.f1:.3f} is below {LEAST_HALF_A}")
    before = accepted.accepted()
    if before is None:
        reasons.append("there is no accepted run to compare with")
    elif accepted.below_accepted(before, "B", run.sets["B"]):
        reasons.append("half B: F1 is below that of the accepted run")
    return reasons
