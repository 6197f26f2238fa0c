"""Raw material an office lays beside the rules: published procedures, a status list of documents, texts of law.

Folder keys are those of the national publication and of a status export, used as they are; nothing in it is a rule.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import KnowledgeError
from nlp.text import nfc


@dataclass(frozen=True, slots=True)
class PublishedProcedure:
    """One administrative procedure as published nationally; texts as published, '' where there is none."""

    code: str
    """`ma_thu_tuc`."""
    name: str
    level: str
    field: str
    applicants: str
    agency: str
    steps: str
    ways: str
    """`cach_thuc_thuc_hien`: ways of filing with their time limits and fees."""
    papers: str
    result: str
    conditions: str
    basis: str


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """What a status list says of one document; days None and texts '' where unknown."""

    number: str
    title: str
    type: str
    issuer: str
    issued: datetime.date | None
    effective: datetime.date | None
    expired: datetime.date | None
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class LawText:
    """The full text of one document of the library; `name` is its file's name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """All raw material of a release; empty where the office has laid none."""

    procedures: tuple[PublishedProcedure, ...] = ()
    status: Mapping[str, tuple[DocumentStatus, ...]] | None = None
    """By number in upper case without spaces; None without a list, so that 'unknown' is told from 'not listed'."""
    library: tuple[LawText, ...] = ()


def status_key(number: str) -> str:
    """The form under which a document's number is looked up: upper case, no spaces, no leading zeros."""
    plain = "".join(number.upper().split())
    head, slash, tail = plain.partition("/")
    return f"{head.lstrip('0') or head}{slash}{tail}"


def read_procedures(path: Path) -> tuple[PublishedProcedure, ...]:
    """The procedures of `procedures.jsonl[.gz]`; raises KnowledgeError naming the line that is not well formed."""
    data = _bytes(path)
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    found = []
    for number, line in enumerate(data.decode("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                found.append(procedure_of(json.loads(line)))
            except (ValueError, KeyError) as wrong:
                raise KnowledgeError(f"{path.name}, line {number}: {wrong}") from wrong
    return tuple(found)


def procedure_of(row: Mapping[str, Any]) -> PublishedProcedure:
    """A procedure from a row with the keys of the publication; raises KeyError without code or name."""

    def text(key: str) -> str:
        return nfc(str(row.get(key) or ""))

    return PublishedProcedure(
        code=str(row["ma_thu_tuc"]),
        name=nfc(str(row["ten_thu_tuc"])),
        level=text("cap_thuc_hien"),
        field=text("linh_vuc"),
        applicants=text("doi_tuong_thuc_hien"),
        agency=text("co_quan_thuc_hien") or text("co_quan_co_tham_quyen"),
        steps=text("trinh_tu_thuc_hien"),
        ways=text("cach_thuc_thuc_hien"),
        papers=text("thanh_phan_ho_so"),
        result=text("ket_qua_xu_ly"),
        conditions=text("yeu_cau_dieu_kien"),
        basis=text("can_cu_phap_ly"),
    )


def read_status(path: Path) -> dict[str, tuple[DocumentStatus, ...]]:
    """The rows of `status.csv` by `status_key`; raises KnowledgeError for a date that is none."""
    return parse_status(_bytes(path).decode("utf-8-sig"), path.name)


def parse_status(table: str, name: str) -> dict[str, tuple[DocumentStatus, ...]]:
    """The rows of a status list given as CSV text; `name` is what errors call it."""
    rows = csv.DictReader(io.StringIO(table))
    found: dict[str, list[DocumentStatus]] = defaultdict(list)
    for line, row in enumerate(rows, start=2):
        number = nfc((row.get("number") or "").strip())
        if number:
            try:
                found[status_key(number)].append(_status(number, row))
            except ValueError as wrong:
                raise KnowledgeError(f"{name}, line {line}: {wrong}") from wrong
    return {key: tuple(entries) for key, entries in found.items()}


def _status(number: str, row: Mapping[str, str | None]) -> DocumentStatus:
    def day(key: str) -> datetime.date | None:
        value = (row.get(key) or "").strip()
        return datetime.date.fromisoformat(value) if value else None

    def text(key: str) -> str:
        return nfc((row.get(key) or "").strip())

    return DocumentStatus(
        number, text("title"), text("type"), text("issuer"),
        day("issued"), day("effective"), day("expired"), text("status"), text("source"),
    )  # fmt: skip


def read_library(folder: Path) -> tuple[LawText, ...]:
    """The texts of `library/*.txt`, one document a file."""
    return tuple(
        LawText(path.name, nfc(_bytes(path).decode("utf-8-sig"))) for path in sorted(folder.glob("*.txt"))
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise KnowledgeError(f"{path.name}: {wrong.strerror}") from wrong
