"""The command line: one JSON line a file in order, exact exit codes, nothing else on standard output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nlp.__main__ import main

TEXT = "Điều 1. Hồ sơ\nCá nhân nộp 01 bộ hồ sơ gồm: đơn đề nghị theo Mẫu số 01; bản sao căn cước.\n"


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


def test_rules_can_be_listed_explained_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list"]) == 0
    assert "tthc.dossier" in capsys.readouterr().out
    assert main(["rules", "explain", "tthc.deadline"]) == 0
    assert "from_receipt" in capsys.readouterr().out
    assert main(["rules", "check"]) == 0
    assert "0 wrong" in capsys.readouterr().out
