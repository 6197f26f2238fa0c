"""Plants every published procedure in a small local draft and counts how often the rules see it.

usage: REVIEW_APP_EVALUATION=FOLDER ./dev run python -m tests.evaluation.planted [--seed N] [--limit N] [--json]
       [--misses FILE]

Per form (article, clause, appendix) and style (drafted, raw, steps): the share of planted texts that a finding of
family `tthc` overlaps, with its 95 % Wilson interval; and the share of the same drafts without anything planted that
get such a finding. The drafts are few and ours: their share of false alarms says nothing of real documents.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp import scan
from nlp.knowledge import Knowledge, load_knowledge
from nlp.types import ScanResult, SourceFile
from tests.evaluation.figures import wilson
from tests.evaluation.planting import (
    FORMS,
    STYLES,
    Form,
    Planted,
    Procedure,
    Style,
    body,
    drafted_fields,
    papers_of,
    plant,
    read_published,
    subject_of,
    times_of,
)

DAY = datetime.date(2026, 5, 5)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with the 95 % Wilson interval of the share."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """The Wilson interval of the share."""
        return wilson(self.value, self.of) if self.of else (0.0, 1.0)

    def as_json(self) -> dict[str, Any]:
        """The share as numbers."""
        low, high = self.interval()
        return {
            "hits": self.hits, "of": self.of,
            "share": round(self.value, 4), "low": round(low, 4), "high": round(high, 4),
        }  # fmt: skip

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}]  {self.hits}/{self.of}"


@dataclass(frozen=True, slots=True)
class Trial:
    """One planted procedure: what was planted how, and the offsets of the findings that overlap it."""

    code: str
    form: Form
    style: Style
    planted: Planted
    rules: tuple[str, ...]
    """Ids of the rules of family tthc that spoke of the planted text."""


def scan_planted(planted: Planted, knowledge: Knowledge) -> tuple[ScanResult, int, int]:
    """The scan of a draft, and the planted range in the text as read."""
    result = scan(SourceFile("du-thao.txt", planted.text.encode()), knowledge, date=DAY)
    if result.document is None:
        raise ValueError(f"the planted draft cannot be read: {result.error}")
    after = len(planted.text.rstrip()) - planted.end
    text = result.document.text
    if text[: planted.start].split() != planted.text[: planted.start].split():  # wrapped lines may be joined
        raise ValueError("the text before the planted procedure was changed by reading it")
    return result, planted.start, len(text.rstrip()) - max(0, after)


def rules_over(result: ScanResult, start: int, end: int) -> tuple[str, ...]:
    """The rules of family tthc whose findings overlap a range."""
    found = [
        finding.rule
        for finding in result.findings
        if finding.family == "tthc" and finding.start < end and start < finding.end
    ]
    return tuple(sorted(set(found)))


def trials(
    procedures: Iterable[Procedure],
    knowledge: Knowledge,
    seed: int,
    forms: Sequence[Form] = FORMS,
    styles: Sequence[Style] = STYLES,
) -> Iterator[Trial]:
    """Every procedure planted in every form and style."""
    for procedure in procedures:
        code = str(procedure["ma_thu_tuc"])
        fields = drafted_fields(procedure, papers_of(procedure), times_of(procedure))
        for style in styles:
            lines = body(procedure, style, fields)
            for form in forms:
                name = " ".join(str(procedure["ten_thu_tuc"]).split())
                planted = plant(subject_of(seed, code), form, name, lines, style)
                result, start, end = scan_planted(planted, knowledge)
                yield Trial(code, form, style, planted, rules_over(result, start, end))


def twins(procedures: Iterable[Procedure], knowledge: Knowledge, seed: int) -> Iterator[tuple[Planted, int]]:
    """The same drafts with nothing planted, each different one once, and how many findings of tthc each gets."""
    seen: set[str] = set()
    for procedure in procedures:
        twin = plant(subject_of(seed, str(procedure["ma_thu_tuc"])), None)
        if twin.text not in seen:
            seen.add(twin.text)
            result, _, _ = scan_planted(twin, knowledge)
            yield twin, sum(finding.family == "tthc" for finding in result.findings)


def chosen(procedures: Sequence[Procedure], seed: int, limit: int | None) -> list[Procedure]:
    """All procedures, or `limit` of them drawn by the seed."""
    if limit is None or limit >= len(procedures):
        return list(procedures)
    return subject_of(seed, "draw").sample(list(procedures), limit)


def measure(
    procedures: Sequence[Procedure], knowledge: Knowledge, seed: int
) -> tuple[dict[str, Share], list[Trial]]:
    """The shares by style and form (key 'style form'), by form, and of the twins; and the trials missed."""
    counts: dict[str, list[bool]] = defaultdict(list)
    missed: list[Trial] = []
    for trial in trials(procedures, knowledge, seed):
        found = bool(trial.rules)
        for key in (f"{trial.style} {trial.form}", f"all {trial.form}", "all"):
            counts[key].append(found)
        if not found:
            missed.append(trial)
    counts["unplanted twins with a finding"] = [
        alarms > 0 for _, alarms in twins(procedures, knowledge, seed)
    ]
    return {key: Share(sum(values), len(values)) for key, values in counts.items()}, missed


def main() -> int:
    """Plant, scan, count, print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--seed", type=int, default=3)
    cli.add_argument("--limit", type=int, default=None)
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--misses", type=Path, default=None, help="write the planted texts that were missed")
    options = cli.parse_args()
    folder = Path(os.environ["REVIEW_APP_EVALUATION"])
    procedures = chosen(read_published(folder), options.seed, options.limit)
    knowledge = load_knowledge()
    shares, missed = measure(procedures, knowledge, options.seed)
    if options.misses:
        with options.misses.open("w", encoding="utf-8") as out:
            for trial in missed:
                text = trial.planted.text[trial.planted.start : trial.planted.end]
                row = {"code": trial.code, "form": trial.form, "style": trial.style, "text": text}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    if options.json:
        head = {"seed": options.seed, "procedures": len(procedures), "knowledge": knowledge.release}
        print(json.dumps(head | {"shares": {key: share.as_json() for key, share in shares.items()}}))
    else:
        print(f"{len(procedures)} procedures, seed {options.seed}, knowledge {knowledge.release}")
        for key in sorted(shares):
            print(f"{key:32} {shares[key]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
