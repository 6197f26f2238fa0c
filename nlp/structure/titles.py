"""Headings of provisions: the words after 'Điều 5.' when they name the provision instead of being its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from nlp.structure.lines import Line
from nlp.structure.tree import Node, Tree

_LONGEST = {"dieu": 400, "khoan": 160, "diem": 120}
_MARKS = re.compile(r"</?[a-zA-Z][^<>\n]{0,120}>|[*_]{2,}")
_DANGLING = re.compile(
    r"(?:,|\b(?:của|và|về|với|tại|theo|cho|đối với|sở|tỉnh|thành phố|luật|nghị định|số|các|những|do|trong|trên|ủy ban|"
    r"nhân dân|hội đồng))$"
)
_SENTENCE_END = ".;:"


def set_headings(tree: Tree, text: str, lines: list[Line]) -> None:
    """Gives every node of the tree its heading ('' where it has none)."""
    starts = [line.start for line in lines]
    for node in tree.walk():
        if node.kind in ("phan", "chuong", "muc", "tieu_muc"):
            node.heading = _title(node, text, lines, starts)
        elif node.kind in ("dieu", "khoan", "diem"):
            node.heading = _heading(node, text, lines, starts)
        elif node.kind in ("kem_theo", "phu_luc", "mau"):
            node.heading = _scope_title(node, text, lines, starts)


def _limit(node: Node) -> int:
    return node.children[0].start if node.children else node.end


def _clean(words: str) -> str:
    if "<" in words or "*" in words or "_" in words:
        words = _MARKS.sub(" ", words)
    return " ".join(words.split()).strip(" *_#|")


def _lines_within(
    start: int, limit: int, lines: list[Line], starts: list[int]
) -> Iterator[tuple[int, int, bool]]:
    """The (parts of) lines from `start` up to `limit`, at most ten: start, end, whether it stands apart."""
    index = bisect_left(starts, start)
    if index and lines[index - 1].end > start:
        yield start, min(lines[index - 1].end, limit), False
    for line in islice(lines, index, index + 10):
        if line.start >= limit:
            break
        yield line.start, min(line.end, limit), line.apart


def _title(node: Node, text: str, lines: list[Line], starts: list[int]) -> str:
    """Of a chapter or section: everything up to what stands in it, as far as it reads as a title."""
    words: list[str] = []
    for start, end, apart in _lines_within(node.after, _limit(node), lines, starts):
        part = text[start:end]
        if words and apart and not part.isupper():
            break
        if len(words) > 0 and not part.isupper() and words[-1].isupper():
            break
        words.append(part)
        if part.rstrip()[-1:] in _SENTENCE_END:
            break
    title = _clean(" ".join(words))
    return title if len(title) <= 400 else ""


def _heading(node: Node, text: str, lines: list[Line], starts: list[int]) -> str:
    """Of an article, khoản or điểm: its first line with what wraps from it, unless it ends as a sentence."""
    limit = _limit(node)
    words: list[str] = []
    rest = False
    for start, end, apart in _lines_within(node.after, limit, lines, starts):
        part = text[start:end]
        if words and not _wraps(words[-1], part, apart):
            rest = True
            break
        words.append(part)
    heading = _clean(" ".join(words))
    if (
        not heading
        or len(heading) > _LONGEST[node.kind]
        or heading[-1] in _SENTENCE_END
        or heading.endswith("./")
    ):
        return ""
    if not heading[0].isupper() and not heading[0].isdecimal():
        return ""
    if node.kind != "dieu" and not (rest or node.children):
        return ""
    return heading


def _wraps(before: str, part: str, apart: bool) -> bool:
    """Whether the line goes on with the one before."""
    if before.rstrip()[-1:] in _SENTENCE_END:
        return False
    if part[:1].islower() or _DANGLING.search(before.rstrip().lower()):
        return True
    return not apart and part[:1] in "(,0123456789"


def _scope_title(node: Node, text: str, lines: list[Line], starts: list[int]) -> str:
    """Of an attached text, appendix or form: its title lines, without the note '(Ban hành kèm theo ...)'."""
    words: list[str] = []
    for start, end, apart in _lines_within(node.after, _limit(node), lines, starts):
        part = text[start:end]
        lower = part.lower().lstrip("( ")
        if lower.startswith(("ban hành", "kèm theo", "cộng hòa", "căn cứ")) or " | " in part:
            break
        named = len(words) > 1 or (len(words) == 1 and len(words[0]) > 12)  # more than the bare 'QUY CHẾ'
        if named and not part.isupper() and (words[-1].isupper() or apart):
            break
        words.append(part)
        if part.rstrip()[-1:] in _SENTENCE_END or len(words) > 6:
            break
    title = _clean(" ".join(words)).strip(" .:-")
    return title if len(title) <= 400 else ""
