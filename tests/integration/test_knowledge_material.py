"""Material of the knowledge: checked whole, stored, replaced, and used by the next scan."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from nlp.knowledge import MaterialFile, MaterialKind
from review_app.domain.errors import NotAllowed, Unprocessable
from review_app.domain.roles import Actor
from review_app.errors import Conflict, NotFound, TooLarge
from review_app.models import DraftVersion, JobRun, KnowledgeMaterial, StoredFile
from review_app.services import knowledge
from review_app.services.integrity import damaged_files
from review_app.services.knowledge import (
    ImportedMaterial,
    MaterialUnusable,
    current,
    import_material,
    material_before,
    material_in_use,
    packaged,
    ready,
    store_material,
    withdraw_material,
)
from review_app.services.knowledge_files import material_files, read_path
from review_app.services.office import Office
from review_app.services.processing import process_version
from review_app.storage import FileStore
from tests.factories import NOW, People, make_dossier

pytestmark = pytest.mark.db
LATER = NOW + timedelta(days=1)
PROCEDURES = (
    '{"ma_thu_tuc": "1.01", "ten_thu_tuc": "Cấp thẻ"}\n{"ma_thu_tuc": "1.02", "ten_thu_tuc": "Đổi thẻ"}\n'
)
STATUS = "number,expired\n01/2016/NQ-HĐND,2017-07-24\n"
LAW = "LUẬT BẾN BÃI\nSố: 12/2020/QH14\nĐiều 1. Phạm vi\nĐiều 2. Đối tượng\n"


def of(kind: MaterialKind, name: str, content: str) -> MaterialFile:
    return MaterialFile(kind, name, content.encode())


def bring_in(
    office: Office, actor: Actor, *files: MaterialFile, later: bool = False
) -> Sequence[ImportedMaterial]:
    checked = store_material(office.files, actor, files)
    with office.database.write() as session:
        return import_material(session, actor, LATER if later else NOW, checked)


def in_use(office: Office, actor: Actor) -> list[tuple[str, str, int]]:
    with office.database.read() as session:
        return [(row.kind, row.name, row.entries) for row in material_in_use(session, actor)]


def test_material_becomes_part_of_the_knowledge_and_names_another_release(
    office: Office, people: People
) -> None:
    assert current(office) is packaged()
    done = bring_in(
        office, people.rule_editor, of("procedures", "tthc.jsonl", PROCEDURES), of("status", "dm.csv", STATUS),
        of("library", "luat-12.txt", LAW),
    )  # fmt: skip
    assert [each.outcome for each in done] == ["added"] * 3
    assert in_use(office, people.inspector) == [
        ("procedures", "tthc.jsonl", 2), ("status", "dm.csv", 1), ("library", "luat-12.txt", 2),
    ]  # fmt: skip
    laid = current(office)
    assert [each.code for each in laid.material.procedures] == ["1.01", "1.02"]
    assert list(laid.material.status or {}) == ["1/2016/NQ-HĐND"]
    assert [law.name for law in laid.material.library] == ["luat-12.txt"]
    assert laid.release.startswith(f"{packaged().release}+")
    assert laid.rules == packaged().rules


def test_the_built_knowledge_is_kept_until_the_material_changes(office: Office, people: People) -> None:
    bring_in(office, people.admin, of("library", "a.txt", LAW))
    first = current(office)
    assert current(office) is first
    bring_in(office, people.admin, of("library", "b.txt", LAW + "Điều 3. Thêm"), later=True)
    second = current(office)
    assert [law.name for law in second.material.library] == ["a.txt", "b.txt"]
    assert second.release != first.release


def test_a_later_list_takes_the_place_of_the_earlier_which_stays_on_record(
    office: Office, people: People
) -> None:
    bring_in(office, people.admin, of("status", "cu.csv", STATUS))
    (done,) = bring_in(
        office, people.rule_editor, of("status", "moi.csv", STATUS + "2/2017/X,\n"), later=True
    )
    assert done.outcome == "replaced"
    assert in_use(office, people.admin) == [("status", "moi.csv", 2)]
    with office.database.read() as session:
        (before,) = material_before(session, people.inspector)
        assert (before.name, before.replaced_at) == ("cu.csv", LATER)
        assert (before.imported_by_id, before.replaced_by_id) == (people.admin.id, people.rule_editor.id)
        assert office.files.read(before.file.sha256) == STATUS.encode()


def test_a_text_of_the_library_is_replaced_by_its_name_alone(office: Office, people: People) -> None:
    bring_in(office, people.admin, of("library", "a.txt", LAW), of("library", "b.txt", LAW))
    (done,) = bring_in(office, people.admin, of("library", "a.txt", LAW + "Điều 3. Thêm"), later=True)
    assert done.outcome == "replaced"
    assert in_use(office, people.admin) == [("library", "a.txt", 3), ("library", "b.txt", 2)]


def test_the_same_file_again_changes_nothing(office: Office, people: People) -> None:
    bring_in(office, people.admin, of("status", "dm.csv", STATUS))
    release = current(office).release
    (done,) = bring_in(office, people.rule_editor, of("status", "dm.csv", STATUS), later=True)
    assert (done.outcome, done.row.imported_by_id) == ("same", people.admin.id)
    assert current(office).release == release


BAD: dict[str, tuple[MaterialFile, str]] = {
    "json": (of("procedures", "x.jsonl", PROCEDURES + "{hỏng\n"), "Tệp “x.jsonl”, dòng 3: không phải một đối tượng"),
    "key": (of("procedures", "x.jsonl", '{"ma_thu_tuc": "1"}'), "dòng 1: thiếu mục “ten_thu_tuc”"),
    "date": (of("status", "x.csv", STATUS + "2/2017/X,24/7/2017\n"), "dòng 3: ngày không đúng dạng năm-tháng-ngày"),
    "columns": (of("status", "x.csv", "so_ky_hieu;ngay\n"), "dòng 1: dòng đầu phải có cột “number”"),
    "empty": (of("status", "x.csv", "number,expired\n"), "Tệp “x.csv”: không có mục nào đọc được"),
    "encoding": (MaterialFile("library", "x.txt", LAW.encode("utf-16")), "dòng 1: chữ không phải bảng mã UTF-8"),
    "no article": (of("library", "x.txt", "Ghi chú: theo Điều 1 của luật."), "không nhận ra điều nào"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_is_named_in_vietnamese_and_nothing_is_stored(
    office: Office, people: People, fault: str
) -> None:
    bad, said = BAD[fault]
    with pytest.raises(Unprocessable) as refused:
        bring_in(office, people.admin, of("library", "tot.txt", LAW), bad)
    assert said in refused.value.message
    assert [path for path in office.files.folder.rglob("*") if path.is_file()] == []
    assert in_use(office, people.admin) == []
    assert current(office) is packaged()


@pytest.mark.parametrize(
    "files",
    [
        (),
        (of("status", "a.csv", STATUS), of("status", "b.csv", STATUS)),
        (of("library", "a/x.txt", LAW),) * 2,
    ],
)
def test_no_file_or_two_for_one_place_are_refused(
    office: Office, people: People, files: tuple[MaterialFile, ...]
) -> None:
    with pytest.raises(Unprocessable):
        bring_in(office, people.admin, *files)


@pytest.mark.parametrize("who", ["officer", "intake", "reviewer", "head", "director", "inspector"])
def test_who_may_not_import_imports_nothing(office: Office, people: People, who: str) -> None:
    actor: Actor = getattr(people, who)
    with pytest.raises(NotAllowed):
        store_material(office.files, actor, [of("status", "dm.csv", STATUS)])
    checked = store_material(office.files, people.admin, [of("status", "dm.csv", STATUS)])
    with pytest.raises(NotAllowed), office.database.write() as session:
        import_material(session, actor, NOW, checked)
    assert in_use(office, people.admin) == []


@pytest.mark.parametrize("who", ["officer", "intake", "reviewer", "head", "director"])
def test_who_may_not_see_the_knowledge_sees_no_list(office: Office, people: People, who: str) -> None:
    with office.database.read() as session:
        for listing in (material_in_use, material_before):
            with pytest.raises(NotAllowed):
                listing(session, getattr(people, who))


def test_withdrawn_material_is_out_of_use_and_can_come_back(office: Office, people: People) -> None:
    (done,) = bring_in(office, people.admin, of("library", "a.txt", LAW))
    with pytest.raises(NotAllowed), office.database.write() as session:
        withdraw_material(session, people.inspector, LATER, done.row.id)
    with office.database.write() as session:
        withdraw_material(session, people.rule_editor, LATER, done.row.id)
    assert current(office) is packaged()
    with pytest.raises(NotFound), office.database.write() as session:
        withdraw_material(session, people.rule_editor, LATER, done.row.id)
    (again,) = bring_in(office, people.admin, of("library", "a.txt", LAW), later=True)
    assert again.outcome == "added"
    assert current(office).material.library


def test_the_database_refuses_two_lists_of_one_kind_in_use(office: Office, people: People) -> None:
    (done,) = bring_in(office, people.admin, of("status", "dm.csv", STATUS))
    with pytest.raises(IntegrityError), office.database.write() as session:
        session.add(
            KnowledgeMaterial(
                kind="status", slot="", name="b.csv", file_id=done.row.file_id, entries=1,
                imported_by_id=people.admin.id, imported_at=NOW,
            )
        )  # fmt: skip
    with pytest.raises(DBAPIError), office.database.write() as session:
        session.execute(text("UPDATE knowledge_material SET replaced_at = imported_at"))


def test_two_imports_at_once_leave_one_list_in_use(office: Office, people: People) -> None:
    ended: list[str] = []

    def import_b() -> None:
        try:
            ended.append(
                bring_in(office, people.admin, of("status", "b.csv", STATUS + "2/2017/X,\n"))[0].outcome
            )
        except Conflict as refused:
            ended.append(refused.code)

    other = threading.Thread(target=import_b)
    checked = store_material(office.files, people.rule_editor, [of("status", "a.csv", STATUS)])
    with office.database.write() as session:
        import_material(session, people.rule_editor, NOW, checked)
        other.start()
        other.join(0.5)  # it waits for this transaction
        assert ended == []
    other.join(20)
    on_postgresql = office.database.engine.dialect.name == "postgresql"
    assert ended == ["knowledge_busy" if on_postgresql else "replaced"]
    assert in_use(office, people.admin) == [
        ("status", "a.csv", 1) if on_postgresql else ("status", "b.csv", 2)
    ]


def test_a_file_the_storage_lost_stops_scans_and_leaves_pages_their_words(
    office: Office, people: People
) -> None:
    (done,) = bring_in(office, people.admin, of("status", "dm.csv", STATUS))
    path = office.files.path(done.row.file.sha256)
    path.unlink()
    knowledge._built.clear()  # as in a process that starts now
    with pytest.raises(MaterialUnusable):
        current(office)
    assert ready(office) is packaged()
    assert damaged_files(office) == [(done.row.file.sha256, "missing")]
    bring_in(office, people.admin, of("status", "dm.csv", STATUS), later=True)
    assert current(office).material.status


def test_a_scan_stores_the_release_it_used(office: Office, people: People) -> None:
    def scanned() -> DraftVersion:
        with office.database.write() as session:
            make_dossier(office, session, people.officer)
            version_id = session.scalars(select(DraftVersion.id).order_by(DraftVersion.id.desc())).first()
        assert version_id is not None
        process_version(office, current(office), version_id, lambda: NOW)
        with office.database.read() as session:
            return session.get_one(DraftVersion, version_id)

    first = scanned()
    bring_in(office, people.admin, of("status", "dm.csv", STATUS))
    second = scanned()
    assert (first.state, second.state) == ("scanned", "scanned")
    assert first.knowledge == packaged().release
    assert second.knowledge == current(office).release != first.knowledge


def zip_of(*files: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_stands_for_its_texts_whatever_folder_they_lie_in() -> None:
    data = zip_of(("luat/a.txt", LAW), ("luat/doc-toi.md", "x"), ("b.TXT", LAW))
    assert [file.name for file in material_files("library", [("thu-vien.zip", data)])] == ["a.txt", "b.TXT"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.zip", zip_of(("a.md", "x")), "không có tệp"),
        ("a.zip", b"PK\x03\x04hong", "Không mở được tệp nén"),
        ("a.docx", b"x", "thư viện chỉ nhận tệp"),
    ],
)
def test_an_archive_without_texts_and_other_files_are_refused(name: str, data: bytes, said: str) -> None:
    with pytest.raises(Unprocessable, match=said):
        material_files("library", [(name, data)])


def test_a_zip_that_swells_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review_app.services.knowledge_files._LARGEST_UNPACKED", 10)
    with pytest.raises(TooLarge):
        material_files("library", [("a.zip", zip_of(("a.txt", LAW)))])


def test_a_folder_gives_its_texts_and_names_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "a.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "luat.docx").write_bytes(b"x")
    files, left_out = read_path("library", tmp_path)
    assert [file.name for file in files] == ["a.txt", "b.txt"]
    assert left_out == ["luat.docx"]
    with pytest.raises(Unprocessable, match="cần một tệp"):
        read_path("status", tmp_path)
    (tmp_path / "trong").mkdir()
    with pytest.raises(Unprocessable, match="Thư mục “trong” không có tệp"):
        read_path("library", tmp_path / "trong")


def test_a_file_over_the_limit_is_refused(office: Office, people: People, tmp_path: Path) -> None:
    small = FileStore(tmp_path / "small", 10)
    with pytest.raises(TooLarge):
        store_material(small, people.admin, [of("status", "dm.csv", STATUS)])
    with office.database.read() as session:
        assert session.scalars(select(StoredFile.id).join(KnowledgeMaterial)).all() == []
        assert session.scalars(select(JobRun.id)).all() == []
