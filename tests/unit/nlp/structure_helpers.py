"""Drafts of a few lines for the tests of structure and references, and what must hold of every tree."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.structure import Structure, parse
from nlp.text import nfc
from nlp.types import DraftText, Provision

LETTERHEAD = """ỦY BAN NHÂN DÂN
TỈNH X
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:      /2026/QĐ-UBND
X, ngày     tháng     năm 2026
QUYẾT ĐỊNH
Ban hành Quy định về quản lý bến đò
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Căn cứ Luật Giao thông đường thủy nội địa số 23/2004/QH11;
Theo đề nghị của Giám đốc Sở Xây dựng;
Ủy ban nhân dân ban hành Quyết định ban hành Quy định về quản lý bến đò.
"""
SIGNATURE = """Nơi nhận:
- Như Điều 3;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Họ Tên Người Ký
"""


def draft_of(*texts: str, notes: str = "") -> DraftText:
    """A draft of these files; the notes of the file that holds the words `notes` begin there."""
    files = [nfc(text) for text in texts]
    parts: list[tuple[int, int]] = []
    notes_at: list[int | None] = []
    at = 0
    for file in files:
        parts.append((at, at + len(file)))
        notes_at.append(at + file.index(notes) if notes and notes in file else None)
        at += len(file) + len("\n\f\n")
    return DraftText("\n\f\n".join(files), tuple(parts), tuple(notes_at))


def parsed(*texts: str, notes: str = "") -> Structure:
    """The structure of a draft of these files, after checking what must hold of every tree."""
    draft = draft_of(*texts, notes=notes)
    structure = parse(draft)
    assert tree_faults(draft.text, structure.provisions) == []
    return structure


def ids(structure: Structure, *kinds: str) -> list[str]:
    """The ids in text order, of these kinds only when some are named."""
    return [p.id for p in structure.provisions if not kinds or p.kind in kinds]


def tree_faults(text: str, provisions: Sequence[Provision]) -> list[str]:
    """Every breach of the contract's rules for the tree; empty for a sound one."""
    faults: list[str] = []
    known: dict[str, Provision] = {}
    ended: dict[str | None, int] = {}
    before = 0
    for provision in provisions:
        if provision.id in known:
            faults.append(f"{provision.id}: id used twice")
        known[provision.id] = provision
        if not 0 <= provision.start < provision.end <= len(text):
            faults.append(f"{provision.id}: empty or outside the text")
        elif text[provision.start].isspace() or text[provision.end - 1].isspace():
            faults.append(f"{provision.id}: begins or ends with white space")
        if provision.start < before:
            faults.append(f"{provision.id}: out of text order")
        before = provision.start
        if provision.start < ended.get(provision.parent, 0):
            faults.append(f"{provision.id}: overlaps its sibling")
        ended[provision.parent] = provision.end
        if provision.parent is not None:
            above = known.get(provision.parent)
            if above is None:
                faults.append(f"{provision.id}: parent comes later or never")
            elif not above.start <= provision.start <= provision.end <= above.end:
                faults.append(f"{provision.id}: not inside its parent")
    return faults
