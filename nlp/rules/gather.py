"""Gathers the parts of one procedure that a draft spreads over neighbouring articles, its appendix and forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import get_args

from nlp.rules.procedure import Sign
from nlp.types import Place, Procedure, ProcedurePart, Provision

BASIC: tuple[ProcedurePart, ...] = (
    "ten", "trinh_tu", "cach_thuc", "ho_so", "thoi_han", "doi_tuong", "co_quan",
)  # fmt: skip
"""The parts every procedure must have (Điều 8 Nghị định 63/2010/NĐ-CP, khoản 2 điểm a to g); the rest only where they
apply."""


def gather(signs: Sequence[Sign], provisions: Sequence[Provision]) -> tuple[Procedure, ...]:
    """The procedures behind the signs; `signs` and the draft's findings share their indices.

    Signs of neighbouring articles below one chapter or section are one procedure until a heading names another.
    """
    by_id = {provision.id: provision for provision in provisions}
    order = [
        provision.id for provision in provisions if provision.kind in ("dieu", "phu_luc", "mau", "trich_dan")
    ]
    rank = {name: number for number, name in enumerate(order)}
    groups: list[list[int]] = []
    last: Sign | None = None
    for index in sorted(range(len(signs)), key=lambda number: signs[number].start):
        sign = signs[index]
        if last is None or _starts_another(sign, last, rank, by_id):
            groups.append([])
        groups[-1].append(index)
        last = sign
    return tuple(_procedure(f"p{number}", group, signs) for number, group in enumerate(groups, start=1))


def _starts_another(sign: Sign, last: Sign, rank: Mapping[str, int], by_id: Mapping[str, Provision]) -> bool:
    here, there = sign.unit.provision, last.unit.provision
    if here.id == there.id:
        return False
    if by_id[here.id].parent != by_id[there.id].parent:
        return True
    if rank.get(here.id, 0) - rank.get(there.id, 0) > 1:
        return True
    return sign.name is not None and last.name is not None


def _procedure(name: str, group: Sequence[int], signs: Sequence[Sign]) -> Procedure:
    places: dict[ProcedurePart, dict[tuple[str, int, int], None]] = defaultdict(dict)
    title = None
    for index in group:
        sign = signs[index]
        title = title or sign.name
        for part in sign.parts:
            if part == "ten":
                unit = sign.unit.provision
                places[part][unit.id, unit.start, min(unit.end, unit.start + len(sign.unit.heading) + 20)] = (
                    None
                )
            else:
                places[part][sign.provision.id, sign.start, sign.end] = None
    parts = {
        part: tuple(Place(*place) for place in places[part])
        for part in get_args(ProcedurePart)
        if part in places
    }
    return Procedure(
        id=name,
        name=title,
        parts=parts,
        missing=tuple(part for part in BASIC if part not in parts),
        findings=tuple(group),
    )
