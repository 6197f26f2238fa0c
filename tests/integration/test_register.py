"""The register of issued documents: every line taken or refused, nothing doubled, matches settled by people."""

from __future__ import annotations

import io
import threading
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.errors import DossierUnknown, NotAllowed, Unprocessable
from review_app.errors import Conflict, NotFound, TooLarge, Unsupported
from review_app.models import IssuedDocument, RegisterImport
from review_app.services.office import Office
from review_app.services.register import (
    candidates_of,
    confirm_match,
    import_register,
    import_shape,
    list_issued,
)
from tests.factories import NOW, People, make_dossier

HEAD = "so_ky_hieu,trich_yeu,loai,co_quan_ban_hanh,ngay_ban_hanh,co_quan_soan_thao,ngay_hieu_luc"
TITLE = "Quyết định ban hành Quy định cấp phép bến thủy nội địa trên địa bàn tỉnh"
LATER = NOW + timedelta(days=60)
PROVINCE = "Ủy ban nhân dân tỉnh"


def line(
    number: str = "31/2026/QĐ-UBND", title: str = TITLE, kind: str = "Quyết định", issuer: str = PROVINCE,
    issued: str = "20/10/2026", agency: str = "Sở Xây dựng", effective: str = "01/11/2026",
) -> str:  # fmt: skip
    return f'{number},"{title}",{kind},{issuer},{issued},{agency},{effective}'


def csv_of(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *lines)).encode()


@pytest.fixture
def session(office: Office, people: People) -> Iterator[Session]:
    """One transaction; every test stays in it."""
    with office.database.write() as session:
        yield session


def documents(session: Session) -> list[IssuedDocument]:
    return list(session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)))


def test_a_line_becomes_a_document(people: People, session: Session) -> None:
    result = import_register(session, people.intake, NOW, "sổ.csv", csv_of(line("031/2026/QĐ–UBND")))
    (document,) = documents(session)
    assert (document.number, document.title) == ("031/2026/QĐ-UBND", TITLE)
    assert (document.document_type, document.issuer) == ("quyet_dinh", "ubnd_tinh")
    assert (document.issued_on, document.effective_on) == (date(2026, 10, 20), date(2026, 11, 1))
    assert (document.agency_name, document.match_kind) == ("Sở Xây dựng", "none")
    assert (result.record.rows, result.record.added, result.record.refused) == (1, 1, 0)


BAD_LINES = {
    line(number=""): "Thiếu số ký hiệu.",
    line(number="số 5 năm 2026"): "không đúng dạng",
    line(title=""): "Thiếu trích yếu.",
    line(issued="31/02/2026"): "Ngày ban hành không đọc được",
    line(issued=""): "Ngày ban hành không đọc được",
    line(issued="20/10/2025"): "khác năm ban hành",
    line(effective="mai"): "Ngày hiệu lực không đọc được",
    line(kind="Nghị quyết"): "không khớp ký hiệu",
    line(issuer=""): "Thiếu cơ quan ban hành",
    line(title="QuyÕt ®Þnh vÒ viÖc quy ®Þnh møc thu phÝ"): "bảng mã cũ",
}


def test_bad_lines_are_refused_one_by_one_and_the_good_ones_taken(people: People, session: Session) -> None:
    data = csv_of(line("30/2026/QĐ-UBND"), *BAD_LINES, line("32/2026/QĐ-UBND"))
    result = import_register(session, people.intake, NOW, "so.csv", data)
    assert [document.number for document in documents(session)] == ["30/2026/QĐ-UBND", "32/2026/QĐ-UBND"]
    refused = [outcome for outcome in result.lines if outcome.outcome == "refused"]
    assert [outcome.line for outcome in refused] == list(range(3, 3 + len(BAD_LINES)))
    for outcome, reason in zip(refused, BAD_LINES.values(), strict=True):
        assert reason in outcome.reason
    assert (result.record.rows, result.record.added, result.record.refused) == (12, 2, 10)


def test_a_number_twice_in_one_file_is_refused_the_second_time(people: People, session: Session) -> None:
    data = csv_of(line("05/2026/QĐ-UBND"), line("5/2026/QĐ-UBND", title="Quyết định khác"))
    result = import_register(session, people.intake, NOW, "so.csv", data)
    assert result.lines[1].reason == "Trùng số ký hiệu với dòng 2."
    assert [document.title for document in documents(session)] == [TITLE]


def test_importing_again_changes_and_never_doubles(people: People, session: Session) -> None:
    import_register(session, people.intake, NOW, "so.csv", csv_of(line(), line("32/2026/QĐ-UBND")))
    again = csv_of(line("031/2026/qđ-ubnd", issued="21/10/2026"), line("32/2026/QĐ-UBND"))
    result = import_register(session, people.intake, LATER, "so-2.csv", again)
    assert [outcome.outcome for outcome in result.lines] == ["changed", "same"]
    assert (result.record.added, result.record.changed) == (0, 1)
    assert [document.issued_on.day for document in documents(session)] == [21, 20]
    assert len(session.scalars(select(RegisterImport)).all()) == 2


def test_two_communes_with_the_same_number_are_two_documents(people: People, session: Session) -> None:
    data = csv_of(
        line("01/2026/NQ-HĐND", kind="Nghị quyết", issuer="Hội đồng nhân dân tỉnh"),
        line("01/2026/NQ-HĐND", kind="Nghị quyết", issuer="Hội đồng nhân dân xã Vĩnh Phước"),
        line("01/2026/NQ-HĐND", kind="Nghị quyết", issuer="HĐND phường An Bình"),
    )
    result = import_register(session, people.intake, NOW, "so.csv", data)
    assert [outcome.outcome for outcome in result.lines] == ["added"] * 3
    assert [document.issuer for document in documents(session)] == ["hdnd_tinh", "hdnd_xa", "hdnd_xa"]


@pytest.mark.parametrize(
    ("name", "number", "issuer"),
    [
        ("UBND tỉnh", "1/2026/QĐ-UBND", "ubnd_tinh"),
        ("Ủy ban nhân dân thành phố", "1/2026/QĐ-UBND", "ubnd_tinh"),
        ("Chủ tịch UBND tỉnh", "1/2026/QĐ-CTUBND", "ct_ubnd_tinh"),
        ("UBND tỉnh", "1/2026/QĐ-CTUBND", "ct_ubnd_tinh"),
        ("", "1/2026/QĐ-CTUBND", "ct_ubnd_tinh"),
        ("UBND xã Tân Lập", "1/2026/QĐ-UBND", "ubnd_xa"),
        ("UBND đặc khu Phú Hải", "1/2026/QĐ-UBND", "dac_khu"),
        ("UBND thị xã Tân Châu", "1/2026/QĐ-UBND", "other"),
        ("Sở Xây dựng", "1/2026/QĐ-SXD", "other"),
    ],
)
def test_the_issuer_is_read_from_its_name(
    people: People, session: Session, name: str, number: str, issuer: str
) -> None:
    import_register(session, people.intake, NOW, "so.csv", csv_of(line(number, issuer=name)))
    assert documents(session)[0].issuer == issuer


WORDS: list[list[Any]] = [
    ["SỔ VĂN BẢN QUY PHẠM PHÁP LUẬT NĂM 2026"],
    [],
    [
        "STT",
        "Số, ký hiệu",
        "Trích yếu nội dung",
        "Loại VB",
        "Cơ quan ban hành",
        "Ngày ban hành",
        "Đơn vị soạn thảo",
    ],
    [1, "31/2026/QĐ-UBND", TITLE, "Quyết định", "UBND tỉnh", "20/10/2026", "Sở Xây dựng"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_in_any_usual_writing_is_read(people: People, session: Session, encoding: str, sign: str) -> None:
    text = "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in WORDS)
    result = import_register(session, people.intake, NOW, "so.csv", text.encode(encoding))
    assert result.lines[0].line == 4
    assert documents(session)[0].title == TITLE


def with_tones_apart(text: str) -> str:
    """As Windows-1258 writes it: the tone is a mark of its own behind the letter."""
    letters = []
    for char in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        letters.append(
            unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tones
        )
    return "".join(letters)


def test_windows_1258_is_read_as_the_same_letters(people: People, session: Session) -> None:
    data = with_tones_apart(csv_of(line()).decode()).encode("cp1258")
    import_register(session, people.intake, NOW, "so.csv", data)
    assert documents(session)[0].title == TITLE


def test_an_excel_sheet_with_real_dates_is_read(people: People, session: Session) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in WORDS[:3]:
        sheet.append(row)
    sheet.append([1, "31/2026/QĐ-UBND", TITLE, "Quyết định", "UBND tỉnh", date(2026, 10, 20), "Sở Xây dựng"])
    sheet.append([2, "32/2026/QĐ-UBND", TITLE, "Quyết định", "UBND tỉnh", 46316, "Sở Xây dựng"])
    sheet.append([None] * 7)
    stream = io.BytesIO()
    book.save(stream)
    result = import_register(session, people.intake, NOW, "so.xlsx", stream.getvalue())
    assert [outcome.outcome for outcome in result.lines] == ["added", "added"]
    assert [document.issued_on for document in documents(session)] == [date(2026, 10, 20), date(2026, 10, 21)]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", Unprocessable),
        (b"   \n", Unprocessable),
        (b"a,b,c\n1,2,3\n", Unprocessable),
        (HEAD.encode(), Unprocessable),
        (b"PK\x03\x04 no archive", Unprocessable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unsupported),
        (csv_of(*("x" for _ in range(20_001))), TooLarge),
    ],
)
def test_a_file_that_is_no_register_is_refused_whole(
    people: People, session: Session, data: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        import_register(session, people.intake, NOW, "so.csv", data)
    assert documents(session) == []


def test_only_intake_imports(people: People, session: Session) -> None:
    for person in (
        people.officer,
        people.reviewer,
        people.head,
        people.director,
        people.admin,
        people.inspector,
    ):
        with pytest.raises(NotAllowed):
            import_register(session, person, NOW, "so.csv", csv_of(line()))


def test_a_sure_title_is_matched_and_the_dossier_goes_to_no_second_document(
    office: Office, people: People, session: Session
) -> None:
    dossier = make_dossier(office, session, people.officer, title=TITLE)
    data = csv_of(line(), line("32/2026/QĐ-UBND", issued="25/10/2026"))
    result = import_register(session, people.intake, LATER, "so.csv", data)
    first, second = documents(session)
    assert (first.match_kind, first.dossier_id) == ("title", dossier.id)
    assert second.dossier_id is None
    assert [outcome.match for outcome in result.lines] == ["title", second.match_kind]


def test_a_doubtful_match_waits_for_a_person_and_stays_as_decided(
    office: Office, people: People, session: Session
) -> None:
    dossier = make_dossier(office, session, people.officer, title=TITLE.replace("cấp phép", "quản lý"))
    import_register(session, people.intake, LATER, "so.csv", csv_of(line()))
    (document,) = documents(session)
    assert (document.match_kind, document.dossier_id) == ("candidates", None)
    assert [candidate.dossier.id for candidate in candidates_of(session, people.intake, document.id)] == [
        dossier.id
    ]
    confirm_match(session, people.head, LATER, document.id, dossier.id)
    assert (document.match_kind, document.dossier_id, document.matched_by_id) == (
        "person",
        dossier.id,
        people.head.id,
    )
    import_register(session, people.intake, LATER, "so.csv", csv_of(line(issued="21/10/2026")))
    assert (document.match_kind, document.dossier_id) == ("person", dossier.id)


def test_that_a_document_has_no_dossier_is_a_decision_no_import_undoes(
    office: Office, people: People, session: Session
) -> None:
    make_dossier(office, session, people.officer, title=TITLE)
    import_register(session, people.intake, LATER, "so.csv", csv_of(line()))
    (document,) = documents(session)
    confirm_match(session, people.intake, LATER, document.id, None)
    import_register(session, people.intake, LATER, "so.csv", csv_of(line(issued="21/10/2026")))
    assert (document.match_kind, document.dossier_id) == ("none", None)
    assert list_issued(session, people.intake, unsettled=True) == []


def test_one_dossier_is_not_given_to_two_documents_by_hand(
    office: Office, people: People, session: Session
) -> None:
    dossier = make_dossier(office, session, people.officer, title=TITLE)
    import_register(session, people.intake, LATER, "so.csv", csv_of(line(), line("32/2026/QĐ-UBND")))
    second = documents(session)[1]
    with pytest.raises(Conflict):
        confirm_match(session, people.intake, LATER, second.id, dossier.id)


def test_who_may_settle_a_match_and_with_which_dossier(
    office: Office, people: People, session: Session
) -> None:
    import_register(session, people.intake, LATER, "so.csv", csv_of(line()))
    (document,) = documents(session)
    for person in (people.officer, people.reviewer, people.director, people.admin):
        with pytest.raises(NotAllowed):
            confirm_match(session, person, LATER, document.id, None)
    with pytest.raises(NotFound):
        confirm_match(session, people.intake, LATER, 999, None)
    hidden = make_dossier(office, session, people.officer, title=TITLE)
    hidden.restricted = True
    session.flush()
    with pytest.raises(DossierUnknown):
        confirm_match(session, people.intake, LATER, document.id, hidden.id)
    assert candidates_of(session, people.intake, document.id) == []


def test_a_document_issued_before_the_dossier_came_is_not_matched(
    office: Office, people: People, session: Session
) -> None:
    make_dossier(office, session, people.officer, title=TITLE, now=datetime(2026, 10, 25, tzinfo=UTC))
    import_register(session, people.intake, LATER, "so.csv", csv_of(line()))
    assert documents(session)[0].dossier_id is None


def test_the_shape_names_every_line(people: People, session: Session) -> None:
    shape = import_shape(
        import_register(session, people.intake, NOW, "so.csv", csv_of(line(), line(title="")))
    )
    assert (shape["rows"], shape["added"], shape["changed"], shape["refused"]) == (2, 1, 0, 1)
    assert shape["lines"][1] == {
        "line": 3, "number": "31/2026/QĐ-UBND", "outcome": "refused", "reason": "Thiếu trích yếu.",
        "issued_document": None, "match": None,
    }  # fmt: skip


@pytest.mark.db
def test_two_imports_of_the_same_new_number_at_once_double_nothing(office: Office, people: People) -> None:
    """SQLite makes the second wait and see the first; PostgreSQL refuses it with a code."""
    second: list[str] = []

    def take_again() -> None:
        try:
            with office.database.write() as session:
                result = import_register(session, people.intake, NOW, "hai.csv", csv_of(line()))
                second.append(result.lines[0].outcome)
        except Conflict as refused:
            second.append(refused.code)

    other = threading.Thread(target=take_again)
    with office.database.write() as session:
        import_register(session, people.intake, NOW, "một.csv", csv_of(line()))
        other.start()
        other.join(1)
        assert other.is_alive()
    other.join()
    on_sqlite = office.database.engine.dialect.name == "sqlite"
    assert second == ["same" if on_sqlite else "register_busy"]
    with office.database.read() as session:
        assert len(documents(session)) == 1
