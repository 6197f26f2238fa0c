"""What every engine finds, in which order, and for whom."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from index.engine import SearchIndex
from index.types import Query
from tests.integration.index.samples import ask, found, put, record


def test_the_marks_typed_rank_above_the_same_letters_with_other_marks(empty_index: SearchIndex) -> None:
    long_text = "Quy định chung về quản lý. " * 200
    put(
        empty_index,
        record("without", "thu tuc thu tuc thu tuc", title="thu tuc"),
        record("others", "thu túc, thủ túc"),
        record("exact", long_text + "Thủ tục cấp phép."),
    )

    assert found(empty_index, "thủ tục")[0] == "exact"
    assert found(empty_index, '"thủ tục"')[0] == "exact"


def test_letters_without_marks_find_every_spelling(empty_index: SearchIndex) -> None:
    put(
        empty_index,
        record("a", "thủ tục"),
        record("b", "thu túc"),
        record("c", "thu tuc"),
        record("d", "đất"),
    )

    assert set(found(empty_index, "thu tuc")) == {"a", "b", "c"}
    assert found(empty_index, "dat") == ["d"]


def test_decomposed_letters_find_composed_ones_and_the_other_way_round(empty_index: SearchIndex) -> None:
    composed = "Thủ tục hành chính"
    decomposed = unicodedata.normalize("NFD", composed)
    put(empty_index, record("nfc", composed), record("nfd", decomposed))

    for question in (composed, decomposed):
        answer = ask(empty_index, question)
        assert {hit.id for hit in answer.hits} == {"nfc", "nfd"}
        assert answer.hits[0].score == pytest.approx(answer.hits[1].score)


def test_old_and_new_place_of_the_tone_mark_are_one(empty_index: SearchIndex) -> None:
    put(empty_index, record("old", "hoà giải của Uỷ ban"), record("new", "hòa giải của Ủy ban"))

    for question in ("hoà giải", "hòa giải", "Uỷ ban", "ủy ban"):
        scores = [hit.score for hit in ask(empty_index, question).hits]
        assert len(scores) == 2
        assert scores[0] == pytest.approx(scores[1])


@pytest.mark.parametrize(
    "question",
    ["15/2020/NĐ-CP", "nđ 15/2020", "nd 15/2020", "15/2020", "nghị định 15/2020", "Nghị định số 15/2020/NĐ-CP",
     "15/2020/ND-CP", "015/2020/NĐ-CP", "15/2020 nđ-cp", '"15/2020/NĐ-CP"'],
)  # fmt: skip
def test_a_number_is_found_in_every_form_people_type(empty_index: SearchIndex, question: str) -> None:
    put(
        empty_index,
        record("right", "Căn cứ Nghị định số 15/2020/NĐ-CP của Chính phủ"),
        record("other year", "Căn cứ Nghị định số 15/2021/NĐ-CP của Chính phủ"),
        record("other serial", "Căn cứ Nghị định số 115/2020/NĐ-CP của Chính phủ"),
        record("date", "Nghị định ban hành ngày 15/5/2020 của Chính phủ"),
    )

    assert found(empty_index, question) == ["right"]


def test_leading_zeros_of_a_number_do_not_count(empty_index: SearchIndex) -> None:
    put(empty_index, record("a", "Quyết định 043/2025/QĐ-UBND"), record("b", "Quyết định 43/2025/QĐ-UBND"))

    assert set(found(empty_index, "43/2025/QĐ-UBND")) == {"a", "b"}
    assert set(found(empty_index, "qd 043/2025")) == {"a", "b"}


def test_the_document_with_the_number_stands_above_those_that_cite_it(empty_index: SearchIndex) -> None:
    put(
        empty_index,
        record("citing", "theo Quyết định 97/2025/QĐ-UBND, 97/2025/QĐ-UBND, 97/2025/QĐ-UBND"),
        record("itself", "Điều 1.", number="097/2025/QĐ-UBND"),
    )

    assert found(empty_index, "qd 97/2025") == ["itself", "citing"]


def test_a_word_in_the_title_counts_more_than_in_the_text(empty_index: SearchIndex) -> None:
    put(
        empty_index,
        record("text", "Nội dung về khoáng sản.", title="Quy định chung"),
        record("title", "Nội dung quy định chung.", title="Quản lý khoáng sản"),
    )

    assert found(empty_index, "khoáng sản") == ["title", "text"]


def test_words_typed_side_by_side_rank_higher_where_they_stand_so(empty_index: SearchIndex) -> None:
    put(
        empty_index,
        record("apart", "xây nhà ở, dựng cột, cấp đất, nộp giấy, phép tính", title=""),
        record("together", "cấp giấy phép xây dựng cho nhà ở", title=""),
    )

    assert found(empty_index, "giấy phép xây dựng") == ["together", "apart"]


def test_a_phrase_asks_for_its_words_in_order_across_punctuation(empty_index: SearchIndex) -> None:
    put(
        empty_index,
        record("in order", "hồ sơ; thời hạn"),
        record("other order", "thời hạn, hồ sơ"),
        record("apart", "hồ sơ và thời hạn"),
    )

    assert found(empty_index, '"hồ sơ thời hạn"') == ["in order"]


def test_a_beginning_finds_the_words_that_go_on(empty_index: SearchIndex) -> None:
    put(empty_index, record("a", "nghiệm thu"), record("b", "nghiêm cấm"), record("c", "nghi lễ"))

    assert set(found(empty_index, "nghie*")) == {"a", "b"}
    assert found(empty_index, "nghiệ*")[0] == "a"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("đất HOẶC nước", {"land", "water", "both"}),
        ("đất OR nước", {"land", "water", "both"}),
        ("đất nước", {"both"}),
        ("đất AND nước", {"both"}),
        ("đất KHÔNG nước", {"land"}),
        ("đất NOT nước", {"land"}),
        ("đất -nước", {"land"}),
        ("(đất HOẶC nước) KHÔNG thuế", {"water", "both"}),
    ],
)
def test_operators_join_and_exclude(empty_index: SearchIndex, question: str, expected: set[str]) -> None:
    put(empty_index, record("land", "đất thuế"), record("water", "nước"), record("both", "đất và nước"))

    answer = ask(empty_index, question)

    assert {hit.id for hit in answer.hits} == expected
    assert answer.total == len(expected)
    assert answer.message == ""


def test_when_no_record_holds_every_word_some_words_are_enough_and_it_says_so(
    empty_index: SearchIndex,
) -> None:
    put(empty_index, record("a", "khai thác khoáng sản"), record("b", "nuôi trồng"))

    answer = ask(empty_index, "khoáng sản vũ trụ")

    assert [hit.id for hit in answer.hits] == ["a"]
    assert "một phần" in answer.message


def test_nothing_found_is_an_empty_answer(empty_index: SearchIndex) -> None:
    put(empty_index, record("a", "khai thác"))

    answer = ask(empty_index, "vũ trụ")

    assert (answer.hits, answer.total) == ((), 0)


def test_an_empty_index_answers(empty_index: SearchIndex) -> None:
    assert ask(empty_index, '"thủ tục" hành*').total == 0
    assert empty_index.ids() == set()


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ('"thủ tục', "ngoặc kép"),
        ("OR", "HOẶC"),
        ("KHÔNG", "loại trừ"),
        ("AND OR NOT", "HOẶC"),
        ("KHÔNG thuế", "ít nhất một từ"),
        ("*", "Dấu *"),
        ("th*", "3 chữ cái"),
        ("(thủ tục", "ngoặc đơn"),
        ("", "nhập"),
        ("!!! ???", "nhập"),
        ("thủ tục " * 625, "quá dài"),
        ("x" * 5_000, "quá dài"),
        ("(" * 5_000, "ngoặc đơn"),
    ],
)
def test_a_bad_question_is_answered_with_a_hint(empty_index: SearchIndex, question: str, hint: str) -> None:
    put(empty_index, record("a", "thủ tục hành chính, thuế"))

    assert hint in ask(empty_index, question).message


def test_who_is_not_of_the_audience_gets_neither_hits_nor_counts(empty_index: SearchIndex) -> None:
    put(
        empty_index,
        record("mine", "bảo tồn di sản", audience=frozenset({"agency:a", "office"})),
        record("others", "bảo tồn di sản", audience=frozenset({"agency:b", "office"})),
        record("nobody's", "bảo tồn di sản", audience=frozenset()),
    )

    mine = ask(empty_index, "di sản", audience=frozenset({"agency:a"}))
    assert ([hit.id for hit in mine.hits], mine.total) == (["mine"], 1)
    for outsider in (frozenset({"agency"}), frozenset({"agency:a b"}), frozenset({""}), frozenset[str]()):
        for question in ("di sản", '"di sản"', "sản*", "di HOẶC sản", "di xyz"):
            answer = ask(empty_index, question, audience=outsider)
            assert (answer.hits, answer.total) == ((), 0)
    assert ask(empty_index, "di sản", audience=None).total == 3


def test_a_loosened_question_stays_within_the_audience_and_the_exclusions(empty_index: SearchIndex) -> None:
    put(
        empty_index,
        record("seen", "di sản"),
        record("hidden", "di sản", audience=frozenset({"restricted"})),
        record("excluded", "di sản thuế"),
    )

    assert found(empty_index, "di xyz KHÔNG thuế") == ["seen"]


def test_kinds_and_filters_trim_the_answer(empty_index: SearchIndex) -> None:
    put(
        empty_index,
        record(
            "a", "nước", kind="document", agency="so-y-te", type="quyet_dinh", date="2024-12-31", parent="d1"
        ),
        record(
            "b", "nước", kind="provision", agency="so-y-te", type="quyet_dinh", date="2025-01-01", parent="d1"
        ),
        record("c", "nước", kind="document", agency="so-xay-dung", type="nghi_quyet", date="2025-06-30"),
        record("d", "nước", kind="document"),
    )

    def with_filters(**filters: str) -> set[str]:
        return set(found(empty_index, "nước", filters=filters))

    assert set(found(empty_index, "nước", kinds=frozenset({"provision"}))) == {"b"}
    assert set(found(empty_index, "nước", kinds=frozenset({"provision", "document"}))) == {"a", "b", "c", "d"}
    assert with_filters(agency="so-y-te") == {"a", "b"}
    assert with_filters(type="nghi_quyet") == {"c"}
    assert with_filters(parent="d1") == {"a", "b"}
    assert with_filters(year="2025") == {"b", "c"}
    assert with_filters(date_from="2025-01-01") == {"b", "c"}
    assert with_filters(date_from="2024-12-31", date_to="2025-01-01") == {"a", "b"}
    assert with_filters(agency="so-y-te", year="2025") == {"b"}


def test_an_unknown_filter_is_a_mistake_of_the_caller(empty_index: SearchIndex) -> None:
    with pytest.raises(ValueError, match="colour"):
        ask(empty_index, "nước", filters={"colour": "red"})


def test_pages_follow_one_another_without_loss(empty_index: SearchIndex) -> None:
    put(empty_index, *(record(str(number), "nước " * (number + 1)) for number in range(25)))

    pages = [ask(empty_index, "nước", offset=offset, limit=10) for offset in (0, 10, 20, 30)]

    ids = [hit.id for page in pages for hit in page.hits]
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert {page.total for page in pages} == {25}
    assert len(set(ids)) == 25


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("thủ tục", "Thủ tục"),
        ("thu tuc", "Thủ tục"),
        ('"thủ tục hành chính"', "Thủ tục hành chính"),
        ("nđ 15/2020", "015/2020/NĐ-CP"),
        ("thẩ*", "thẩm"),
    ],
)
def test_highlights_are_places_of_the_record_text(
    empty_index: SearchIndex, form: Literal["NFC", "NFD"], question: str, marked: str
) -> None:
    text = unicodedata.normalize(
        form,
        "Căn cứ quy định.\r\n" * 50 + "Thủ tục hành chính theo Nghị định 015/2020/NĐ-CP; cơ quan thẩm định.",
    )
    put(empty_index, record("a", text))

    (hit,) = ask(empty_index, question).hits

    assert unicodedata.normalize("NFC", hit.highlights[0].text) == marked
    assert all(text[mark.start : mark.end] == mark.text for mark in hit.highlights)
    assert text[hit.snippet_start : hit.snippet_start + len(hit.snippet)] == hit.snippet
    assert hit.snippet_start <= hit.highlights[0].start
    assert hit.highlights[0].end <= hit.snippet_start + len(hit.snippet)


def test_a_hit_tells_what_it_is(empty_index: SearchIndex) -> None:
    put(empty_index, record("p", "nước sạch", kind="provision", parent="dossier-1", title="Điều 5"))

    (hit,) = ask(empty_index, "sạch").hits

    assert (hit.id, hit.kind, hit.parent, hit.title, hit.snippet) == (
        "p", "provision", "dossier-1", "Điều 5", "nước sạch",
    )  # fmt: skip


def test_a_match_in_the_title_alone_shows_the_beginning_of_the_text(empty_index: SearchIndex) -> None:
    put(empty_index, record("a", "Điều 1. Phạm vi điều chỉnh. " * 40, title="Quản lý khoáng sản"))

    (hit,) = ask(empty_index, "khoáng").hits

    assert hit.snippet_start == 0
    assert hit.snippet.startswith("Điều 1. Phạm vi")
    assert hit.highlights == ()


def test_the_question_may_be_put_without_any_words_of_the_index(empty_index: SearchIndex) -> None:
    put(empty_index, record("a", "nước"))

    assert empty_index.search(Query("\ud83d \x00 zzz", None)).total == 0
