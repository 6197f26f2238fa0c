"""Small local drafts without procedures, and published procedures rendered as a draft would write them into one.

Everything follows from a seed. A draft is put together from `base_drafts.yaml`; a procedure is planted as an article,
as a clause of an article, or as an appendix after the signature. What is planted is the text as published: its papers
are cut here by their counts ('1 bản chính'), by nothing that the product uses.
"""

from __future__ import annotations

import functools
import gzip
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from nlp.text import nfc

Form = Literal["article", "clause", "appendix"]
Style = Literal["drafted", "raw", "steps"]
FORMS: tuple[Form, ...] = ("article", "clause", "appendix")
STYLES: tuple[Style, ...] = ("drafted", "raw", "steps")
"""The published fields under labels of their own; all fields run together as published; the steps alone."""

_COUNT = re.compile(r"\d{1,3} bản (?:chính|sao)(?:, ?\d{1,3} bản (?:chính|sao))?")
_FILE = re.compile(r"[^\s;.:]{0,40}(?: ?\(\d{1,2}\))?\.(?:docx?|pdf|xlsx?|rar|zip)", re.I)
_TABLE_HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
_TIME = re.compile(r"(\d{1,3}) (Ngày làm việc|Ngày|Tháng|Giờ)")
_CHANNELS = ("Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính")
_LETTERS = "abcdđeghiklmnopqrstuvxy"

Procedure = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Times:
    """A published time limit: a number and its unit in lower case."""

    number: int
    unit: str

    def words(self) -> str:
        """The time limit as a draft writes it."""
        return f"{self.number:02} {self.unit}"


@dataclass(frozen=True, slots=True)
class Planted:
    """A draft with the range of what was planted in it; an empty range in a twin without."""

    text: str
    start: int
    end: int
    subject: int


def read_published(folder: Path) -> list[Procedure]:
    """The published procedures of the evaluation folder, as they are."""
    with gzip.open(folder / "corpus" / "tthc_national.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def field(procedure: Procedure, key: str) -> str:
    """A field's text as a text file would hold it."""
    text = nfc(str(procedure.get(key) or "")).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n{2,}", "\n", text.replace("\u00a0", " ").replace("\t", " ")).strip()


def papers_of(procedure: Procedure) -> list[str]:
    """The papers a procedure asks for, cut where a count ends one; a dossier without counts is one paper."""
    text = field(procedure, "thanh_phan_ho_so").replace(_TABLE_HEAD, " ")
    pieces = [_FILE.sub("", piece).strip(" \n-+*;.") for piece in _COUNT.split(text)]
    return [" ".join(piece.split()) for piece in pieces if len(piece) > 3]


def times_of(procedure: Procedure) -> list[Times]:
    """The time limits the ways of filing name, each once."""
    found = _TIME.findall(field(procedure, "cach_thuc_thuc_hien"))
    return list(dict.fromkeys(Times(int(number), unit.lower()) for number, unit in found))


def drafted_fields(
    procedure: Procedure, papers: Sequence[str], times: Sequence[Times], more_conditions: str = ""
) -> list[tuple[str, list[str]]]:
    """The parts of a procedure as label and lines, in the order of a draft; parts it does not have are left out."""
    ways = field(procedure, "cach_thuc_thuc_hien")
    channels = [name.lower() for name in _CHANNELS if name in ways]
    result = re.split(r"Mã: ?KQ|Mã: ?\d|Từ khóa", field(procedure, "ket_qua_xu_ly"))[0]
    agency = field(procedure, "co_quan_thuc_hien") or field(procedure, "co_quan_co_tham_quyen")
    limits = "; ".join(time.words() for time in times)
    conditions = "\n".join(filter(None, (field(procedure, "yeu_cau_dieu_kien"), more_conditions)))
    listed = [f"{_LETTERS[n % len(_LETTERS)]}) {paper};" for n, paper in enumerate(papers)]
    parts = [
        ("Trình tự thực hiện", field(procedure, "trinh_tu_thuc_hien").split("\n")),
        ("Cách thức thực hiện", [", ".join(channels)] if channels else []),
        ("Thành phần hồ sơ gồm", ["", *listed] if listed else []),
        ("Thời hạn giải quyết", [f"{limits} kể từ ngày nhận đủ hồ sơ hợp lệ."] if limits else []),
        ("Đối tượng thực hiện", [field(procedure, "doi_tuong_thuc_hien")]),
        ("Cơ quan giải quyết", [agency] if agency else []),
        ("Kết quả thực hiện", [result] if result else []),
        ("Yêu cầu, điều kiện", conditions.split("\n") if conditions else []),
    ]
    return [(label, lines) for label, lines in parts if lines]


def body(procedure: Procedure, style: Style, fields: Sequence[tuple[str, list[str]]]) -> list[str]:
    """The planted lines below the name; `fields` are numbered as clauses in the drafted style."""
    if style == "drafted":
        return [
            line
            for number, (label, lines) in enumerate(fields, start=1)
            for line in (f"{number}. {label}: {lines[0]}".rstrip(), *lines[1:])
        ]
    keys = ("trinh_tu_thuc_hien", "cach_thuc_thuc_hien", "thanh_phan_ho_so", "yeu_cau_dieu_kien")
    chosen = keys if style == "raw" else keys[:1]
    return [line for key in chosen for line in field(procedure, key).split("\n") if line.strip()]


@functools.cache
def _base() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "base_drafts.yaml").read_text(encoding="utf-8")
    )
    return loaded


def subject_of(seed: int, code: str) -> random.Random:
    """The source of chance for one procedure: the same whatever else is planted."""
    return random.Random(f"{seed} {code}")


def plant(
    rng: random.Random, form: Form | None, name: str = "", lines: Sequence[str] = (), style: Style = "drafted"
) -> Planted:
    """A draft with the lines planted in the form asked for, or none: the same `rng` state gives the same twin."""
    base = _base()
    number = rng.randrange(len(base["subjects"]))
    subject = base["subjects"][number]
    kind = "Nghị quyết" if subject["type"] == "nghi_quyet" else "Quyết định"
    own = list(subject["articles"])
    articles = [*own, *rng.sample(base["common"], 3)]
    at = rng.randrange(1, len(own))
    host = rng.choice([place for place, article in enumerate(own) if len(article) > 2])
    head, tail = _frame(subject, kind)
    before, planted = [head], ""
    after: list[str] = []
    for place, article in enumerate(articles):
        if form == "article" and place == at:
            planted = _article(len(before) + 1, [name]) + "\n" + "\n".join(lines)
            before.append(planted)
        (after if planted else before).append(
            _article(place + 2 + (1 if form == "article" and place >= at else 0), article)
        )
        if form == "clause" and place == host:
            planted = _clause(len(article), name, lines, style)
            before.append(planted)
    after.append(_article(len(articles) + 2 + (form == "article"), ["Hiệu lực thi hành", _effect(kind)]))
    after.append(tail)
    if form == "appendix":
        planted = f"PHỤ LỤC\n{name.upper()}\n(Kèm theo {kind} số …/2026)\n" + "\n".join(lines)
        return Planted(*_joined([*before, *after, planted], [], planted), number)
    return Planted(*_joined(before, after, planted), number)


def _joined(before: Sequence[str], after: Sequence[str], planted: str) -> tuple[str, int, int]:
    text = "\n".join(before)
    end = len(text)
    return "\n".join([text, *after]) + "\n", end - len(planted), end


def _article(number: int, article: Sequence[str]) -> str:
    heading, *clauses = article
    if len(clauses) == 1:
        return f"Điều {number}. {heading}\n{clauses[0]}"
    return "\n".join([f"Điều {number}. {heading}", *(f"{n}. {line}" for n, line in enumerate(clauses, 1))])


def _clause(number: int, name: str, lines: Sequence[str], style: Style) -> str:
    """A clause whose own parts are dashes: numbered lines would read as clauses of the article."""
    if style == "drafted":
        lines = [re.sub(r"^\d+\. ", "- ", line) for line in lines]
        return "\n".join([f"{number}. {name}:", *lines])
    return f"{number}. {name}: " + " ".join(lines)


def _effect(kind: str) -> str:
    return f"{kind} này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2026."


def _frame(subject: Mapping[str, Any], kind: str) -> tuple[str, str]:
    """The heading with the preamble and the first article, and the signature."""
    council = subject["type"] == "nghi_quyet"
    body_name = "HỘI ĐỒNG NHÂN DÂN TỈNH" if council else "ỦY BAN NHÂN DÂN TỈNH"
    head = "\n".join(
        [
            body_name,
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            f"Số: 15/2026/{'NQ-HĐND' if council else 'QĐ-UBND'}",
            "Ngày 05 tháng 5 năm 2026",
            kind.upper(),
            subject["title"],
            body_name,
            "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
            subject["preamble"],
            f"{'Hội đồng nhân dân tỉnh ban hành' if council else 'Ủy ban nhân dân tỉnh ban hành'} {kind}:",
            "Điều 1. Phạm vi điều chỉnh, đối tượng áp dụng",
            f"1. Phạm vi điều chỉnh: {kind} này {subject['title'][:1].lower()}{subject['title'][1:]}.",
            f"2. Đối tượng áp dụng: cơ quan, tổ chức, cá nhân có liên quan đến nội dung của {kind} này.",
        ]
    )
    signer = "CHỦ TỊCH" if council else "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    tail = f"Nơi nhận:\n- Như Điều cuối;\n- Lưu: VT.\n{signer}\n(đã ký)\nNguyễn Văn A"
    return head, tail
