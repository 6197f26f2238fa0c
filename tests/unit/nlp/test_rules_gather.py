"""Parts of a procedure spread over a draft are gathered into one; two procedures side by side are kept apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.rules.gather import BASIC
from nlp.types import Procedure, ScanResult
from tests.unit.nlp.scan_helpers import scan_text

PAPERS = "Cá nhân nộp 01 bộ hồ sơ gồm: đơn đề nghị; bản sao căn cước có chứng thực."
STEPS = (
    "Cá nhân nộp hồ sơ tại Ủy ban nhân dân cấp xã. Ủy ban nhân dân cấp xã tiếp nhận, kiểm tra hồ sơ; trường hợp hồ sơ "
    "chưa hợp lệ thì hướng dẫn cá nhân bổ sung hồ sơ."
)
TIME = "Thời hạn giải quyết hồ sơ là 10 ngày kể từ ngày nhận đủ hồ sơ hợp lệ của cá nhân."


def _articles(*articles: tuple[str, str]) -> str:
    return "\n".join(
        f"Điều {number}. {heading}\n{text}" for number, (heading, text) in enumerate(articles, start=1)
    )


def _places(procedure: Procedure) -> set[str]:
    return {
        place.provision.split("/")[0] if "mau" not in place.provision else place.provision.rsplit("/", 1)[-1]
        for places in procedure.parts.values()
        for place in places
    }


def test_articles_on_papers_steps_and_time_and_the_form_they_cite_are_one_procedure() -> None:
    result = scan_text(
        _articles(
            ("Hồ sơ đề nghị cấp thẻ bán hàng", PAPERS.replace("đơn đề nghị", "đơn đề nghị theo Mẫu số 01")),
            ("Trình tự thực hiện", STEPS),
            ("Thời hạn giải quyết", TIME),
            ("Hiệu lực", "Quyết định này có hiệu lực từ ngày 01 tháng 7 năm 2026."),
        )
        + "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\nPHỤ LỤC\nBIỂU MẪU\n(Kèm theo Quyết định)\n"
        "Mẫu số 01\nĐƠN ĐỀ NGHỊ CẤP THẺ BÁN HÀNG\nKính gửi: Ủy ban nhân dân xã\nTôi tên là: …\nNgười làm đơn"
    )

    assert len(result.procedures) == 1
    procedure = result.procedures[0]
    assert procedure.name == "Cấp thẻ bán hàng"
    assert {"dieu-1", "dieu-2", "dieu-3", "mau-1"} <= _places(procedure)
    assert any("mau-1" in place.provision for place in procedure.parts["mau_don"])
    assert set(procedure.missing) <= {"cach_thuc"}


def test_what_no_place_sets_is_missing() -> None:
    procedure = scan_text(_articles(("Hồ sơ đề nghị cấp thẻ bán hàng", PAPERS))).procedures[0]

    assert "thoi_han" in procedure.missing
    assert not {"ten", "ho_so", "doi_tuong"} & set(procedure.missing)


def test_a_form_that_no_article_cites_and_that_asks_for_another_thing_is_not_taken_in() -> None:
    result = scan_text(
        _articles(("Hồ sơ đề nghị cấp thẻ bán hàng", PAPERS), ("Thời hạn giải quyết", TIME))
        + "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\nPHỤ LỤC\nBIỂU MẪU\n"
        "Mẫu số 07\nĐƠN ĐỀ NGHỊ HỖ TRỢ TIỀN ĐIỆN\nKính gửi: Ủy ban nhân dân xã\nTôi tên là: …\n"
        "Tôi cam đoan lời khai là đúng.\nNgười làm đơn"
    )

    first = next(each for each in result.procedures if each.name == "Cấp thẻ bán hàng")
    assert "mau-7" not in _places(first)


def test_two_procedures_in_one_chapter_are_kept_apart() -> None:
    result = scan_text(
        "Chương II\nTHẺ BÁN HÀNG\n"
        + _articles(
            ("Hồ sơ đề nghị cấp thẻ bán hàng", PAPERS),
            ("Thời hạn giải quyết", TIME),
            ("Hồ sơ đề nghị hỗ trợ tiền điện nước", PAPERS),
            ("Trình tự thực hiện", STEPS),
        )
    )

    assert [each.name for each in result.procedures] == ["Cấp thẻ bán hàng", "Hỗ trợ tiền điện nước"]
    assert [_places(each) for each in result.procedures] == [{"dieu-1", "dieu-2"}, {"dieu-3", "dieu-4"}]


def test_another_act_on_the_same_thing_is_another_procedure() -> None:
    result = scan_text(
        _articles(
            ("Cấp thẻ bán hàng", PAPERS), ("Cấp lại thẻ bán hàng", PAPERS), ("Gia hạn thẻ bán hàng", PAPERS)
        )
    )

    assert len(result.procedures) == 3


def test_articles_of_another_chapter_on_the_same_thing_belong_together() -> None:
    result = scan_text(
        "Chương I\nHỒ SƠ\n"
        + _articles(("Hồ sơ cấp thẻ bán hàng", PAPERS))
        + "\nChương II\nTRÌNH TỰ\nĐiều 2. Trình tự cấp thẻ bán hàng\n"
        + STEPS
    )

    assert [_places(each) for each in result.procedures] == [{"dieu-1", "dieu-2"}]


def test_a_repeated_heading_begins_another_procedure() -> None:
    result = scan_text(
        _articles(("Hồ sơ", PAPERS), ("Trình tự", STEPS), ("Hồ sơ", PAPERS), ("Trình tự", STEPS))
    )

    assert len(result.procedures) == 2


def test_the_section_names_the_procedure_where_no_article_does() -> None:
    result = scan_text("Mục 1\nCẤP THẺ BÁN HÀNG\n" + _articles(("Hồ sơ", PAPERS), ("Trình tự", STEPS)))

    assert [each.name for each in result.procedures] == ["CẤP THẺ BÁN HÀNG"]
    assert "ten" not in result.procedures[0].missing


def test_a_clause_hidden_among_duties_is_a_procedure_of_its_own_named_by_its_text() -> None:
    result = scan_text(
        _articles(
            ("Hồ sơ đề nghị cấp thẻ bán hàng", PAPERS),
            (
                "Trách nhiệm của Sở Công Thương",
                "1. Tuyên truyền.\n2. Giải quyết hồ sơ đề nghị cấp giấy phép bán lẻ rượu của doanh nghiệp trong "
                "thời hạn 10 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
            ),
        )
    )

    assert [each.name for each in result.procedures] == ["Cấp thẻ bán hàng", "Cấp giấy phép bán lẻ rượu"]
    assert "ten" in result.procedures[1].missing, "running text names what is asked, not the procedure"


THINGS = ("thẻ bán hàng", "giấy phép đỗ xe tải", "chứng nhận vườn mẫu", "biển hiệu làng nghề")
PARTS = (("Hồ sơ", PAPERS), ("Trình tự thực hiện", STEPS), ("Thời hạn giải quyết", TIME))


@given(
    things=st.lists(st.sampled_from(THINGS), unique=True, min_size=1, max_size=4),
    kept=st.lists(st.sampled_from([1, 2]), unique=True, max_size=2),
)
@settings(max_examples=25, deadline=None)
def test_every_thing_asked_for_is_one_procedure_and_every_finding_in_one(
    things: list[str], kept: list[int]
) -> None:
    articles = []
    for thing in things:
        articles.append((f"Hồ sơ đề nghị cấp {thing}", PAPERS))
        articles += [PARTS[number] for number in sorted(kept)]
    result = scan_text(_articles(*articles))

    assert [each.name for each in result.procedures] == [f"Cấp {thing}" for thing in things]
    _check(result)


def _check(result: ScanResult) -> None:
    """Each finding of a procedure is in one of them; places lie in their provisions; nothing set is missing."""
    assert result.document is not None
    taken = [index for each in result.procedures for index in each.findings]
    tthc = [index for index, finding in enumerate(result.findings) if finding.family == "tthc"]
    assert sorted(taken) == tthc
    by_id = {provision.id: provision for provision in result.provisions}
    for each in result.procedures:
        assert not set(each.missing) & set(each.parts)
        assert set(BASIC) <= set(each.missing) | set(each.parts)
        for places in each.parts.values():
            for place in places:
                assert by_id[place.provision].start <= place.start < place.end <= by_id[place.provision].end
