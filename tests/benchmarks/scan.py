"""`./dev bench scan`: characters a second from file to findings, beside one regular expression over the same text.

The text is that of the packaged sample drafts, repeated, and with REVIEW_APP_EVALUATION the local documents there.
The baseline is what nobody can do without: one pass of a regular expression of twenty phrases.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from nlp.knowledge import load_knowledge
from nlp.pipeline import extract_draft, language_for, parse_draft, scan_draft
from nlp.types import SourceFile
from review_app.sample.catalogue import draft_docx, sample_files
from tests.benchmarks.report import print_report, result, say

T = TypeVar("T")
R = TypeVar("R")
TODAY = date(2026, 9, 1)
PHRASES = (
    "thủ tục hành chính", "thành phần hồ sơ", "số lượng hồ sơ", "thời hạn giải quyết", "ngày làm việc", "bộ hồ sơ",
    "đơn đề nghị", "tờ khai", "giấy phép", "giấy chứng nhận", "lệ phí", "trình tự", "cách thức thực hiện",
    "nộp hồ sơ", "trả kết quả", "bản sao", "điều kiện", "chấp thuận", "xác nhận", "cổng dịch vụ công",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Measure each step and print one JSON object."""
    parser = argparse.ArgumentParser(prog="bench scan", description=__doc__)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--json", action="store_true", help="on one line")
    arguments = parser.parse_args(argv)
    load = os.getloadavg()[0]
    files, source = _files(arguments.documents)
    say(f"{len(files)} documents, {source}")
    knowledge = load_knowledge()
    started = time.process_time()
    language_for(knowledge)
    warm = time.process_time() - started
    gc.freeze()  # as a worker does before it takes jobs: what is loaded for good is not searched for garbage
    drafts, extract_s = _timed(lambda file: extract_draft([file]), files)
    characters = sum(len(draft.text) for draft in drafts)
    parsed, parse_s = _timed(lambda draft: parse_draft(draft, today=TODAY, knowledge=knowledge), drafts)
    _, scan_s = _timed(lambda draft: scan_draft(draft, knowledge), parsed)
    pattern = re.compile("|".join(PHRASES), re.IGNORECASE)
    _, plain_s = _timed(lambda draft: sum(1 for _ in pattern.finditer(draft.text)), drafts)
    rates = {"extract": extract_s, "parse": parse_s, "rules": scan_s, "all": extract_s + parse_s + scan_s}
    results = [
        result(name, "Mchar/s (CPU)", characters / 1e6 / seconds, len(files), "one regex of 20 phrases",
               characters / 1e6 / plain_s)
        for name, seconds in rates.items()
    ]  # fmt: skip
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    results += [
        result("build the pipeline", "s (CPU)", warm, 1, "one regex of 20 phrases", plain_s),
        result("memory at most", "MB", memory, 1, "one regex of 20 phrases", memory),
    ]
    print_report(
        "scan",
        vars(arguments) | {"characters": characters, "texts": source},
        results,
        load,
        one_line=arguments.json,
    )
    return 0


def _files(count: int) -> tuple[list[SourceFile], str]:
    own = [SourceFile(name.replace(".txt", ".docx"), draft_docx(name)) for name in sample_files()]
    folder = Path(os.environ.get("REVIEW_APP_EVALUATION", "")) / "corpus" / "local"
    if os.environ.get("REVIEW_APP_EVALUATION") and folder.is_dir():
        texts = sorted(folder.glob("*.txt"))[:count]
        return [SourceFile(path.name, path.read_bytes()) for path in texts], "real local documents (txt)"
    return [own[number % len(own)] for number in range(count)], "own sample drafts (docx), repeated"


def _timed(act: Callable[[T], R], items: Sequence[T]) -> tuple[list[R], float]:
    started = time.process_time()
    done = [act(item) for item in items]
    return done, time.process_time() - started


if __name__ == "__main__":
    raise SystemExit(main())
