"""Faults of numbering: an article or khoản missing from its sequence, a number given twice."""

from __future__ import annotations

from nlp.structure.tree import Node, Tree, label
from nlp.types import Finding, Severity

GAP_RULE = "structure.numbering"
REPEATED_RULE = "structure.duplicate_number"
_GAP = "Sau {before} là {here}: thiếu {missing} hoặc đánh số không liên tục."
_GAP_FIRST = "{here} đứng đầu nhưng không mang số 1: thiếu {missing} hoặc đánh số không liên tục."
_GAP_ADVICE = "Kiểm tra lại thứ tự, đánh số liên tục hoặc bổ sung phần còn thiếu."
_REPEATED = "{here} được đánh số trùng với một {kind} khác cùng cấp."
_REPEATED_ADVICE = "Kiểm tra lại số thứ tự và đánh số lại để mỗi số chỉ dùng một lần."
_REPEATED_ANNEX = (
    "Trong {scope} có {count} mục mang số thứ tự đã dùng; vị trí được phân biệt bằng ký hiệu “~2”, “~3”, ..."
)
_KINDS = {
    "phan": "phần", "chuong": "chương", "muc": "mục", "tieu_muc": "tiểu mục", "dieu": "điều", "khoan": "khoản",
    "diem": "điểm", "phu_luc": "phụ lục", "mau": "mẫu",
}  # fmt: skip


def numbering_findings(tree: Tree, text: str) -> tuple[Finding, ...]:
    """The faults of numbering in text order. Appendices, forms and quotations follow no sequence: no gaps there."""
    findings: list[Finding] = []
    last_dieu: dict[str, Node] = {}
    annexed: dict[str, list[Node]] = {}
    for node in tree.walk():
        scope = _annex_of(node)
        if node.repeated and scope is not None:
            annexed.setdefault(scope.id, []).append(node)
        elif node.repeated:
            explanation = _REPEATED.format(here=_sentence(label(node)), kind=_KINDS.get(node.kind, "mục"))
            severity: Severity = "info" if node.kind in ("phu_luc", "mau") else "suspect"
            findings.append(_finding(REPEATED_RULE, node, text, explanation, _REPEATED_ADVICE, severity))
        if scope is not None or _is_quoted(node):
            continue
        if node.kind == "dieu":
            above = node.scope()
            key = above.id if above else ""
            findings += _gap(last_dieu.get(key), node, text)
            last_dieu[key] = node
        if node.kind in ("dieu", "muc"):
            findings += _khoan_gaps(node, text)
    for nodes in annexed.values():
        scope = _annex_of(nodes[0])
        name = label(scope) if scope else ""
        explanation = _REPEATED_ANNEX.format(scope=name, count=len(nodes))
        findings.append(_finding(REPEATED_RULE, nodes[0], text, explanation, _REPEATED_ADVICE, "info"))
    return tuple(sorted(findings, key=lambda finding: finding.start))


def _annex_of(node: Node) -> Node | None:
    """The appendix or form the node stands in."""
    scope = node.scope()
    while scope is not None and scope.kind not in ("phu_luc", "mau"):
        scope = scope.scope()
    return scope


def _is_quoted(node: Node) -> bool:
    scope = node.scope()
    return scope is not None and scope.kind == "trich_dan"


def _khoan_gaps(parent: Node, text: str) -> list[Finding]:
    findings: list[Finding] = []
    before: Node | None = None
    for node in parent.children:
        if node.kind == "khoan" and "." not in node.number:
            findings += _gap(before, node, text)
            before = node
    return findings


def _gap(before: Node | None, node: Node, text: str) -> list[Finding]:
    last = before.value if before else 0
    if node.value <= last + 1:
        return []
    missing = [str(number) for number in range(last + 1, node.value)]
    name = "Điều" if node.kind == "dieu" else "khoản"
    shown = f"{name} {missing[0]}" if len(missing) == 1 else f"{name} {missing[0]} đến {name} {missing[-1]}"
    here = _sentence(label(node))
    if before is None:
        explanation = _GAP_FIRST.format(here=here, missing=shown)
    else:
        explanation = _GAP.format(before=label(before), here=label(node), missing=shown)
    return [_finding(GAP_RULE, node, text, explanation, _GAP_ADVICE)]


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
