"""Detectors read only lines with one of their anchors: no find may be without one, and none may be lost by it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from nlp.rules.detect import Anchors, Reading, TextLines, detect
from nlp.rules.plain import plain
from nlp.rules.schema import Cue, Detector, Rule
from tests.unit.nlp.scan_helpers import knowledge


def looks(rule: Rule) -> list[Detector | Cue]:
    """What a rule looks for by anchor: detectors of a procedure rule, cues of a clause rule."""
    return [*rule.detectors, *(rule.clause.cues if rule.clause else ())]


LOOKS = [pytest.param(look, id=f"{rule.id}-{look.id}") for rule in knowledge().rules for look in looks(rule)]


@pytest.mark.parametrize("look", LOOKS)
def test_every_find_holds_an_anchor(look: Detector | Cue) -> None:
    @seed(2026)
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(look.pattern))
    def check(text: str) -> None:
        for match in look.pattern.finditer(text):
            assert any(anchor in match.group() for anchor in look.anchors), match.group()

    check()


def test_reading_by_lines_finds_what_reading_the_whole_text_finds() -> None:
    rules = [rule for rule in knowledge().rules if rule.kind == "procedure"]
    text = plain("\n".join(example.text for rule in rules for example in (*rule.hits, *rule.look_alikes)))
    whole = {
        (detector.id, match.start(), match.end())
        for rule in rules
        for detector in rule.detectors
        for match in detector.pattern.finditer(text.text)
    }

    assert {(hit.detector.id, hit.start, hit.end) for hit in detect(Reading(text), rules)} == whole
    assert len(whole) > 50


def test_lines_are_found_by_offset_and_by_word() -> None:
    lines = TextLines("một\nhai hai\n\nba")

    assert [lines.at(offset) for offset in (0, 3, 4, 12, 13)] == [0, 0, 1, 2, 3]
    assert [lines.span(line) for line in range(4)] == [(0, 4), (3, 12), (11, 13), (12, 15)]


def test_anchors_are_found_in_all_units_at_once() -> None:
    anchors = Anchors(["một\nhai hai\n\nba ba", "không\nhai ba", ""])

    assert anchors.holding(("hai",)) == {0: [1], 1: [1]}
    assert anchors.holding(("a",)) == {0: [1, 3], 1: [1]}
    assert anchors.holding(("hai ba", "một")) == {0: [0], 1: [1]}
    assert anchors.holding(("i ", " b", "ôn")) == {0: [1, 3], 1: [0, 1]}
    assert anchors.holding(("hai ba ba", "mười", "ba không", "ba\nba")) == {}


def word_lists() -> st.SearchStrategy[list[str]]:
    """Units of few words, so that most are made of the same ones."""
    line = st.lists(st.sampled_from(("a", "ba", "ab", "đơn", "hồ sơ")), max_size=4).map(" ".join)
    return st.lists(st.lists(line, max_size=4).map("\n".join), max_size=3)


@given(
    word_lists(),
    st.lists(st.sampled_from(("a", "a b", "ab ", " đơn", "b a b", "ơ a", "đơn hồ sơ a", "x")), max_size=3),
)
def test_the_words_of_a_draft_hide_no_anchor(units: list[str], anchors: list[str]) -> None:
    found = Anchors(units).holding(tuple(anchors))

    for number, text in enumerate(units):
        lines = [at for at, line in enumerate(text.split("\n")) if any(anchor in line for anchor in anchors)]
        assert list(found.get(number, ())) == lines
