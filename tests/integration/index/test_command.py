"""`python -m index` as a process: what goes in, what comes out, and the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
RECORDS: list[dict[str, Any]] = [
    {"id": "1", "kind": "document", "title": "Quy định về nước sạch", "text": "Thủ tục cấp nước.",
     "number": "043/2025/QĐ-UBND", "agency": "so-xay-dung", "type": "quyet_dinh", "date": "2025-07-01",
     "audience": ["office"]},
    {"id": "2", "kind": "document", "title": "", "text": "thu tuc", "number": None, "agency": None, "type": None,
     "date": None, "audience": ["office", "agency:a"], "extra": 1},
]  # fmt: skip


def run(*arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "index", *arguments],
        cwd=ROOT, input=lines, capture_output=True, text=True, check=False,
    )  # fmt: skip


def as_lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    built = run("build", str(tmp_path / "index"), lines=as_lines(RECORDS))
    assert (built.returncode, built.stdout, built.stderr) == (0, "2 bản ghi\n", "")
    return str(tmp_path / "index")


def test_hits_come_as_json_lines_with_places_in_the_text(folder: str) -> None:
    done = run("search", folder, "thủ tục", "--json")

    hits = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [hit["id"] for hit in hits] == ["1", "2"]
    assert hits[0]["highlights"] == [{"start": 0, "end": 7, "text": "Thủ tục"}]
    assert hits[0]["score"] > hits[1]["score"]


def test_the_audience_trims_and_the_limit_cuts(folder: str) -> None:
    for audience, expected in (
        (["office"], 2),
        (["agency:a"], 1),
        (["nobody"], 0),
        (["nobody", "office"], 2),
    ):
        options = [option for mark in audience for option in ("--audience", mark)]
        assert len(run("search", folder, "thu tuc", "--json", *options).stdout.splitlines()) == expected
    assert len(run("search", folder, "thu tuc", "--json", "--limit", "1").stdout.splitlines()) == 1


def test_a_bad_question_is_explained_on_stderr(folder: str) -> None:
    done = run("search", folder, '"nước')

    assert done.returncode == 0
    assert "ngoặc kép" in done.stderr
    assert "1 kết quả" in done.stdout


def test_a_question_may_begin_with_a_minus_after_two_dashes(folder: str) -> None:
    assert "ít nhất một từ" in run("search", folder, "--", "-nước").stderr


def test_check_and_rebuild_keep_every_record(folder: str) -> None:
    assert run("check", folder).stdout == "2 bản ghi\n"
    assert run("rebuild", folder).stdout == "2 bản ghi\n"
    assert "043/2025" in json.dumps(RECORDS[0])
    assert json.loads(run("search", folder, "qđ 43/2025", "--json").stdout)["id"] == "1"


@pytest.mark.parametrize(
    ("line", "reason"),
    [("{", "JSON"), ("[]", "đối tượng"), ('{"id": ""}', "thiếu id"), ('{"id": "1", "text": 5}', "text"),
     ('{"id": "1", "audience": "office"}', "audience"), ('{"id": 7}', "id")],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_former_index_stays(folder: str, line: str, reason: str) -> None:
    done = run("build", folder, lines=as_lines(RECORDS[:1]) + line + "\n")

    assert done.returncode == 1
    assert "dòng 2" in done.stderr
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert run("check", folder).stdout == "2 bản ghi\n"


@pytest.mark.parametrize("command", [["search", "{}", "nước"], ["check", "{}"], ["rebuild", "{}"]])
def test_a_missing_index_is_an_error_and_creates_nothing(tmp_path: Path, command: list[str]) -> None:
    folder = tmp_path / "nowhere"

    done = run(*(part.format(folder) for part in command))

    assert done.returncode == 1
    assert done.stderr.startswith("missing:")
    assert not (folder / "current").exists()


@pytest.mark.parametrize("arguments", [[], ["search"], ["search", "d", "q", "--limit", "0"], ["forget", "d"]])
def test_wrong_usage_exits_with_two_and_prints_nothing_on_stdout(arguments: list[str]) -> None:
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
