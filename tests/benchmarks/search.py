"""`./dev bench search`: seconds to index and milliseconds to answer, beside plain Whoosh in the same run.

Both index the same synthetic documents in one commit and answer the same questions with highlights on the
first 20 hits. Plain Whoosh has one text field with its standard analyser: it finds exact words only, knows no
folding, no numbers and no audience, so its figures are a floor for the machine and not the same work.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh import index as whoosh_index
from whoosh.qparser import QueryParser

from index.types import Query, Record
from index.whoosh_engine import WhooshIndex
from tests.benchmarks.report import print_report, result, say
from tests.benchmarks.search_texts import make_questions, make_records

_AUDIENCE = frozenset({"office"})
_HITS = 20


@dataclass
class _Measured:
    """What one engine took: seconds to index, bytes on disk, milliseconds by kind of question."""

    index_seconds: float = 0.0
    size: int = 0
    milliseconds: dict[str, list[float]] = field(default_factory=dict)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print one JSON object; progress goes to stderr."""
    arguments = _arguments(argv)
    records = make_records(arguments.documents, arguments.seed)
    questions = make_questions(records, arguments.seed, arguments.questions)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        ours = _measure_ours(Path(scratch) / "ours", records, questions)
        say(f"own engine: {ours.index_seconds:.1f} s to index")
        plain = _measure_plain(Path(scratch) / "plain", records, questions)
        say(f"plain Whoosh: {plain.index_seconds:.1f} s to index")
    characters = sum(len(record.text) for record in records)
    told = {"engine": "whoosh", "characters": characters, "provisions": 18 * len(records)}
    print_report(
        "search", vars(arguments) | told, _results(ours, plain, len(records)), load, one_line=arguments.json
    )
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench search", description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--questions", type=int, default=15, help="of every kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="on one line")
    return parser.parse_args(argv)


def _measure_ours(folder: Path, records: list[Record], questions: dict[str, list[str]]) -> _Measured:
    index = WhooshIndex(folder)
    measured = _Measured()
    started = time.perf_counter()
    index.rebuild(lambda: records)
    measured.index_seconds = time.perf_counter() - started
    measured.size = _size(folder)
    _time_questions(measured, questions, lambda text: index.search(Query(text, _AUDIENCE, limit=_HITS)))
    index.close()
    return measured


def _measure_plain(folder: Path, records: list[Record], questions: dict[str, list[str]]) -> _Measured:
    folder.mkdir()
    schema = fields.Schema(id=fields.ID(stored=True), title=fields.TEXT, text=fields.TEXT(stored=True))
    index = whoosh_index.create_in(str(folder), schema)
    measured = _Measured()
    started = time.perf_counter()
    writer = index.writer(limitmb=128)
    for record in records:
        writer.add_document(id=record.id, title=record.title, text=record.text)
    writer.commit()
    measured.index_seconds = time.perf_counter() - started
    measured.size = _size(folder)
    parser = QueryParser("text", schema)
    with index.searcher() as searcher:

        def ask(text: str) -> int:
            hits = searcher.search(parser.parse(text), limit=_HITS)
            return sum(len(hit.highlights("text")) for hit in hits) + len(hits)

        _time_questions(measured, questions, ask)
    return measured


def _time_questions(measured: _Measured, questions: dict[str, list[str]], ask: Callable[[str], Any]) -> None:
    for kind, texts in questions.items():
        taken = []
        for text in texts:
            started = time.perf_counter()
            ask(text)
            taken.append((time.perf_counter() - started) * 1_000)
        measured.milliseconds[kind] = taken


def _results(ours: _Measured, plain: _Measured, documents: int) -> list[dict[str, Any]]:
    results = [
        _result("index", "s", ours.index_seconds, documents, plain.index_seconds),
        _result("size", "MB", ours.size / 1e6, documents, plain.size / 1e6),
    ]
    everything = [taken for each in ours.milliseconds.values() for taken in each]
    everything_plain = [taken for each in plain.milliseconds.values() for taken in each]
    pairs = {kind: (ours.milliseconds[kind], plain.milliseconds[kind]) for kind in ours.milliseconds}
    for kind, (taken, taken_plain) in {"all": (everything, everything_plain), **pairs}.items():
        for name, at in (("p50", 50), ("p95", 95)):
            value, value_plain = _percentile(taken, at), _percentile(taken_plain, at)
            results.append(_result(f"{kind} {name}", "ms", value, len(taken), value_plain))
    return results


def _result(metric: str, unit: str, value: float, n: int, baseline: float) -> dict[str, Any]:
    return result(metric, unit, value, n, "plain whoosh", baseline)


def _percentile(values: list[float], at: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[at - 1] if len(values) > 1 else values[0]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
