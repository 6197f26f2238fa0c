"""The knowledge: what it refuses, what it names in errors, how folders lie over the base."""

from __future__ import annotations

import datetime
import gzip
from pathlib import Path

import pytest

from nlp.errors import KnowledgeError
from nlp.knowledge import NOT_CITABLE, MaterialError, MaterialFile, lay_material, load_knowledge
from nlp.rules.findings import bases_of
from tests.unit.nlp.scan_helpers import knowledge

RULE = """
rules:
  - id: tthc.deadline
    title: Thời hạn do địa phương đặt.
    family: tthc
    kind: procedure
    severity: suspect
    since: base-2
    part: thoi_han
    explanation: 'Nêu {words}.'
    suggestion: Bỏ.
    bases: {R3: [r3.nd78.d5]}
    detectors:
      - {id: one, weight: 9, parts: [thoi_han], anchors: [mười ngày], pattern: 'mười ngày'}
    examples: {hits: ['Điều 1. A'], look_alikes: ['Điều 1. B']}
"""


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_packaged_release_has_a_name_and_a_digest_that_never_varies() -> None:
    assert load_knowledge().release == "base-2"
    assert load_knowledge().digest == load_knowledge().digest


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        ("2016-06-30", None), ("2016-07-01", "R1"), ("2020-12-31", "R1"), ("2021-01-01", "R2"),
        ("2025-03-31", "R2"), ("2025-04-01", "R3"),
    ],
)  # fmt: skip
def test_the_regime_changes_on_its_days(day: str, regime: str | None) -> None:
    assert knowledge().regime_on(datetime.date.fromisoformat(day)) == regime


def test_a_folder_overrides_a_rule_by_id_and_names_another_release(tmp_path: Path) -> None:
    own = load_knowledge(folder(tmp_path, RULE))

    rule = next(rule for rule in own.rules if rule.id == "tthc.deadline")
    assert rule.title == "Thời hạn do địa phương đặt."
    assert len(own.rules) == len(knowledge().rules)
    assert own.release != "base-2"
    assert own.digest != knowledge().digest


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("family: tthc", "family: thuế"), "tthc.deadline: family"),
        (("pattern: 'mười ngày'", "pattern: '(mười'"), "one: pattern"),
        (("pattern: 'mười ngày'", "pattern: '<<KHONG_CO>>'"), "one: pattern: fragment"),
        (("weight: 9", "weigth: 9"), "unknown key weigth"),
        (("anchors: [mười ngày]", "anchors: []"), "one: anchors"),
        (("[r3.nd78.d5]", "[r3.khong.co]"), "legal basis r3.khong.co"),
        (("hits: ['Điều 1. A']", "hits: []"), "a rule needs examples"),
        (("since: base-2", "since: hôm qua"), "tthc.deadline: since: a release base-N or a day"),
        (("    since: base-2\n", ""), "tthc.deadline: since"),
        (("rules:", "rules: ["), "own.yaml"),
    ],
)
def test_an_error_names_file_or_entry(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    with pytest.raises(KnowledgeError, match=named.replace("(", r"\(")):
        load_knowledge(folder(tmp_path, RULE.replace(*change)))


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder"):
        load_knowledge(tmp_path / "none")


def test_raw_material_of_a_folder_is_read_and_changes_the_release(tmp_path: Path) -> None:
    (tmp_path / "status.csv").write_text(
        "number,title,type,issuer,issued,effective,expired,status,source\n"
        "01/2016/NQ-HĐND,,,Hội đồng nhân dân tỉnh,,,2017-07-24,Hết hiệu lực,danh mục\n",
        encoding="utf-8",
    )
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "luat-1.txt").write_text("LUẬT\nĐiều 1. Phạm vi", encoding="utf-8")
    (tmp_path / "procedures.jsonl").write_text(
        '{"ma_thu_tuc": "1.01", "ten_thu_tuc": "Cấp thẻ", "thanh_phan_ho_so": null}\n', encoding="utf-8"
    )

    loaded = load_knowledge(tmp_path)

    assert loaded.material.status is not None
    (row,) = loaded.material.status["1/2016/NQ-HĐND"]
    assert row.expired == datetime.date(2017, 7, 24)
    assert [law.name for law in loaded.material.library] == ["luat-1.txt"]
    assert [(item.code, item.papers) for item in loaded.material.procedures] == [("1.01", "")]
    assert loaded.release != load_knowledge().release


PROCEDURE = '{"ma_thu_tuc": "1.01", "ten_thu_tuc": "Cấp thẻ"}\n'.encode()
STATUS = "number,expired\n1/2016/NQ-HĐND,2017-07-24\n".encode()
LAW = "LUẬT\nĐiều 1. Phạm vi".encode()


def test_the_same_material_gives_the_same_release_from_a_folder_and_from_bytes(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    for name, data in {"procedures.jsonl": PROCEDURE, "status.csv": STATUS, "library/luat.txt": LAW}.items():
        (tmp_path / name).write_bytes(data)
    files = [
        MaterialFile("library", "luat.txt", LAW), MaterialFile("status", "danh-muc.csv", STATUS),
        MaterialFile("procedures", "tthc.jsonl", PROCEDURE),
    ]  # fmt: skip

    laid = lay_material(load_knowledge(), files)

    again = load_knowledge(tmp_path)
    assert (laid.release, laid.digest, laid.material) == (again.release, again.digest, again.material)
    assert laid.release.startswith(f"{load_knowledge().release}+")
    assert laid.rules == load_knowledge().rules


def test_only_the_last_file_of_a_kind_counts_and_every_text_of_the_library() -> None:
    first, last = (
        MaterialFile("status", name, STATUS.replace(b"1/", name[:1].encode() + b"/")) for name in "78"
    )
    laws = [MaterialFile("library", name, LAW) for name in ("b.txt", "a.txt")]
    laid = lay_material(load_knowledge(), [first, *laws, last])
    assert list(laid.material.status or {}) == ["8/2016/NQ-HĐND"]
    assert [law.name for law in laid.material.library] == ["a.txt", "b.txt"]
    assert laid.release == lay_material(load_knowledge(), [*reversed(laws), last]).release


def test_every_change_of_material_gives_another_release() -> None:
    base = load_knowledge()
    releases = [
        base.release,
        lay_material(base, [MaterialFile("library", "a.txt", LAW)]).release,
        lay_material(base, [MaterialFile("library", "b.txt", LAW)]).release,
        lay_material(base, [MaterialFile("library", "a.txt", LAW + b"a")]).release,
        lay_material(base, [MaterialFile("status", "a.txt", STATUS)]).release,
    ]
    assert len(set(releases)) == 5
    assert lay_material(base, []) is base


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        (MaterialFile("procedures", "x", PROCEDURE + b"[1]\n"), 2, "json"),
        (MaterialFile("procedures", "x", PROCEDURE + b"{\n"), 2, "json"),
        (MaterialFile("procedures", "x", PROCEDURE + b'{"ma_thu_tuc": "2"}'), 2, "key"),
        (MaterialFile("procedures", "x", b"\n\n"), None, "empty"),
        (MaterialFile("procedures", "x", PROCEDURE + b"\xff\n"), 2, "encoding"),
        (MaterialFile("procedures", "x", b"\x1f\x8bkhong"), None, "archive"),
        (MaterialFile("procedures", "x", gzip.compress(PROCEDURE)[:-9]), None, "archive"),
        (MaterialFile("status", "x", b"so;ngay\n1;2\n"), 1, "columns"),
        (MaterialFile("status", "x", b"number,expired\n"), None, "empty"),
        (MaterialFile("status", "x", STATUS + "2/2016/X,hôm qua\n".encode()), 3, "date"),
        (MaterialFile("status", "x", STATUS + "Điều".encode("utf-16-le")), 3, "encoding"),
        (MaterialFile("library", "x", b" \n"), None, "empty"),
        (MaterialFile("library", "x", "Đ".encode("utf-16")), 1, "encoding"),
    ],
)
def test_a_fault_of_material_is_told_with_file_line_and_kind(
    file: MaterialFile, line: int | None, fault: str
) -> None:
    with pytest.raises(MaterialError) as told:
        lay_material(load_knowledge(), [file])
    assert (told.value.file, told.value.line, told.value.fault) == ("x", line, fault)


@pytest.mark.parametrize("data", [PROCEDURE * 3, b" " * 1000])
def test_a_packed_list_that_swells_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr("nlp.knowledge.material.LARGEST_UNPACKED", len(data))
    packed = MaterialFile("procedures", "x", gzip.compress(data + b" "))

    with pytest.raises(MaterialError) as told:
        lay_material(load_knowledge(), [packed])

    assert told.value.fault == "archive"


def test_a_separator_inside_a_text_does_not_end_the_line() -> None:
    line = '{"ma_thu_tuc": "1", "ten_thu_tuc": "a\u2028b"}'.encode()
    (found,) = lay_material(load_knowledge(), [MaterialFile("procedures", "x", line)]).material.procedures
    assert found.name == "a\u2028b"


@pytest.mark.parametrize(
    ("name", "content"),
    [("status.csv", "number,expired\n1/2016/X,hôm qua\n"), ("procedures.jsonl", '{"ten_thu_tuc": "x"}\n')],
)
def test_material_that_is_not_well_formed_is_named_by_file_and_line(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=rf"{name}, line"):
        load_knowledge(tmp_path)


def test_every_rule_shows_only_bases_of_its_regime_in_force_and_never_cites_the_unverified() -> None:
    days = {
        "R1": datetime.date(2018, 5, 5), "R2": datetime.date(2023, 5, 5), "R3": datetime.date(2026, 5, 5),
    }  # fmt: skip
    seen = set()
    for entry in knowledge().regimes:
        for rule in knowledge().rules:
            for basis in bases_of(rule, knowledge(), entry.id, days[entry.id]):
                source = knowledge().bases[basis.id]
                seen.add(basis.status)
                assert basis.regime == entry.id
                assert source.on(days[entry.id])
                if basis.status == "unverified":
                    assert basis.citation == NOT_CITABLE
                    assert basis.quote == ""
                else:
                    assert basis.citation == source.citation

    assert seen == {"verified", "secondary", "unverified"}


def test_the_ban_of_2015_is_never_cited_for_a_draft_of_2026() -> None:
    rule = next(rule for rule in knowledge().rules if rule.id == "tthc.dossier")
    today = {basis.id for basis in bases_of(rule, knowledge(), "R3", datetime.date(2026, 5, 5))}

    assert "r3.nd78.d5" in today
    assert not {name for name in today if "d14.k4" in name}


def test_without_a_regime_there_is_no_basis() -> None:
    for rule in knowledge().rules:
        assert bases_of(rule, knowledge(), None, datetime.date(2015, 1, 1)) == ()
