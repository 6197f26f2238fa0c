"""Counts what the rules say of provisions that were written for this measure, by writers who had not seen the rules.

usage: ./dev run python -m tests.evaluation.written [--json] [--misses FILE]

`written/tthc-*.jsonl`: provisions that set a part of a procedure, or do not. `written/families-*.jsonl`: provisions and
whole drafts with a fault of a family, and look-alikes without it (gold `none:…`). Texts and labels are by the same
hand and nobody checked them; numbers of laws in them are the writer's and no source of law. Misses of the sets `held`
stay unread: `--misses` writes those of the others.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp import scan
from nlp.knowledge import Knowledge, load_knowledge
from nlp.types import Finding, ScanResult, SourceFile
from tests.evaluation.planted import Share

FOLDER = Path(__file__).parent / "written"
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "council_money": ("authority",),
    "sub_delegation": ("authority",),
    "norms_in_admin": ("authority",),
    "amends_other": ("authority",),
    "amendment": ("structure", "reference"),
    "numbering": ("structure", "reference"),
    "broken_reference": ("reference", "structure"),
}
"""Under which families of findings a fault of a set may be told; a fault not named here has a family of its name."""
_HEAD = """{body}
TỈNH A
Số: {number}
A, ngày 15 tháng 3 năm 2026
{type}
{title}
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
"""
_SCOPE = "Điều 1. Phạm vi điều chỉnh\nQuyết định này quy định như tên gọi.\n"


@dataclass(frozen=True, slots=True)
class Written:
    """One provision or draft: what it is about, whether the fault is in it, and whether the rules say so."""

    id: str
    about: str
    gold: bool
    found: bool
    text: str
    why: str


def measure(name: str, knowledge: Knowledge) -> Iterator[Written]:
    """The provisions of a set beside what the rules say; raises ValueError for one that cannot be read."""
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        head = _head(row)
        result = scan(SourceFile(f"{row['id']}.txt", f"{head}{row['text']}\n".encode()), knowledge)
        if result.document is None:
            raise ValueError(f"{row['id']}: not read")
        gold, about = _gold(row["gold"])
        wanted = FAMILIES.get(about, (about,))
        found = any(finding.family in wanted for finding in _told(result, row["text"], bool(head)))
        yield Written(row["id"], about, gold, found, row["text"], row["why"])


def _gold(label: str) -> tuple[bool, str]:
    if label in ("yes", "no"):
        return label == "yes", "tthc"
    return not label.startswith("none:"), label.removeprefix("none:")


def _head(row: Mapping[str, Any]) -> str:
    """The beginning of a draft for a provision that stands alone; '' for a whole draft, which has its own."""
    text, council = row["text"], row["issuer"].startswith("hdnd")
    if any(body in text[:200] for body in ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN")):
        return ""
    head = _HEAD.format(
        body="HỘI ĐỒNG NHÂN DÂN" if council else "ỦY BAN NHÂN DÂN",
        number=row["number"],
        type="NGHỊ QUYẾT" if council else "QUYẾT ĐỊNH",
        title=row["doc_title"],
    )
    return head if "Điều 1." in text else head + _SCOPE


def _told(result: ScanResult, text: str, provision: bool) -> list[Finding]:
    """The suspicions about the written text: not those about the head put before it, and no hints."""
    if result.document is None:
        return []
    first = max(0, result.document.text.find(text[:20])) if provision else 0
    return [finding for finding in result.findings if finding.end > first and finding.severity != "info"]


def sets() -> list[str]:
    """The names of all sets."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def shares(name: str, units: list[Written]) -> dict[str, Any]:
    """Of a set: precision and recall over all, and for each family the share found and the look-alikes flagged."""
    counted: dict[str, list[bool]] = defaultdict(list)
    for unit in units:
        if unit.found:
            counted[f"{name}: precision"].append(unit.gold)
        if unit.gold:
            counted[f"{name}: recall"].append(unit.found)
        if unit.about != "tthc":
            counted[f"{name}: {unit.about}, {'found' if unit.gold else 'look-alikes flagged'}"].append(
                unit.found
            )
    return {key: Share(sum(values), len(values)).as_json() for key, values in counted.items()}


def main() -> int:
    """Scan, count, print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--json", action="store_true")
    cli.add_argument(
        "--misses", type=Path, default=None, help="write what is missed or flagged wrongly, sets `held` apart"
    )
    options = cli.parse_args()
    knowledge = load_knowledge()
    measured = {name: list(measure(name, knowledge)) for name in sets()}
    found = {key: item for name, units in measured.items() for key, item in shares(name, units).items()}
    if options.misses:
        wrong = [
            {
                "set": name,
                "id": unit.id,
                "about": unit.about,
                "gold": unit.gold,
                "why": unit.why,
                "text": unit.text,
            }
            for name, units in measured.items()
            for unit in units
            if not name.endswith("held") and unit.found != unit.gold
        ]
        options.misses.write_text(
            "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in wrong), encoding="utf-8"
        )
    if options.json:
        print(json.dumps({"knowledge": knowledge.release, "shares": found}))
    else:
        for key, item in sorted(found.items()):
            print(
                f"{key:60} {item['share']:.3f} ({item['low']:.2f}-{item['high']:.2f}) {item['hits']}/{item['of']}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
