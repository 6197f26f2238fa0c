"""The last accepted run: which labelled articles and units were flagged, to tell gains and losses of a change.

Articles of half B and units of tthc-held are kept under a fingerprint and compared by count alone, so that nobody reads
off by the way which of them the rules miss.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.evaluation.figures import Judged, figures

FILE = Path(__file__).parent / "accepted.json"
Sets = Mapping[str, Sequence[Judged]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a set gained (right now, wrong in the accepted run) and lost; ids in open sets, else only how many."""

    name: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    new: int
    """Units the accepted run did not have."""

    def __str__(self) -> str:
        counts = f"{self.name}: gained {len(self.gained)}, lost {len(self.lost)}"
        counts += f", not in the accepted run {self.new}" if self.new else ""
        if closed(self.name):
            return counts
        return counts + "".join(
            f"; {word} {' '.join(ids)}" for word, ids in (("+", self.gained), ("-", self.lost)) if ids
        )


def closed(name: str) -> bool:
    """Whether what the rules miss in a set stays unread."""
    return name == "B" or name.startswith("held")


def key(name: str, unit: str) -> str:
    """The name under which a unit is kept."""
    if not closed(name):
        return unit
    return hashlib.sha256(f"{name} {unit}".encode()).hexdigest()[:16]


def accept(sets: Sets, about: Mapping[str, Any]) -> None:
    """Keep this run as the one that later runs are compared with; `about`: when, of which release and code."""
    kept = {
        name: {
            "f1": round(figures(units).f1, 4),
            "flagged": sorted(key(name, unit.id) for unit in units if unit.flagged),
            "silent": sorted(key(name, unit.id) for unit in units if not unit.flagged),
        }
        for name, units in sets.items()
    }
    FILE.write_text(json.dumps({"about": dict(about), "sets": kept}, indent=1) + "\n", encoding="utf-8")


def accepted() -> dict[str, Any] | None:
    """The accepted run, None before the first."""
    if not FILE.exists():
        return None
    run: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return run


def changes(run: Mapping[str, Any], sets: Sets) -> list[Change]:
    """What every set gained and lost against the accepted run."""
    found = []
    for name, units in sets.items():
        before = run["sets"].get(name, {"flagged": [], "silent": []})
        flagged, silent = set(before["flagged"]), set(before["silent"])
        known = [unit for unit in units if key(name, unit.id) in flagged | silent]
        moved = [unit for unit in known if unit.flagged != (key(name, unit.id) in flagged)]
        found.append(
            Change(
                name,
                tuple(unit.id for unit in moved if unit.flagged == unit.gold),
                tuple(unit.id for unit in moved if unit.flagged != unit.gold),
                len(units) - len(known),
            )
        )
    return found


def below_accepted(run: Mapping[str, Any], name: str, units: Sequence[Judged]) -> bool:
    """Whether the F1 of a set fell below that of the accepted run."""
    before: float = run["sets"][name]["f1"]
    return round(figures(units).f1, 4) < before
