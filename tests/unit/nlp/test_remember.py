"""The last result is kept for the very same objects, and for no others that are merely equal."""

from __future__ import annotations

from nlp.remember import last_remembered


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
