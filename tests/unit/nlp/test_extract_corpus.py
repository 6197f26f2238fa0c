"""The readers over real files as offices keep them: nothing crashes, nothing is lost, scans are known for scans."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from pathlib import Path

import pytest

from nlp.errors import NlpError
from nlp.extract import read
from nlp.types import Extracted, SourceFile

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

_LAYOUT = re.compile(r"[\s|/*#_-]+")
_CITATION = re.compile(r"(?:Điều|[Kk]hoản|[Đđ]iểm) \d+[a-zđ]? (?:của|Nghị|Luật|Thông tư|Điều|khoản)")


@functools.cache
def _read(path: Path) -> Extracted | NlpError:
    try:
        return read(SourceFile(path.name, path.read_bytes()))
    except NlpError as error:
        return error


def _squeeze(text: str) -> str:
    return _LAYOUT.sub("", unicodedata.normalize("NFC", text))


@pytest.fixture(scope="module")
def index(evaluation: Path) -> dict[str, dict[str, object]]:
    """The corpus's own description of its files, by path."""
    lines = (evaluation / "corpus" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return {str(row["path"]): row for row in map(json.loads, lines)}


def test_every_file_is_read_or_refused_with_a_code(
    evaluation: Path, index: dict[str, dict[str, object]]
) -> None:
    outcomes: dict[str, set[str]] = {}
    for path in sorted((evaluation / "corpus" / "files").iterdir()):
        row = index[f"files/{path.name}"]
        outcome = _read(path)
        key = f"{row['container']} {row['pdf_text_layer'] or ''}".strip()
        outcomes.setdefault(key, set()).add(outcome.code if isinstance(outcome, NlpError) else outcome.format)
    assert outcomes["zip"] == {"docx"}
    assert outcomes["ole"] == {"unsupported"}
    assert outcomes["pdf yes"] == {"pdf"}
    assert "no_text" in outcomes["pdf none"]


def test_word_files_lose_no_letter(evaluation: Path) -> None:
    corpus = evaluation / "corpus"
    pairs = {
        "diaphuong-quyet-dinh-01-2026-qd-ubnd-thanh-pho-ho-chi-minh*.docx": "local/01-2026-qd-ubnd-ho-chi-minh.txt",
        "diaphuong-quyet-dinh-05-2026-qd-ubnd-thanh-pho-ho-chi-minh*.docx": "local/05-2026-qd-ubnd-ho-chi-minh.txt",
        "diaphuong-quyet-dinh-06-2026-qd-ubnd-tinh-dien-bien*.docx": "local/06-2026-qd-ubnd-dien-bien.txt",
        "trunguong-nghi-dinh-364-2025-nd-cp*.docx": "central/364-2025-nd-cp.txt",
    }
    for pattern, text in pairs.items():
        (path,) = (corpus / "files").glob(pattern)
        outcome = _read(path)
        assert isinstance(outcome, Extracted)
        assert _squeeze(outcome.text) == _squeeze((corpus / text).read_text(encoding="utf-8-sig")), path.name


def test_no_wrapped_citation_begins_a_line(evaluation: Path) -> None:
    corpus = evaluation / "corpus"
    found: list[str] = []
    lines = 0
    for path in [
        *(corpus / "local").glob("*.txt"),
        *(corpus / "central").glob("*.txt"),
        *(corpus / "files").glob("*.pdf"),
    ]:
        outcome = _read(path)
        if isinstance(outcome, Extracted):
            lines += outcome.text.count("\n") + 1
            found += [line[:60] for line in outcome.text.split("\n") if _CITATION.match(line)]
    assert len(found) <= 10, found
    assert lines > 50_000


def test_proper_letters_are_never_doubted(evaluation: Path) -> None:
    """Every text of the corpus is proper Vietnamese; a doubt about its letters would be a false alarm."""
    corpus = evaluation / "corpus"
    doubted = {}
    for path in [
        *(corpus / "local").glob("*.txt"),
        *(corpus / "files").glob("*.docx"),
        *(corpus / "files").glob("*.pdf"),
    ]:
        outcome = _read(path)
        if isinstance(outcome, Extracted):
            codes = {warning.code for warning in outcome.warnings} & {"garbled_text", "no_diacritics"}
            legacy = [each for each in outcome.unread if "bảng mã cũ" in each.reason]
            if codes or legacy:
                doubted[path.name] = codes
    assert doubted == {}
