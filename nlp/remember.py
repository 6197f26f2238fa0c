"""Remembers the last result of a function that several rules of one run ask for the same draft."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def last_remembered(function: Callable[P, T]) -> Callable[P, T]:
    """The function, which keeps its last result for as long as it is called with the very same objects.

    Objects are told apart by identity, not by content: neither a draft nor a release is read through to find that it
    is the one of the call before. For results that nobody changes.
    """
    last: tuple[tuple[object, ...], T] | None = None

    @functools.wraps(function)
    def remembered(*given: P.args, **named: P.kwargs) -> T:
        nonlocal last
        key = (*given, *named.items())
        kept = last
        if (
            kept is None
            or len(kept[0]) != len(key)
            or any(a is not b for a, b in zip(kept[0], key, strict=True))
        ):
            kept = last = (key, function(*given, **named))
        return kept[1]

    return remembered
