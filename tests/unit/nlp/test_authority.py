"""The verdict on authority: from the delegation table alone, by issuer, regime and date."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from nlp.authority.cited import Pinpoint, pinpoint
from nlp.knowledge import Delegation
from nlp.pipeline import scan
from nlp.types import Issuer, ScanResult, SourceFile
from tests.unit.nlp.scan_helpers import knowledge, scan_text, tthc

ARTICLE = """Điều 1. Hồ sơ giao đất
1. Cá nhân nộp 01 bộ hồ sơ gồm: đơn đề nghị theo Mẫu số 01; bản sao căn cước.
2. Thời hạn giải quyết hồ sơ là 10 ngày kể từ ngày nhận đủ hồ sơ hợp lệ."""


def draft(
    basis: str, *, day: str = "2026-05-20", issuer: Issuer = "ubnd_tinh", title: str = "Quy định"
) -> ScanResult:
    text = f"ỦY BAN NHÂN DÂN TỈNH\nQUYẾT ĐỊNH\n{title}\n{basis}\n{ARTICLE}"
    return scan_text(text, issuer=issuer, date=datetime.date.fromisoformat(day))


def verdict(result: ScanResult) -> str:
    authority = tthc(result)[0].authority
    assert authority is not None
    return authority.verdict


def test_nothing_cited_is_not_shown_and_suspect() -> None:
    result = draft("Căn cứ Luật Đất đai số 31/2024/QH15;")

    assert verdict(result) == "not_shown"
    assert {finding.severity for finding in tthc(result)} == {"suspect"}


def test_a_procedure_delegation_in_the_table_is_assigned_and_only_informs() -> None:
    result = draft("Căn cứ khoản 1 Điều 15 Nghị định số 49/2026/NĐ-CP;")

    assert verdict(result) == "assigned"
    assert {finding.severity for finding in tthc(result)} == {"info"}
    authority = tthc(result)[0].authority
    assert authority is not None
    assert authority.evidence[0].source == "nd-49-2026-d15-k1"
    assert authority.evidence[0].supports


def test_the_same_delegation_does_not_serve_another_issuer_or_an_earlier_day() -> None:
    basis = "Căn cứ khoản 1 Điều 15 Nghị định số 49/2026/NĐ-CP;"

    assert verdict(draft(basis, issuer="ubnd_xa")) == "not_shown"
    assert verdict(draft(basis, day="2026-01-05")) == "not_shown"


def test_a_content_delegation_does_not_clear() -> None:
    result = draft("Căn cứ khoản 4 Điều 220 Luật Đất đai số 31/2024/QH15;")

    assert verdict(result) == "content_only"
    assert {finding.severity for finding in tthc(result)} == {"suspect"}


def test_a_decree_assigns_only_since_april_2025() -> None:
    row = replace(_row("nd-49-2026-d20"), valid_from=datetime.date(2021, 8, 20))
    table = replace(knowledge(), delegations=(row,))

    def on(day: str) -> str:
        basis = "Căn cứ Điều 20 Nghị định số 49/2026/NĐ-CP;"
        text = f"QUYẾT ĐỊNH\n{basis}\n{ARTICLE}"
        result = scan(
            SourceFile("a.txt", text.encode()),
            table,
            issuer="ubnd_tinh",
            date=datetime.date.fromisoformat(day),
        )
        return verdict(result)

    assert on("2023-05-05") == "not_shown"
    assert on("2025-08-05") == "assigned"


def _row(name: str) -> Delegation:
    return next(row for row in knowledge().delegations if row.id == name)


def _days(row: Delegation) -> set[datetime.date]:
    """Days before, in and after what is known of a row's time in force, and one in each regime."""
    step = datetime.timedelta(days=1)
    edges = [day + move * step for day in (row.valid_from, row.valid_to) if day for move in (-1, 0, 1)]
    return {
        *edges,
        *map(datetime.date.fromisoformat, ("2018-05-05", "2023-05-05", "2025-08-05", "2026-09-01")),
    }


def _cite(row: Delegation, day: datetime.date) -> ScanResult:
    place = f" trên địa bàn thành phố {row.place.title()}" if row.place else ""
    kind = {"luat": "Luật", "nghi_quyet_qh": "Nghị quyết", "nghi_dinh": "Nghị định", "thong_tu": "Thông tư"}[
        row.rank
    ]
    basis = f"Căn cứ {row.provision} {kind} số {row.number};"
    return draft(basis, day=day.isoformat(), issuer=row.to[0], title=f"Quy định{place}")


@pytest.mark.parametrize("row", knowledge().delegations, ids=lambda row: row.id)
def test_only_a_row_read_and_known_to_be_in_force_clears_a_draft(row: Delegation) -> None:
    for day in sorted(_days(row)):
        finding = tthc(_cite(row, day))[0]
        assert finding.authority is not None
        evidence = [item for item in finding.authority.evidence if item.source == row.id]
        if finding.authority.verdict in ("assigned", "special_law"):
            assert row.kind == "P"
            assert row.status != "unverified"
            assert row.in_force != "unverified"
            assert row.valid_from is not None
            assert row.valid_from <= day
            assert row.valid_to is None or day <= row.valid_to
        else:
            assert finding.severity == "suspect"
            assert evidence, (row.id, day)
            if row.in_force == "unverified" or not row.may_hold_on(day):
                assert "cần được kiểm tra" in finding.explanation or "cần kiểm tra" in finding.explanation


def test_a_row_nobody_verified_is_shown_as_evidence_and_says_that_it_must_be_checked() -> None:
    finding = tthc(draft("Căn cứ khoản 5 Điều 19 Nghị định số 66/2021/NĐ-CP;", day="2026-05-20"))[0]
    assert finding.authority is not None

    assert finding.authority.verdict == "not_shown"
    assert [item.source for item in finding.authority.evidence] == ["nd-66-2021-d19-k5"]
    assert "chưa được kiểm chứng; căn cứ cần được kiểm tra" in finding.explanation


def test_a_delegation_that_has_run_out_speaks_against_the_draft() -> None:
    finding = tthc(draft("Căn cứ khoản 1 Điều 15 Nghị định số 49/2026/NĐ-CP;", day="2027-03-01"))[0]
    assert finding.authority is not None

    assert finding.authority.verdict == "not_shown"
    assert [item.supports for item in finding.authority.evidence] == [False]
    assert "không có hiệu lực vào ngày của dự thảo" in finding.explanation


def test_every_row_names_its_sources() -> None:
    for row in knowledge().delegations:
        assert row.source.strip()
        assert row.in_force_source.strip()
        if row.valid_from is None:
            assert row.in_force == "unverified"


def test_a_provision_nobody_has_read_is_evidence_but_no_verdict() -> None:
    result = draft("Căn cứ khoản 2 Điều 8 Luật Thú y số 79/2015/QH13;")
    authority = tthc(result)[0].authority

    assert authority is not None
    assert authority.verdict == "not_shown"
    assert [item.supports for item in authority.evidence] == [True]
    assert "cần đọc văn bản" in tthc(result)[0].explanation


def test_decentralisation_is_suspect_while_it_adds_papers_or_time() -> None:
    result = draft(
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;", title="Quy định phân cấp việc giao đất"
    )

    assert verdict(result) == "decentralisation"
    assert any(finding.severity == "suspect" for finding in tthc(result) if "ho_so" in finding.parts)


def test_a_self_declaration_never_clears() -> None:
    result = draft("Quyết định này không làm phát sinh thủ tục hành chính.")
    authority = tthc(result)[0].authority

    assert authority is not None
    assert authority.verdict == "not_shown"
    assert [(item.what, item.supports) for item in authority.evidence] == [("self_declaration", False)]


def test_central_documents_are_outside_the_rule() -> None:
    result = draft("Căn cứ Luật Đất đai;", issuer="central")

    assert verdict(result) == "not_applicable"
    assert {finding.severity for finding in tthc(result)} == {"info"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("điểm a khoản 2 Điều 28", Pinpoint("28", "2", "a")),
        ("khoản 4 Điều 220", Pinpoint("220", "4", None)),
        ("Điều 20", Pinpoint("20", None, None)),
        ("khoản 2 và khoản 4 Điều 5", Pinpoint("5", None, None)),
        ("Điều 5 và Điều 6", None),
        ("khoản 3", None),
    ],
)
def test_a_pinpoint_is_one_provision_or_none(words: str, expected: Pinpoint | None) -> None:
    assert pinpoint(words) == expected


def test_a_broader_citation_is_not_within_a_narrower_delegation() -> None:
    assert Pinpoint("15", "1", None).within(Pinpoint("15", None, None))
    assert not Pinpoint("15", None, None).within(Pinpoint("15", "1", None))


def test_a_decision_that_publishes_procedures_is_not_accused_of_setting_them() -> None:
    appendix = "Điều 1. Công bố kèm theo Quyết định này thủ tục cấp thẻ.\nPHỤ LỤC\nCấp thẻ\n" + ARTICLE[9:]
    head = "ỦY BAN NHÂN DÂN TỈNH\nSố: 2344/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc công bố danh mục thủ tục hành chính\n"
    findings = tthc(scan_text(f"{head}{appendix}"))

    assert findings
    assert {(item.authority.verdict if item.authority else "", item.severity) for item in findings} == {
        ("not_applicable", "info")
    }
    assert "công bố thủ tục" in findings[0].explanation


def test_the_same_text_in_a_normative_decision_is_suspect() -> None:
    head = "ỦY BAN NHÂN DÂN TỈNH\nSố: 23/2026/QĐ-UBND\nQUYẾT ĐỊNH\nQuy định danh mục thủ tục hành chính\n"

    assert {item.severity for item in tthc(scan_text(f"{head}{ARTICLE}"))} == {"suspect"}
