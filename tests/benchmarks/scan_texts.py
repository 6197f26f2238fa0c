"""Texts to measure scanning on: real local documents where there are any, else the packaged sample drafts."""

from __future__ import annotations

import itertools
import os
import re
from datetime import date
from pathlib import Path

from nlp.pipeline import extract_draft, parse_draft
from nlp.types import SourceFile
from review_app.sample.catalogue import draft_docx, sample_files

TODAY = date(2026, 9, 1)
PAGE = 2_500
"""Characters of a page."""
_NUMBER = re.compile(r"^Điều \d+\w?")


def evaluation_folder() -> Path | None:
    """The folder of real documents, None where it is absent."""
    folder = os.environ.get("REVIEW_APP_EVALUATION", "")
    return Path(folder) if folder and (Path(folder) / "corpus").is_dir() else None


def sample_drafts() -> list[SourceFile]:
    """The packaged sample drafts as docx files."""
    return [SourceFile(name.replace(".txt", ".docx"), draft_docx(name)) for name in sample_files()]


def documents(count: int) -> tuple[list[SourceFile], str]:
    """Files to scan, and a word on what they are."""
    folder = evaluation_folder()
    if folder is not None:
        texts = sorted((folder / "corpus" / "local").glob("*.txt"))[:count]
        return [SourceFile(path.name, path.read_bytes()) for path in texts], "real local documents (txt)"
    own = sample_drafts()
    return [own[number % len(own)] for number in range(count)], "own sample drafts (docx), repeated"


def pages(count: int) -> SourceFile:
    """One draft of that many pages: the sample drafts' articles again and again, under running numbers."""
    articles: list[str] = []
    head = ""
    for source in sample_drafts():
        parsed = parse_draft(extract_draft([source]), today=TODAY)
        own = [place for place in parsed.provisions if place.kind == "dieu" and place.id.startswith("dieu-")]
        text = parsed.document.text
        head = head or text[: own[0].start]
        articles += [text[place.start : place.end] for place in own if "/" not in place.id]
    pieces, length = [head], len(head)
    for number, article in enumerate(itertools.cycle(articles), start=1):
        if length >= count * PAGE:
            break
        pieces.append(_NUMBER.sub(f"Điều {number}", article) + "\n")
        length += len(pieces[-1])
    return SourceFile(f"{count}-pages.txt", "".join(pieces).encode())
