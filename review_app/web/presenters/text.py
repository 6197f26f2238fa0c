"""The text of a draft cut for the screen: blocks of lines, each line in stretches with the findings that mark them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

OUTLINE = frozenset(
    {
        "phan",
        "chuong",
        "muc",
        "tieu_muc",
        "dieu",
        "phu_luc",
        "kem_theo",
        "mau",
        "mo_dau",
        "ky",
        "noi_nhan",
        "chu_thich",
    }
)
"""Kinds of provision that stand in the outline and begin a block of text."""
_LABELS: Mapping[str, str] = {
    "mo_dau": "Phần mở đầu",
    "ky": "Phần ký",
    "noi_nhan": "Nơi nhận",
    "chu_thich": "Chú thích",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the text that findings mark: their ids in text order, the gravest severity first."""

    start: int
    end: int
    finding: int
    severity: str
    disposition: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text without or with a mark; `opens` are the findings that begin here."""

    text: str
    mark: Marked | None = None
    findings: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; `anchors` are the ids of the provisions that begin on it, `kind` that of the innermost."""

    anchors: tuple[str, ...]
    kind: str
    stretches: tuple[Stretch, ...]


@dataclass(slots=True)
class Block:
    """Lines that belong together on the screen: an article, a chapter heading, an appendix."""

    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """An entry of the outline; `open` and `all` count the findings in it."""

    id: str
    label: str
    heading: str
    depth: int
    open: int
    all: int


_GRAVITY = {"violation": 0, "suspect": 1, "info": 2}


def blocks_of(text: str, provisions: Sequence[Mapping[str, Any]], marks: Sequence[Marked]) -> list[Block]:
    """The whole text in blocks; nothing of it is left out."""
    starts = sorted(provisions, key=lambda each: (each["start"], -each["end"]))
    waiting = sorted(marks, key=lambda mark: mark.start)
    blocks, active, at, offset = [Block()], list[Marked](), 0, 0
    for raw in text.split("\n"):
        end = offset + len(raw)
        beginning = []
        while at < len(starts) and starts[at]["start"] <= end:
            beginning.append(starts[at])
            at += 1
        active = [mark for mark in active if mark.end > offset]
        while waiting and waiting[0].start < end:
            active.append(waiting.pop(0))
        if any(each["kind"] in OUTLINE for each in beginning) and blocks[-1].lines:
            blocks.append(Block())
        blocks[-1].lines.append(_line(raw, offset, beginning, active))
        offset = end + 1
    return blocks


def _line(raw: str, offset: int, beginning: Sequence[Mapping[str, Any]], active: Sequence[Marked]) -> Line:
    return Line(
        anchors=tuple(each["id"] for each in beginning),
        kind=_kind(raw, beginning),
        stretches=tuple(_stretches(raw.replace("\f", ""), offset, active)),
    )


def _kind(raw: str, beginning: Sequence[Mapping[str, Any]]) -> str:
    if raw == "\f":
        return "part"
    if beginning:
        return str(beginning[-1]["kind"])
    if " | " in raw:
        return "row"
    return "title" if raw.isupper() else "text"


def _stretches(raw: str, offset: int, active: Sequence[Marked]) -> Iterator[Stretch]:
    end = offset + len(raw)
    here = [mark for mark in active if mark.start < end and mark.end > offset]
    if not here:
        yield Stretch(raw)
        return
    cuts = {offset, end}
    for mark in here:
        cuts |= {max(mark.start, offset), min(mark.end, end)}
    ordered = sorted(cuts)
    for start, stop in pairwise(ordered):
        over = [mark for mark in here if mark.start <= start and mark.end >= stop]
        over.sort(key=lambda mark: (mark.disposition != "open", _GRAVITY[mark.severity]))
        yield Stretch(
            raw[start - offset : stop - offset],
            over[0] if over else None,
            tuple(mark.finding for mark in over),
            tuple(mark.finding for mark in over if mark.start == start),
        )


def outline_of(provisions: Sequence[Mapping[str, Any]], marks: Sequence[Marked]) -> list[OutlineLine]:
    """The outline in text order, with the number of findings that begin inside each entry."""
    lines, depths, labels = [], dict[str, int](), dict[str, str]()
    for each in sorted(provisions, key=lambda each: (each["start"], -each["end"])):
        if each["kind"] not in OUTLINE:
            continue
        depth = depths.get(each["parent"] or "", -1) + 1
        depths[each["id"]] = depth
        labels[each["id"]] = each["label"]
        inside = [mark for mark in marks if each["start"] <= mark.start < each["end"]]
        lines.append(
            OutlineLine(
                id=each["id"],
                label=_short(each, labels) or _LABELS.get(each["kind"], ""),
                heading=each["heading"],
                depth=min(depth, 3),
                open=sum(mark.disposition == "open" for mark in inside),
                all=len(inside),
            )
        )
    return lines


def _short(each: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """The label without the name of the scope it stands under in the outline."""
    label = str(each["label"])
    scopes = [scope for scope in labels.values() if scope and label.endswith(f" {scope}")]
    return label.removesuffix(f" {max(scopes, key=len)}") if scopes else label
