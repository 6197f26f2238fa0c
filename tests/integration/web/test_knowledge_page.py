"""The page of the knowledge: who may look and import, what it says of faults and of what cannot run."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from nlp.rules.schema import Rule
from review_app.models import Finding, KnowledgeMaterial, VersionText
from review_app.services import knowledge
from review_app.services.knowledge import current, packaged
from review_app.web.presenters.knowledge import kinds_of
from tests.integration.web.conftest import Browser, Site, words_of

STATUS = "number,expired\n01/2016/NQ-HĐND,2017-07-24\n"
LAW = "LUẬT BẾN BÃI\nĐiều 1. Phạm vi\nĐiều 2. Đối tượng\n"
PROCEDURES = '{"ma_thu_tuc": "1.01", "ten_thu_tuc": "Cấp thẻ <b>khách</b>", "cap_thuc_hien": "Cấp Tỉnh"}\n'


def send(browser: Browser, kind: str, *files: tuple[str, str]) -> TestResponse:
    sent = [(io.BytesIO(content.encode()), name) for name, content in files]
    form: dict[str, Any] = {"kind": kind, "file": sent}
    return browser.post("/knowledge", form, content_type="multipart/form-data")


def forget_what_was_built() -> None:
    """As in a process that starts now."""
    knowledge._built.clear()


def in_use(site: Site) -> list[str]:
    with site.office.database.read() as session:
        rows = select(KnowledgeMaterial.name).where(KnowledgeMaterial.replaced_at.is_(None))
        return list(session.scalars(rows.order_by(KnowledgeMaterial.name)))


@pytest.mark.parametrize("who", ["rule_editor", "admin"])
def test_material_is_imported_and_shown_with_who_and_how_much(site: Site, who: str) -> None:
    browser = site.as_(who)
    words = words_of(browser.get("/knowledge"))
    assert "Danh mục hiệu lực văn bản: chưa nhập" in words
    assert "Đã thay hoặc gỡ" not in words
    answer = send(browser, "status", ("dm.csv", STATUS))
    words = words_of(answer)
    assert answer.status_code == 200
    assert "dm.csv: đã nhập, 1 văn bản" in words
    assert "Danh mục hiệu lực văn bản: 1 văn bản" in words
    login = {"rule_editor": "bientap", "admin": "quantri"}[who]
    assert f"bởi {login}" in words
    assert f"Bản đang dùng: {current(site.office).release}" in words
    assert current(site.office).release != packaged().release


def test_several_texts_of_law_come_in_one_form(site: Site) -> None:
    words = words_of(send(site.as_("rule_editor"), "library", ("b.txt", LAW), ("a.txt", LAW)))
    assert "Thư viện văn bản luật: 4 điều" in words
    assert in_use(site) == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("kind", "files", "said"),
    [
        ("status", [("dm.csv", STATUS + "2/2017/X,hôm qua\n")], "Tệp “dm.csv”, dòng 3: ngày không đúng dạng"),
        ("procedures", [("t.jsonl", "{}")], "Tệp “t.jsonl”, dòng 1: thiếu mục “ma_thu_tuc”"),
        ("library", [("a.txt", LAW), ("b.txt", "Ghi chú")], "Tệp “b.txt”: không nhận ra điều nào"),
        ("library", [("a.docx", LAW)], "thư viện chỉ nhận tệp .txt"),
        ("status", [], "Chưa chọn tệp nào"),
        ("other", [("a.txt", LAW)], "Cần chọn loại tài liệu"),
    ],
)
def test_a_fault_is_told_in_vietnamese_and_nothing_is_taken(
    site: Site, kind: str, files: list[tuple[str, str]], said: str
) -> None:
    answer = send(site.as_("admin"), kind, *files)
    assert answer.status_code == 422
    assert "Chưa nhập tệp nào." in words_of(answer)
    assert said in words_of(answer)
    assert in_use(site) == []


def test_what_is_withdrawn_is_listed_below_and_no_longer_used(site: Site) -> None:
    browser = site.as_("rule_editor")
    send(browser, "library", ("a.txt", LAW))
    with site.office.database.read() as session:
        id_ = session.scalars(select(KnowledgeMaterial.id)).one()
    assert browser.post(f"/knowledge/{id_}/withdraw").status_code == 303
    words = words_of(browser.get("/knowledge"))
    assert "Thư viện văn bản luật: chưa nhập" in words
    assert "a.txt" in words.split("Đã thay hoặc gỡ")[1]
    assert browser.post(f"/knowledge/{id_}/withdraw").status_code == 404


def test_the_inspector_reads_and_changes_nothing(site: Site) -> None:
    send(site.as_("admin"), "library", ("a.txt", LAW))
    with site.office.database.read() as session:
        id_ = session.scalars(select(KnowledgeMaterial.id)).one()
    browser = site.as_("inspector")
    page = browser.get("/knowledge")
    assert "a.txt" in words_of(page)
    assert "<input" not in page.text.split("<main")[1]
    assert send(browser, "library", ("b.txt", LAW)).status_code == 403
    assert browser.post(f"/knowledge/{id_}/withdraw").status_code == 403
    assert in_use(site) == ["a.txt"]


@pytest.mark.parametrize("who", ["officer", "other_officer", "intake", "reviewer", "head", "director"])
def test_everybody_else_sees_and_sends_nothing(site: Site, who: str) -> None:
    browser = site.as_(who)
    assert send(browser, "library", ("b.txt", LAW)).status_code == 403
    assert browser.post("/knowledge/1/withdraw").status_code == 403
    assert "Bộ tri thức" not in browser.get("/dossiers").text
    assert in_use(site) == []


def test_the_page_says_what_a_lost_file_means_and_the_desk_still_opens(site: Site) -> None:
    browser = site.as_("admin")
    send(browser, "status", ("dm.csv", STATUS))
    with site.office.database.read() as session:
        sha256 = session.scalars(select(KnowledgeMaterial)).one().file.sha256
    site.office.files.path(sha256).unlink()
    assert site.as_("reviewer").get(f"/versions/{site.version}/desk").status_code == 200
    forget_what_was_built()
    words = words_of(browser.get("/knowledge"))
    assert "dự thảo mới chưa rà soát được" in words
    assert "hãy nhập lại tài liệu" in words
    assert site.as_("reviewer").get(f"/versions/{site.version}/desk").status_code == 200


def needing_the_library() -> tuple[Rule, ...]:
    rule = replace(
        packaged().rules[0], family="conflict", title="Mức khác luật.", needs=frozenset({"library"})
    )
    return (rule, replace(rule, family="duplication", title="Chép lại luật."))


def test_what_cannot_run_for_want_of_material_is_said_in_plain_words() -> None:
    needing = replace(packaged(), rules=needing_the_library())
    procedures, status, library = kinds_of([], needing)
    assert "2 quy tắc không chạy (về mâu thuẫn với văn bản cấp trên, trùng lặp)" in library.effect
    assert "người thẩm định phải tự kiểm tra" in library.effect
    assert library.waiting == ("Mức khác luật.", "Chép lại luật.")
    for other in (procedures, status):
        assert other.effect == "Bộ quy tắc hiện nay chưa có quy tắc nào dùng tài liệu này."
    row = KnowledgeMaterial(kind="library", slot="a.txt", name="a.txt", entries=2)
    library = kinds_of([row], needing)[2]
    assert library.waiting == ()
    assert library.effect == "2 quy tắc dùng tài liệu này (về mâu thuẫn với văn bản cấp trên, trùng lặp)."


RULE = {"rule": "tthc.dossier", "outcome": "hit", "reason": ""}


def change_scan(site: Site, **changes: Any) -> None:
    with site.office.database.write() as session:
        row = session.get_one(VersionText, site.version)
        row.scan = (row.scan or {}) | changes


def test_the_desk_names_the_published_procedure_and_what_to_compare(site: Site) -> None:
    places = [{"provision": id_, "start": 0, "end": 1} for id_ in ("dieu-1", "dieu-1/khoan-1", "dieu-2")]
    found = {
        "id": "p1", "name": "Cấp thẻ", "parts": {"ho_so": places}, "missing": ["ket_qua"], "published": "1.01",
        "findings": [],
    }  # fmt: skip
    change_scan(site, procedures=[found, found | {"published": "9.99"}])
    send(site.as_("rule_editor"), "procedures", ("tthc.jsonl", PROCEDURES))
    page = site.as_("reviewer").get(f"/versions/{site.version}/desk")
    words = words_of(page)
    assert "Giống thủ tục đã công bố: mã 1.01, “Cấp thẻ <b>khách</b>” (cấp tỉnh)." in words
    assert (
        "Cấp thẻ thành phần, số lượng hồ sơ: Điều 1 , Điều 2 Chưa thấy quy định: kết quả thực hiện." in words
    )
    assert "Cần đối chiếu xem dự thảo có thêm giấy tờ, điều kiện hoặc thời hạn" in words
    assert "mã 9.99 (không có trong danh mục đang dùng)" in words
    assert "<b>khách</b>" not in page.text


def test_the_desk_says_when_the_knowledge_changed_after_the_scan(site: Site) -> None:
    path, release = f"/versions/{site.version}/desk", packaged().release
    change_scan(site, coverage={"knowledge": release, "provisions": 3, "unread": [], "rules": [RULE]})
    assert "bộ tri thức đã đổi" not in words_of(site.as_("reviewer").get(path))
    send(site.as_("rule_editor"), "status", ("dm.csv", STATUS))
    words = words_of(site.as_("reviewer").get(path))
    assert f"bộ tri thức đã đổi (hiện dùng {current(site.office).release} )" in words
    assert f"Rà soát theo bộ tri thức {release} ." in words


def test_rules_that_had_no_material_are_said_in_words_on_desk_and_dossier(site: Site) -> None:
    rules = [
        {"rule": f"{name}", "outcome": "not_run", "reason": reason}
        for name, reason in (
            ("conflict.number", "no_library"), ("validity.expired", "no_status_list"),
            ("tthc.extra_paper", "no_published_procedures"), ("language.vague", "timeout"),
        )
    ]  # fmt: skip
    change_scan(site, coverage={"knowledge": "base-1", "provisions": 3, "unread": [], "rules": rules})
    for path in (f"/versions/{site.version}/desk", f"/dossiers/{site.dossier}"):
        words = words_of(site.as_("reviewer").get(path))
        for said in (
            "mâu thuẫn với văn bản cấp trên (conflict.number) không chạy: chưa nhập thư viện văn bản luật",
            "căn cứ ban hành (validity.expired) không chạy: chưa nhập danh mục hiệu lực văn bản",
            "thủ tục hành chính (tthc.extra_paper) không chạy: chưa nhập danh mục thủ tục đã công bố",
            "ngôn ngữ (language.vague) không chạy: quá thời gian cho phép",
        ):
            assert said in words
        assert "no_library" not in words


def test_evidence_of_a_published_procedure_names_its_code(site: Site) -> None:
    evidence = {
        "for": False, "what": "published_procedure", "quote": "bản vẽ mặt bằng", "start": None, "end": None,
        "source": "1.01",
    }  # fmt: skip
    with site.office.database.write() as session:
        finding = session.get_one(Finding, site.finding)
        authority = {"verdict": "not_shown", "evidence": [evidence]}
        finding.body = finding.body | {"authority": authority}
    words = words_of(site.as_("reviewer").get(f"/versions/{site.version}/desk"))
    assert "Không ủng hộ: đã có thủ tục được công bố (mã 1.01) “bản vẽ mặt bằng”" in words


def test_the_admin_without_dossiers_is_led_to_the_knowledge(site: Site) -> None:
    assert 'href="/knowledge"' in site.as_("admin").get("/").text.split("<main")[1]
