"""Real documents keep the scan contract, and the rules keep their floor on the labelled articles."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "nlp", "scan", "--json"]
FLOOR = 0.80


@pytest.mark.timeout(600)
def test_lines_of_real_documents_are_valid(evaluation: Path) -> None:
    documents = sorted((evaluation / "corpus" / "local").glob("*.txt"))[::20]
    schema = json.loads((evaluation / "scan.schema.json").read_text(encoding="utf-8"))
    done = subprocess.run([*COMMAND, *map(str, documents)], capture_output=True, check=False, text=True)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(document) for document in documents]
    for line in lines:
        jsonschema.Draft202012Validator(schema).validate(line)


@pytest.mark.timeout(600)
def test_the_score_over_all_articles_keeps_its_floor(evaluation: Path) -> None:
    script = evaluation / "eval" / "score.py"
    done = subprocess.run(
        [sys.executable, str(script), "--command", " ".join(COMMAND)],
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stdout
    match = re.search(r"^all .*F1 ([\d.]+)", done.stdout, re.M)
    assert match is not None
    assert float(match.group(1)) >= FLOOR
