"""Every engine behind the Protocol goes through the same contract; a further engine is one more name here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.engine import SearchIndex
from index.types import Record
from index.whoosh_engine import WhooshIndex

ENGINES = ["whoosh"]


@pytest.fixture(params=ENGINES)
def open_index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], SearchIndex]]:
    """Opens the same place of search again, as another process would."""
    opened: list[WhooshIndex] = []

    def open_again() -> SearchIndex:
        index = WhooshIndex(tmp_path / "index")
        opened.append(index)
        return index

    yield open_again
    for index in opened:
        index.close()


@pytest.fixture
def empty_index(open_index: Callable[[], SearchIndex]) -> SearchIndex:
    index = open_index()
    index.rebuild(list[Record])
    return index
