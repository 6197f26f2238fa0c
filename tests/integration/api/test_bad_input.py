"""Files that cannot be read, or can be read only in part: a clear reason, a code, nothing lost, never "clean"."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from nlp.knowledge import Knowledge, MaterialFile, lay_material, load_knowledge
from review_app.models import Dossier, Finding, JobRun, StoredFile, VersionText
from review_app.services.dossiers import latest_version
from review_app.services.intake import same_files
from review_app.services.processing import process_version
from review_app.services.processing_state import retry
from tests.factories import user_of
from tests.integration.api.conftest import Api, File, problem
from tests.unit.nlp.builders import LOCKED, PdfPage, docx, ole, paragraph, pdf, zip_of

pytestmark = [pytest.mark.db, pytest.mark.slow]

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH AN PHÚ\nSố: /2026/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\nAn Phú, ngày 15 tháng 9 năm 2026\nQUYẾT ĐỊNH\n"
    "Quy định mức chi cho công tác hòa giải ở cơ sở\n"
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\n"
    "Theo đề nghị của Giám đốc Sở Tư pháp;\nỦy ban nhân dân tỉnh ban hành Quyết định.\n"
)
SIGNED = "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
COUNCIL = "Căn cứ Nghị quyết số 05/2026/NQ-HĐND ngày 10 tháng 7 năm 2026 của Hội đồng nhân dân tỉnh quy định mức chi;\n"
SURE_HEAD = HEAD.replace("Theo đề nghị", COUNCIL + "Theo đề nghị").replace(
    "ngày 16", "số 72/2025/QH15 ngày 16"
)
CLEAN = SURE_HEAD + (
    "Điều 1. Phạm vi điều chỉnh\nQuyết định này quy định mức chi cho công tác hòa giải ở cơ sở trên địa bàn tỉnh.\n"
    "Điều 2. Mức chi\nMức chi thù lao cho hòa giải viên là 300.000 đồng mỗi vụ, việc.\n"
    "Điều 3. Hiệu lực thi hành\nQuyết định này có hiệu lực kể từ ngày 01 tháng 10 năm 2026.\n" + SIGNED
)
WITH_PROCEDURE = HEAD + (
    "Điều 1. Cấp giấy phép bến khách\n"
    "1. Tổ chức, cá nhân nộp 01 bộ hồ sơ tại Sở Xây dựng gồm: đơn đề nghị cấp giấy phép; bản vẽ mặt bằng.\n"
    "2. Trong thời hạn 10 ngày làm việc, Sở Xây dựng cấp giấy phép; trường hợp không cấp phải trả lời bằng văn bản.\n"
    "Điều 2. Hiệu lực thi hành\nQuyết định này có hiệu lực kể từ ngày 01 tháng 10 năm 2026.\n" + SIGNED
)
WORD = docx("".join(paragraph(line) for line in WITH_PROCEDURE.split("\n")))
XXE = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>Điều 1. &secret;</w:t></w:r></w:p></w:body></w:document>"
)


def _tcvn3(text: str) -> bytes:
    """The text as a font of before Unicode stores it."""
    letters = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    codes = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
    table = str.maketrans(dict(zip(letters, codes, strict=True)))
    lowered = "".join(char if char in letters else char.lower() for char in text)
    return lowered.translate(table).encode("latin-1", "replace")


def _with_document(xml: str) -> bytes:
    return zip_of(
        {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", "word/document.xml": xml}
    )


UNREADABLE: dict[str, tuple[File, str]] = {
    "old word file named docx": (("du-thao.docx", ole("WordDocument")), "unsupported"),
    "word file under a password": (("du-thao.docx", ole("EncryptionInfo", "EncryptedPackage")), "encrypted"),
    "picture": (("du-thao.docx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8), "unsupported"),
    "noise": (("du-thao.txt", bytes(range(256)) * 8), "unsupported"),
    "zip bomb": (("du-thao.docx", _with_document(" " * (30 << 20))), "too_large"),
    "draft inside a zip": (("du-thao.zip", zip_of({"du-thao.docx": WORD})), "unsupported"),
    "scanned pdf": (("du-thao.pdf", pdf([PdfPage(image_share=0.9), PdfPage(image_share=0.9)])), "no_text"),
    "pdf under a password": (
        ("du-thao.pdf", pdf([PdfPage().lines(["Điều 1"])], encrypted=LOCKED)),
        "encrypted",
    ),
    "pdf cut off": (("du-thao.pdf", pdf([PdfPage().lines(["Điều 1"])])[:60]), "damaged"),
    "word file cut off": (("du-thao.docx", WORD[: len(WORD) // 2]), "damaged"),
    "word file of broken xml": (("du-thao.docx", _with_document("<w:document>")), "damaged"),
    "blanks only": (("du-thao.txt", b" \r\n\t " * 50), "empty"),
}


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The packaged knowledge."""
    return load_knowledge()


@dataclass(frozen=True, slots=True)
class Handed:
    """A dossier handed in over the API and processed as the worker does it."""

    dossier: int
    version: int
    shown: dict[str, Any]


def _hand_in(api: Api, knowledge: Knowledge, *draft: File) -> Handed:
    answer = api.submit(draft=draft)
    assert answer.status_code == 201, answer.text
    dossier = answer.get_json()
    version = dossier["versions"][0]
    process_version(api.office, knowledge, version, lambda: datetime.now(UTC))
    return Handed(dossier["id"], version, api.get(f"/versions/{version}", "head").get_json())


def _count(api: Api, table: type) -> int:
    with api.office.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _nothing_half_written(api: Api) -> None:
    incoming = api.office.files.folder / "incoming"
    assert not incoming.exists() or not list(incoming.iterdir())
    assert _count(api, Finding) == 0


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_kept_and_shown_as_failed(api: Api, knowledge: Knowledge, name: str) -> None:
    file, code = UNREADABLE[name]
    handed = _hand_in(api, knowledge, file)
    assert (handed.shown["state"], handed.shown["step"], handed.shown["code"]) == ("failed", "extract", code)
    assert _is_vietnamese(handed.shown["reason"])
    assert handed.shown["statement"] is None
    assert handed.shown["not_examined"] == ["Dự thảo chưa được rà soát xong."]
    assert handed.shown["counts"] == {"total": 0, "open": 0, "violation": 0, "suspect": 0, "info": 0}
    _nothing_half_written(api)
    assert _count(api, VersionText) == 0
    original = api.office.files.read(handed.shown["parts"][0]["sha256"])
    assert original == file[1]
    problem(api.act(handed.dossier, "accept", "intake"), 422, "guard_failed")
    assert api.act(handed.dossier, "return", "intake", reason="Tệp không đọc được.").status_code == 200


def test_one_unreadable_file_of_several_fails_the_version_and_says_so(api: Api, knowledge: Knowledge) -> None:
    handed = _hand_in(api, knowledge, ("qd.docx", WORD), ("phu-luc.pdf", UNREADABLE["scanned pdf"][0][1]))
    assert handed.shown["state"] == "failed"
    assert handed.shown["code"] == "no_text"
    _nothing_half_written(api)


@pytest.mark.parametrize("filename", ["du-thao.doc", "du-thao.pdf", "du-thao", "du-thao.docx.exe"])
def test_a_wrong_ending_does_not_keep_a_word_file_from_being_read(
    api: Api, knowledge: Knowledge, filename: str
) -> None:
    handed = _hand_in(api, knowledge, (filename, WORD))
    assert handed.shown["state"] == "scanned"
    assert handed.shown["counts"]["total"] > 0


def test_an_empty_file_is_refused_and_nothing_is_kept(api: Api) -> None:
    body = problem(api.submit(draft=[("du-thao.docx", b"")]), 422, "empty")
    assert "rỗng" in body["title"]
    _nothing_half_written(api)
    assert (_count(api, Dossier), _count(api, StoredFile), _count(api, JobRun)) == (0, 0, 0)


def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(api: Api) -> None:
    api.office.files.limit = 200_000
    body = problem(api.submit(draft=[("lon.docx", b"x" * 200_001)]), 413, "too_large")
    assert "lon.docx" in body["title"]
    _nothing_half_written(api)
    assert _count(api, Dossier) == 0
    assert api.submit(draft=[("vua.docx", b"x" * 200_000)]).status_code == 201


def test_an_external_entity_is_never_read_into_the_draft(api: Api, knowledge: Knowledge) -> None:
    handed = _hand_in(api, knowledge, ("du-thao.docx", _with_document(XXE)))
    with api.office.database.read() as session:
        row = session.get(VersionText, handed.version)
        text = row.text if row else ""
    assert Path("/etc/passwd").read_text(encoding="utf-8").split(":")[0] not in text
    assert handed.shown["statement"] is None
    assert handed.shown["state"] == "failed" or handed.shown["not_examined"]


STATUS = (
    "number,title,type,issuer,effective,status\n"
    "05/2026/NQ-HĐND,Quy định mức chi,Nghị quyết,Hội đồng nhân dân tỉnh An Phú,2026-07-20,Còn hiệu lực\n"
    "72/2025/QH15,Luật Tổ chức chính quyền địa phương,Luật,Quốc hội,2025-06-16,Còn hiệu lực\n"
)
ARTICLE = "Điều 1. Phạm vi điều chỉnh\nVăn bản này có phạm vi của nó.\n"
LIBRARY = {
    "nghi-quyet.txt": "HỘI ĐỒNG NHÂN DÂN\nTỈNH AN PHÚ\nSố: 05/2026/NQ-HĐND\nNGHỊ QUYẾT\nQuy định mức chi\n"
    + ARTICLE,
    "luat.txt": "QUỐC HỘI\nLuật số: 72/2025/QH15\nLUẬT\nTỔ CHỨC CHÍNH QUYỀN ĐỊA PHƯƠNG\n" + ARTICLE,
}
MATERIAL = (
    MaterialFile("procedures", "p.jsonl", '{"ma_thu_tuc": "1", "ten_thu_tuc": "Cấp thẻ khách"}'.encode()),
    MaterialFile("status", "s.csv", STATUS.encode()),
    *(MaterialFile("library", name, text.encode()) for name, text in LIBRARY.items()),
)


def test_without_material_no_draft_is_stated_clean_and_what_lacks_is_said(
    api: Api, knowledge: Knowledge
) -> None:
    handed = _hand_in(api, knowledge, ("du-thao.txt", CLEAN.encode()))
    assert handed.shown["statement"] is None
    assert any("chưa nhập danh mục thủ tục đã công bố" in line for line in handed.shown["not_examined"])


def test_a_plain_draft_read_whole_may_be_stated_clean(api: Api, knowledge: Knowledge) -> None:
    handed = _hand_in(api, lay_material(knowledge, MATERIAL), ("du-thao.txt", CLEAN.encode()))
    assert handed.shown["state"] == "scanned"
    assert handed.shown["counts"]["total"] == 0
    assert handed.shown["not_examined"] == []
    assert handed.shown["statement"].startswith("Không phát hiện")


def test_a_draft_that_sets_a_procedure_has_findings(api: Api, knowledge: Knowledge) -> None:
    handed = _hand_in(api, knowledge, ("du-thao.docx", WORD))
    assert handed.shown["counts"]["open"] > 0
    assert handed.shown["statement"] is None


DOUBTFUL: dict[str, bytes] = {
    "no article": "Kính gửi các đơn vị. Đề nghị báo cáo tình hình trước ngày 20 tháng 9 năm 2026.\n".encode() * 4,
    "letters of old fonts": _tcvn3(CLEAN),
    "no diacritics": unicodedata.normalize("NFD", CLEAN.replace("Đ", "D").replace("đ", "d"))
    .encode("ascii", "ignore"),
    "two drafts in one file": (CLEAN + "\n" + CLEAN.replace("hòa giải ở cơ sở", "trợ giúp pháp lý")).encode(),
    "a broken byte": CLEAN.encode().replace("Mức chi thù lao".encode(), b"M\xffc chi th\xff lao"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_is_read_with_doubt_is_never_stated_clean(api: Api, knowledge: Knowledge, name: str) -> None:
    handed = _hand_in(api, knowledge, ("du-thao.txt", DOUBTFUL[name]))
    assert handed.shown["state"] == "scanned", handed.shown
    assert handed.shown["statement"] is None
    assert handed.shown["not_examined"]
    assert all(_is_vietnamese(line) for line in handed.shown["not_examined"])
    with api.office.database.read() as session:
        row = session.get_one(VersionText, handed.version)
        assert (row.scan or {})["warnings"]


def test_decomposed_letters_give_the_same_findings_as_composed_ones(api: Api, knowledge: Knowledge) -> None:
    composed = _hand_in(api, knowledge, ("nfc.txt", WITH_PROCEDURE.encode()))
    decomposed = _hand_in(api, knowledge, ("nfd.txt", unicodedata.normalize("NFD", WITH_PROCEDURE).encode()))
    assert composed.shown["counts"] == decomposed.shown["counts"]
    found = [
        [(each["rule"], each["provision"], each["quote"]) for each in
         api.get(f"/versions/{handed.version}/findings", "head").get_json()["items"]]
        for handed in (composed, decomposed)
    ]  # fmt: skip
    assert found[0] == found[1] != []
    with api.office.database.read() as session:
        text = session.get_one(VersionText, decomposed.version).text
    for each in api.get(f"/versions/{decomposed.version}/findings", "head").get_json()["items"]:
        assert text[each["start"] : each["end"]] == each["quote"]


def test_nul_and_other_controls_in_a_text_do_not_stop_its_reading(api: Api, knowledge: Knowledge) -> None:
    handed = _hand_in(
        api, knowledge, ("du-thao.txt", CLEAN.replace("Mức chi thù", "Mức\0 chi\x07 thù").encode())
    )
    assert handed.shown["state"] in ("scanned", "failed")
    assert handed.shown["code"] in (None, "unsupported")


def test_the_same_file_again_is_taken_and_linked_only_for_those_who_may_see(
    api: Api, knowledge: Knowledge
) -> None:
    first = _hand_in(api, knowledge, ("a.txt", CLEAN.encode()))
    answer = api.submit("other_officer", agency="so-nnmt", draft=[("b.txt", CLEAN.encode())])
    assert answer.status_code == 201
    assert _count(api, StoredFile) == 1
    with api.office.database.read() as session:
        second = session.get_one(Dossier, answer.get_json()["id"])
        assert same_files(session, api.people.other_officer, second) == []
        assert [each.id for each in same_files(session, api.people.intake, second)] == [first.dossier]


def test_a_failed_version_can_be_tried_again_from_the_step_that_failed(
    api: Api, knowledge: Knowledge
) -> None:
    answer = api.submit(draft=[("du-thao.txt", CLEAN.encode())]).get_json()
    version = answer["versions"][0]
    path = api.office.files.path(api.get(f"/versions/{version}", "head").get_json()["parts"][0]["sha256"])
    away = path.rename(path.with_suffix(".away"))
    process_version(api.office, knowledge, version, lambda: datetime.now(UTC))
    failed = api.get(f"/versions/{version}", "head").get_json()
    assert (failed["state"], failed["code"]) == ("failed", "not_found")
    away.rename(path)
    with api.office.database.write() as session:
        retry(session, api.people.intake, datetime.now(UTC), version)
    process_version(api.office, knowledge, version, lambda: datetime.now(UTC))
    assert api.get(f"/versions/{version}", "head").get_json()["state"] == "scanned"
    with api.office.database.read() as session:
        newest = latest_version(session, answer["id"])
        assert newest is not None
        assert [(step.step, step.state) for step in newest.steps] == [
            ("extract", "failed"), ("extract", "done"), ("parse", "done"), ("scan", "done"),
        ]  # fmt: skip
        assert user_of(session, api.people.intake).active


def test_processing_again_changes_no_decision(api: Api, knowledge: Knowledge) -> None:
    handed = _hand_in(api, knowledge, ("du-thao.docx", WORD))
    before = api.get(f"/versions/{handed.version}/findings", "head").get_json()
    process_version(api.office, knowledge, handed.version, lambda: datetime.now(UTC))
    assert api.get(f"/versions/{handed.version}/findings", "head").get_json() == before


def _is_vietnamese(text: str) -> bool:
    """Whether the text has letters that only Vietnamese writes."""
    return any(char in "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ" for char in text.lower())
