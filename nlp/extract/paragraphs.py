"""Hard-wrapped lines put back into paragraphs, so that provisions begin lines and wrapped citations do not.

Layout says most where there is one (PDF); punctuation, capitals and the markers of legal texts say the rest.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from nlp.extract.order import Order

Layout = Literal["apart", "open", "together"]
"""What the layout says of a line and the one before: two paragraphs, nothing certain, or one."""

PAGE_END = "\f"
"""Stands in a list of lines where a page ended and its number or running head was taken out."""

_MARKER = re.compile(
    r"[“\"‘']?(?:"
    r"(?:Điều|ĐIỀU)\s+\d+[a-zđ]?\s*(?:[.:]|$)"
    r"|(?:Phần|Chương|Mục|Tiểu mục|PHẦN|CHƯƠNG|MỤC)\s+(?:thứ\b|[IVXLC]+\b|\d+\b)\s*(?:[.:–-]|$|(?=[A-ZÀ-ỸĐ]))"
    r"|(?:Phụ lục|PHỤ LỤC|Mẫu số|MẪU SỐ|Biểu mẫu|BIỂU MẪU)\b\s*(?:[IVXLC\d.:A-Z]|$)"
    r"|\d{1,3}(?:\.\d{1,3}){0,3}\.\s+\S|\d{1,2}(?:\.\d{1,2}){1,3}\s+[A-ZÀ-ỸĐ]"
    r"|[a-zđ]{1,2}\d?\)\s*\S|[IVX]{1,5}[.)]\s+\S|[A-H]\.\s+[A-ZÀ-ỸĐ]|\(\d{1,2}\)\s+\S"
    r"|[-–+•●▪*]\s*[A-ZÀ-ỸĐ“\"(]"
    r"|Nơi nhận|QUYẾT ĐỊNH:|QUYẾT NGHỊ:|(?:KT|TM|TL|TUQ|Q)\.\s+[A-ZÀ-ỸĐ]"
    r"|CỘNG H[OÒ][AÀ] XÃ HỘI|Độc lập - Tự do"
    r")"
)
_NOTE = re.compile(r"\[\d{1,3}\]\s")
_PREAMBLE = re.compile(r"(?:Căn cứ|Theo đề nghị|Xét (?:đề nghị|[Tt]ờ trình)|Sau khi xem xét)\s")
_CITATION_ENDS = re.compile(
    r"(?:[Kk]hoản|[Đđ]iểm)\s+[\da-zđ]{1,3}(?:(?:,\s|\s(?:và|hoặc|đến)\s)[\da-zđ]{1,3})*,?$"
)
_CITATION_BEGINS = re.compile(
    r"(?:Điều|[Kk]hoản|[Đđ]iểm)\s+[\da-zđ]{1,4}"
    r"(?:[,;]|\s+(?:của|và|hoặc|này|Điều|[Kk]hoản|Luật|Bộ luật|Nghị|Thông tư|Quy))"
)
_STOPS, _CLOSINGS = frozenset(".;:!?…"), "”\"’'»)]"
_DEMANDS_MORE = re.compile(
    r"(?:^|\s)(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Mm]ục|[Cc]hương|của|và|hoặc|tại|theo|số|với|cho|các|những|về|từ|đến|do|"
    r"bởi|là|ngày|tháng|năm|quy định tại|trong|trên|dưới|[Pp]hụ lục|Nghị định|Luật|Thông tư)$"
)
_CALLS_FOR_PROVISION = re.compile(
    r"(?:^|\s)(?:[Đđ]iều|(?<!tài )[Kk]hoản|[Đđ]iểm|và|hoặc|tại|theo|đến)(?:\s[\da-zđ]{1,3})?$"
)
_CALLS_FOR_NUMBER = re.compile(r"(?:^|\s)(?:[Đđ]iều|(?<!tài )[Kk]hoản|[Đđ]iểm)$")
_ARTICLE = re.compile(r"(?:Điều|ĐIỀU)\s+\d")
"""An article's heading may end in 'văn bản đến': only 'khoản' at its end draws the first khoản in."""
_LONGEST_DEMAND = 24
"""Letters at a line's end that hold the longest of these words with the space before it."""
_MARKER_OF_DASH = re.compile(r"[-–+•●▪*]\s")
_TIGHT_END = re.compile(r"[A-ZĐ\d][-/]")
_TIGHT_BEGIN = re.compile(r"[A-ZĐ\d]")
_TIGHT_SIGN = re.compile(r"/|-[A-ZĐ]")
_HARD_WRAP_LONGEST = 150
_HARD_WRAP_SHARE = 0.1
_FULL, _FULL_FIRST_LINE, _FULL_HEADING = 0.86, 0.78, 0.95
"""Shares of the text's width from which a line counts as full: letters differ in width, and the first line of a
paragraph was indented; a heading is believed to end where it ends unless it really fills the line."""
_HEADING = re.compile(r"(?:Điều|Chương|Mục|Phần|Phụ lục)\s|[A-ZÀ-ỸĐ\s]+$")


def begins_provision(line: str) -> bool:
    """Whether the line begins as provisions, forms and headings of a legal text do."""
    return _MARKER.match(line) is not None


def joins(before: str, line: str, *, full: bool, layout: Layout = "open", is_next: bool = False) -> bool:
    """Whether a line continues the paragraph before it.

    `full`: the line's first word would not have fitted at the end of the line before; `is_next`: the line begins
    with the number that comes next, so only words that call for a provision's number ('tại khoản') draw it in.
    """
    if _NOTE.match(line):
        return False
    if line[0] == "/" and before[-1].isalnum():
        return True
    terminal = _is_terminal(before)
    calls = _CALLS_FOR_NUMBER if _ARTICLE.match(before) else _CALLS_FOR_PROVISION
    if is_next and not calls.search(before[-_LONGEST_DEMAND:]):
        return False
    if (
        full
        and layout == "open"
        and not terminal
        and _MARKER_OF_DASH.match(line)
        and not _HEADING.match(before)
    ):
        return True  # 'Bà Rịa' + '- Vũng Tàu': the items of a list follow a colon or a semicolon
    if _MARKER.match(line):
        return not terminal and (layout == "together" or (layout == "open" and _is_cut(before, line)))
    starts_low = line[0].islower()
    if before[0] == "(" and ")" not in before:
        return True
    if layout == "apart":
        return starts_low and not terminal
    if layout == "together":
        return not (terminal and (_PREAMBLE.match(line) or _MARKER_OF_DASH.match(line)))
    if terminal:
        return starts_low and full and before[-1] in ";,"
    if starts_low or before.endswith(",") or _is_cut(before, line):
        return True
    if _PREAMBLE.match(line) or (_MARKER_OF_DASH.match(line) and not full):
        return False
    return full and _is_capitals(before) == _is_capitals(line)


def _is_terminal(line: str) -> bool:
    """Whether the line ends a sentence, whatever closes after its stop."""
    return line.rstrip(_CLOSINGS)[-1:] in _STOPS


def _is_cut(before: str, line: str) -> bool:
    """Whether the words on both sides show a phrase or a citation cut in two ('khoản 3' + 'Điều 16 ...')."""
    if _DEMANDS_MORE.search(before[-_LONGEST_DEMAND:]):
        return True
    return _CITATION_BEGINS.match(line) is not None or (
        _CITATION_ENDS.search(before) is not None and line.startswith("Điều ")
    )


def _is_capitals(line: str) -> bool:
    """Whether the line is a title in capitals."""
    return line.isupper()


def append(before: str, line: str) -> str:
    """The two as one paragraph: with a space, but none inside a number broken at its slash or hyphen."""
    tight = (_TIGHT_BEGIN.match(line) and _TIGHT_END.fullmatch(before[-2:])) or _TIGHT_SIGN.match(line)
    return f"{before}{'' if tight else ' '}{line}"


def is_hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines of a text are cut by width: none is long, and many break off to go on in lower case."""
    filled = [line for line in lines if line]
    if len(filled) < 8:
        return False
    longest = sorted(map(len, filled))[int(len(filled) * 0.95)]
    broken = sum(after[0].islower() and not _is_terminal(line) for line, after in itertools.pairwise(filled))
    return longest <= _HARD_WRAP_LONGEST and broken / len(filled) >= _HARD_WRAP_SHARE


class _Open(NamedTuple):
    """The paragraph being put together: its text and the last line added to it."""

    text: str
    last: str


def _fills(current: _Open, next_word: int, width: int) -> bool:
    """Whether a word of this length would not have fitted after the paragraph's last line."""
    if _HEADING.match(current.last):
        share = _FULL_HEADING
    else:
        share = _FULL_FIRST_LINE if current.last == current.text else _FULL
    return len(current.last) + 1 + next_word >= share * width


def join_by_width(lines: Iterable[str]) -> list[str]:
    """Paragraphs of a hard-wrapped text without layout.

    Blank lines part paragraphs, save where a sentence runs over them; a PAGE_END parts nothing by itself.
    """
    given = list(lines)
    lengths = sorted(len(line) for line in given if line)
    width = lengths[int(len(lengths) * 0.95)] if lengths else 0
    paragraphs: list[str] = []
    current: _Open | None = None
    order = Order()
    gap = page_ended = False
    for line in given:
        if not line or line == PAGE_END:
            gap, page_ended = True, page_ended or line == PAGE_END
            continue
        if current is not None:
            full = _fills(current, len(line.split(maxsplit=1)[0]), width)
            layout: Layout = "apart" if gap and not page_ended else "open"
            if joins(current.last, line, full=full, layout=layout, is_next=order.is_next(line)):
                current, gap = _Open(append(current.text, line), line), False
                page_ended = False
                continue
            paragraphs.append(current.text)
        order.note(line)
        current, gap = _Open(line, line), False
        page_ended = False
    return [*paragraphs, current.text] if current is not None else paragraphs
