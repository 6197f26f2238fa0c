"""From a file to findings: dates, regime, coverage, what is not clean, and values that survive being stored."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest

from nlp import scan
from nlp.pipeline import extract_draft, parse_draft, scan_draft
from nlp.types import ScanWarning, SourceFile, Unread
from tests.unit.nlp.scan_helpers import DECISION, TODAY, knowledge, scan_text, tthc

SIGNED = """
    ỦY BAN NHÂN DÂN TỈNH
    Số: 12/2026/QĐ-UBND
    Tỉnh, ngày 05 tháng 5 năm 2026
    QUYẾT ĐỊNH
    Căn cứ Công văn số 12/CV-HĐND ngày 01 tháng 02 năm 2026;
    Điều 1. Giao việc
    Giao Ủy ban nhân dân cấp xã quy định trình tự, thủ tục xét hỗ trợ.
    Điều 2. Hiệu lực
    Quyết định này có hiệu lực thi hành kể từ ngày {effect}.
"""


def source(text: str, name: str = "a.txt") -> SourceFile:
    return SourceFile(name, text.encode())


def rules_found(text: str) -> set[str]:
    return {finding.rule for finding in scan_text(text, date=None).findings}


def test_the_option_wins_over_the_text_and_the_text_over_today() -> None:
    draft = extract_draft([source(SIGNED.format(effect="ký"))])

    by_text = parse_draft(draft, today=TODAY).document
    by_option = parse_draft(draft, date=datetime.date(2023, 1, 2), today=TODAY).document
    assert (by_text.date, by_text.date_source, by_text.regime) == ("2026-05-05", "text", "R3")
    assert (by_option.date, by_option.date_source, by_option.regime) == ("2023-01-02", "option", "R2")


def test_without_a_date_today_counts_and_a_warning_says_so() -> None:
    parsed = parse_draft(extract_draft([source("Điều 1. A\nB.")]), today=TODAY)

    assert (parsed.document.date, parsed.document.date_source) == (TODAY.isoformat(), "today")
    assert "date_missing" in {warning.code for warning in parsed.warnings}


def test_every_rule_has_one_outcome_and_not_run_says_why() -> None:
    result = scan_text(DECISION)
    assert result.coverage is not None
    outcomes = result.coverage.rules

    assert {outcome.rule for outcome in outcomes} == {rule.id for rule in knowledge().rules}
    assert len(outcomes) == len({outcome.rule for outcome in outcomes})
    assert all(outcome.reason for outcome in outcomes if outcome.outcome == "not_run")
    assert {outcome.rule for outcome in outcomes if outcome.outcome == "hit"} == {
        finding.rule for finding in result.findings
    }


def test_nothing_is_clean_where_a_part_was_not_read() -> None:
    parsed = parse_draft(extract_draft([source("Điều 1. Mức\nMức là 5.")]), date=TODAY, today=TODAY)
    torn = replace(parsed, draft=replace(parsed.draft, unread=(Unread(None, None, "image"),)))

    whole, partly = scan_draft(parsed, knowledge()).coverage, scan_draft(torn, knowledge()).coverage
    assert whole is not None
    assert partly is not None
    assert "clean" in {outcome.outcome for outcome in whole.rules}
    assert "clean" not in {outcome.outcome for outcome in partly.rules}


@pytest.mark.parametrize("code", ["ocr_text", "encoding_doubt", "garbled_text"])
def test_nothing_is_clean_where_letters_may_have_been_read_wrongly(code: str) -> None:
    parsed = parse_draft(extract_draft([source("Điều 1. Mức\nMức là 5.")]), date=TODAY, today=TODAY)
    doubted = replace(parsed, draft=replace(parsed.draft, warnings=(ScanWarning(code, "Chữ có thể sai."),)))
    coverage = scan_draft(doubted, knowledge()).coverage

    assert coverage is not None
    assert {outcome.outcome for outcome in coverage.rules} == {"not_run"}
    assert "doubtful_text" in {outcome.reason for outcome in coverage.rules}


def test_a_file_with_broken_bytes_is_read_but_never_clean() -> None:
    text = "Điều 1. Mức hỗ trợ\nMức hỗ trợ là năm trăm nghìn đồng cho mỗi hộ gia đình trên địa bàn tỉnh.\n"
    result = scan(SourceFile("a.txt", text.encode() * 4 + b"\xc3"), knowledge(), date=TODAY)

    assert result.document is not None
    assert "Mức hỗ trợ" in result.document.text
    assert "encoding_doubt" in {warning.code for warning in result.warnings}
    assert result.coverage is not None
    assert "clean" not in {outcome.outcome for outcome in result.coverage.rules}


def test_a_text_without_articles_is_never_clean() -> None:
    coverage = scan_text("Một lá thư không có điều khoản nào.").coverage

    assert coverage is not None
    assert [unread.reason for unread in coverage.unread] == ["no_articles"]
    assert "clean" not in {outcome.outcome for outcome in coverage.rules}


def test_a_file_that_cannot_be_read_gives_an_error_result() -> None:
    result = scan(source(""), knowledge())

    assert result.error is not None
    assert result.error.code == "empty"
    assert (result.document, result.coverage, result.findings) == (None, None, ())


def test_several_files_are_one_draft() -> None:
    result = scan([source("Điều 1. A\nB.", "a.txt"), source("PHỤ LỤC\nC", "b.txt")], knowledge())

    assert result.file == ("a.txt", "b.txt")
    assert result.document is not None
    assert "\n\f\n" in result.document.text


def test_effect_on_signing_or_before_ten_days_asks_about_the_short_procedure() -> None:
    assert "effect.on_signing" in rules_found(SIGNED.format(effect="ký"))
    assert "effect.too_early" in rules_found(SIGNED.format(effect="14 tháng 5 năm 2026"))
    assert "effect.too_early" not in rules_found(SIGNED.format(effect="15 tháng 5 năm 2026"))


def test_a_commune_text_of_the_earlier_law_waits_seven_days_not_ten() -> None:
    text = SIGNED.replace("2026", "2018").format(effect="13 tháng 5 năm 2018")
    commune = scan(source(text), knowledge(), issuer="ubnd_xa")
    province = scan(source(text), knowledge(), issuer="ubnd_tinh")

    assert "effect.too_early" not in {finding.rule for finding in commune.findings}
    assert "effect.too_early" in {finding.rule for finding in province.findings}


def test_an_individual_decision_may_take_effect_at_once() -> None:
    coverage = scan_text(SIGNED.replace("12/2026/", "1234/").format(effect="ký"), date=None).coverage

    assert coverage is not None
    assert {outcome.rule: outcome.reason for outcome in coverage.rules}["effect.too_early"] == "not_normative"


def test_retroactive_effect_is_a_violation_only_beside_a_verified_basis() -> None:
    now = scan_text(SIGNED.format(effect="01 tháng 5 năm 2026"), date=None)
    then = scan_text(SIGNED.replace("2026", "2018").format(effect="01 tháng 5 năm 2018"), date=None)

    assert [f.severity for f in now.findings if f.rule == "effect.retroactive"] == ["suspect"]
    assert [f.severity for f in then.findings if f.rule == "effect.retroactive"] == ["violation"]


def test_a_letter_among_the_bases_and_a_handed_on_procedure_are_found() -> None:
    assert {"validity.basis_not_norm", "authority.hands_on_procedure"} <= rules_found(
        SIGNED.format(effect="20 tháng 5 năm 2026")
    )


def test_a_day_given_from_outside_proves_no_effect_date_wrong() -> None:
    coverage = scan_text(SIGNED.format(effect="ký"), date=TODAY).coverage

    assert coverage is not None
    reasons = {outcome.rule: outcome.reason for outcome in coverage.rules}
    assert reasons["effect.too_early"] == "no_date_in_text"


def test_no_procedure_finding_is_ever_a_violation() -> None:
    for day in (datetime.date(2015, 1, 1), datetime.date(2018, 1, 1), datetime.date(2023, 1, 1), TODAY):
        assert {finding.severity for finding in tthc(scan_text(DECISION, date=day))} <= {"suspect", "info"}


def test_the_json_has_exactly_the_contracts_keys() -> None:
    line = json.loads(json.dumps(scan_text(DECISION).to_json(), ensure_ascii=False))

    assert list(line) == [
        "schema", "file", "error", "document", "provisions", "references", "procedures", "findings", "coverage",
        "warnings",
    ]  # fmt: skip
    assert set(line["findings"][0]) == {
        "rule", "family", "severity", "provision", "start", "end", "quote", "parts", "actors", "bodies",
        "authority", "legal_basis", "explanation", "suggestion", "confidence",
    }  # fmt: skip
    assert set(line["procedures"][0]) == {"id", "name", "parts", "missing", "published", "findings"}
    text = line["document"]["text"]
    assert all(f["quote"] == text[f["start"] : f["end"]] for f in line["findings"])
