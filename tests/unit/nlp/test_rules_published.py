"""A procedure that is already published is recognised, and what a draft asks beyond it is said at its place."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from nlp.authority.published import PublishedIndex, TimeLimit, index_of, parts_of, published_papers, times_in
from nlp.knowledge import Knowledge
from nlp.knowledge.material import Material, procedure_of
from nlp.pipeline import extract_draft, parse_draft, scan_draft
from nlp.types import Finding, ScanResult, SourceFile
from tests.unit.nlp.scan_helpers import TODAY, knowledge

RULE = "tthc.adds_to_published"
PUBLISHED = tuple(
    procedure_of(row)
    for row in (
        {
            "ma_thu_tuc": "9.000010",
            "ten_thu_tuc": "Cấp giấy phép dựng rạp trên đường nội bộ",
            "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượng- Đơn đề nghị cấp giấy phép theo mẫuMau 1.docx1 "
            "bản chính- Sơ đồ vị trí dựng rạp0 bản chính,1 bản sao",
            "cach_thuc_thuc_hien": "Hình thức nộpThời gianMô tảTrực tuyến12 NgàyMiễn phíTrực tiếp12 NgàyMiễn phí",
            "yeu_cau_dieu_kien": "Đường còn lối đi rộng tối thiểu 1,5 m.",
            "trinh_tu_thuc_hien": "Trong thời hạn 02 ngày làm việc, cơ quan kiểm tra hồ sơ.",
        },
        {
            "ma_thu_tuc": "9.000011",
            "ten_thu_tuc": "Cấp lại giấy phép dựng rạp trên đường nội bộ",
            "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn đề nghị cấp lại1 bản chính",
        },
        {
            "ma_thu_tuc": "9.000012",
            "ten_thu_tuc": "Đăng ký nuôi chim yến",
            "thanh_phan_ho_so": "",
        },
    )
)
AS_PUBLISHED = """
    Điều 1. Phạm vi
    Quyết định này quy định việc dùng đường nội bộ.
    Điều 2. Cấp giấy phép dựng rạp trên đường nội bộ
    1. Thành phần hồ sơ gồm:
    a) Đơn đề nghị cấp giấy phép;
    b) Sơ đồ vị trí dựng rạp.
    2. Hộ gia đình nộp hồ sơ tại Ủy ban nhân dân cấp xã.
    3. Thời hạn giải quyết: 12 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.
    4. Điều kiện: đường còn lối đi rộng tối thiểu 1,5 m.
"""


def with_published() -> Knowledge:
    return replace(knowledge(), material=Material(procedures=PUBLISHED))


def scan_beside(text: str, used: Knowledge) -> ScanResult:
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    draft = extract_draft([SourceFile("du-thao.txt", lines.encode())])
    parsed = parse_draft(draft, issuer="ubnd_tinh", date=TODAY, today=TODAY, knowledge=used)
    return scan_draft(parsed, used)


def additions(result: ScanResult) -> list[Finding]:
    return [finding for finding in result.findings if finding.rule == RULE]


def test_the_same_procedure_gets_its_code_and_its_findings_the_evidence() -> None:
    result = scan_beside(AS_PUBLISHED, with_published())

    assert [each.published for each in result.procedures] == ["9.000010"]
    assert additions(result) == []
    for index in result.procedures[0].findings:
        finding = result.findings[index]
        assert finding.authority is not None
        evidence = finding.authority.evidence[-1]
        assert (evidence.what, evidence.supports, evidence.source) == (
            "published_procedure",
            False,
            "9.000010",
        )
        assert evidence.quote == PUBLISHED[0].name
        assert "9.000010" in finding.explanation
        assert "dẫn chiếu" in finding.explanation


@pytest.mark.parametrize(
    ("old", "new", "quote", "part", "said"),
    [
        ("b) Sơ đồ", "b) Sổ họp của tổ dân phố;\nc) Sơ đồ", "Sổ họp của tổ dân phố", "ho_so", "không thấy giấy tờ"),
        ("12 ngày", "20 ngày", "Thời hạn giải quyết: 20 ngày", "thoi_han", "12 ngày"),
        ("12 ngày", "12 ngày làm việc", "Thời hạn giải quyết: 12 ngày làm việc", "thoi_han", "khác đơn vị"),
        ("1,5 m.", "1,5 m; có hộ khẩu trên 05 năm.", "có hộ khẩu trên 05 năm", "dieu_kien", "đặt điều kiện"),
    ],
)  # fmt: skip
def test_what_is_added_is_said_at_its_place(old: str, new: str, quote: str, part: str, said: str) -> None:
    result = scan_beside(AS_PUBLISHED.replace(old, new), with_published())

    assert result.document is not None
    found = additions(result)
    assert [(finding.quote, finding.parts) for finding in found] == [(quote, (part,))]
    finding = found[0]
    assert result.document.text[finding.start : finding.end] == quote
    assert said in finding.explanation
    assert finding.severity == "suspect"
    assert finding.provision is not None
    assert finding.provision.startswith("dieu-2/khoan-")
    assert result.findings.index(finding) in result.procedures[0].findings


@pytest.mark.parametrize("time", ["10 ngày", "05 ngày làm việc", "02 ngày làm việc"])
def test_a_shorter_time_or_one_named_in_the_steps_adds_nothing(time: str) -> None:
    assert additions(scan_beside(AS_PUBLISHED.replace("12 ngày", time), with_published())) == []


def test_another_act_on_the_same_thing_is_not_the_published_procedure() -> None:
    result = scan_beside(
        AS_PUBLISHED.replace("Cấp giấy phép dựng", "Gia hạn giấy phép dựng"), with_published()
    )

    assert [each.published for each in result.procedures] == [None]


def test_papers_of_another_kind_refuse_a_like_name() -> None:
    index = PublishedIndex(PUBLISHED)
    foreign = ["Bằng lái tàu", "Sổ tiêm chủng", "Hóa đơn mua thuyền", "Giấy khai sinh"]

    assert index.match("Cấp giấy phép dựng rạp trên đường nội bộ", foreign) is None
    assert index.match("Cấp giấy phép dựng rạp trên đường nội bộ", []) is not None
    assert index.match("Cấp thẻ hội viên câu lạc bộ", []) is None


def test_without_material_the_rule_says_that_it_did_not_run_and_nothing_changes() -> None:
    result = scan_beside(AS_PUBLISHED, knowledge())

    assert result.coverage is not None
    outcome = next(each for each in result.coverage.rules if each.rule == RULE)
    assert (outcome.outcome, outcome.reason) == ("not_run", "no_published_procedures")
    assert [each.published for each in result.procedures] == [None]
    assert all(
        e.what != "published_procedure" for f in result.findings if f.authority for e in f.authority.evidence
    )


def test_a_flattened_table_is_cut_into_papers_and_times() -> None:
    parts = parts_of(PUBLISHED[0])

    assert parts.papers == ("Đơn đề nghị cấp giấy phép theo mẫuMau", "Sơ đồ vị trí dựng rạp")
    assert parts.total_times == {TimeLimit(12, "ngày")}
    assert TimeLimit(2, "ngày làm việc") in parts.other_times
    assert published_papers("") == ()


def test_numbers_in_figures_and_words_are_one_time_limit() -> None:
    assert times_in("trong 30 (ba mươi) ngày; mười lăm (15) ngày làm việc") == {
        TimeLimit(30, "ngày"),
        TimeLimit(15, "ngày làm việc"),
    }


def test_the_index_is_built_once_for_the_same_procedures() -> None:
    assert index_of(PUBLISHED) is index_of(PUBLISHED)
    assert index_of(PUBLISHED[:1]) is not index_of(PUBLISHED)


def test_the_rule_stays_silent_on_a_draft_before_any_regime() -> None:
    lines = "\n".join(line.strip() for line in AS_PUBLISHED.strip().splitlines())
    used = with_published()
    draft = extract_draft([SourceFile("cu.txt", lines.encode())])
    parsed = parse_draft(draft, date=datetime.date(2015, 1, 1), today=TODAY, knowledge=used)
    result = scan_draft(parsed, used)

    assert [each.published for each in result.procedures] == ["9.000010"]
    assert all(finding.legal_basis == () for finding in result.findings)
