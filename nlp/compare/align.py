"""Laying a clause of the draft beside a clause of law, word by word."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from nlp.compare.words import Words

_SHORTEST_RUN = 2
"""A single word in common says nothing."""
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
    def _matcher(self) -> SequenceMatcher[str]:
        """Made when first asked for: most clauses have too little in common with any of law."""
        return SequenceMatcher(None, "", self._draft.words, autojunk=False)

    def with_law(self, law: Words) -> Alignment:
        """The runs of words that the two clauses have in common, in order."""
        self._matcher.set_seq1(law.words)
        blocks = self._matcher.get_matching_blocks()
        runs = [Run(block.b, block.a, block.size) for block in blocks if block.size >= _SHORTEST_RUN]
        cited = self._cited
        runs = [run for run in runs if not cited.issuperset(range(run.draft, run.draft + run.size))]
        return Alignment(self._draft, law, _densest(runs), cited)


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
