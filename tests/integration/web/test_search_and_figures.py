"""Search and the counted figure, on their pages."""

from __future__ import annotations

import io

import pytest

from review_app.models import Finding
from review_app.services import register_file
from review_app.services.indexing import index_marked
from review_app.services.intake import add_version
from review_app.web import register
from tests.factories import NOW, make_dossier, mark_scanned, upload
from tests.integration.web.conftest import Site, words_of

REGISTER = (
    "Số ký hiệu,Trích yếu,Ngày ban hành,Cơ quan ban hành\n"
    "01/2026/QĐ-UBND,Quy định cấp phép bến thủy,01/10/2026,Ủy ban nhân dân tỉnh\n"
    "03/2026/QĐ-UBND,Quy định giá nước sạch,02/10/2026,Ủy ban nhân dân tỉnh\n"
    ",Không có số,03/10/2026,Ủy ban nhân dân tỉnh\n"
)
YEAR = "from=01/01/2026&to=31/12/2026"


def test_before_there_is_an_index_the_page_says_so_instead_of_nothing_found(site: Site) -> None:
    words = words_of(site.as_("reviewer").get("/search?q=ho so"))
    assert "đang được xây dựng lại" in words
    assert "Không tìm thấy" not in words


def test_a_hit_is_marked_and_leads_to_its_provision(site: Site) -> None:
    index_marked(site.office)
    page = site.as_("reviewer").get("/search?q=to chuc, ca nhan nop&kind=document")
    assert f"/versions/{site.version}/desk#p-dieu-1/khoan-1" in page.text
    assert "<mark>" in page.text
    assert "khoản 1 Điều 1 –" in words_of(page)
    assert "Chỉ mục đang chậm" not in words_of(page)


def test_how_far_the_index_is_behind_is_said(site: Site) -> None:
    index_marked(site.office)
    site.as_("officer").post(
        "/dossiers",
        {
            "title": "Mới",
            "document_type": "quyet_dinh",
            "issuer": "ubnd_tinh",
            "draft": (io.BytesIO(b"x"), "a.txt"),
        },
    )
    assert "Chỉ mục đang chậm 1 hồ sơ" in words_of(site.as_("reviewer").get("/search?q=ho so"))


def test_drafts_without_text_are_counted_among_what_the_person_may_see(site: Site) -> None:
    with site.office.database.write() as session:
        for restricted in (False, True):
            other = make_dossier(site.office, session, site.people.officer)
            other.restricted = restricted
        gone = make_dossier(site.office, session, site.people.other_officer, agency="so-nnmt")
        mark_scanned(session, gone)
        add_version(session, site.people.other_officer, NOW, gone.id, [upload(site.office)], [])
    index_marked(site.office)
    said = {
        who: words_of(site.as_(who).get("/search?q=khongcotunay"))
        for who in ("reviewer", "officer", "other_officer", "admin")
    }
    sentence = "hồ sơ có dự thảo chưa đọc được nên không tìm được theo nội dung"
    assert f"2 {sentence}" in said["reviewer"]
    assert f"2 {sentence}" in said["officer"]  # it handed in the restricted one
    assert f"1 {sentence}" in said["other_officer"]
    assert sentence not in said["admin"]


def test_a_restricted_dossier_that_waits_for_the_index_is_not_counted_for_others(site: Site) -> None:
    index_marked(site.office)
    with site.office.database.write() as session:
        make_dossier(site.office, session, site.people.officer).restricted = True
    assert "Chỉ mục đang chậm 1" in words_of(site.as_("officer").get("/search?q=ho so"))
    assert "Chỉ mục đang chậm" not in words_of(site.as_("reviewer").get("/search?q=ho so"))


def test_a_finding_that_the_database_lost_leads_to_its_dossier(site: Site) -> None:
    index_marked(site.office)
    with site.office.database.write() as session:
        session.delete(session.get_one(Finding, site.finding))
    page = site.as_("reviewer").get("/search?q=bo ho so&kind=finding")
    assert page.status_code == 200
    assert f'href="/dossiers/{site.dossier}"' in page.text


def test_a_question_without_an_answer_says_what_to_try(site: Site) -> None:
    index_marked(site.office)
    words = words_of(site.as_("reviewer").get("/search?q=khongcotunay"))
    assert "Không tìm thấy trong phần bạn được xem" in words


def test_the_figure_is_counted_with_its_definition_and_its_rows(site: Site) -> None:
    intake = site.as_("intake")
    assert "Chưa có sổ văn bản" in words_of(intake.get(f"/kpi?{YEAR}"))
    taken = intake.post("/register", {"file": (io.BytesIO(REGISTER.encode()), "so.csv")})
    words = words_of(taken)
    assert taken.status_code == 200
    assert "3 dòng: thêm 2, cập nhật 0, không nhận 1" in words
    assert "không nhận:" in words
    page = words_of(site.as_("head").get(f"/kpi?{YEAR}&by=month"))
    assert "0 / 2 văn bản phải thẩm định" in page
    assert "0 %" in page
    assert "Mẫu số:" in page
    assert "Tháng 10/2026" in page
    assert "02/2026/QĐ-UBND" in page  # the number the register lacks
    assert "Quy định giá nước sạch" in page


def test_a_person_settles_from_which_dossier_a_document_came(site: Site) -> None:
    intake = site.as_("intake")
    register = REGISTER.replace("Quy định cấp phép bến thủy", "Quy định về cấp phép hoạt động bến thủy")
    intake.post("/register", {"file": (io.BytesIO(register.encode()), "so.csv")})
    head = site.as_("head")
    page = head.get("/register/1/match")
    assert f'value="{site.dossier}"' in page.text
    assert head.post("/register/1/match", {"dossier": "x"}).status_code == 422
    assert head.post("/register/1/match", {"dossier": str(site.dossier)}).status_code == 303
    assert f"/dossiers/{site.dossier}" in head.get(f"/kpi?{YEAR}").text


def test_a_dossier_that_is_not_alike_is_given_by_its_number(site: Site) -> None:
    site.as_("intake").post("/register", {"file": (io.BytesIO(REGISTER.encode()), "so.csv")})
    head = site.as_("head")
    wrong = head.post("/register/2/match", {"dossier": "other", "number": "HS-1999-0001"})
    assert wrong.status_code == 422
    assert "Không có hồ sơ số" in words_of(wrong)
    with site.office.database.write() as session:
        other = make_dossier(site.office, session, site.people.officer, title="Giá nước").number
    assert head.post("/register/2/match", {"dossier": "other", "number": other.lower()}).status_code == 303
    assert other in head.get(f"/kpi?{YEAR}").text


def test_a_register_that_is_no_table_is_refused_in_words(site: Site) -> None:
    answer = site.as_("intake").post("/register", {"file": (io.BytesIO(b"\x00\x01"), "so.xlsx")})
    assert answer.status_code in (415, 422)
    assert "Chưa nhập được sổ" in words_of(answer)


def test_a_register_over_the_limit_is_refused_in_words(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (register, register_file):  # a small file stands for one of 20 MB
        monkeypatch.setattr(module, "LARGEST_REGISTER", 100)
    answer = site.as_("intake").post("/register", {"file": (io.BytesIO(REGISTER.encode()), "so.csv")})
    assert answer.status_code == 413
    assert "Sổ văn bản lớn hơn 20 MB" in words_of(answer)


def test_days_are_read_the_vietnamese_way(site: Site) -> None:
    assert 'value="05/09/2026"' in site.as_("head").get("/kpi?from=5/9/2026&to=31/12/2026").text
    assert site.as_("head").get("/kpi?from=2026-13-45").status_code == 422
