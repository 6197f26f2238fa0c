"""Measures the rules on the labelled units of `tests/evaluation/labels` (drawn and labelled by `draw.py`).

usage: REVIEW_APP_EVALUATION=FOLDER ./dev run python -m tests.evaluation.measure [--misses] [--json]

A unit is flagged when a finding of family `tthc` overlaps its range, whatever the severity; borderline units are left
out. Weighted figures stand for the pool the units were drawn from: field precision and recall. `--misses` shows what
went wrong in the open sets (tthc-dev…) alone: those of tthc-held stay unread. Exit 1 when a unit is not found as it was
labelled.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.evaluation.draw import LABELS, sha, squeezed
from tests.evaluation.figures import Judged, figures
from tests.evaluation.scans import Scan, Scans, full_knowledge

SETS = tuple(sorted(path.stem.removeprefix("tthc-") for path in LABELS.glob("tthc-*.jsonl")))
OPEN_SETS = tuple(name for name in SETS if not name.startswith("held"))
"""The sets whose misses may be read; those of the others stay unread."""
POOLS = ("all", "local", "central", "other")
"""`other`: documents of provinces that are not normative."""
WORDS = ("hồ sơ", "thủ tục", "giấy phép", "lệ phí", "ngày làm việc", "tờ khai", "đơn đề nghị")
"""The baseline: a text with three of these words is flagged."""
FAMILY_OF = {"sub_delegation": "authority", "authority_hdnd": "authority", "amendment": "structure"}
"""What those who labelled called some faults, in the families of the scan contract."""
Label = dict[str, Any]


def baseline(text: str) -> bool:
    """Whether the baseline of words flags a text."""
    low = text.lower()
    return sum(word in low for word in WORDS) >= 3


@dataclass(frozen=True, slots=True)
class MeasuredUnit:
    """A labelled unit, what the scan found in it, and its text (kept in memory alone)."""

    label: Label
    findings: tuple[dict[str, Any], ...]
    text: str

    @property
    def judged(self) -> Judged:
        """The unit as figures count it."""
        sure = [finding["confidence"] for finding in self.findings if finding["family"] == "tthc"]
        return Judged(
            id=self.label["id"],
            pool=self.label["pool"],
            gold=self.label["sets"] == "yes",
            flagged=bool(sure),
            baseline=baseline(self.text),
            confidence=max(sure, default=None),
            weight=self.label["weight"],
        )

    @property
    def labelled_families(self) -> set[str]:
        """The families of fault a person saw in the unit."""
        return {FAMILY_OF.get(family, family) for family in self.label["families"]}

    @property
    def found_families(self) -> set[str]:
        """The families other than `tthc` of what the scan found in it."""
        return {finding["family"] for finding in self.findings} - {"tthc"}


def labels_of(name: str) -> list[Label]:
    """The labels of one set, borderline ones too."""
    lines = (LABELS / f"tthc-{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def place_of(label: Label, scan: Scan) -> tuple[int, int] | None:
    """Where a labelled unit stands in a scan, None when its text is not there any more.

    Its range when the fingerprint holds; else (other white space, other numbering) a provision of the same letters.
    """
    document = scan["document"]
    if document is None:
        return None
    text: str = document["text"]
    start, end = label["start"], label["end"]
    if sha(text[start:end]) == label["sha256"]:
        return start, end
    named = [place for place in scan["provisions"] if place["id"] == label["unit"]]
    for place in (*named, *scan["provisions"]):
        if sha(squeezed(text[place["start"] : place["end"]])) == label.get("squeezed_sha256"):
            return place["start"], place["end"]
    return None


def measured(labels: Iterable[Label], scans: Scans) -> tuple[list[MeasuredUnit], list[str]]:
    """The units that are no borderline, with their findings, and the ids of those not found as labelled."""
    kept = [label for label in labels if label["sets"] != "borderline"]
    found, faults = [], []
    scans.read(label["document"] for label in kept)
    by_document: dict[str, Scan] = {}
    for label in kept:
        if label["document"] not in by_document:
            by_document[label["document"]] = scans.scan(label["document"])
        scan = by_document[label["document"]]
        place = place_of(label, scan)
        if place is None:
            faults.append(label["id"])
            continue
        start, end = place
        inside = tuple(item for item in scan["findings"] if item["start"] < end and item["end"] > start)
        found.append(MeasuredUnit(label, inside, scan["document"]["text"][start:end]))
    return found, faults


def of_pool(units: Iterable[Judged], pool: str) -> list[Judged]:
    """The units of a pool, `all` for every one."""
    return [unit for unit in units if pool in ("all", unit.pool)]


def family_counts(units: Sequence[MeasuredUnit]) -> dict[str, dict[str, int]]:
    """For each other family: local units in which a person saw it, of those found, and found where nobody saw it."""
    local = [unit for unit in units if unit.label["pool"] == "local"]
    seen = Counter(family for unit in local for family in unit.labelled_families)
    hit = Counter(family for unit in local for family in unit.labelled_families & unit.found_families)
    more = Counter(family for unit in local for family in unit.found_families - unit.labelled_families)
    return {
        family: {
            "labelled": seen[family],
            "found": hit[family],
            "elsewhere": more[family],
            "units": len(local),
        }
        for family in sorted(seen | more)
    }


def report(scans: Scans) -> tuple[dict[str, Any], dict[str, list[MeasuredUnit]]]:
    """The figures of every set as JSON, and the units behind them."""
    told: dict[str, Any] = {}
    units: dict[str, list[MeasuredUnit]] = {}
    for name in SETS:
        labels = labels_of(name)
        units[name], faults = measured(labels, scans)
        judged = [unit.judged for unit in units[name]]
        told[name] = {
            "faults": faults,
            "borderline": sum(label["sets"] == "borderline" for label in labels),
            "pools": {pool: _pool(inside) for pool in POOLS if (inside := of_pool(judged, pool))},
        }
    return told, units


def families(scans: Scans) -> dict[str, dict[str, dict[str, int]]]:
    """The counts of other families in every set, by scans with all raw material."""
    found = {}
    for name in SETS:
        local, _ = measured((label for label in labels_of(name) if label["pool"] == "local"), scans)
        found[name] = family_counts(local)
    return found


def _pool(units: Sequence[Judged]) -> dict[str, Any]:
    return {
        "units": len(units),
        "rules": figures(units).to_json(),
        "field": figures(units, weighted=True).to_json(),
        "baseline": figures(units, baseline=True).to_json(),
        "baseline_field": figures(units, baseline=True, weighted=True).to_json(),
    }


def show(told: dict[str, Any]) -> None:
    """The figures as lines for reading."""
    for name, held in told.items():
        for pool, kinds in held["pools"].items():
            for kind in ("rules", "field", "baseline", "baseline_field"):
                item = kinds[kind]
                p, r = item["precision"], item["recall"]
                print(
                    f"{name:5}{pool:8}{kind:15}precision {p['value']} ({p['low']}-{p['high']}) "
                    f"recall {r['value']} ({r['low']}-{r['high']}) F1 {item['f1']} "
                    f"(tp {item['tp']} fp {item['fp']} fn {item['fn']} tn {item['tn']})"
                )
        for family, count in held.get("families", {}).items():
            print(
                f"{name:5}{family:12}labelled {count['labelled']} found {count['found']} elsewhere {count['elsewhere']}"
            )
        if held["faults"]:
            print(f"FAULTS {name}: not found as labelled: {', '.join(held['faults'])}")


def show_misses(units: Sequence[MeasuredUnit]) -> None:
    """What the rules missed, and accused without cause, in an open set."""
    for unit in units:
        judged = unit.judged
        if judged.gold == judged.flagged:
            continue
        kind = "missed" if judged.gold else "false alarm"
        print(f"\n{kind} {judged.id} {judged.pool} {unit.label['document']} {unit.label['unit']}")
        print("   " + " ".join(unit.text.split())[:300])
        for finding in unit.findings:
            if finding["family"] == "tthc":
                print(f"   -> {finding['rule']} {finding['confidence']}: {finding['quote'][:120]!r}")


def main() -> int:
    """Measure and print; exit 1 when a unit is not found as labelled, 2 without the evaluation folder."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--misses", action="store_true", help="also what went wrong in the open sets")
    cli.add_argument("--json", action="store_true", help="one JSON object")
    options = cli.parse_args()
    evaluation = Path(os.environ.get("REVIEW_APP_EVALUATION", ""))
    if not (evaluation / "eval").is_dir():
        print("REVIEW_APP_EVALUATION names no evaluation folder", file=sys.stderr)
        return 2
    with TemporaryDirectory() as cache, full_knowledge(evaluation) as folder:
        told, units = report(Scans(evaluation, Path(cache) / "plain"))
        for name, counts in families(Scans(evaluation, Path(cache) / "full", folder)).items():
            told[name]["families"] = counts
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        show(told)
    if options.misses:
        for name in OPEN_SETS:
            show_misses(units[name])
    return 1 if any(held["faults"] for held in told.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
