"""What stands on every page and is no part of the draft: page numbers and running heads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.extract.paragraphs import PAGE_END

_NUMBER = re.compile(r"(?:Trang\s+)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*/\s*\d{1,4})?", re.IGNORECASE)
_GAZETTE = re.compile(r"(?:\d{1,4}\s+)?CÔNG BÁO\b.{0,50}?/\s*Ngày\s+[\d/.-]+(?:\s+\d{1,4})?")


def page_number(line: str) -> int | None:
    """The page number when the line is nothing else ('12', '- 12 -', 'Trang 3/10')."""
    match = _NUMBER.fullmatch(line)
    return int(match[1]) if match else None


def is_gazette_head(line: str) -> bool:
    """Whether the line is the running head of the official gazette ('CÔNG BÁO/Số …/Ngày …')."""
    return "CÔNG BÁO" in line and _GAZETTE.fullmatch(line) is not None


def split_running_heads(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of a text that was cut from pages, and its running heads.

    Heads of the official gazette and page numbers go; a number alone between blank lines is a page number
    only where it takes its place in a series. PAGE_END stands where one was.
    """
    numbers = _page_numbers(lines)
    kept, heads = [], []
    for at, line in enumerate(lines):
        if at in numbers or is_gazette_head(line):
            kept.append(PAGE_END)
            heads.append(line)
        else:
            kept.append(line)
    return kept, heads


def _page_numbers(lines: Sequence[str]) -> set[int]:
    """Indices of the lines that count pages: alone, each one more than the last."""
    candidates = [
        (at, number)
        for at, line in enumerate(lines)
        if line and (number := page_number(line)) is not None and _stands_alone(lines, at)
    ]
    chain: list[int] = []
    last: int | None = None
    first = 0
    for at, number in candidates:
        if last is None or number == last + 1:
            first = number if last is None else first
            chain.append(at)
            last = number
        elif len(chain) == 1 and number <= 2:
            chain, last, first = [at], number, number
    return set(chain) if len(chain) > 1 or (chain and first == 2) else set()


def _stands_alone(lines: Sequence[str], at: int) -> bool:
    def parts(index: int) -> bool:
        return not 0 <= index < len(lines) or not lines[index] or is_gazette_head(lines[index])

    return (parts(at - 1) and parts(at + 1)) or ((parts(at - 1) or parts(at + 1)) and _by_head(lines, at))


def _by_head(lines: Sequence[str], at: int) -> bool:
    return any(0 <= index < len(lines) and is_gazette_head(lines[index]) for index in (at - 1, at + 1))
