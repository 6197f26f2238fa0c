"""Detectors read only lines with one of their anchors: no find may be without one, and none may be lost by it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from nlp.rules.detect import Reading, TextLines, detect
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
    assert lines.with_word("hai") == [1]
    assert lines.with_word("a") == [1, 3]
    assert lines.with_word("không") == []
