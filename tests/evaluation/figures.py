"""Counts of right and wrong, and the figures drawn from them with their intervals."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Z = 1.96
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled article or unit beside what the rules, and the baseline of words, say of it.

    `weight` is how many units of its pool it stands for; `confidence` that of the surest finding, None without one.
    """

    id: str
    pool: str
    gold: bool
    flagged: bool
    baseline: bool
    confidence: float | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its Wilson interval of 95 %; `n` is what it rests on (for weighted units: as many equal ones)."""

    value: float | None
    low: float
    high: float
    n: float

    def to_json(self) -> dict[str, Any]:
        """Rounded to three places."""
        value = None if self.value is None else round(self.value, 3)
        return {"value": value, "low": round(self.low, 3), "high": round(self.high, 3), "n": round(self.n, 1)}

    def __str__(self) -> str:
        return "–" if self.value is None else f"{self.value:.3f} ({self.low:.2f}–{self.high:.2f})"


def share(right: Sequence[float], wrong: Sequence[float]) -> Share:
    """The weighted share of what is right, with the interval of as many equal units (Kish) as the weights are worth."""
    weights = [*right, *wrong]
    if not weights:
        return Share(None, 0.0, 1.0, 0)
    total = sum(weights)
    value, n = sum(right) / total, total**2 / sum(weight**2 for weight in weights)
    return Share(value, *wilson(value, n), n)


def wilson(value: float, n: float) -> tuple[float, float]:
    """The Wilson interval of 95 % of a share of `n`."""
    middle = (value + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(value * (1 - value) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 over judged units, with the four counts."""

    precision: Share
    recall: Share
    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where one of them is not known."""
        p, r = self.precision.value or 0.0, self.recall.value or 0.0
        return 2 * p * r / (p + r) if p + r else 0.0

    def to_json(self) -> dict[str, Any]:
        """The figures as JSON's objects."""
        counts = {name: getattr(self, name) for name in ("tp", "fp", "fn", "tn")}
        shares = {"precision": self.precision.to_json(), "recall": self.recall.to_json()}
        return counts | shares | {"f1": round(self.f1, 3)}


def figures(units: Iterable[Judged], *, baseline: bool = False, weighted: bool = False) -> Figures:
    """The figures of the rules, or of the baseline, over units; `weighted`: as in the pool they were drawn from."""
    held: dict[tuple[bool, bool], list[float]] = {
        (gold, said): [] for gold in (True, False) for said in (True, False)
    }
    for unit in units:
        said = unit.baseline if baseline else unit.flagged
        held[unit.gold, said].append(unit.weight if weighted else 1.0)
    hit, alarm, miss, quiet = (
        held[True, True], held[False, True], held[True, False], held[False, False],
    )  # fmt: skip
    return Figures(share(hit, alarm), share(hit, miss), len(hit), len(alarm), len(miss), len(quiet))


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far confidence may be believed: for each bin how sure the findings were and how often they were right."""

    bins: tuple[tuple[float, float, int, float, Share], ...]
    """From, to, how many, mean confidence, share right."""
    brier: float | None
    """Mean squared distance of confidence from right (1) or wrong (0)."""
    ece: float | None
    """Mean distance of confidence and share right over the bins, by their size."""


def reliability(units: Iterable[Judged]) -> Reliability:
    """The reliability of the surest finding of each flagged unit."""
    sure = [(unit.confidence, unit.gold) for unit in units if unit.confidence is not None]
    bins = []
    for low, high in itertools.pairwise(BINS):
        inside = [(confidence, gold) for confidence, gold in sure if low <= confidence < high]
        if inside:
            right = share([1.0 for _, gold in inside if gold], [1.0 for _, gold in inside if not gold])
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            bins.append((low, min(high, 1.0), len(inside), mean, right))
    if not sure:
        return Reliability((), None, None)
    brier = sum((confidence - gold) ** 2 for confidence, gold in sure) / len(sure)
    ece = sum(count * abs(mean - (right.value or 0.0)) for _, _, count, mean, right in bins) / len(sure)
    return Reliability(tuple(bins), brier, ece)
