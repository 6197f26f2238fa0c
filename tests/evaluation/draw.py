"""Draws units of real documents by seed for labelling, outside the labelled evaluation set.

usage: REVIEW_APP_EVALUATION=FOLDER ./dev run python -m tests.evaluation.draw --seed 3 --out DIR

Writes `dev.jsonl` and `held.jsonl` (one unit a line, with its text, for a person to read; never committed).
Documents are split between the two by the hash of their path. A unit is an article, an appendix, a form or a quoted
amendment. Units are drawn by how many words of an office counter they hold, which is no rule of ours: all of those with
many, a share of the others; `stratum` and `weight` (units stood for) go with each.

`--labels FILE…` reads what a person wrote (`id`, `sets`, `parts`, `families`, `conf`) for units drawn to `--out` and
writes `tests/evaluation/labels/tthc-dev.jsonl` and `tthc-held.jsonl`: places and fingerprints, never the text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nlp.errors import NlpError
from nlp.pipeline import extract_draft
from nlp.rules.units import units
from nlp.structure import parse
from nlp.types import SourceFile

WORDS = (
    "hồ sơ", "thủ tục", "đơn ", "tờ khai", "ngày làm việc", "đăng ký", "cấp giấy", "giấy chứng nhận", "giấy phép",
    "chấp thuận", "xác nhận", "lệ phí", "bản sao", "điều kiện",
)  # fmt: skip
STRATA = {"local": {"many": 60, "some": 60, "none": 60}, "central": {"many": 70, "some": 70, "none": 40}}
"""How many units are drawn of each pool and stratum: four words or more, two or three, fewer."""
LONGEST = 12_000
LABELS = Path(__file__).parent / "labels"
LOCAL_FILES = ("files/diaphuong-", "files/hanoi-", "files/hcm-")


def stratum_of(low: str) -> str:
    """How many of the counter's words a text holds, in three steps."""
    found = sum(word in low for word in WORDS)
    return "many" if found >= 4 else "some" if found >= 2 else "none"


def half_of(document: str) -> str:
    """Which of the two sets a document belongs to."""
    return ("dev", "held")[int(hashlib.sha256(("draw " + document).encode()).hexdigest(), 16) % 2]


def sha(text: str) -> str:
    """The fingerprint under which a label is kept in place of the text."""
    return hashlib.sha256(text.encode()).hexdigest()


def squeezed(text: str) -> str:
    """A text without its white space: what stays the same when lines are joined otherwise."""
    return "".join(text.split())


def pool_of(row: dict[str, Any]) -> str | None:
    """`local` (normative documents of provinces), `central`, or None for what is not drawn from."""
    path = row["path"]
    if path.startswith("central/"):
        return "central"
    if path.startswith(LOCAL_FILES) and row["format"] in ("docx", "pdf"):
        return "local"
    return "local" if path.startswith(("local/", "local2/")) and row.get("normative") else None


def units_of(folder: Path, path: str) -> Iterator[dict[str, Any]]:
    """The units of one document, as rows to be labelled; nothing when it cannot be read."""
    file = folder / "corpus" / path
    try:
        draft = extract_draft([SourceFile(path, file.read_bytes())])
    except NlpError:
        return
    provisions = parse(draft).provisions
    first = min((item.start for item in provisions if item.kind == "dieu"), default=0)
    for unit in units(draft.text, provisions):
        place = unit.provision
        text = draft.text[place.start : place.end]
        if len(text) <= LONGEST:
            yield {
                "document": path, "unit": place.id, "start": place.start, "end": place.end, "sha256": sha(text),
                "stratum": stratum_of(unit.low), "preamble": draft.text[:first][-1500:], "text": text,
            }  # fmt: skip


def keep_labels(drawn: Path, files: list[Path]) -> None:
    """Joins labels to the units drawn and keeps them without the text."""
    given: dict[str, dict[str, Any]] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            given[label["id"]] = label
    for half in ("dev", "held"):
        lines = []
        for line in (drawn / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
            unit = json.loads(line)
            label = given.get(unit["id"])
            if label is None:
                continue
            kept = {
                key: unit[key]
                for key in ("id", "document", "unit", "start", "end", "sha256", "pool", "stratum", "weight")
            }
            kept["squeezed_sha256"] = sha(squeezed(unit["text"]))
            kept |= {"sets": label["sets"], "parts": label["parts"], "conf": label["conf"]}
            kept["families"] = sorted({item["family"] for item in label["families"]})
            lines.append(json.dumps(kept, ensure_ascii=False))
        (LABELS / f"tthc-{half}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Draw the two sets and write them."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--seed", type=int, required=True)
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--labels", type=Path, nargs="+", default=[])
    options = cli.parse_args()
    if options.labels:
        keep_labels(options.out, options.labels)
        return 0
    folder = Path(os.environ["REVIEW_APP_EVALUATION"])
    with (folder / "eval" / "articles.jsonl").open(encoding="utf-8") as lines:
        labelled = {json.loads(line)["document"] for line in lines}
    pools: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    with (folder / "corpus" / "index.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        pool = pool_of(row)
        if pool is None or row["path"] in labelled:
            continue
        for unit in units_of(folder, row["path"]):
            pools[half_of(row["path"]), pool, unit["stratum"]].append(unit | {"pool": pool})
    rng = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    for half in ("dev", "held"):
        drawn: list[dict[str, Any]] = []
        for pool, strata in STRATA.items():
            for stratum, wanted in strata.items():
                held = pools[half, pool, stratum]
                chosen = rng.sample(held, min(wanted // 2, len(held)))
                drawn += [unit | {"weight": round(len(held) / len(chosen), 3)} for unit in chosen]
                print(f"{half} {pool} {stratum}: {len(chosen)} of {len(held)}")
        rng.shuffle(drawn)
        with (options.out / f"{half}.jsonl").open("w", encoding="utf-8") as out:
            for number, unit in enumerate(drawn, start=1):
                out.write(
                    json.dumps({"id": f"{half[0].upper()}{number:03}"} | unit, ensure_ascii=False) + "\n"
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
