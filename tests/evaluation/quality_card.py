"""Measures the rules on the evaluation folder and writes `docs/quality.md`: figures are never typed.

usage: REVIEW_APP_EVALUATION=FOLDER ./dev run python -m tests.evaluation.quality_card [--accept | --gate]

Without an option the card is written and the look at half B recorded. `--accept` also keeps this run as the one that
later changes are compared with. `--gate` (CI) writes nothing: it prints gains and losses against the accepted run and
fails on faults, on half A below its least, on half B below the accepted run.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.evaluation import accepted, half_b
from tests.evaluation.card_page import card, half_b_figures
from tests.evaluation.quality_run import QualityRun, full_run, gate, gate_run
from tests.evaluation.scans import ROOT

CARD = ROOT / "docs" / "quality.md"


def main() -> int:
    """Measure; exit 1 when a fault (or, with --gate, a loss) was found, 2 without the evaluation folder."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = cli.add_mutually_exclusive_group()
    mode.add_argument("--accept", action="store_true", help="keep this run as the accepted one")
    mode.add_argument("--gate", action="store_true", help="compare and judge only")
    options = cli.parse_args()
    evaluation = Path(os.environ.get("REVIEW_APP_EVALUATION", ""))
    if not (evaluation / "eval").is_dir():
        print("REVIEW_APP_EVALUATION names no evaluation folder", file=sys.stderr)
        return 2
    with TemporaryDirectory() as cache:
        run = (gate_run if options.gate else full_run)(evaluation, Path(cache))
    print_changes(run)
    if options.gate:
        reasons = gate(run)
        print(f"half A: F1 {run.half_a.f1:.3f}", *(f"FAILED {reason}" for reason in reasons), sep="\n")
        return 1 if reasons else 0
    looks = half_b.record({**run.about, **half_b_figures(run)})
    changes = accepted.changes(before, run.sets) if (before := accepted.accepted()) else []
    CARD.write_text(card(run, changes, looks), encoding="utf-8")
    if options.accept:
        accepted.accept(run.sets, run.about)
    print(*(f"FAULT {fault}" for fault in run.faults), sep="\n", end="\n" if run.faults else "")
    return 1 if run.faults else 0


def print_changes(run: QualityRun) -> None:
    """Gains and losses against the accepted run, a line a set; ids in the open sets alone."""
    before = accepted.accepted()
    if before is None:
        print("no accepted run yet")
        return
    print(f"against the accepted run of {before['about']['at']} ({before['about']['commit']}):")
    for change in accepted.changes(before, run.sets):
        print(f"  {change}")


if __name__ == "__main__":
    raise SystemExit(main())
