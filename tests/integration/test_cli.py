"""Commands of `review-app`: what they print, what they leave in the database, how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from review_app.cli import commands, demo_data, main
from review_app.errors import AppError, SettingsError
from review_app.models import Agency, IssuedDocument, KnowledgeMaterial, RegisterImport, User
from review_app.services.base_data import import_base
from review_app.services.knowledge import current, packaged
from review_app.services.office import Office
from tests.factories import NOW, People

REGISTER = (
    "so_ky_hieu,trich_yeu,loai,co_quan_ban_hanh,ngay_ban_hanh\n"
    "31/2026/QĐ-UBND,Quy định về bến khách,Quyết định,Ủy ban nhân dân tỉnh,20/10/2026\n"
)


@pytest.fixture(autouse=True)
def _of_this_office(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the test's own database through the settings, as they would anywhere."""
    monkeypatch.setenv("REVIEW_APP_DATA", str(office.settings.data))
    monkeypatch.setenv("REVIEW_APP_DATABASE_URL", office.settings.database_url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments)


def base_data(office: Office) -> None:
    with office.database.write() as session:
        import_base(session, NOW)


@pytest.mark.parametrize(
    ("received", "days", "unit", "due"),
    [
        ("2026-03-02", "5", "calendar", "2026-03-09"),  # 7 March is a Saturday
        ("2026-04-29", "1", "working", "2026-05-04"),  # 30 April and 1 May are holidays, then a weekend
    ],
)
def test_a_deadline_is_counted_by_the_office_calendar(
    office: Office, received: str, days: str, unit: str, due: str
) -> None:
    base_data(office)
    ended = run("deadline", "--received", received, "--days", days, "--unit", unit, "--json")
    told = json.loads(ended.stdout)
    assert (ended.exit_code, told["due"]) == (0, due)
    assert sum(step["counted"] for step in told["steps"]) == int(days)
    assert told["calendar"]["unconfirmed_years"] == [2026]
    assert {"day": "2026-04-30", "kind": "holiday"} in told["calendar"]["days"]


def test_a_deadline_in_a_year_nobody_confirmed_says_so(office: Office) -> None:
    base_data(office)
    ended = run("deadline", "--received", "2026-03-02", "--days", "2", "--unit", "working")
    assert ended.stdout == "2026-03-04 (calendar not confirmed: 2026)\n"


@pytest.mark.parametrize("wrong", ["2026-02-30", "02/03/2026"])
def test_a_deadline_from_no_day_is_a_usage_error(wrong: str) -> None:
    assert run("deadline", "--received", wrong, "--days", "2", "--unit", "working").exit_code == 2


def test_the_register_is_imported_in_the_name_of_the_intake_account(
    office: Office, people: People, tmp_path: Path
) -> None:
    path = tmp_path / "so.csv"
    path.write_text(REGISTER, encoding="utf-8")
    ended = run("import", str(path), "--as", "issued")
    assert ended.exit_code == 0
    assert json.loads(ended.stdout)["added"] == 1
    with office.database.read() as session:
        assert session.scalars(select(IssuedDocument.number)).all() == ["31/2026/QĐ-UBND"]
        assert session.scalars(select(RegisterImport.imported_by_id)).all() == [people.intake.id]


def test_a_register_with_a_refused_line_ends_in_failure_and_keeps_the_good_ones(
    office: Office, people: People, tmp_path: Path
) -> None:
    path = tmp_path / "so.csv"
    path.write_text(REGISTER + ",Thiếu số,Quyết định,Ủy ban nhân dân tỉnh,20/10/2026\n", encoding="utf-8")
    ended = run("import", str(path), "--as", "issued")
    assert (ended.exit_code, json.loads(ended.stdout)["refused"]) == (1, 1)
    with office.database.read() as session:
        assert len(session.scalars(select(IssuedDocument.id)).all()) == 1


def test_somebody_without_the_right_imports_nothing(office: Office, people: People, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text(REGISTER, encoding="utf-8")
    with office.database.read() as session:
        login = session.get_one(User, people.reviewer.id).login
    ended = run("import", str(path), "--as", "issued", "--by", login)
    assert isinstance(ended.exception, AppError)
    assert ended.exception.code == "forbidden"
    with office.database.read() as session:
        assert session.scalars(select(IssuedDocument.id)).all() == []


LAW = "LUẬT BẾN BÃI\nĐiều 1. Phạm vi\nĐiều 2. Đối tượng\n"


def test_a_folder_of_laws_is_imported_in_the_name_of_the_rule_editor(
    office: Office, people: People, tmp_path: Path
) -> None:
    folder = tmp_path / "luat"
    folder.mkdir()
    for name in ("b.txt", "a.txt", "ghi-chu.md"):
        (folder / name).write_text(LAW, encoding="utf-8")
    ended = run("import", str(folder), "--as", "library")
    told = json.loads(ended.stdout)
    assert ended.exit_code == 0
    assert told["files"] == [{"name": name, "entries": 2, "outcome": "added"} for name in ("a.txt", "b.txt")]
    assert told["left_out"] == ["ghi-chu.md"]
    assert told["knowledge"] == current(office).release != packaged().release
    with office.database.read() as session:
        assert set(session.scalars(select(KnowledgeMaterial.imported_by_id))) == {people.rule_editor.id}


@pytest.mark.parametrize(
    ("kind", "name", "content", "entries"),
    [
        ("procedures", "tthc.jsonl", '{"ma_thu_tuc": "1", "ten_thu_tuc": "Cấp thẻ"}\n', 1),
        ("status", "dm.csv", "number,expired\n1/2016/X,\n2/2016/X,2020-01-01\n", 2),
        ("library", "luat.txt", LAW, 2),
    ],
)
def test_a_file_of_each_kind_is_imported(
    office: Office, people: People, tmp_path: Path, kind: str, name: str, content: str, entries: int
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    ended = run("import", str(tmp_path / name), "--as", kind, "--by", "quantri")
    assert json.loads(ended.stdout)["files"] == [{"name": name, "entries": entries, "outcome": "added"}]


def test_material_with_a_fault_is_refused_with_its_line_and_nothing_is_kept(
    office: Office,
    people: People,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "dm.csv"
    path.write_text("number,expired\n1/2016/X,hôm qua\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["review-app", "import", str(path), "--as", "status"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "Tệp “dm.csv”, dòng 2: ngày không đúng dạng" in capsys.readouterr().err
    with office.database.read() as session:
        assert session.scalars(select(KnowledgeMaterial.id)).all() == []


def test_material_by_somebody_without_the_right_and_a_folder_as_register_are_refused(
    office: Office, people: People, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(LAW, encoding="utf-8")
    ended = run("import", str(tmp_path), "--as", "library", "--by", "chuyenvien")
    assert isinstance(ended.exception, AppError)
    assert ended.exception.code == "forbidden"
    assert run("import", str(tmp_path), "--as", "issued").exit_code == 2
    assert current(office) is packaged()


def test_an_agency_is_added_once(office: Office) -> None:
    assert run("agencies", "add", "so-test", "--name", "Sở Thử nghiệm").exit_code == 0
    again = run("agencies", "add", "SO-TEST", "--name", "Sở khác")
    assert isinstance(again.exception, AppError)
    assert again.exception.code == "agency_taken"
    with office.database.read() as session:
        names = session.scalars(select(Agency.name).where(Agency.code == "so-test")).all()
    assert names == ["Sở Thử nghiệm"]


def test_the_demo_makes_no_accounts_in_a_database_in_use(office: Office, people: People) -> None:
    with pytest.raises(SettingsError, match="empty database"):
        demo_data.main(samples=False)
    assert not (office.settings.data / "demo.json").exists()


def test_a_command_on_a_database_without_schema_ends_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REVIEW_APP_DATA", str(tmp_path))
    monkeypatch.setenv("REVIEW_APP_DATABASE_URL", "")
    monkeypatch.setattr("sys.argv", ["review-app", "agencies", "add", "so-x", "--name", "Sở X"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.splitlines() == [
        "review-app: the database has no schema yet, or an older one: run `review-app db upgrade` first"
    ]


def test_a_command_without_its_database_server_ends_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REVIEW_APP_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setattr("sys.argv", ["review-app", "agencies", "add", "so-x", "--name", "Sở X"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err.splitlines()
    assert (ended.value.code, len(said)) == (2, 1)
    assert said[0].startswith("review-app: the database cannot be used: ")
