"""The tree on real documents: article boundaries, clauses and points against labels, and soundness everywhere."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from nlp.structure import parse
from nlp.text import nfc
from nlp.types import DraftText, Provision
from tests.unit.nlp.structure_helpers import tree_faults

FOLDER = os.environ.get("REVIEW_APP_EVALUATION")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="REVIEW_APP_EVALUATION does not name the evaluation folder"),
]
NEAR = 6


def root() -> Path:
    assert FOLDER
    folder = Path(FOLDER)
    return folder if (folder / "corpus").is_dir() else folder.parent


def draft_of_file(path: Path) -> DraftText:
    text = nfc(path.read_text(encoding="utf-8"))
    return DraftText(text, ((0, len(text)),), (None,))


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root() / "eval" / name).read_text(encoding="utf-8").splitlines()]


def squeezed(text: str) -> tuple[str, list[int]]:
    kept = [
        (char, at) for at, char in enumerate(text) if not char.isspace() and char not in "*#>|_\u00ad\u200b"
    ]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def labelled() -> list[tuple[dict[str, Any], Provision | None, tuple[Provision, ...]]]:
    """Each labelled article with the Điều found at its place (None: none there) and the whole tree."""
    known: dict[str, tuple[tuple[Provision, ...], str, list[int]]] = {}
    found = []
    for article in rows("articles.jsonl"):
        name = article["document"]
        if name not in known:
            draft = draft_of_file(root() / "corpus" / name)
            known[name] = (parse(draft).provisions, *squeezed(draft.text))
        provisions, text, places = known[name]
        at = text.find(squeezed(unicodedata.normalize("NFC", article["text"]))[0][:60])
        start = places[at] if at >= 0 else -100
        dieu = next((p for p in provisions if p.kind == "dieu" and abs(p.start - start) <= NEAR), None)
        found.append((article, dieu, provisions))
    return found


def test_every_tree_of_the_corpus_is_sound() -> None:
    faults = {}
    for path in sorted(root().glob("corpus/*/*.txt")):
        draft = draft_of_file(path)
        found = tree_faults(draft.text, parse(draft).provisions)
        if found:
            faults[path.name] = found[:3]
    assert faults == {}


def test_article_boundaries_reach_the_floor() -> None:
    found = labelled()
    assert found
    assert sum(dieu is not None for _, dieu, _ in found) / len(found) >= 0.99


def test_clauses_and_points_differ_in_at_most_one_article_of_a_hundred() -> None:
    gold = {row["id"]: row for row in rows("structure.jsonl")}
    wrong = 0
    for article, dieu, provisions in labelled():
        if article["id"] not in gold:
            continue
        below = f"{dieu.id}/" if dieu else "\0"
        ids = {
            p.id.removeprefix(below)
            for p in provisions
            if p.kind in ("khoan", "diem") and p.id.startswith(below) and "trich-dan" not in p.id
        }
        wanted = set()
        for clause in gold[article["id"]]["clauses"]:
            khoan = f"khoan-{clause['n'].lower()}" if clause["n"] else ""
            wanted |= {khoan} if khoan else set()
            wanted |= {
                "/".join(filter(None, (khoan, f"diem-{p.replace('đ', 'dd')}"))) for p in clause["points"]
            }
        wrong += ids != wanted
    assert wrong <= 0.01 * len(gold)
