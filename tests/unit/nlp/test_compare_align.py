"""Laying one clause beside another: the blocks of the standard library, but only those of two words or more."""

from __future__ import annotations

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from nlp.compare.align import Aligner
from nlp.compare.words import Words, words_of

WORDS = st.lists(st.sampled_from(("hồ", "sơ", "gồm", "đơn", "bản", "5")), max_size=16)


def as_words(words: list[str]) -> Words:
    return words_of(" ".join(words))


@given(WORDS, WORDS)
def test_the_runs_are_the_blocks_of_the_standard_library(draft: list[str], law: list[str]) -> None:
    blocks = SequenceMatcher(None, law, draft, autojunk=False).get_matching_blocks()

    found = Aligner(as_words(draft)).with_law(as_words(law)).runs

    assert [(run.draft, run.law, run.size) for run in found] == [
        (block.b, block.a, block.size) for block in blocks if block.size > 1
    ]


def test_of_two_stretches_far_apart_the_one_with_most_words_counts() -> None:
    gap = [f"từ{chr(97 + at)}" for at in range(17)]
    draft = as_words(["hồ", "sơ", *gap, "đơn", "đề", "nghị"])
    law = as_words(["hồ", "sơ", *(word[::-1] for word in gap), "đơn", "đề", "nghị"])

    found = Aligner(draft).with_law(law)

    assert [(run.draft, run.size) for run in found.runs] == [(19, 3)]


def test_words_that_only_cite_prove_nothing() -> None:
    clause = as_words(["hồ", "sơ", "gồm", "đơn"])

    assert not Aligner(clause, frozenset(range(4))).with_law(clause).runs
    assert Aligner(clause, frozenset((0, 1))).with_law(clause).matched == 2
