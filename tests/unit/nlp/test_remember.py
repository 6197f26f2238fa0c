"""The last result is kept for the very same objects, and for no others that are merely equal."""

from __future__ import annotations

from dataclasses import replace

from nlp.authority.published import index_of
from nlp.compare.library import open_library
from nlp.knowledge.material import Material, PublishedProcedure
from nlp.pipeline import warm_up
from nlp.remember import last_remembered
from tests.unit.nlp.law_samples import LAW
from tests.unit.nlp.scan_helpers import knowledge


def test_only_the_same_objects_are_answered_from_memory() -> None:
    asked: list[tuple[str, list[int]]] = []

    @last_remembered
    def count(name: str, numbers: list[int]) -> int:
        asked.append((name, numbers))
        return len(numbers)

    numbers = [1, 2]

    assert count("a", numbers) == count("a", numbers) == 2
    assert len(asked) == 1
    assert count("a", [1, 2]) == 2
    assert count("a", numbers) == 2
    assert len(asked) == 3
    assert count("b", numbers=numbers) == 2
    assert len(asked) == 4


def test_warming_up_builds_what_every_scan_would_build() -> None:
    words = ("1.01", "Đăng ký chỗ neo", *[""] * 10)
    material = Material(procedures=(PublishedProcedure(*words),), library=(LAW, LAW))

    warm_up(replace(knowledge(), material=material))
    built = open_library.cache_info().misses, index_of.cache_info().misses
    open_library(material.library), index_of(material.procedures)

    assert (open_library.cache_info().misses, index_of.cache_info().misses) == built
