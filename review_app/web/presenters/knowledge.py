"""The knowledge as its page tells it: what material is in use, what each kind serves, what cannot run without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.knowledge import Knowledge, MaterialKind
from nlp.rules.schema import Need
from review_app.models import KnowledgeMaterial
from review_app.services.knowledge_files import KINDS
from review_app.web.presenters import words

PURPOSES_VI: Mapping[MaterialKind, str] = {
    "procedures": "Để nhận ra dự thảo lặp lại thủ tục đã công bố, hoặc thêm giấy tờ, điều kiện, thời hạn vào đó.",
    "status": "Để biết văn bản dự thảo viện dẫn còn hiệu lực không và số ký hiệu có đúng không.",
    "library": "Để so dự thảo với điều luật: chép lại gần nguyên văn, hoặc ghi khác số, đơn vị, giấy tờ, đối tượng.",
}  # fmt: skip
FORMS_VI: Mapping[MaterialKind, str] = {
    "procedures": "Một tệp .jsonl hoặc .jsonl.gz, chữ UTF-8, mỗi dòng một thủ tục, phải có ma_thu_tuc, ten_thu_tuc.",
    "status": "Một tệp .csv, chữ UTF-8, dòng đầu là tên cột: number, title, type, issuer, issued, effective, expired, "
    "status, source. Ngày ghi năm-tháng-ngày.",
    "library": "Một hoặc nhiều tệp .txt, chữ UTF-8, mỗi tệp một văn bản; hoặc một tệp .zip gồm các tệp .txt.",
}
_NEEDS: Mapping[MaterialKind, Need] = {"procedures": "procedures", "status": "status", "library": "library"}


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of material: what it serves, the files in use, and what does not run where there is none."""

    kind: MaterialKind
    name: str
    purpose: str
    form: str
    rows: tuple[KnowledgeMaterial, ...]
    entries: int
    unit: str
    effect: str
    waiting: tuple[str, ...]
    """Titles of the rules that do not run without it; empty where there is material."""


def kinds_of(rows: Sequence[KnowledgeMaterial], knowledge: Knowledge) -> list[KindLine]:
    """Every kind, present or not, in the order of the import form."""
    return [_kind(kind, tuple(row for row in rows if row.kind == kind), knowledge) for kind in KINDS]


def _kind(kind: MaterialKind, rows: tuple[KnowledgeMaterial, ...], knowledge: Knowledge) -> KindLine:
    needing = [rule for rule in knowledge.rules if _NEEDS[kind] in rule.needs]
    families = dict.fromkeys(words.FAMILIES[rule.family].lower() for rule in needing)
    if not needing:
        effect = "Bộ quy tắc hiện nay chưa có quy tắc nào dùng tài liệu này."
    elif rows:
        effect = f"{len(needing)} quy tắc dùng tài liệu này (về {', '.join(families)})."
    else:
        effect = (
            f"Chưa có tài liệu nên {len(needing)} quy tắc không chạy (về {', '.join(families)}). "
            "Máy không nói gì về các vấn đề này; người thẩm định phải tự kiểm tra."
        )
    return KindLine(
        kind=kind,
        name=words.MATERIAL[kind],
        purpose=PURPOSES_VI[kind],
        form=FORMS_VI[kind],
        rows=rows,
        entries=sum(row.entries for row in rows),
        unit=words.ENTRIES[kind],
        effect=effect,
        waiting=() if rows else tuple(rule.title for rule in needing),
    )
