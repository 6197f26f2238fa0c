"""'Không phát hiện' is said only when everything was examined and nothing found."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest

from nlp.rules.schema import NOT_RUN, NOT_VALID_ON_DATE, Need
from nlp.types import Family
from review_app.domain.coverage import (
    FAMILIES_VI,
    HARMLESS_WARNINGS,
    NOT_CONCERNED,
    REASONS_VI,
    CoverageFacts,
    NotRun,
    UnreadPart,
    Warned,
    clean_statement,
    not_examined,
    reading_in_doubt,
)

WHOLE = CoverageFacts(
    scanned=True, regime="R3", knowledge="base-1", articles=9, provisions=40, rules_run=25, findings=0
)


def test_a_draft_examined_whole_without_findings_is_said_to_be_so() -> None:
    said = clean_statement(WHOLE)
    assert said is not None
    assert said.startswith("Không phát hiện")
    assert "25 quy tắc" in said
    assert "base-1" in said
    assert "không thay thế ý kiến thẩm định" in said
    assert not_examined(WHOLE) == []


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (replace(WHOLE, scanned=False), "Dự thảo chưa được rà soát xong."),
        (replace(WHOLE, regime=None), "Chưa xác định được giai đoạn pháp luật áp dụng cho dự thảo."),
        (
            replace(WHOLE, articles=0),
            "Không nhận ra điều nào trong dự thảo; chưa thể rà soát theo bố cục văn bản.",
        ),
        (replace(WHOLE, provisions=0), "Không nhận ra đơn vị văn bản nào để rà soát."),
        (replace(WHOLE, rules_run=0), "Không có quy tắc nào được chạy trên dự thảo."),
        (
            replace(WHOLE, not_run=(NotRun("tthc.dossier", "timeout"),)),
            "Quy tắc về thủ tục hành chính (tthc.dossier) không chạy: quá thời gian cho phép.",
        ),
        (
            replace(WHOLE, not_run=(NotRun("tthc.dossier", ""),)),
            "Quy tắc về thủ tục hành chính (tthc.dossier) không chạy: không rõ lý do.",
        ),
        (
            replace(WHOLE, unread=(UnreadPart("phu-luc.pdf", "Trang 3 là ảnh."),)),
            "Chưa đọc được phu-luc.pdf: Trang 3 là ảnh.",
        ),
        (replace(WHOLE, warnings=(Warned("ocr_number", "Số điều đọc từ ảnh"),)), "Số điều đọc từ ảnh."),
        (replace(WHOLE, warnings=(Warned("never_heard_of", "Cảnh báo mới."),)), "Cảnh báo mới."),
    ],
)
def test_whatever_was_not_examined_is_said_instead(facts: CoverageFacts, line: str) -> None:
    assert clean_statement(facts) is None
    assert not_examined(facts) == [line]


def test_a_finding_alone_forbids_the_statement() -> None:
    assert clean_statement(replace(WHOLE, findings=1)) is None
    assert not_examined(replace(WHOLE, findings=1)) == []


def test_a_remark_that_casts_no_doubt_does_not_forbid_it() -> None:
    remarks = tuple(Warned(code, "Ghi chú.") for code in sorted(HARMLESS_WARNINGS))
    assert clean_statement(replace(WHOLE, warnings=remarks)) is not None


def test_everything_left_out_is_named_and_nothing_twice() -> None:
    rule = NotRun("a", "error")
    facts = replace(WHOLE, regime=None, not_run=(rule, rule, NotRun("b", "error")))
    assert not_examined(facts)[1:] == ["2 quy tắc không chạy (lỗi khi chạy): a, b."]


def test_rules_that_did_not_run_for_one_reason_stand_in_one_line_by_what_they_are_about() -> None:
    rules = ("conflict.number", "tthc.fee", "conflict.unit", "duplication.verbatim")
    facts = replace(WHOLE, not_run=tuple(NotRun(rule, "no_library") for rule in rules))
    assert not_examined(facts) == [
        "4 quy tắc không chạy (chưa nhập thư viện văn bản luật để so sánh): "
        "về mâu thuẫn với văn bản cấp trên (conflict.number, conflict.unit); "
        "về thủ tục hành chính (tthc.fee); về trùng lặp (duplication.verbatim)."
    ]


@pytest.mark.parametrize("reason", sorted(NOT_CONCERNED))
def test_a_rule_that_does_not_concern_the_draft_is_no_gap(reason: str) -> None:
    facts = replace(WHOLE, not_run=(NotRun("authority.norms_in_administrative", reason),))
    assert not_examined(facts) == []
    assert clean_statement(facts) is not None


@pytest.mark.parametrize("reason", sorted(set(REASONS_VI) - NOT_CONCERNED))
def test_every_other_reason_is_a_gap(reason: str) -> None:
    facts = replace(WHOLE, not_run=(NotRun("tthc.fee", reason),))
    assert len(not_examined(facts)) == 1
    assert clean_statement(facts) is None


def test_every_family_and_every_reason_of_the_scan_has_a_vietnamese_name() -> None:
    assert set(FAMILIES_VI) == set(get_args(Family))
    pipeline = {"unread", "doubtful_text", "no_articles", "timeout"}
    reasons = set(NOT_RUN.values()) | {NOT_VALID_ON_DATE} | pipeline
    assert set(NOT_RUN) == set(get_args(Need))
    assert reasons <= set(REASONS_VI)
    assert all(re.search("[à-ỹđ]", name.lower()) for name in (*FAMILIES_VI.values(), *REASONS_VI.values()))


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        (WHOLE, False),
        (replace(WHOLE, warnings=(Warned("comments", "Có nhận xét"),)), False),
        (replace(WHOLE, not_run=(NotRun("effect.too_early", "no_basis"),)), False),
        (replace(WHOLE, warnings=(Warned("ocr", "Chữ nhận dạng từ ảnh"),)), True),
        (replace(WHOLE, unread=(UnreadPart("Điều 3", "unread"),)), True),
    ],
)
def test_a_reading_is_in_doubt_where_text_is_missing_or_unsure(facts: CoverageFacts, doubt: bool) -> None:
    assert reading_in_doubt(facts) is doubt
