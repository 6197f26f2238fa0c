"""Laying a clause of the draft beside a clause of law, word by word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from nlp.compare.words import Words

_WIDEST_GAP = 16
"""Words between two runs of the same clause; beyond it they are of different clauses."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that both have in the same order: `size` words from `draft` and from `law` on."""

    draft: int
    law: int
    size: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two clauses side by side: the runs of words in common, in order."""

    draft: Words
    law: Words
    runs: tuple[Run, ...]
    cited: frozenset[int]
    """Words of the draft that only cite a text: they prove no repetition."""

    @property
    def matched(self) -> int:
        """Words in common outside citations."""
        return sum(
            run.size - sum(at in self.cited for at in range(run.draft, run.draft + run.size))
            for run in self.runs
        )

    @property
    def longest(self) -> int:
        """Words of the longest run in common."""
        return max((run.size for run in self.runs), default=0)

    def share(self, leave_out: int = 0) -> float:
        """The share of the draft's words, outside citations and `leave_out` more, that the law has too."""
        own = len(self.draft) - len(self.cited) - leave_out
        return min(1.0, self.matched / own) if own > 0 else 0.0

    def law_share(self) -> float:
        """The share of the law's words in common, from the first run to the last."""
        if not self.runs:
            return 0.0
        window = self.runs[-1].law + self.runs[-1].size - self.runs[0].law
        return sum(run.size for run in self.runs) / window

    def whole_law_share(self) -> float:
        """The share of all the law's words in common."""
        return sum(run.size for run in self.runs) / len(self.law) if len(self.law) else 0.0

    def at_law(self, index: int) -> int | None:
        """The law's word that stands beside a word of the draft; None where there is none."""
        at = bisect_right([run.draft for run in self.runs], index) - 1
        if at < 0 or index >= self.runs[at].draft + self.runs[at].size:
            return None
        return self.runs[at].law + index - self.runs[at].draft

    def gap(self, index: int) -> tuple[int, int] | None:
        """The law's words between the runs around a word of the draft that has none beside it."""
        at = bisect_right([run.draft for run in self.runs], index) - 1
        if at < 0 or at + 1 >= len(self.runs):
            return None
        return self.runs[at].law + self.runs[at].size, self.runs[at + 1].law

    def tail(self) -> int:
        """The law's words after the last run."""
        return self.runs[-1].law + self.runs[-1].size if self.runs else 0

    def in_draft_runs(self, start: int, end: int) -> bool:
        """Whether all these words of the draft stand in runs."""
        return all(self.at_law(index) is not None for index in range(start, end))

    def in_law_runs(self, start: int, end: int) -> bool:
        """Whether all these words of the law stand in runs."""
        return all(
            any(run.law <= index < run.law + run.size for run in self.runs) for index in range(start, end)
        )


class Aligner:
    """A clause of the draft that several clauses of law are laid beside; `cited` are its words that only cite."""

    def __init__(self, draft: Words, cited: frozenset[int] = frozenset()) -> None:
        self._draft, self._cited = draft, cited

    @cached_property
    def _places(self) -> dict[tuple[str, str], list[int]]:
        """Where each pair of words stands in the draft's clause; read when first asked for, which is seldom."""
        places: dict[tuple[str, str], list[int]] = {}
        for index, pair in enumerate(pairwise(self._draft.words)):
            places.setdefault(pair, []).append(index)
        return places

    def with_law(self, law: Words) -> Alignment:
        """The runs of words that the two clauses have in common, in order.

        The longest first (of several the first in the law, then in the draft), then what stands before and after it:
        the blocks of `difflib.SequenceMatcher`, without single words, which say nothing.
        """
        places = self._places
        shared = [(at, places[pair]) for at, pair in enumerate(pairwise(law.words)) if pair in places]
        runs: list[Run] = []
        open_ranges = [(shared, 0, len(self._draft))]
        while open_ranges:
            within, first, last = open_ranges.pop()
            run = _longest(within, first, last)
            if run is not None:
                runs.append(run)
                end = run.law + run.size
                open_ranges.append(([pair for pair in within if pair[0] < run.law - 1], first, run.draft))
                open_ranges.append(([pair for pair in within if pair[0] >= end], run.draft + run.size, last))
        runs.sort(key=lambda run: run.law)
        cited = self._cited
        runs = [run for run in runs if not cited.issuperset(range(run.draft, run.draft + run.size))]
        return Alignment(self._draft, law, _densest(runs), cited)


def _longest(shared: Sequence[tuple[int, Sequence[int]]], first: int, last: int) -> Run | None:
    """The longest run of two words or more that ends before `last` in the draft and begins at `first` at the earliest.

    `shared` are the pairs of words of the law that the draft has, in order: where they stand in the law and in it.
    """
    best, size = (0, 0), 0
    before: dict[int, int] = {}
    at_before = -2
    for at, places in shared:
        here: dict[int, int] = {}
        if at != at_before + 1:
            before = {}
        for place in places:
            if first <= place < last - 1:
                length = here[place] = before.get(place - 1, 0) + 1
                if length > size:
                    best, size = (place - length + 1, at - length + 1), length
        before, at_before = here, at
    return Run(*best, size + 1) if size else None


def _densest(runs: list[Run]) -> tuple[Run, ...]:
    """The stretch of runs with the most words that no wide gap on either side breaks."""
    groups: list[list[Run]] = []
    for run in runs:
        before = groups[-1][-1] if groups else None
        if (
            before is not None
            and run.law - before.law - before.size <= _WIDEST_GAP
            and run.draft - before.draft - before.size <= _WIDEST_GAP
        ):
            groups[-1].append(run)
        else:
            groups.append([run])
    return tuple(max(groups, key=lambda group: sum(run.size for run in group), default=[]))
