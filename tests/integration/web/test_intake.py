"""Handing in: what is kept on a refusal, what is refused, who may add what."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from review_app.domain.dossier import Action
from review_app.models import Dossier, DraftPart, DraftVersion
from tests.integration.web.conftest import Browser, Site, words_of

VALUES = {
    "title": "Quy định mức hỗ trợ xe buýt", "document_type": "quyet_dinh", "issuer": "ubnd_tinh", "kind": "tham_dinh",
    "reference": "12/SXD-VB", "expected_issue_date": "05/12/2026",
}  # fmt: skip


def file(name: str = "du-thao.txt", data: bytes = b"\xc4\x90i\xe1\xbb\x81u 1. A") -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def count(site: Site, what: Any) -> int:
    with site.office.database.read() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def test_a_dossier_with_its_files_in_order_and_papers_by_kind(site: Site) -> None:
    values = VALUES | {
        "draft": [file("quyet-dinh.txt"), file("phu-luc.txt", b"Phu luc")],
        "paper_to_trinh": [file("to-trinh.txt", b"To trinh")],
    }
    answer = site.as_("officer").post("/dossiers", values)
    assert answer.status_code == 303, words_of(answer)
    with site.office.database.read() as session:
        dossier = session.scalars(select(Dossier).order_by(Dossier.id.desc())).first()
        assert dossier is not None
        assert (dossier.title, dossier.agency.code, dossier.state) == (VALUES["title"], "so-xd", "submitted")
        assert dossier.expected_issue_date is not None
        assert dossier.expected_issue_date.isoformat() == "2026-12-05"
        version = session.scalars(select(DraftVersion).where(DraftVersion.dossier_id == dossier.id)).one()
        assert [part.filename for part in version.parts] == ["quyet-dinh.txt", "phu-luc.txt"]
    page = site.as_("officer").get(answer.location)
    assert "to-trinh.txt" in page.text
    assert "Đã nhận hồ sơ" in words_of(page)


def test_everything_typed_and_every_file_received_survives_a_refusal(site: Site) -> None:
    browser, before = site.as_("officer"), count(site, Dossier)
    refused = browser.post(
        "/dossiers", VALUES | {"title": "", "draft": [file()], "paper_to_trinh": [file("tt.txt")]}
    )
    assert refused.status_code == 422
    assert "Cần ghi tên" in words_of(refused)
    assert 'value="12/SXD-VB"' in refused.text
    assert 'value="05/12/2026"' in refused.text
    assert count(site, Dossier) == before
    tokens = dict(re.findall(r'name="(\w+_token)" value="([^"]+)"', refused.text))
    assert set(tokens) >= {"draft_token", "paper_to_trinh_token"}
    again = browser.post(
        "/dossiers", VALUES | {name: tokens[name] for name in ("draft_token", "paper_to_trinh_token")}
    )
    assert again.status_code == 303
    assert "tt.txt" in browser.get(again.location).text


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [("rong.docx", b"", 422, "rỗng"), ("to.docx", b"x" * ((1 << 18) + 1), 413, "Hãy tách phụ lục")],
)
def test_a_file_that_cannot_be_taken_is_named_and_stops_no_other(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, status: int, said: str
) -> None:
    monkeypatch.setattr(site.office.files, "limit", 1 << 18)
    before = count(site, Dossier)
    answer = site.as_("officer").post("/dossiers", VALUES | {"draft": [file("tot.txt"), file(name, data)]})
    assert answer.status_code == status
    assert f"{name}:" in words_of(answer)
    assert said in words_of(answer)
    assert answer.text.count('name="draft_token"') == 1
    assert count(site, Dossier) == before


def test_a_request_over_the_limit_as_a_whole_is_told_in_words(site: Site) -> None:
    site.app.config["MAX_CONTENT_LENGTH"] = 2000
    answer = site.as_("officer").client.post("/dossiers", data={"draft": file(data=b"x" * 5000)})
    assert answer.status_code == 413
    assert "mỗi tệp không quá" in words_of(answer)


def test_a_file_of_unknown_kind_is_taken_in_and_reported_by_its_processing(site: Site) -> None:
    answer = site.as_("officer").post("/dossiers", VALUES | {"draft": [file("ban-ve.dwg", b"AC1032....")]})
    assert answer.status_code == 303


def test_without_a_draft_the_form_says_what_is_missing(site: Site) -> None:
    answer = site.as_("officer").post("/dossiers", VALUES)
    assert answer.status_code == 422
    assert "ít nhất một tệp dự thảo" in words_of(answer)


def test_a_day_that_is_none_is_named(site: Site) -> None:
    values = VALUES | {"expected_issue_date": "31/02/2026", "draft": [file()]}
    answer = site.as_("officer").post("/dossiers", values)
    assert answer.status_code == 422
    assert "Ngày dự kiến ban hành không đúng" in words_of(answer)


def test_a_file_sent_ahead_is_known_only_to_the_person_who_sent_it(site: Site) -> None:
    officer, other = site.as_("officer"), site.as_("other_officer")
    sent = officer.post(
        "/uploads", {"file": file("mat.txt", b"noi dung")}, headers={"Accept": "application/json"}
    )
    assert sent.status_code == 201
    token = sent.get_json()["token"]
    assert other.post("/dossiers", VALUES | {"draft_token": token}).status_code == 422
    assert officer.post("/dossiers", VALUES | {"draft_token": token}).status_code == 303


def test_a_forged_token_names_no_file(site: Site) -> None:
    answer = site.as_("officer").post("/dossiers", VALUES | {"draft_token": "eyJ1IjoxfQ.aaaa.bbbb"})
    assert answer.status_code == 422


def test_an_officer_hands_in_for_the_own_agency_whatever_the_form_says(site: Site) -> None:
    answer = site.as_("officer").post("/dossiers", VALUES | {"agency": "so-nnmt", "draft": [file()]})
    assert "Sở Xây dựng" in site.as_("officer").get(answer.location).text
    assert site.as_("other_officer").get(answer.location).status_code == 404


def test_the_same_file_again_is_named_to_those_who_may_see_the_other_dossier(site: Site) -> None:
    data = [file("giong.txt", b"Dieu 1. Noi dung giong nhau")]
    first = site.as_("officer").post("/dossiers", VALUES | {"draft": data})
    data = [file("giong-nhau.txt", b"Dieu 1. Noi dung giong nhau")]
    second = site.as_("other_officer").post("/dossiers", VALUES | {"draft": data})
    assert "giống hệt" in words_of(site.as_("intake").get(second.location))
    assert "giống hệt" not in words_of(site.as_("other_officer").get(second.location))
    assert first.status_code == 303


def test_a_further_version_keeps_the_former_one(site: Site) -> None:
    browser = site.as_("officer")
    answer = browser.post(
        f"/dossiers/{site.dossier}/versions", {"draft": [file("lan-2.txt", b"Dieu 1. Sua")]}
    )
    assert answer.status_code == 303
    page = words_of(browser.get(answer.location))
    assert "phiên bản 2" in page
    assert "Phiên bản 1" in page
    assert count(site, DraftPart) == 2


def test_no_version_is_taken_while_the_office_works_on_the_last(site: Site) -> None:
    site.to_appraising()
    browser = site.as_("officer")
    assert browser.get(f"/dossiers/{site.dossier}/versions/new").status_code == 409
    answer = browser.post(f"/dossiers/{site.dossier}/versions", {"draft": [file()]})
    assert answer.status_code == 409
    assert "chưa nhận" in words_of(answer)


def test_papers_added_after_a_return_are_listed(site: Site) -> None:
    site.act("intake", Action.RETURN, reason="Thiếu bản tổng hợp ý kiến")
    browser: Browser = site.as_("officer")
    assert "Thiếu bản tổng hợp ý kiến" in words_of(browser.get(f"/dossiers/{site.dossier}"))
    answer = browser.post(
        f"/dossiers/{site.dossier}/papers", {"paper_tong_hop_y_kien": [file("tong-hop.txt", b"x")]}
    )
    assert "tong-hop.txt" in browser.get(answer.location).text
