"""The one shape in which benchmarks report (the command `./dev bench NAME --json`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def result(
    metric: str, unit: str, value: float, n: int, baseline: str, baseline_value: float
) -> dict[str, Any]:
    """One figure beside that of its baseline, measured in the same run."""
    return {
        "metric": metric, "unit": unit, "value": round(value, 3), "n": n, "baseline": baseline,
        "baseline_value": round(baseline_value, 3),
        "ratio": round(value / baseline_value, 4) if baseline_value else None,
    }  # fmt: skip


def print_report(
    bench: str, arguments: Mapping[str, Any], results: list[dict[str, Any]], load: float, *, one_line: bool
) -> None:
    """Print the report; `load` is the machine's load average when the run began."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    report = {
        "bench": bench,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "machine": {"cores": os.cpu_count(), "load": round(load, 2)},
        "args": dict(arguments),
        "results": results,
    }
    print(json.dumps(report, ensure_ascii=False, indent=None if one_line else 1))


def say(line: str) -> None:
    """Progress, on stderr."""
    print(line, file=sys.stderr, flush=True)
