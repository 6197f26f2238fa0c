"""Broken internal references: the draft cites a place of its own that does not exist."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.references.resolve import Index, targets
from nlp.types import Finding, Provision, Reference

RULE = "reference.broken_internal"
_WHY = "Dự thảo dẫn chiếu đến “{quote}” nhưng không tìm thấy {missing} trong chính văn bản."
_ADVICE = "Kiểm tra lại số điều, khoản, điểm được dẫn chiếu."
_NEAR = re.compile(r"(?:điều|khoản)\s+này$", re.I)
_NAMES = {"dieu": "Điều", "khoan": "khoản", "diem": "điểm"}


def faults(
    references: Sequence[Reference], provisions: Sequence[Provision], text: str
) -> tuple[Finding, ...]:
    """One finding for each citation of the draft's own places of which at least one does not exist.

    Only citations that say they mean this text count ('Điều này', 'Quyết định này'); in quotations and forms
    nothing is claimed.
    """
    index = Index(provisions, text)
    findings = []
    for reference in references:
        missing = [target for target, exists in targets(reference, index) if not exists]
        missing = [target for target in missing if _is_provable(target, reference, index)]
        if not missing:
            continue
        here = index.at(reference.start)
        quote = " ".join(reference.quote.split())
        shown = ", ".join(_shown(target) for target in missing)
        finding = Finding(
            rule=RULE,
            family="reference",
            severity="suspect",
            provision=here.id if here else None,
            start=reference.start,
            end=reference.end,
            quote=text[reference.start : reference.end],
            explanation=_WHY.format(quote=quote, missing=shown),
            suggestion=_ADVICE,
            confidence=0.85,
        )
        findings.append(finding)
    return tuple(findings)


def _is_provable(target: str, reference: Reference, index: Index) -> bool:
    """Whether the place is surely missing: its Điều does not exist, or the Điều has numbered parts but not this.

    In a draft that amends another text only 'Điều này' and 'khoản này' surely mean the draft itself.
    """
    if index.amends and not _NEAR.search(reference.quote):
        return False
    above, _, step = target.rpartition("/")
    if not above or step.startswith("dieu-") or above not in index.by_id:
        return True
    kind = step.partition("-")[0]
    return any(child.kind == kind for child in index.children(above))


def _shown(target: str) -> str:
    words = []
    for step in reversed(target.split("/")):
        kind, _, number = step.partition("-")
        if kind in _NAMES:
            words.append(f"{_NAMES[kind]} {number.partition('~')[0].replace('dd', 'đ')}")
    return " ".join(words)
