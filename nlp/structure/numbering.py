"""Faults of numbering: an article or khoản missing from its sequence, a number given twice."""

from __future__ import annotations

import re

from nlp.structure.numbers import VIETNAMESE_LETTERS
from nlp.structure.tree import Node, Tree, label
from nlp.types import Finding, Severity

GAP_RULE = "structure.numbering"
REPEATED_RULE = "structure.duplicate_number"
ORDER_RULE = "structure.order"
LETTER_RULE = "structure.letters"
_GAP = "Sau {before} là {here}: thiếu {missing} hoặc đánh số không liên tục."
_GAP_FIRST = "{here} đứng đầu nhưng không mang {number}: thiếu {missing} hoặc đánh số không liên tục."
_GAP_ADVICE = "Kiểm tra lại thứ tự, đánh số liên tục hoặc bổ sung phần còn thiếu."
_DISORDER = "{here} đứng sau {before}: thứ tự không tăng dần."
_ORDER_ADVICE = "Xếp lại theo thứ tự số (chữ) tăng dần hoặc đánh số lại; sửa các dẫn chiếu đến vị trí này."
_LETTERS = "Danh sách điểm không theo bảng chữ cái tiếng Việt: {what}."
_LETTERS_ADVICE = (
    "Đánh lại chữ của các điểm theo thứ tự a, b, c, d, đ, e, g, h; sửa các dẫn chiếu đến điểm bị đổi chữ."
)
_FOREIGN = "fjwz"
_COUNTED_IN = {"khoan": ("dieu", "muc"), "diem": ("khoan", "dieu")}
_REPEATED = "{here} được đánh số trùng với một {kind} khác cùng cấp."
_REPEATED_ADVICE = "Kiểm tra lại số thứ tự và đánh số lại để mỗi số chỉ dùng một lần."
_REPEATED_ANNEX = (
    "Trong {scope} có {count} mục mang số thứ tự đã dùng; vị trí được phân biệt bằng ký hiệu “~2”, “~3”, ..."
)
_SURE_LETTERS = VIETNAMESE_LETTERS.replace("đ", "")
_AMENDS = re.compile(r"\W*(?:sửa đổi|bổ sung|thay thế|bãi bỏ|đính chính)", re.IGNORECASE)
_KINDS = {
    "phan": "phần", "chuong": "chương", "muc": "mục", "tieu_muc": "tiểu mục", "dieu": "điều", "khoan": "khoản",
    "diem": "điểm", "phu_luc": "phụ lục", "mau": "mẫu",
}  # fmt: skip


def numbering_findings(tree: Tree, text: str) -> tuple[Finding, ...]:
    """The faults of numbering in text order.

    Appendices, forms, quotations and attached plans without Điều follow no sequence: no gaps there.
    """
    findings: list[Finding] = []
    sequences: dict[tuple[str, str], list[Node]] = {}
    loose: dict[str, list[Node]] = {}
    for node in tree.walk():
        scope = _loose_scope(node)
        if node.repeated and scope is not None:
            loose.setdefault(scope.id, []).append(node)
        elif node.repeated:
            explanation = _REPEATED.format(here=_sentence(label(node)), kind=_KINDS.get(node.kind, "mục"))
            severity: Severity = "info" if node.kind in ("phu_luc", "mau") else "suspect"
            findings.append(_finding(REPEATED_RULE, node, text, explanation, _REPEATED_ADVICE, severity))
        if scope is None and not _is_quoted(node) and (key := _sequence(node, text)):
            sequences.setdefault(key, []).append(node)
    for nodes in sequences.values():
        findings += _sequence_faults(nodes, text)
        findings += _letter_faults(nodes, text)
    for nodes in loose.values():
        scope = _loose_scope(nodes[0])
        name = label(scope) if scope else ""
        explanation = _REPEATED_ANNEX.format(scope=name, count=len(nodes))
        findings.append(_finding(REPEATED_RULE, nodes[0], text, explanation, _REPEATED_ADVICE, "info"))
    return tuple(sorted(findings, key=lambda finding: finding.start))


def _loose_scope(node: Node) -> Node | None:
    """The appendix, form or attached plan without Điều the node stands in."""
    scope = node.scope()
    while scope is not None and scope.kind not in ("phu_luc", "mau"):
        if scope.kind == "kem_theo" and not scope.holds_dieu:
            return scope
        scope = scope.scope()
    return scope


def _is_quoted(node: Node) -> bool:
    scope = node.scope()
    return scope is not None and scope.kind == "trich_dan"


def _sequence(node: Node, text: str) -> tuple[str, str] | None:
    """What the node is counted with: the Điều of its text, the khoản or điểm of its parent."""
    if node.kind == "dieu":
        above = node.scope()
        return "dieu", above.id if above else ""
    if node.parent is None or node.parent.kind not in _COUNTED_IN.get(node.kind, ()):
        return None
    if node.kind == "khoan" and "." in node.number:
        return None
    if node.kind == "diem" and _AMENDS.match(text, node.parent.after):
        return None  # 'Sửa đổi điểm đ khoản 7 Điều 2 như sau: đ) ...' without quotation marks
    return node.kind, node.parent.id


def _sequence_faults(nodes: list[Node], text: str) -> list[Finding]:
    """Numbers left out, and numbers that stand after a higher one though no other carries them."""
    findings: list[Finding] = []
    given = [node.value for node in nodes] if nodes[0].kind != "diem" else _letter_values(nodes)
    known = set(given)
    highest, before = 0, None
    for node, value in zip(nodes, given, strict=True):
        missing = [number for number in range(highest + 1, value) if number not in known]
        if missing and value:
            findings.append(_gap(before, node, missing, text))
        elif 0 < value < highest and not node.repeated and before is not None:
            explanation = _DISORDER.format(here=_sentence(label(node)), before=label(before))
            findings.append(_finding(ORDER_RULE, node, text, explanation, _ORDER_ADVICE))
        highest, before = max(highest, value), node
    return findings


def _letter_faults(nodes: list[Node], text: str) -> list[Finding]:
    """A list of điểm that goes from d to e without đ, or uses letters Vietnamese has not; told once a list."""
    if nodes[0].kind != "diem":
        return []
    shown = [node.shown for node in nodes]
    foreign = next((node for node in nodes if node.shown in _FOREIGN), None)
    if foreign is not None:
        what = f"dùng chữ “{foreign.shown}”"
    elif "d" in shown and "e" in shown and "đ" not in shown:
        foreign, what = nodes[shown.index("e")], "sau điểm d là điểm e, không có điểm đ"
    else:
        return []
    return [_finding(LETTER_RULE, foreign, text, _LETTERS.format(what=what), _LETTERS_ADVICE)]


def _letter_values(nodes: list[Node]) -> list[int]:
    """Places of the điểm's letters among those that no list may leave out: 'đ', 'f', 'j', 'w', 'z' count as 0."""
    return [_SURE_LETTERS.find(node.shown) + 1 if len(node.shown) == 1 else 0 for node in nodes]


def _gap(before: Node | None, node: Node, missing: list[int], text: str) -> Finding:
    name = "Điều" if node.kind == "dieu" else _KINDS[node.kind]
    written = [_written(number, node) for number in missing]
    shown = f"{name} {written[0]}" if len(written) == 1 else f"{name} {written[0]} đến {name} {written[-1]}"
    here = _sentence(label(node))
    if before is None:
        number = "chữ a" if node.kind == "diem" else "số 1"
        explanation = _GAP_FIRST.format(here=here, number=number, missing=shown)
    else:
        explanation = _GAP.format(before=label(before), here=label(node), missing=shown)
    return _finding(GAP_RULE, node, text, explanation, _GAP_ADVICE)


def _written(number: int, node: Node) -> str:
    return _SURE_LETTERS[number - 1 : number] if node.kind == "diem" else str(number)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _finding(
    rule: str, node: Node, text: str, explanation: str, advice: str, severity: Severity = "suspect"
) -> Finding:
    end = max(node.start + len(text[node.start : node.after].rstrip()), node.start + 1)
    return Finding(
        rule=rule, family="structure", severity=severity, provision=node.id, start=node.start, end=end,
        quote=text[node.start : end], explanation=explanation, suggestion=advice, confidence=0.9,
    )  # fmt: skip
