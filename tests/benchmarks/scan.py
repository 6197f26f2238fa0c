"""`./dev bench scan`: characters a second from file to findings, memory and start, beside what nobody can do without.

The text is that of the packaged sample drafts, repeated, and with REVIEW_APP_EVALUATION the local documents there; then
the knowledge holds all raw material too: library, status list, published procedures. Baselines of the same run: one
pass of a regular expression of twenty phrases, the tokenizer, and a Python process that does nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from nlp.knowledge import Knowledge, load_knowledge
from nlp.pipeline import extract_draft, language_for, parse_draft, scan_draft, warm_up
from nlp.types import SourceFile
from tests.benchmarks.report import print_report, result, say
from tests.benchmarks.scan_processes import scan_taken, taken, worker_memory
from tests.benchmarks.scan_texts import PAGE, TODAY, documents, evaluation_folder, pages
from tests.evaluation.scans import full_knowledge

T = TypeVar("T")
R = TypeVar("R")
PHRASES = (
    "thủ tục hành chính", "thành phần hồ sơ", "số lượng hồ sơ", "thời hạn giải quyết", "ngày làm việc", "bộ hồ sơ",
    "đơn đề nghị", "tờ khai", "giấy phép", "giấy chứng nhận", "lệ phí", "trình tự", "cách thức thực hiện",
    "nộp hồ sơ", "trả kết quả", "bản sao", "điều kiện", "chấp thuận", "xác nhận", "cổng dịch vụ công",
)  # fmt: skip
RATE, REGEX, TOKENIZER, IDLE = (
    "Mchar/s (CPU, one core)", "one regex of 20 phrases", "the tokenizer", "python -c pass",
)  # fmt: skip
DRAFT = 50_000
SMALL, LARGE = 10, 1_000
REPEATS = 20


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(prog="bench scan", description=__doc__)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--forks", type=int, default=500, help="documents a worker scans, each in a process")
    parser.add_argument("--json", action="store_true", help="on one line")
    arguments = parser.parse_args(argv)
    load = os.getloadavg()[0]
    files, source = documents(arguments.documents)
    with _material() as folder:
        knowledge = load_knowledge(*([folder] if folder else []))
        say(f"{len(files)} documents, {source}, knowledge {knowledge.release}")
        results, characters = _speed(files, knowledge)
        results += [*_growth(knowledge), *_processes(folder, arguments.forks)]
    told = vars(arguments) | {"characters": characters, "texts": source, "knowledge": knowledge.release}
    print_report("scan", told, results, load, one_line=arguments.json)
    return 0


@contextlib.contextmanager
def _material() -> Iterator[Path | None]:
    evaluation = evaluation_folder()
    if evaluation is None:
        yield None
        return
    with full_knowledge(evaluation) as folder:
        yield folder


def _speed(files: Sequence[SourceFile], knowledge: Knowledge) -> tuple[list[dict[str, Any]], int]:
    """Each step, and all, beside the regex; all beside the tokenizer."""
    started = time.process_time()
    warm_up(knowledge)
    language = language_for(knowledge)
    warm = time.process_time() - started
    gc.freeze()  # as a worker does before it takes jobs: what is loaded for good is not searched for garbage
    drafts, extract_s = _timed(lambda file: extract_draft([file]), files)
    parsed, parse_s = _timed(lambda draft: parse_draft(draft, today=TODAY, knowledge=knowledge), drafts)
    _, first_s = _timed(lambda draft: scan_draft(draft, knowledge), parsed[:1])  # builds what is built once
    _, rules_s = _timed(lambda draft: scan_draft(draft, knowledge), parsed)
    pattern = re.compile("|".join(PHRASES), re.IGNORECASE)
    _, regex_s = _timed(lambda draft: sum(1 for _ in pattern.finditer(draft.text)), drafts)
    _, tokens_s = _timed(lambda draft: len(language.tokenizer(draft.text)), drafts)
    size, count = sum(len(draft.text) for draft in drafts), len(files)
    total = extract_s + parse_s + rules_s
    seconds = {"extract": extract_s, "parse": parse_s, "rules": rules_s, "all": total, "tokenizer": tokens_s}

    def rate(spent: float) -> float:
        return size / 1e6 / spent

    results = [
        result(name, RATE, rate(spent), count, REGEX, rate(regex_s)) for name, spent in seconds.items()
    ]
    results.append(result("time of all", "s (CPU)", total, count, TOKENIZER, tokens_s))
    results.append(
        result("first draft of a process", "s (CPU)", first_s, 1, "a draft later", rules_s / count)
    )
    results.append(result("build the pipeline", "s (CPU)", warm, 1, REGEX, regex_s))
    return results, size


def _growth(knowledge: Knowledge) -> list[dict[str, Any]]:
    """Time a character of a short and of a very long draft: the same when every step is linear."""

    def spent(source: SourceFile) -> float:
        started = time.process_time()
        draft = extract_draft([source])
        scan_draft(parse_draft(draft, today=TODAY, knowledge=knowledge), knowledge)
        return (time.process_time() - started) / len(draft.text) * 1e6

    small, large = pages(SMALL), pages(LARGE)
    say(f"drafts of {SMALL} and {LARGE} pages of {PAGE} characters")
    short = min(spent(small) for _ in range(REPEATS))
    return [
        result(f"time a character at {LARGE} pages", "µs (CPU)", spent(large), 1, f"at {SMALL} pages", short)
    ]


def _processes(folder: Path | None, forks: int) -> list[dict[str, Any]]:
    """Memory and start of processes that scan."""
    idle_s, idle_mb = taken([sys.executable, "-c", "pass"])
    draft = pages(DRAFT // PAGE).data.decode()[:DRAFT]
    results = []
    for name, knowledge in {"packaged knowledge": None, "all material": folder}.items():
        if knowledge is None and name == "all material":
            continue
        say(f"python -m nlp scan, {name}")
        _, peak = scan_taken(draft, knowledge)
        start = min(scan_taken(pages(1).data.decode(), knowledge)[0] for _ in range(3))
        results += [
            result(f"peak memory, {DRAFT} characters, {name}", "MB", peak, 1, IDLE, idle_mb),
            result(f"cold start, one page, {name}", "s (wall)", start, 3, IDLE, idle_s),
        ]
    say(f"a worker that forks {forks} times")
    told = worker_memory(forks, folder)
    results.append(
        result("memory of a worker's parent", "MB", told["end"], forks, "when ready", told["ready"])
    )
    if "warm" in told:
        results.append(
            result("the same after 20 documents", "MB", told["warm"], 20, "at the end", told["end"])
        )
    return results


def _timed(act: Callable[[T], R], items: Sequence[T]) -> tuple[list[R], float]:
    started = time.process_time()
    done = [act(item) for item in items]
    return done, time.process_time() - started


if __name__ == "__main__":
    raise SystemExit(main())
