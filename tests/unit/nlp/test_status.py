"""The documents a draft rests on, against a status list: expired, not yet in force, misnumbered, unknown."""

from __future__ import annotations

import datetime

import pytest

from nlp.types import ScanResult
from tests.unit.nlp.law_samples import decision, of_rule, outcome, scan_with

DAY = datetime.date(2026, 5, 5)
ROWS = "\n".join(
    (
        "921/2018/NĐ-CP,Quy định về bến đò,Nghị định,Chính phủ,2018-02-01,2018-04-01,2026-05-05,Hết hiệu lực,danh sách mẫu",  # noqa: E501 - a paragraph is one line
        "922/2018/NĐ-CP,Quy định về đò dọc,Nghị định,Chính phủ,2018-02-01,2018-04-01,2026-05-06,Hết hiệu lực,danh sách mẫu",  # noqa: E501 - a paragraph is one line
        "923/2018/TT-BCT,Hướng dẫn về chợ nổi,Thông tư,Bộ Công Thương,2018-02-01,2018-04-01,2025-01-01,"
        "Hết hiệu lực (suy từ điều khoản thay thế/bãi bỏ của 7/2024/TT-BCT),danh sách mẫu",
        "924/2018/TT-BCT,Hướng dẫn về phà,Thông tư,Bộ Công Thương,2018-02-01,2018-04-01,2025-01-01,"
        "Hết hiệu lực (suy từ điều khoản thay thế/bãi bỏ của 12/QĐ-BCT),danh sách mẫu",
        "925/2026/NĐ-CP,Quy định về neo đậu,Nghị định,Chính phủ,2026-04-01,2026-09-01,,Chưa có hiệu lực,danh sách mẫu",
        "926/2019/NĐ-CP,Quy định về cầu tàu,Nghị định,Chính phủ,2019-02-01,2019-04-01,,Văn bản còn hiệu lực một phần,x",
        "927/2019/NĐ-CP,Quy định về phao tiêu,Nghị định,Chính phủ,2019-02-01,2019-04-01,,,danh sách mẫu",
        "928/2019/NĐ-CP,Quy định về cứu hộ,Nghị định,Chính phủ,2019-02-01,2019-04-01,,Văn bản hết hiệu lực,danh sách mẫu",  # noqa: E501 - a paragraph is one line
        "4/2017/NQ-HĐND,Giá thuê chỗ neo,Nghị quyết,Hội đồng nhân dân tỉnh Hậu Giang,2017-02-01,2017-04-01,2020-01-01,"
        "Hết hiệu lực,danh sách mẫu",
        "930/2024/QH15,Luật Chợ nổi,Luật,Quốc hội,2024-06-20,2025-01-01,,Còn hiệu lực,danh sách mẫu",
        "931/2025/QH15,Luật Bến thủy,Luật,Quốc hội,2025-06-20,2026-12-01,,Còn hiệu lực,danh sách mẫu",
    )
)


def scanned(*bases: str, clause: str = "Sở Công Thương kiểm tra.", day: datetime.date = DAY) -> ScanResult:
    lines = "\n".join(f"Căn cứ {basis};" for basis in bases)
    return scan_with(decision(clause, basis=lines), status=ROWS, date=day)


def rules_of(result: ScanResult) -> set[str]:
    return {item.rule for item in of_rule(result, "validity")}


@pytest.mark.parametrize(
    ("basis", "rules"),
    [
        ("Nghị định số 921/2018/NĐ-CP của Chính phủ quy định về bến đò", {"validity.basis_expired"}),
        (
            "Nghị định số 922/2018/NĐ-CP của Chính phủ quy định về đò dọc",
            set(),
        ),  # in force to the day before it ends
        ("Nghị định số 926/2019/NĐ-CP của Chính phủ quy định về cầu tàu", set()),  # in force in part
        ("Nghị định số 928/2019/NĐ-CP của Chính phủ quy định về cứu hộ", {"validity.basis_expired"}),
        ("Thông tư số 923/2018/TT-BCT hướng dẫn về chợ nổi", {"validity.basis_expired"}),
        ("Thông tư số 924/2018/TT-BCT hướng dẫn về phà", set()),  # an individual decision ends no circular
        ("Nghị định số 925/2026/NĐ-CP của Chính phủ quy định về neo đậu", {"validity.basis_not_yet"}),
        ("Nghị định số 927/2019/NĐ-CP của Chính phủ quy định về phao tiêu", set()),  # listed, status unknown
        ("Luật Chợ nổi số 930/2024/QH15", set()),
        ("Luật Chợ nổi ngày 20 tháng 6 năm 2024", set()),
        ("Luật Chợ nổi ngày 20 tháng 6 năm 2014", {"validity.newer_law"}),
        ("Luật Chợ nổi năm 2012", {"validity.newer_law"}),
        ("Luật Bến thủy năm 2012", set()),  # the newer one is not in force yet
        ("Luật Bến thủy số 930/2024/QH15", {"validity.misnumbered"}),
        ("Luật Chợ nổi số 930/2023/QH15", {"validity.misnumbered"}),
        ("Nghị quyết số 930/2024/QH15", {"validity.misnumbered"}),
        ("Thông tư số 40/2024/NĐ-CP hướng dẫn về phà", {"validity.misnumbered"}),
        ("Nghị định số 40/2024/NĐ-CP quy định về ghe", set()),  # not listed: unknown, no fault
        ("Nghị quyết số 04/2017/NQ-HĐND của Hội đồng nhân dân tỉnh Hậu Giang", {"validity.basis_expired"}),
        ("Nghị quyết số 04/2017/NQ-HĐND của Hội đồng nhân dân tỉnh Cà Mau", set()),  # another province's
        ("Nghị định số 41/2024/NĐ-CP sửa đổi Nghị định số 921/2018/NĐ-CP", set()),  # named in a title only
        ("Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13", {"validity.basis_replaced"}),
        ("Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015", {"validity.basis_replaced"}),
        ("Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15", set()),
    ],
)
def test_what_is_said_of_a_basis(basis: str, rules: set[str]) -> None:
    assert rules_of(scanned(basis)) == rules


def test_the_words_name_the_day_and_the_list_and_only_suspect() -> None:
    (found,) = of_rule(scanned("Nghị định số 921/2018/NĐ-CP"), "validity")
    assert found.quote == "Nghị định số 921/2018/NĐ-CP"
    assert found.provision == "can-cu-1"
    assert "ngày 05/05/2026" in found.explanation
    assert "danh sách ghi: “Hết hiệu lực”" in found.explanation
    assert found.severity == "suspect"


def test_what_the_list_only_concludes_is_said_to_be_so() -> None:
    (sure,) = of_rule(scanned("Nghị định số 921/2018/NĐ-CP"), "validity")
    (concluded,) = of_rule(scanned("Thông tư số 923/2018/TT-BCT"), "validity")
    assert concluded.severity == "suspect"
    assert "có thể đã hết hiệu lực" in concluded.explanation
    assert "suy từ" in concluded.explanation
    assert concluded.confidence < sure.confidence


def test_a_basis_that_holds_when_the_draft_takes_effect_is_none_too_early() -> None:
    late = "Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 9 năm 2026."
    assert not rules_of(scanned("Nghị định số 925/2026/NĐ-CP", clause=late))


@pytest.mark.parametrize(
    ("clause", "rules"),
    [
        ("Việc neo đậu thực hiện theo Điều 5 Nghị định số 921/2018/NĐ-CP.", {"validity.cited_expired"}),
        ("Bãi bỏ các nội dung trái với Nghị định số 921/2018/NĐ-CP.", set()),
        ("Hồ sơ nộp trước ngày này tiếp tục thực hiện theo Nghị định số 921/2018/NĐ-CP.", set()),
        ("Việc neo đậu thực hiện theo Điều 5 Nghị định số 922/2018/NĐ-CP.", set()),
    ],
)
def test_an_expired_document_in_an_article(clause: str, rules: set[str]) -> None:
    found = of_rule(scanned(clause=clause), "validity")
    assert {item.rule for item in found} == rules
    assert all(item.confidence < 0.5 for item in found)


def test_an_older_draft_is_read_by_its_own_day() -> None:
    assert not rules_of(scanned("Nghị định số 921/2018/NĐ-CP", day=datetime.date(2024, 1, 1)))


def test_without_a_list_the_rules_do_not_run_but_the_packaged_table_does() -> None:
    result = scan_with(decision("x", basis="Căn cứ Nghị định số 34/2016/NĐ-CP;"))
    assert outcome(result, "validity.basis_expired").reason == "no_status_list"
    assert rules_of(result) == {"validity.basis_replaced"}


def test_the_list_wins_over_the_packaged_table() -> None:
    row = "34/2016/NĐ-CP,Quy định chi tiết,Nghị định,Chính phủ,,,2025-04-01,Hết hiệu lực,danh sách mẫu"
    result = scan_with(decision("x", basis="Căn cứ Nghị định số 34/2016/NĐ-CP;"), status=row)
    assert rules_of(result) == {"validity.basis_expired"}
    row = "34/2016/NĐ-CP,Quy định chi tiết,Nghị định,Chính phủ,,,,Còn hiệu lực,danh sách mẫu"
    assert not rules_of(scan_with(decision("x", basis="Căn cứ Nghị định số 34/2016/NĐ-CP;"), status=row))


def test_unknown_is_said_as_unknown() -> None:
    said = outcome(
        scanned("Nghị định số 40/2024/NĐ-CP", "Luật Chợ nổi số 930/2024/QH15"), "validity.basis_expired"
    )
    assert said.outcome == "not_run"
    assert "40/2024/NĐ-CP" in said.reason
    assert "930/2024/QH15" not in said.reason
    assert "40/2024/NĐ-CP" in outcome(scanned("Nghị định số 40/2024/NĐ-CP"), "validity.misnumbered").reason
    clause = "Việc neo đậu thực hiện theo Nghị định số 41/2024/NĐ-CP."
    assert "41/2024/NĐ-CP" in outcome(scanned(clause=clause), "validity.cited_expired").reason
    known = scanned("Luật Chợ nổi số 930/2024/QH15")
    for rule in ("basis_expired", "basis_not_yet", "cited_expired", "misnumbered", "newer_law"):
        assert outcome(known, f"validity.{rule}").outcome == "clean"
