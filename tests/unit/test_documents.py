"""The documentation names what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from review_app.config import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{PREFIX}{name.upper()}`" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
)
def test_files_named_in_documents_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"(?:`|\()((?:docs|nlp|index|review_app|tests)/[\w./-]+?)(?:`|\))", text)
    missing = [path for path in named if not (ROOT / path).exists()]
    assert missing == []
