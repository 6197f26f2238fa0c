"""What a gathered procedure asks, item by item: its papers, its time limits, its conditions, each with its place.

Read line by line below the words that begin a list ('hồ sơ gồm', 'yêu cầu, điều kiện'), up to the line that begins
another part or the end of the clause.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.authority.published import TimeLimit
from nlp.text import draft_shadow, shadow
from nlp.types import ParsedDraft, Provision

_MARKER = r"[ ]{0,20}(?:\d{1,3}(?:\.\d{1,2}){0,2}[.)]|[a-zđ]{1,2}\)|[-+*•])?[ ]{0,5}"
_LINE = re.compile(r"[^\n]+")
_PAPERS = re.compile(
    rf"^{_MARKER}(?:[^;:\n]{{0,200}}\b)?"
    r"(?:(?:thành phần|số lượng)(?: và số lượng|, số lượng)? hồ sơ[^.;:\n]{0,100}:|"
    r"hồ sơ[^.;:\n]{0,160}?\b(?:bao gồm|gồm có|gồm)\b(?: các (?:giấy tờ|tài liệu)[^:;\n]{0,30})?:?|"
    r"hồ sơ[^.;:\n]{0,120}:(?=\s*$))"
)
_CONDITIONS = re.compile(rf"^{_MARKER}(?:yêu cầu|điều kiện)\b[^:;\n]{{0,120}}:")
_CONDITIONS_HEADING = re.compile(r"^\W{0,3}điều \d{1,4}[a-zđ]?[.:]? (?:yêu cầu, )?điều kiện\b[^\n]{0,200}$")
_OTHER_PART = re.compile(
    rf"^{_MARKER}(?:\d[.)] )?(?:trình tự|cách thức|thời hạn|thời gian giải quyết|đối tượng|cơ quan|kết quả|yêu cầu|"
    r"điều kiện|phí|lệ phí|số lượng hồ sơ|thành phần hồ sơ|nơi nộp|địa điểm|mẫu đơn|tên mẫu|căn cứ)\b[^\n]{0,80}"
)
_STARTS_ITEM = re.compile(_MARKER)
_SPLIT = re.compile(r";")
_PAPER = re.compile(
    r"^(?:(?:\d{1,3}|một|hai|ba)(?: \([^)\n]{1,25}\))? )?(?:các )?(?:bộ |tấm )?"
    r"(?:đơn(?! vị)|giấy|bản|văn bản|tờ|quyết định|hợp đồng|chứng (?:chỉ|từ|thư|nhận)|biên|báo cáo|danh sách|ảnh|phiếu|"
    r"sổ|tài liệu|phương án|đề án|kế hoạch|thuyết minh|sơ đồ|hóa đơn|hộ chiếu|thẻ|lý lịch|sơ yếu|bằng|công văn|"
    r"tờ trình|thông báo|xác nhận|trích lục|cam kết|ý kiến|hình|tệp|mẫu|căn cước|kết quả|nghị quyết|điều lệ|hồ sơ|"
    r"bảng|phụ lục|di chúc|một trong)\b"
)
"""How the name of a paper begins; other items of a list are explanations of the one before."""
_ELSEWHERE = re.compile(r"(?:quy định|nêu|theo) tại (?:các )?(?:điều|khoản|điểm)[^.;\n]{0,80}\bnày\b")
_UNITS = r"(ngày làm việc|ngày|tháng|giờ)"
_NUMBER = r"(\d{1,3})\)? ?(?:\([^)\n]{1,25}\) ?)?"
_TOTAL = re.compile(
    r"thời (?:hạn|gian) (?:giải quyết|xử lý|thực hiện(?: thủ tục)?|trả kết quả|cấp|thẩm định)[^.;\d\n]{0,80}"
    rf"{_NUMBER}{_UNITS}\b"
)
_STEP = re.compile(
    rf"(?:trong|không quá|chậm nhất|tối đa)[^.;\d\n]{{0,40}}{_NUMBER}{_UNITS}\b(?=[^.;\n]{{0,80}}(?:hồ sơ|đề nghị|đơn))"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One paper or condition as the draft words it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftTime:
    """A time limit of the draft: of the whole procedure (`total`) or of one step."""

    limit: TimeLimit
    total: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a procedure of the draft asks."""

    papers: tuple[Item, ...]
    times: tuple[DraftTime, ...]
    conditions: tuple[Item, ...]


def is_paper(words: str) -> bool:
    """Whether an item names a paper, rather than explaining one or pointing to a list elsewhere in the draft."""
    low = shadow(words)
    return _PAPER.match(low) is not None and not _ELSEWHERE.search(low)


def contents_of(places: Sequence[Provision], parsed: ParsedDraft) -> Contents:
    """The papers, time limits and conditions in the articles, clauses and appendices of one procedure.

    Forms to be filled in are left out: their lines are blanks for the applicant, not papers.
    """
    text = parsed.document.text
    read = [place for place in places if place.kind != "mau"]
    ends = _clause_ends(parsed.provisions)
    papers: list[Item] = []
    conditions: list[Item] = []
    times: list[DraftTime] = []
    for place in read:
        papers += _listed(text, place, ends, (_PAPERS, ("hồ sơ",)), None)
        conditions += _listed(text, place, ends, (_CONDITIONS, ("yêu cầu", "điều kiện")), _CONDITIONS_HEADING)
        times += _times(draft_shadow(text), place)
    return Contents(_once(papers), tuple(times), _once(conditions))


def _clause_ends(provisions: Sequence[Provision]) -> list[tuple[int, int]]:
    """The ranges of clauses, so that a list ends where its clause does."""
    return [(item.start, item.end) for item in provisions if item.kind == "khoan"]


def _listed(
    text: str,
    place: Provision,
    clauses: Sequence[tuple[int, int]],
    begins_list: tuple[re.Pattern[str], tuple[str, ...]],
    heading: re.Pattern[str] | None,
) -> Iterator[Item]:
    """The items of every list that a lead (with words one of which it holds) or the article's heading begins."""
    lead, words = begins_list
    low = draft_shadow(text)
    stop = -1
    for line in _LINE.finditer(low, place.start, place.end):
        begins = lead.match(line.group()) if any(word in line.group() for word in words) else None
        if begins is None and heading is not None and heading.match(line.group()):
            stop = place.end
            continue
        if begins is not None:
            inside = [end for start, end in clauses if start <= line.start() < end]
            stop = min([*inside, place.end])
            yield from _items(text, line.start() + begins.end(), line.end())
        elif line.start() < stop and _OTHER_PART.match(line.group()) and heading is None:
            stop = -1
        elif line.start() < stop:
            marker = _STARTS_ITEM.match(line.group())
            yield from _items(text, line.start() + (marker.end() if marker else 0), line.end())


def _items(text: str, start: int, end: int) -> Iterator[Item]:
    """The pieces of a stretch between semicolons, without marks at their edges."""
    cuts = [start, *(start + match.end() for match in _SPLIT.finditer(text[start:end])), end]
    for first, last in itertools.pairwise(cuts):
        piece = text[first:last]
        inner = piece.strip(" ;.,:-+*•\u00a0")
        if len(inner) > 5:
            at = first + piece.index(inner)
            yield Item(inner, at, at + len(inner))


def _times(low: str, place: Provision) -> Iterator[DraftTime]:
    taken: set[int] = set()
    for pattern, total in ((_TOTAL, True), (_STEP, False)):
        for match in pattern.finditer(low, place.start, place.end):
            if match.end() not in taken:
                taken.add(match.end())
                limit = TimeLimit(int(match.group(1)), match.group(2))
                yield DraftTime(limit, total, match.start(), match.end())


def _once(items: Sequence[Item]) -> tuple[Item, ...]:
    """Every place once, in text order."""
    return tuple(sorted({item.start: item for item in items}.values(), key=lambda item: item.start))
