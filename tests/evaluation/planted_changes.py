"""Plants published procedures with one thing changed and counts whether the scan names the procedure and the change.

usage: REVIEW_APP_EVALUATION=FOLDER ./dev run python -m tests.evaluation.planted_changes [--seed N] [--limit N] [--json]
       [--form article|clause|appendix]

Every procedure is planted in one form (--form, an article unless said) in the drafted style: as published, and with one
paper, a longer time, another unit of time or one condition more. Counted: how often the procedure gathered there
carries its own code, another code, or none; how often the change is said at its place; how often something is said
where nothing was changed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from nlp.knowledge import Knowledge, load_knowledge
from tests.evaluation.planted import Share, chosen, scan_planted
from tests.evaluation.planting import (
    FORMS,
    Form,
    Planted,
    Procedure,
    Times,
    body,
    drafted_fields,
    papers_of,
    plant,
    read_published,
    subject_of,
    times_of,
)

Change = Literal["none", "paper", "days", "unit", "condition"]
CHANGES: tuple[Change, ...] = ("none", "paper", "days", "unit", "condition")
RULE = "tthc.adds_to_published"
PAPERS = (
    "Giấy xác nhận của trưởng thôn, tổ dân phố nơi đặt trụ sở",
    "Bản sao có chứng thực biên lai đóng góp quỹ vì cộng đồng",
    "Bản cam kết không gây mất an ninh trật tự có chữ ký của các hộ liền kề",
    "Ảnh chụp hiện trạng mặt tiền khổ 10 x 15 cm",
    "Phiếu lấy ý kiến hàng xóm trong bán kính 50 m",
)
CONDITIONS = (
    "Có trụ sở chính đặt trên địa bàn tỉnh liên tục từ 05 năm trở lên.",
    "Đã đóng góp đầy đủ quỹ phòng chống thiên tai của tỉnh trong hai năm liền trước.",
    "Sử dụng tối thiểu 70 % lao động có hộ khẩu tại địa phương.",
)
OTHER_UNIT = {"ngày": "ngày làm việc", "ngày làm việc": "ngày"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the scan made of one planted procedure with one change."""

    code: str
    change: Change
    named: str | None
    """The published code of the procedure gathered at the planted place that carries one."""
    said: bool
    """Whether the change is said at its place; for 'none', whether anything is said."""


def changed(procedure: Procedure, change: Change, rng: random.Random) -> tuple[list[str], str] | None:
    """The planted lines and the words of the change; None where a procedure has nothing to change."""
    papers, times, more, mark = papers_of(procedure), times_of(procedure), "", ""
    if change == "paper":
        mark = rng.choice(PAPERS)
        papers.insert(rng.randrange(len(papers) + 1), mark)
    elif change in ("days", "unit"):
        if len(times) != 1 or times[0].unit not in OTHER_UNIT:
            return None
        times = [_other(times[0], change)]
        mark = times[0].words()
    elif change == "condition":
        more = mark = rng.choice(CONDITIONS)
    return body(procedure, "drafted", drafted_fields(procedure, papers, times, more)), mark


def _other(time: Times, change: Change) -> Times:
    if change == "days":
        return replace(time, number=time.number + 10)
    return replace(time, unit=OTHER_UNIT[time.unit])


def outcomes(
    procedures: Sequence[Procedure],
    knowledge: Knowledge,
    seed: int,
    form: Form = "article",
    changes: Sequence[Change] = CHANGES,
) -> Iterator[Outcome]:
    """Every procedure with every change that it admits."""
    for procedure in procedures:
        code = str(procedure["ma_thu_tuc"])
        for change in changes:
            made = changed(procedure, change, subject_of(seed, f"{code} {change}"))
            if made is None:
                continue
            lines, mark = made
            name = " ".join(str(procedure["ten_thu_tuc"]).split())
            planted = plant(subject_of(seed, code), form, name, lines)
            yield _outcome(code, change, planted, mark, knowledge)


def _outcome(code: str, change: Change, planted: Planted, mark: str, knowledge: Knowledge) -> Outcome:
    result, start, end = scan_planted(planted, knowledge)
    named = [
        procedure.published
        for procedure in result.procedures
        if procedure.published
        and any(
            place.start < end and start < place.end for places in procedure.parts.values() for place in places
        )
    ]
    text = result.document.text if result.document else ""
    at = text.rfind(mark, start, end) if mark else start
    until = at + len(mark) if mark else end
    said = any(
        finding.rule == RULE and finding.start < until and at < finding.end for finding in result.findings
    )
    return Outcome(code, change, code if code in named else next(iter(named), None), said)


def with_material(folder: Path) -> Knowledge:
    """The packaged knowledge with the published procedures of the evaluation folder."""
    with tempfile.TemporaryDirectory() as made:
        source = folder / "corpus" / "tthc_national.jsonl.gz"
        Path(made, "procedures.jsonl.gz").write_bytes(source.read_bytes())
        return load_knowledge(Path(made))


def shares(found: Sequence[Outcome]) -> dict[str, Share]:
    """The shares named in this module's first lines."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for outcome in found:
        if outcome.change == "none":
            counts["as published: right code"].append(outcome.named == outcome.code)
            counts["as published: wrong code"].append(outcome.named not in (None, outcome.code))
            counts["as published: a change is said"].append(outcome.said)
        else:
            counts[f"{outcome.change} changed: right code"].append(outcome.named == outcome.code)
            counts[f"{outcome.change} changed: said at its place"].append(outcome.said)
    return {key: Share(sum(values), len(values)) for key, values in counts.items()}


def main() -> int:
    """Plant, scan, count, print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--seed", type=int, default=3)
    cli.add_argument("--limit", type=int, default=None)
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--form", choices=FORMS, default="article")
    options = cli.parse_args()
    folder = Path(os.environ["REVIEW_APP_EVALUATION"])
    procedures = chosen(read_published(folder), options.seed, options.limit)
    found = shares(list(outcomes(procedures, with_material(folder), options.seed, options.form)))
    if options.json:
        head = {"seed": options.seed, "procedures": len(procedures), "form": options.form}
        print(json.dumps(head | {"shares": {key: share.as_json() for key, share in found.items()}}))
    else:
        for key, share in found.items():
            print(f"{key:40} {share}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
