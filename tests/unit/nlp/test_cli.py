"""The command line: one JSON line a file in order, exact exit codes, nothing else on standard output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nlp.__main__ import main
from tests.unit.nlp.scan_helpers import knowledge

TEXT = "Điều 1. Hồ sơ\nCá nhân nộp 01 bộ hồ sơ gồm: đơn đề nghị theo Mẫu số 01; bản sao căn cước.\n"
CLAUSE_RULE = """
rules:
  - id: ban.test
    title: Không tự đặt điều cấm.
    family: ban
    kind: clause
    severity: suspect
    since: 2026-05-05
    part: null
    explanation: 'Nêu {words}.'
    suggestion: Bỏ.
    narrow: Hiếm gặp.
    bases: {}
    clause:
      types: [nghi_quyet]
      beside: ['đốt']
      unless: ['theo luật']
      cues:
        - {id: forbid, anchors: [nghiêm cấm], pattern: 'nghiêm cấm', confidence: 0.7}
    examples: {hits: ["Điều 1. Cấm\\nNghiêm cấm đốt rơm."], look_alikes: ["Điều 1. X\\nĐốt rơm."]}
"""


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "nlp", *arguments], input=stdin, capture_output=True, check=False, timeout=60
    )


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_files_that_fail_are_error_lines_in_their_place(tmp_path: Path) -> None:
    good, empty = tmp_path / "tốt.txt", tmp_path / "empty.txt"
    good.write_text(TEXT, encoding="utf-8")
    empty.write_bytes(b"")

    done = run("scan", str(tmp_path / "none.txt"), str(good), str(tmp_path), str(empty), "--json")

    assert done.returncode == 1
    found = lines(done)
    assert [line["error"] and line["error"]["code"] for line in found] == [
        "not_found", None, "unsupported", "empty",
    ]  # fmt: skip
    assert found[1]["file"] == str(good)
    assert found[1]["findings"]
    assert all(line["document"] is None and line["coverage"] is None for line in found if line["error"])


def test_standard_input_options_and_parts_of_one_draft(tmp_path: Path) -> None:
    appendix = tmp_path / "b.txt"
    appendix.write_text("PHỤ LỤC\nDanh mục", encoding="utf-8")

    done = run(
        "scan", "-", str(appendix), "--json", "--together", "--issuer", "hdnd_tinh", "--date", "2023-02-03",
        stdin=TEXT.encode(),
    )  # fmt: skip

    assert done.returncode == 0
    (line,) = lines(done)
    assert line["file"] == ["-", str(appendix)]
    document = line["document"]
    assert (document["issuer"], document["date"], document["regime"]) == ("hdnd_tinh", "2023-02-03", "R2")


@pytest.mark.parametrize(
    "arguments",
    [
        ("scan",), ("scan", "a.txt"), ("scan", "a.txt", "--json", "--date", "03/02/2023"),
        ("scan", "a.txt", "--json", "--issuer", "xa"), ("scan", "a.txt", "--json", "--knowledge", "/none"),
        ("rules", "explain", "no.such"), (),
    ],
)  # fmt: skip
def test_wrong_usage_is_status_two_with_nothing_on_standard_output(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err


def test_rules_list_is_one_line_of_seven_fields_for_each_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list"]) == 0

    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == [rule.id for rule in knowledge().rules]
    assert {len(row) for row in rows} == {7}
    dossier = next(row for row in rows if row[0] == "tthc.dossier")
    assert dossier[1:6] == ["tthc", "suspect", "procedure", "base-1", "-"]


def test_rules_explain_shows_needs_bases_with_status_patterns_and_examples(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "explain", "effect.retroactive"]) == 0
    told = capsys.readouterr().out

    assert "since base-1" in told
    assert "needs: local, normative, regime, text_date" in told
    assert "R1: khoản 3 Điều 152 Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13 [verified" in told
    assert "R3: căn cứ cần được kiểm tra [unverified" in told
    assert "Điều 55" not in told
    assert "leaves alone:" in told

    assert main(["rules", "explain", "tthc.deadline"]) == 0
    assert "from_receipt" in capsys.readouterr().out


def test_rules_explain_shows_what_a_clause_rule_looks_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text(CLAUSE_RULE, encoding="utf-8")

    assert main(["rules", "explain", "ban.test", "--knowledge", str(tmp_path)]) == 0

    told = capsys.readouterr().out
    for part in (
        "cue forbid: confidence 0.7",
        "nghiêm cấm",
        "beside:\n  đốt",
        "unless:\n  theo luật",
        "types: nghi_quyet",
    ):
        assert part in told
    assert "narrow: Hiếm gặp." in told


def test_rules_check_tries_all_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check"]) == 0
    assert "0 wrong" in capsys.readouterr().out


def test_the_page_of_rules_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "page"]) == 0

    written = (Path(__file__).resolve().parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out == written, "run: ./dev run python -m nlp rules page > docs/rules.md"
