"""The figure: counted from the register, with every document behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.errors import NotAllowed, Unprocessable
from review_app.domain.kpi import NOT_READY
from review_app.models import AppraisalReport, Dossier, IssuedDocument
from review_app.sample import register_csv
from review_app.services.base_data import import_base, layout_for
from review_app.services.dossiers import latest_version
from review_app.services.kpi import CountedKpi, count_kpi, kpi_shape
from review_app.services.office import Office
from review_app.services.register import confirm_match, import_register
from review_app.web.presenters.kpi import lines_of
from tests.factories import NOW, People, make_dossier

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
HEAD = "so_ky_hieu,trich_yeu,co_quan_ban_hanh,ngay_ban_hanh,co_quan_soan_thao"
LATER = NOW + timedelta(days=90)


@pytest.fixture
def session(office: Office, people: People) -> Iterator[Session]:
    """One transaction with base data; every test stays in it."""
    with office.database.write() as session:
        import_base(session, NOW)
        yield session


def register(people: People, session: Session, *lines: str) -> list[IssuedDocument]:
    import_register(session, people.intake, LATER, "so.csv", "\n".join((HEAD, *lines)).encode())
    return list(session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)))


def line(
    number: str, issued: str = "15/10/2026", issuer: str = "UBND tỉnh", agency: str = "Sở Xây dựng"
) -> str:
    return f"{number},Quy định về việc số {number.split('/')[0]},{issuer},{issued},{agency}"


def appraised(
    office: Office, people: People, session: Session, document: IssuedDocument, signed_at: datetime | None = NOW,
    kind: str = "tham_dinh", conclusion: str = "du_dieu_kien", released: bool = True,
) -> Dossier:  # fmt: skip
    """The document's dossier, settled by hand, with a report signed at this moment."""
    dossier = make_dossier(office, session, people.officer, title=document.title, kind=kind)
    version = latest_version(session, dossier.id)
    assert version is not None
    if signed_at is not None:
        session.add(
            AppraisalReport(
                dossier_id=dossier.id, version_id=version.id, round=1, conclusion=conclusion, content={},
                content_hash="0" * 64, drafted_by_id=people.reviewer.id, drafted_at=signed_at,
                signed_by_id=people.director.id, signed_at=signed_at,
                number=f"{document.id}/BC-STP" if released else None, number_year=2026 if released else None,
            )
        )  # fmt: skip
    confirm_match(session, people.head, LATER, document.id, dossier.id)
    return dossier


def figure(people: People, session: Session, by: str = "") -> CountedKpi:
    return count_kpi(session, people.head, *YEAR, by)


def test_the_figure_moves_when_a_document_gets_its_signed_report(
    office: Office, people: People, session: Session
) -> None:
    documents = register(people, session, line("1/2026/QĐ-UBND"), line("2/2026/QĐ-UBND"))
    before = figure(people, session).kpi
    assert (before.numerator, before.denominator, before.rate) == (0, 2, 0.0)
    appraised(office, people, session, documents[0])
    after = figure(people, session).kpi
    assert (after.numerator, after.denominator, after.rate) == (1, 2, 0.5)


def test_a_report_signed_after_the_issue_or_not_at_all_does_not_count(
    office: Office, people: People, session: Session
) -> None:
    late, unsigned, opinion = register(
        people, session, line("1/2026/QĐ-UBND"), line("2/2026/QĐ-UBND"), line("3/2026/QĐ-UBND")
    )
    appraised(office, people, session, late, NOW + timedelta(days=60))
    appraised(office, people, session, unsigned, None)
    appraised(office, people, session, opinion, NOW, kind="gop_y")
    counted = figure(people, session)
    assert counted.kpi.numerator == 0
    assert [line.row.standing.value for line in counted.lines] == ["late", "no_report", "no_report"]


def test_a_report_that_was_signed_and_never_released_is_no_appraisal(
    office: Office, people: People, session: Session
) -> None:
    (document,) = register(people, session, line("1/2026/QĐ-UBND"))
    dossier = appraised(office, people, session, document, released=False)
    dossier.state = "withdrawn"
    session.flush()
    counted = figure(people, session)
    assert (counted.kpi.numerator, counted.kpi.denominator) == (0, 1)
    assert counted.lines[0].row.standing.value == "no_report"


def test_documents_issued_on_a_report_that_said_not_ready_are_counted_beside_the_rate(
    office: Office, people: People, session: Session
) -> None:
    ready, not_ready, mended = register(
        people, session, line("1/2026/QĐ-UBND"), line("2/2026/QĐ-UBND"), line("3/2026/QĐ-UBND")
    )
    appraised(office, people, session, ready)
    appraised(office, people, session, not_ready, conclusion=NOT_READY)
    second_round = appraised(office, people, session, mended, conclusion=NOT_READY)
    version = latest_version(session, second_round.id)
    assert version is not None
    session.add(
        AppraisalReport(
            dossier_id=second_round.id, version_id=version.id, round=2, conclusion="du_dieu_kien", content={},
            content_hash="0" * 64, drafted_by_id=people.reviewer.id, drafted_at=NOW, signed_by_id=people.director.id,
            signed_at=NOW + timedelta(days=9), number="9/BC-STP", number_year=2026,
        )
    )  # fmt: skip
    session.flush()
    shape = kpi_shape(figure(people, session))
    assert (shape["numerator"], shape["rate"], shape["not_ready"]) == (3, 1.0, 1)
    assert [row["not_ready"] for row in shape["rows"]] == [False, True, False]
    assert "chưa đủ điều kiện trình" in shape["rows"][1]["why"]
    assert shape["rows"][2]["report_number"] == "9/BC-STP"
    assert [row.number for row in lines_of(figure(people, session), NOT_READY)] == ["2/2026/QĐ-UBND"]


@pytest.mark.parametrize("day", [date(2018, 1, 2), date(2022, 1, 4), date(2026, 1, 15), date(2026, 9, 1)])
def test_the_conclusion_counted_as_not_ready_is_one_of_every_layout(session: Session, day: date) -> None:
    layout = layout_for(session, "quyet_dinh", "ubnd_tinh", day)
    assert layout is not None
    assert NOT_READY in {value.code for value in layout.conclusions}


def test_an_unknown_requirement_is_counted_apart_and_never_as_none(people: People, session: Session) -> None:
    register(
        people, session, line("1/2026/QĐ-UBND"), line("1/2026/NQ-HĐND", issuer="HĐND xã Tân Lập"),
        line("15/QĐ-UBND"), line("3/2026/CT-UBND"),
    )  # fmt: skip
    counted = figure(people, session)
    assert (counted.kpi.denominator, counted.kpi.unknown) == (1, 2)
    assert [line.row.counting.value for line in counted.lines] == [
        "counted",
        "unknown",
        "unknown",
        "excluded",
    ]
    assert "không có năm" in counted.lines[2].why
    assert counted.kpi.rate_if_unknown_counts == 0.0


def test_only_the_period_counts_and_gaps_in_the_numbers_are_named(people: People, session: Session) -> None:
    register(
        people, session, line("1/2026/QĐ-UBND", "31/12/2026"), line("4/2026/QĐ-UBND", "02/01/2026"),
        line("1/2025/QĐ-UBND", "31/12/2025"),
    )  # fmt: skip
    counted = figure(people, session)
    assert counted.kpi.denominator == 2
    assert counted.kpi.missing_numbers == ("02/2026/QĐ-UBND", "03/2026/QĐ-UBND")


def test_the_requirement_is_that_of_the_day_the_draft_was_handed_in(
    office: Office, people: People, session: Session
) -> None:
    (document,) = register(people, session, line("1/2026/QĐ-UBND"))
    dossier = appraised(office, people, session, document)
    assert "Quyết định số 06/2026" in figure(people, session).lines[0].citation
    dossier.created_at = NOW - timedelta(days=400)  # under an earlier row, whose source is not verified
    session.flush()
    assert figure(people, session).lines[0].citation == "căn cứ cần được kiểm tra"


def test_a_dossier_the_asker_may_not_see_is_counted_but_not_linked(
    office: Office, people: People, session: Session
) -> None:
    (document,) = register(people, session, line("1/2026/QĐ-UBND"))
    dossier = appraised(office, people, session, document)
    dossier.restricted = True
    session.flush()
    counted = figure(people, session)
    assert counted.kpi.numerator == 1
    (shown,) = counted.lines
    assert (shown.matched, shown.dossier_id, shown.dossier_number, shown.report_number) == (
        True,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("", []),
        ("month", ["2026-03", "2026-10"]),
        ("issuer", ["hdnd_tinh", "ubnd_tinh"]),
        ("agency", ["Sở Nội vụ", "Sở Xây dựng"]),
        ("type", ["nghi_quyet", "quyet_dinh"]),
    ],
)
def test_groups_add_up_to_the_whole(people: People, session: Session, by: str, keys: list[str]) -> None:
    register(
        people, session, line("1/2026/QĐ-UBND"), line("2/2026/QĐ-UBND", "01/03/2026", agency="Sở Nội vụ"),
        line("1/2026/NQ-HĐND", issuer="HĐND tỉnh"),
    )  # fmt: skip
    counted = figure(people, session, by)
    assert [group.key for group in counted.groups] == keys
    if by:
        assert sum(group.kpi.denominator for group in counted.groups) == counted.kpi.denominator == 3


def test_who_may_see_the_figure_and_what_is_asked_wrongly(people: People, session: Session) -> None:
    for person in (people.officer, people.rule_editor, people.admin):
        with pytest.raises(NotAllowed):
            count_kpi(session, person, *YEAR)
    with pytest.raises(Unprocessable):
        count_kpi(session, people.head, *YEAR, "colour")
    with pytest.raises(Unprocessable):
        count_kpi(session, people.head, YEAR[1], YEAR[0])


def test_an_empty_register_gives_no_rate(people: People, session: Session) -> None:
    counted = figure(people, session)
    assert (counted.kpi.rate, counted.as_of) == (None, None)
    assert kpi_shape(counted)["rate"] is None


def test_the_shape_of_the_api(office: Office, people: People, session: Session) -> None:
    (document,) = register(people, session, line("1/2026/QĐ-UBND"))
    dossier = appraised(office, people, session, document)
    shape = kpi_shape(figure(people, session, "month"))
    assert shape | {"rows": [], "groups": []} == {
        "from": "2026-01-01", "to": "2026-12-31", "as_of": LATER.isoformat(), "numerator": 1, "denominator": 1,
        "rate": 1.0, "rate_if_unknown_counts": 1.0, "unknown": 0, "gop_y": 0, "not_ready": 0, "missing_numbers": [],
        "by": "month", "rows": [], "groups": [],
    }  # fmt: skip
    (row,) = shape["rows"]
    assert (row["number"], row["dossier"], row["report_number"], row["report_on"]) == (
        "1/2026/QĐ-UBND", dossier.id, f"{document.id}/BC-STP", "2026-09-01",
    )  # fmt: skip
    assert (row["counted"], row["standing"], row["match"]) == (True, "appraised", "person")
    assert shape["groups"][0]["key"] == "2026-10"


def test_the_sample_register_is_taken_line_by_line(people: People, session: Session) -> None:
    result = import_register(session, people.intake, LATER, "register.csv", register_csv())
    assert result.record.refused == 0
    kpi = figure(people, session).kpi
    assert kpi.unknown == 2
    assert "23/2026/QĐ-UBND" in kpi.missing_numbers
