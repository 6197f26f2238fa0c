"""Broken internal references: the draft cites a place of its own that does not exist."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.references.annexes import Annex, AnnexKind, cited_annexes
from nlp.references.resolve import Index, targets
from nlp.types import Finding, Provision, Reference, Severity

RULE = "reference.broken_internal"
_WHY = "Dự thảo dẫn chiếu đến “{quote}” nhưng không tìm thấy {missing} trong chính văn bản."
_ADVICE = "Kiểm tra lại số điều, khoản, điểm được dẫn chiếu."
ANNEX_RULE = "reference.missing_annex"
_ANNEX_WHY = (
    "Dự thảo dẫn chiếu đến {annex} ban hành kèm theo nhưng các phụ lục, mẫu trong dự thảo không có số này."
)
_ANNEX_APART = (
    "Dự thảo dẫn chiếu đến {annex} ban hành kèm theo nhưng các tệp được rà soát không có; có thể ở tệp khác."
)
_ANNEX_ADVICE = "Kiểm tra lại số phụ lục, mẫu được dẫn chiếu hoặc bổ sung phụ lục, mẫu còn thiếu."
_NAMED = 8
_NEAR = re.compile(r"(?:điều|khoản)\s+này$", re.I)
_NAMES = {"chuong": "Chương", "dieu": "Điều", "khoan": "khoản", "diem": "điểm"}


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
        missing = [target for target in missing if not index.is_cut_off(target)]
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
    findings += _missing_annexes(references, index, text)
    return tuple(sorted(findings, key=lambda finding: finding.start))


def _missing_annexes(references: Sequence[Reference], index: Index, text: str) -> list[Finding]:
    """Appendices and forms said to be issued with the draft that are nowhere in it, one finding each.

    Where the draft has none of their kind the file with them may not have been handed in: one remark for all.
    """
    missing: dict[tuple[AnnexKind, str], tuple[Annex, Reference]] = {}
    for reference in references:
        for annex in cited_annexes(reference, index, text):
            if annex.id is None:
                missing.setdefault((annex.kind, annex.number), (annex, reference))
    findings: list[Finding] = []
    for kind in ("phu_luc", "mau"):
        lacking = [pair for (each, _), pair in missing.items() if each == kind]
        if index.has_annexes(kind):
            findings += [_missing(_ANNEX_WHY, "suspect", [annex], at, index) for annex, at in lacking]
        elif lacking:
            annexes = [annex for annex, _ in lacking]
            findings.append(_missing(_ANNEX_APART, "info", annexes, lacking[0][1], index))
    return findings


def _missing(why: str, severity: Severity, annexes: Sequence[Annex], at: Reference, index: Index) -> Finding:
    here = index.at(at.start)
    names = ", ".join(annex.shown for annex in annexes[:_NAMED]) + (", ..." if len(annexes) > _NAMED else "")
    return Finding(
        rule=ANNEX_RULE,
        family="reference",
        severity=severity,
        provision=here.id if here else None,
        start=at.start,
        end=at.end,
        quote=at.quote,
        explanation=why.format(annex=names),
        suggestion=_ANNEX_ADVICE,
        confidence=0.8 if severity == "suspect" else 0.5,
    )


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
