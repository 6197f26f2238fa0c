"""Clause rules: where they look, what must stand beside a cue, what keeps them silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import KnowledgeError
from nlp.knowledge import load_knowledge
from nlp.pipeline import scan
from nlp.types import Finding, SourceFile

RULE = """
rules:
  - id: ban.test
    title: Không tự đặt điều cấm.
    family: ban
    kind: clause
    severity: suspect
    since: base-2
    part: null
    explanation: 'Nêu {{words}} của {{issuer}}.'
    suggestion: Bỏ.
    bases: {{}}
    clause:
      {extra}
      cues:
        - {{id: forbid, anchors: [nghiêm cấm], pattern: 'nghiêm cấm', confidence: 0.7}}
    examples: {{hits: ["Điều 1. Cấm\\nNghiêm cấm đốt rơm."], look_alikes: ["Điều 1. X\\nĐốt rơm."]}}
"""
DRAFT = """QUYẾT ĐỊNH
Về việc quản lý chợ
Căn cứ Luật Tổ chức chính quyền địa phương;
Điều 1. Quản lý chợ
1. Nghiêm cấm đốt rơm tại chợ. Theo quy định của Luật Giao thông.
2. Thương nhân kinh doanh tại chợ.
Điều 2. Trách nhiệm
Nghiêm cấm bán rong theo Luật Thương mại.
"""


def found(tmp_path: Path, extra: str) -> list[Finding]:
    (tmp_path / "rules").mkdir(exist_ok=True)
    (tmp_path / "rules" / "x.yaml").write_text(RULE.format(extra=extra), encoding="utf-8")
    result = scan(SourceFile("a.txt", DRAFT.encode()), load_knowledge(tmp_path))
    return [finding for finding in result.findings if finding.rule == "ban.test"]


def places(tmp_path: Path, extra: str) -> list[str | None]:
    return [finding.provision for finding in found(tmp_path, extra)]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("reads: sentence", ["dieu-1/khoan-1", "dieu-2"]),
        ("unless: ['theo (?:quy định của )?luật']", ["dieu-1/khoan-1"]),
        ("{reads: clause, unless: ['theo (?:quy định của )?luật']}", []),
        ("{reads: article, beside: ['thương nhân']}", ["dieu-1/khoan-1"]),
        ("unless_heading: ['^trách nhiệm']", ["dieu-1/khoan-1"]),
        ("unless_title: ['quản lý chợ']", []),
        ("types: [nghi_quyet]", []),
        ("kinds: [phu_luc]", []),
        ("preamble_unless: ['căn cứ luật tổ chức']", []),
        ("preamble_with: ['căn cứ luật tổ chức']", ["dieu-1/khoan-1", "dieu-2"]),
    ],
)
def test_a_clause_rule_speaks_where_its_conditions_hold(
    tmp_path: Path, extra: str, expected: list[str]
) -> None:
    inline = extra.removeprefix("{").removesuffix("}") if extra.startswith("{") else extra
    lines = inline if not extra.startswith("{") else inline.replace(", unless", "\n      unless")
    lines = lines.replace(", beside", "\n      beside")

    assert places(tmp_path, lines) == expected


def test_the_finding_quotes_its_sentence_and_says_how_sure_it_is(tmp_path: Path) -> None:
    first = found(tmp_path, "reads: sentence")[0]

    assert first.quote == "Nghiêm cấm đốt rơm tại chợ."
    assert "“Nghiêm cấm”" in first.explanation
    assert first.confidence == 0.7
    assert first.severity == "suspect"


def test_a_clause_rule_without_cues_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    text = RULE.format(extra="reads: sentence").split("      cues:")[0]
    (tmp_path / "rules" / "x.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(KnowledgeError, match="cues"):
        load_knowledge(tmp_path)
