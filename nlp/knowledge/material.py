"""Raw material an office lays beside the rules: published procedures, a status list of documents, texts of law.

Folder keys are those of the national publication and of a status export, used as they are; nothing in it is a rule.
"""

from __future__ import annotations

import csv
import datetime
import functools
import gzip
import hashlib
import io
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nlp.errors import KnowledgeError
from nlp.text import nfc

MaterialKind = Literal["procedures", "status", "library"]
MaterialFault = Literal["encoding", "archive", "json", "key", "date", "table", "columns", "empty"]
LARGEST_UNPACKED = 500 << 20
"""What a packed list may hold, in bytes."""
_GZIP = b"\x1f\x8b"


class MaterialError(KnowledgeError):
    """Raw material that is not well formed: its file, the line (from 1, None for the whole file) and what is wrong.

    `detail` is the key, column or value at fault, or what the reader said; '' where the fault says it all.
    """

    def __init__(self, file: str, line: int | None, fault: MaterialFault, detail: str = "") -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {fault}{': ' if detail else ''}{detail}")
        self.file = file
        self.line = line
        self.fault: MaterialFault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class MaterialFile:
    """One file of raw material: what it holds, what it is called, its bytes."""

    kind: MaterialKind
    name: str
    data: bytes

    @property
    def slot(self) -> tuple[MaterialKind, str]:
        """What a later file takes the place of: the one list of its kind, or the library's text of its name."""
        return self.kind, self.name if self.kind == "library" else ""

    @property
    def sha256(self) -> str:
        """The hash of the content."""
        return hashlib.sha256(self.data).hexdigest()


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


@functools.lru_cache(maxsize=1024)
def status_key(number: str) -> str:
    """The form under which a document's number is looked up: upper case, no spaces, no leading zeros."""
    plain = "".join(number.upper().split())
    head, slash, tail = plain.partition("/")
    return f"{head.lstrip('0') or head}{slash}{tail}"


def effective(files: Iterable[MaterialFile]) -> tuple[MaterialFile, ...]:
    """The files that count, in a fixed order: of each slot the last."""
    by_slot = {file.slot: file for file in files}
    return tuple(by_slot[slot] for slot in sorted(by_slot))


def read_material(files: Iterable[MaterialFile]) -> Material:
    """What the files hold, of each slot the last; raises MaterialError for the first that is not well formed."""
    procedures: tuple[PublishedProcedure, ...] = ()
    status: Mapping[str, tuple[DocumentStatus, ...]] | None = None
    library = []
    for file in effective(files):
        if file.kind == "procedures":
            procedures = read_procedures(file)
        elif file.kind == "status":
            status = read_status(file)
        else:
            library.append(read_law_text(file))
    return Material(procedures, status, tuple(library))


def read_procedures(file: MaterialFile) -> tuple[PublishedProcedure, ...]:
    """The procedures of a JSONL list, packed or not; raises MaterialError naming the line that is not well formed."""
    found = []
    for number, line in enumerate(_lines(file), start=1):
        if line.strip():
            found.append(_parsed(file.name, number, line))
    if not found:
        raise MaterialError(file.name, None, "empty")
    return tuple(found)


def _parsed(name: str, number: int, line: str) -> PublishedProcedure:
    try:
        row = json.loads(line)
    except ValueError as wrong:
        raise MaterialError(name, number, "json", str(wrong)) from wrong
    if not isinstance(row, dict):
        raise MaterialError(name, number, "json", "not an object")
    try:
        return procedure_of(row)
    except KeyError as missing:
        raise MaterialError(name, number, "key", str(missing.args[0])) from missing


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


def read_status(file: MaterialFile) -> dict[str, tuple[DocumentStatus, ...]]:
    """The rows of a status list (CSV) by `status_key`; raises MaterialError, for a date that is none with its line."""
    rows = csv.DictReader(io.TextIOWrapper(io.BytesIO(file.data), encoding="utf-8-sig", newline=""))
    found: dict[str, list[DocumentStatus]] = defaultdict(list)
    known: dict[str, str] = {}
    try:
        if "number" not in (rows.fieldnames or ()):
            raise MaterialError(file.name, 1, "columns", "number")
        for row in rows:
            number = nfc((row.get("number") or "").strip())
            if number:
                found[status_key(number)].append(_status(file.name, rows.line_num, number, row, known))
    except csv.Error as wrong:
        raise MaterialError(file.name, rows.line_num, "table", str(wrong)) from wrong
    except UnicodeDecodeError:
        _text(file, file.data)  # tells the line
        raise
    if not found:
        raise MaterialError(file.name, None, "empty")
    return {key: tuple(entries) for key, entries in found.items()}


def _status(
    name: str, line: int, number: str, row: Mapping[str, str | None], known: dict[str, str]
) -> DocumentStatus:
    """A row of the list; `known` are the texts of the rows before, so that an equal one is kept once."""

    def day(key: str) -> datetime.date | None:
        value = (row.get(key) or "").strip()
        try:
            return datetime.date.fromisoformat(value) if value else None
        except ValueError as wrong:
            raise MaterialError(name, line, "date", f"{key} {value}") from wrong

    def text(key: str) -> str:
        value = nfc((row.get(key) or "").strip())
        return known.setdefault(value, value)

    return DocumentStatus(
        number, text("title"), text("type"), text("issuer"),
        day("issued"), day("effective"), day("expired"), text("status"), text("source"),
    )  # fmt: skip


def read_law_text(file: MaterialFile) -> LawText:
    """The text of one document of the library; raises MaterialError when it is empty or no UTF-8."""
    text = nfc(_text(file, file.data))
    if not text.strip():
        raise MaterialError(file.name, None, "empty")
    return LawText(file.name, text)


def _lines(file: MaterialFile) -> Iterator[str]:
    """The lines of a list, packed or not, one after the other: unpacked all at once it would take much room."""
    data = io.BytesIO(file.data)
    left = LARGEST_UNPACKED if file.data.startswith(_GZIP) else len(file.data)
    number = 0
    try:
        with gzip.GzipFile(fileobj=data) if file.data.startswith(_GZIP) else data as stream:
            while line := stream.readline(left + 1):
                number, left = number + 1, left - len(line)
                if left < 0:
                    raise MaterialError(file.name, None, "archive", f"more than {LARGEST_UNPACKED >> 20} MB")
                yield _decoded(file.name, number, line)
    except (OSError, EOFError, zlib.error) as wrong:
        raise MaterialError(file.name, None, "archive", str(wrong)) from wrong


def _decoded(name: str, number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as wrong:
        raise MaterialError(name, number, "encoding", "UTF-8") from wrong


def _text(file: MaterialFile, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise MaterialError(file.name, line, "encoding", "UTF-8") from wrong
