"""Who acts in a clause: the subject of the sentence, the line that leads its points, or the heading."""

from __future__ import annotations

import pytest

from nlp.knowledge import load_knowledge
from nlp.pipeline import scan
from nlp.rules.actors import Actor, Actors, counts
from nlp.types import Finding, SourceFile


def _found(article: str, title: str = "Quy định về quản lý trại giống") -> list[Finding]:
    text = (
        f"ỦY BAN NHÂN DÂN\nTỈNH A\nSố: 12/2026/QĐ-UBND\nQUYẾT ĐỊNH\n{title}\nCăn cứ Luật Chăn nuôi;\n"
        f"Điều 1. Phạm vi điều chỉnh\nQuyết định này quy định như tên gọi.\n{article}\n"
    )
    result = scan(SourceFile("du-thao.txt", text.encode()), load_knowledge())
    return [finding for finding in result.findings if finding.family == "tthc"]


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("chủ trại gửi danh sách về xã", "outsider"),
        ("sở công thương gửi danh sách về xã", "insider"),
        ("đối với hộ nuôi ong thì gửi danh sách về xã", "outsider"),
        ("theo yêu cầu của chủ trại thì gửi danh sách về xã", None),
        ("cơ quan thuế và chủ trại giống gửi danh sách về xã", "insider"),
        ("sở công thương lập danh sách chủ trại (kể cả hộ nuôi ong) gửi về xã", "insider"),
    ],
)
def test_the_subject_of_a_sentence(sentence: str, actor: Actor | None) -> None:
    actors = Actors(sentence, load_knowledge().engine.actors)
    assert actors.subject(0, sentence.index("gửi"), nearest=True) == actor


def test_a_find_that_needs_an_outsider_does_not_count_for_nobody() -> None:
    assert counts("outsider", "outsider")
    assert not counts("outsider", None)
    assert counts("not_insider", None)
    assert not counts("not_insider", "insider")
    assert counts("", "insider")


def test_a_point_is_read_with_the_subject_of_its_lead() -> None:
    article = (
        "Điều 7. Sổ sách\n1. {} có trách nhiệm:\na) Giữ sổ;\nb) Gửi danh sách con giống về Phòng Kinh tế."
    )
    assert [finding.rule for finding in _found(article.format("Chủ trại giống"))] == ["tthc.submission"]
    assert _found(article.format("Ủy ban nhân dân cấp xã")) == []


def test_a_clause_without_subject_is_read_with_the_heading() -> None:
    article = "Điều 7. Trách nhiệm của {}\n1. Giữ sổ.\n2. Gửi danh sách con giống về Phòng Kinh tế."
    assert [finding.rule for finding in _found(article.format("chủ trại giống"))] == ["tthc.submission"]
    assert _found(article.format("Sở Công Thương")) == []


def test_whoever_acts_in_a_document_about_staff_is_staff() -> None:
    article = "Điều 7. Tài khoản\nCá nhân gửi danh sách về Phòng Kinh tế."
    assert _found(article)
    assert _found(article, title="Quy chế quản lý, sử dụng thư điện tử công vụ") == []


def test_waiting_for_leave_counts_where_nobody_is_named() -> None:
    found = _found("Điều 7. Quay phim\nViệc quay phim chỉ được tiến hành khi Ban quản lý khu bảo tồn đồng ý.")
    assert [finding.rule for finding in found] == ["tthc.extra_approval"]
    assert _found("Điều 7. Chi tiêu\nSở Tài chính chỉ được chi khi Ủy ban nhân dân tỉnh đồng ý.") == []
