"""Texts within the draft: attached regulations, appendices, forms, further files, a second draft."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from nlp.structure.frames import Frame
from nlp.structure.lines import Line
from nlp.structure.marker import Marker
from nlp.structure.tree import Node

_LIST_ENTRY = 240  # a real form is longer than this; an entry of a list of forms is shorter
_FORM_WORDS = re.compile(r"(?:đơn|tờ khai|mẫu|biểu|phiếu|biên bản|giấy|bản khai|sổ)\b")
_REGULATION = re.compile(
    r"(?:quy (?:định|chế|trình|chuẩn)|điều lệ|nội quy|đề án|chính sách|chương trình|kế hoạch|định mức|tiêu chuẩn|"
    r"(?:bộ )?tiêu chí|hướng dẫn|phương án|cơ chế)\b"
)
_OWN_RECEIVERS = re.compile(r"như điều (?P<n>\d{1,3})")
_CLEAN = re.compile(r"[^a-z0-9.]")
_SPACES = re.compile(r"\s+")


class ScopeReader:
    """Decides where such texts begin and what they are called. Keeps count of the unnumbered ones."""

    def __init__(self, text: str, shadow: str, lines: list[Line], markers: list[Marker]) -> None:
        self._text, self._shadow, self._lines, self._markers = text, shadow, lines, markers
        self._attached_count = 0
        self._annex_count = 0
        self._form_counts: dict[str, int] = {}
        self._dieu_starts = [
            m.start for m in markers if m.kind == "dieu" and m.sep in ".:\n" and m.quoted < 0
        ]
        self._first_motto = next((marker for marker in markers if marker.kind == "motto"), None)
        self._scope_starts = [m.start for m in markers if m.kind in ("phu_luc", "mau", "part")]
        self._annex_starts: dict[tuple[str, str], list[int]] = {}
        for marker in markers:
            if marker.kind in ("phu_luc", "mau") and marker.number:
                self._annex_starts.setdefault((marker.kind, marker.digits), []).append(marker.start)
        self.part_node: Node | None = None

    def has_dieu(self, start: int) -> bool:
        """Whether an article's heading stands after this offset before the next text within the draft."""
        scope = bisect_right(self._scope_starts, start + 200)
        limit = self._scope_starts[scope] if scope < len(self._scope_starts) else len(self._text)
        dieu = bisect_left(self._dieu_starts, start)
        return dieu < len(self._dieu_starts) and self._dieu_starts[dieu] < limit

    def holds_text(self, start: int, end: int) -> bool:
        """Whether enough stands here to be more than a page number or the rest of a signature."""
        return len(self._text[start:end].strip()) > 300

    # --- acceptance ---

    def accepts_annex(self, marker: Marker, index: int, frame: Frame) -> bool:
        """Whether a Phụ lục or Mẫu begins here: a heading of its own, not a citation nor an entry in a list."""
        line = self._lines[marker.line]
        if frame.kind == "trich_dan" or (not frame.started and frame.node is None):
            return False
        cut_off = line.is_linked(self._shadow) and not self._text[line.before - 8 : line.before].isupper()
        if cut_off or self._text.find(" | ", line.start, line.end) >= 0:
            return False
        rest = self._text[marker.after : line.end].strip()
        if marker.kind == "mau" and frame.kind == "body" and frame.closing is None and rest:
            return False
        capitals = self._text[line.start : line.end].isupper()
        if not capitals and (
            rest[:1].islower()
            or rest[:1] in (",", ";", ")")
            or (not line.ended and line.end - line.start > 40)
        ):
            return False
        if self._goes_on(marker, index, frame):
            return False
        return not self._is_entry(marker, index)

    def _goes_on(self, marker: Marker, index: int, frame: Frame) -> bool:
        """Whether the articles of the text around go on after this candidate, so that it is none."""
        if frame.kind not in ("body", "kem_theo") or frame.dieu[0] == 0 or frame.closing is not None:
            return False
        for other in self._markers[index + 1 : index + 400]:
            if other.kind == "part":
                return False
            if other.kind == "dieu" and other.quoted < 0 and other.sep in ".:\n" and not other.inline:
                return other.number == frame.dieu[0] + 1
        return False

    def _is_entry(self, marker: Marker, index: int) -> bool:
        """Whether it is a line of a list of appendices and forms: the next one follows at once, it comes again."""
        starts = self._annex_starts.get((marker.kind, marker.digits), [])
        if not starts or starts[-1] <= marker.start:
            return False
        for other in self._markers[index + 1 : index + 12]:
            if other.start - marker.after > _LIST_ENTRY:
                return False
            if other.kind in ("phu_luc", "mau") and self._text[other.start].isupper():
                return True
        return False

    def accepts_attached(self, marker: Marker, index: int, frame: Frame) -> bool:
        """Whether an attached text begins at this title."""
        if frame.kind == "trich_dan" or not frame.started:
            return False
        if frame.node is not None and marker.start - frame.node.start < 600 and frame.dieu[0] == 0:
            return False
        if marker.kind == "title":
            line = self._lines[marker.line]
            alone = line.end - marker.after < 3
            return frame.closing is not None and alone and frame.kind in ("body", "kem_theo")
        if frame.kind == "mau" or self._begins_with_annex(marker):
            return False
        return not self._goes_on(marker, index, frame)

    def _begins_with_annex(self, marker: Marker) -> bool:
        return self._shadow.startswith(("phụ lục", "phụ biểu", "mẫu", "biểu"), marker.start)

    # --- nodes ---

    def annex(self, marker: Marker, parent: Node | None) -> Node:
        """The node of an appendix or form."""
        shown = _SPACES.sub(" ", marker.raw)
        if marker.kind == "phu_luc":
            number = marker.digits or str(self._annex_count + 1)
            self._annex_count = max(self._annex_count, marker.number or self._annex_count + 1)
            return Node("phu_luc", number, marker.start, marker.after, shown=_capital(shown))
        number = _CLEAN.sub("", marker.digits.lower()).strip(".") or "1"
        return Node("mau", number, marker.start, marker.after, shown=_capital(shown))

    def attached(self, marker: Marker) -> Node:
        """The node of an attached text; lists and tables issued with the draft count as appendices."""
        match = _REGULATION.match(self._shadow, marker.start)
        if match or self.has_dieu(marker.start):
            self._attached_count += 1
            name = self._text[match.start() : match.end()].capitalize() if match else "Văn bản"
            number = str(self._attached_count)
            return Node("kem_theo", number, marker.start, marker.start, shown=f"{name} kèm theo")
        self._annex_count += 1
        return Node("phu_luc", str(self._annex_count), marker.start, marker.start, shown="Phụ lục kèm theo")

    def second_draft(self, start: int) -> Node:
        """The node that keeps a second draft in the same file apart from the first."""
        self._attached_count += 1
        return Node("kem_theo", str(self._attached_count), start, start, shown="văn bản thứ hai trong tệp")

    def implicit(self, kind: str, start: int) -> Node:
        """The node of a text without a heading of the usual kind."""
        while start < len(self._text) and self._text[start].isspace():
            start += 1
        if kind == "kem_theo":
            self._attached_count += 1
            match = _REGULATION.match(self._shadow, start)
            name = self._text[start : match.end()].capitalize() if match else "Văn bản"
            return Node("kem_theo", str(self._attached_count), start, start, shown=f"{name} kèm theo")
        self._annex_count += 1
        return Node("phu_luc", str(self._annex_count), start, start, shown="Phụ lục kèm theo")

    def part(self, marker: Marker, index: int) -> tuple[Node, int | None]:
        """The node of a further file, by its content, and the candidate that is its heading, if any."""
        start = self._lines[marker.line].start if marker.line < len(self._lines) else marker.start
        for at in range(index + 1, min(index + 12, len(self._markers))):
            other = self._markers[at]
            if other.kind == "part" or other.line > marker.line + 8:
                break
            if other.kind in ("phu_luc", "mau") and not self._lines[other.line].is_linked(self._shadow):
                node = self.annex(other, None)
                node.start = start
                self.part_node = node
                return node, at
            if other.kind in ("title", "attached"):
                node = self.attached(other)
                node.start = start
                self.part_node = node
                return node, at
        if self.has_dieu(start):
            node = self.implicit("kem_theo", start)
        elif _FORM_WORDS.match(self._shadow, start):
            number = str(sum(m > 0 for m in self._form_counts.values()) + 1)
            self._form_counts[number] = 1
            node = Node("mau", number, start, start, shown="Mẫu kèm theo")
        else:
            node = self.implicit("phu_luc", start)
        self.part_node = node
        return node, None

    # --- signature and second draft ---

    def signature_end(self, marker: Marker) -> int:
        """Where the signature with the receivers ends and a text without a heading could begin."""
        seen_capitals = False
        for index in range(marker.line, min(marker.line + 60, len(self._lines))):
            line = self._lines[index]
            words = self._text[line.start : line.end]
            following = self._lines[index + 1].start if index + 1 < len(self._lines) else len(self._text)
            if "|" in words or words[:1] in "-+":
                if "|" in words and index > marker.line + 3:
                    return line.start
                continue
            if words.isupper():
                seen_capitals = True
            elif seen_capitals and _is_name(words):
                return following
            elif len(words) > 90 and index > marker.line:
                return line.start
        return -1

    def signs_the_draft(self, marker: Marker, body: Frame) -> bool:
        """Whether receivers 'Như Điều 3' after an appendix are the draft's own: its appendices stand before them."""
        if marker.kind != "noi_nhan" or body.closing is not None or body.dieu[0] == 0:
            return False
        own = _OWN_RECEIVERS.search(self._shadow, marker.start, marker.start + 400)
        return own is not None and int(own["n"]) <= body.dieu[0]

    def begins_second_draft(self, marker: Marker, index: int, frame: Frame) -> bool:
        """Whether a second letterhead with its own căn cứ and Điều 1 follows: two drafts in one file."""
        if frame.kind == "mau" or (frame.closing is None and frame.kind != "phu_luc"):
            return False
        if frame.kind == "phu_luc" and not self._has_letterhead_of_draft(marker):
            return False
        bases = 0
        for other in self._markers[index + 1 : index + 80]:
            if other.kind in ("part", "mau", "phu_luc", "motto"):
                return False
            bases += other.kind == "can_cu"
            if other.kind == "dieu" and other.quoted < 0:
                return other.number == 1 and bases >= 1
        return False

    def _has_letterhead_of_draft(self, marker: Marker) -> bool:
        """Whether the letterhead around the motto names the same body as the draft's own."""
        own = self._first_motto or marker
        return own is not marker and self._letterhead(own) == self._letterhead(marker) != ""

    def _letterhead(self, marker: Marker) -> str:
        line = self._lines[marker.line]
        start = self.letterhead_start(marker)
        return (
            " ".join(self._shadow[start : max(start, marker.start)].split())
            if start >= line.start - 200
            else ""
        )

    def letterhead_start(self, marker: Marker) -> int:
        """Where the letterhead around the national motto begins."""
        at = marker.line
        while (
            at > 0
            and marker.line - at < 4
            and self._text[self._lines[at - 1].start : self._lines[at - 1].end].isupper()
        ):
            at -= 1
        return self._lines[at].start


def _is_name(words: str) -> bool:
    parts = words.strip(" .*_").split()
    return 2 <= len(parts) <= 6 and all(part[:1].isupper() for part in parts) and not words.isupper()


def _capital(shown: str) -> str:
    """'PHỤ LỤC I' as 'Phụ lục I'."""
    for word in ("phụ lục", "phụ biểu", "mẫu biểu", "biểu mẫu", "mẫu số", "biểu số", "mẫu", "biểu"):
        if shown.lower().startswith(word):
            return word.capitalize() + shown[len(word) :]
    return shown
