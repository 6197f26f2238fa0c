"""The one pass over a draft's candidates that builds its provision tree.

Each candidate is believed or not by the sequence it stands in and by what stands around it: a line beginning with
'Điều 12 Nghị định ...' is a wrapped citation, 'Điều 6.' after Điều 5 is an article wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable

from nlp.structure.accept import Acceptance
from nlp.structure.frames import Builder, Frame
from nlp.structure.glued import glued_diem, glued_khoan
from nlp.structure.lines import Line
from nlp.structure.marker import Marker
from nlp.structure.numbers import to_roman
from nlp.structure.quotes import Quotes
from nlp.structure.scopes import ScopeReader
from nlp.structure.tree import RANKS, Node, Tree
from nlp.types import ScanWarning

_OCR = "Số thứ tự ở đầu dòng có ký tự lạ, có thể do nhận dạng chữ từ bản quét; đã đọc là “{}”."
_UNCLOSED = "Đoạn trích dẫn mở ngoặc kép nhưng không có ngoặc đóng; coi như kết thúc trước “{}”."
_TWO_DRAFTS = (
    "Tệp có vẻ chứa hai văn bản: sau phần ký lại có quốc hiệu, căn cứ và Điều 1. Nên tách thành hai hồ sơ."
)


class Parser:
    """Builds the tree of one draft from its candidates; use once."""

    def __init__(
        self, text: str, shadow: str, lines: list[Line], markers: list[Marker], wrapped: bool
    ) -> None:
        self._text, self._shadow, self._lines, self._markers = text, shadow, lines, markers
        self._build = Builder()
        self._quotes = Quotes(text)
        self._accept = Acceptance(text, shadow, lines, markers, wrapped)
        self._scopes = ScopeReader(text, shadow, lines, markers)
        self._basis: Node | None = None
        self._preamble: Node | None = None
        self._skipped: set[int] = set()
        self._in_notes = False
        self.warnings: list[ScanWarning] = []

    @property
    def _frame(self) -> Frame:
        return self._build.frame

    def parse(self) -> Tree:
        """The finished tree."""
        frame = self._frame
        frame.free = not any(m.kind == "dieu" and m.sep != " " and not m.inline for m in self._markers)
        if self._lines:
            start = self._lines[0].start
            self._preamble = self._build.put(Node("mo_dau", "", start, start))
        handlers: dict[str, Callable[[Marker, int], None]] = {
            "dieu": self._dieu, "khoan": self._khoan, "sub": self._sub, "diem": self._diem, "gach": self._gach,
            "roman": self._roman, "phan": self._level, "chuong": self._level, "muc": self._level,
            "tieu_muc": self._level, "phu_luc": self._annex, "mau": self._annex, "title": self._attached,
            "attached": self._attached, "ky": self._sign, "noi_nhan": self._sign, "can_cu": self._can_cu,
            "formula": self._formula, "motto": self._motto, "part": self._part, "notes": self._notes,
        }  # fmt: skip
        for index, marker in enumerate(self._markers):
            self._leave_quote(marker)
            if index in self._skipped or (self._in_notes and marker.kind != "part"):
                continue
            if marker.quoted >= 0:
                self._quotation(marker, index)
            elif marker.kind in handlers:
                handlers[marker.kind](marker, index)
        self._finish_text(len(self._text))
        self._build.tree.finish(self._text)
        return self._build.tree

    # --- quoted amendments ---

    def _leave_quote(self, marker: Marker) -> None:
        if self._frame.kind != "trich_dan":
            return
        closed = self._quotes.closed_before(marker.start if marker.quoted < 0 else marker.quoted)
        if closed is not None:
            self._build.leave(closed + 1, closed)
        elif self._ends_unclosed(marker):
            at = marker.start if marker.quoted < 0 else marker.quoted
            shown = self._text[marker.start : marker.after].strip()
            self.warnings.append(ScanWarning("unclosed_quote", _UNCLOSED.format(shown), at, marker.after))
            self._build.leave(at)

    def _ends_unclosed(self, marker: Marker) -> bool:
        """Whether this candidate must belong to the outer text although the quotation is still open."""
        if marker.kind in ("part", "notes"):
            return True
        if marker.quoted >= 0:
            return not marker.inline and marker.kind in ("dieu", "khoan", "diem")
        outer, inner = self._build.frames[-2], self._frame
        if marker.kind == "dieu" and not marker.inline and marker.sep in ".:\n":
            if marker.number != outer.dieu[0] + 1 or marker.suffix:
                return False
            return inner.dieu[0] + 1 != marker.number or not self._quotes.closes_between(
                marker.start, self._accept.next_dieu_start(marker)
            )
        if marker.kind == "khoan" and not marker.inline:
            return self._accept.is_amending(marker) and marker.number == self._last_khoan(outer) + 1
        return marker.kind == "ky"

    @staticmethod
    def _last_khoan(frame: Frame) -> int:
        dieu = frame.current("dieu")
        return dieu.last.get("khoan", (0, ""))[0] if dieu else 0

    def _quotation(self, marker: Marker, index: int) -> None:
        frame = self._frame
        if frame.kind == "trich_dan" or frame.closing is not None:
            return
        if not frame.started or not self._accept.opens_quotation(marker):
            return
        parent = frame.open[-1] if frame.open else frame.node
        counts = parent if parent is not None else frame.counts
        number = counts.last.get("trich_dan", (0, ""))[0] + 1
        counts.last["trich_dan"] = (number, "")
        self._build.close(12, marker.quoted)
        parent = frame.open[-1] if frame.open else frame.node
        node = Node("trich_dan", str(number), marker.quoted, marker.quoted + 1)
        self._build.enter(node, parent, free=True)
        self._quotes.open(marker.quoted)
        if marker.kind == "dieu":
            self._push_dieu(marker, marker.number, marker.suffix)
        elif marker.kind == "khoan":
            self._push("khoan", "khoan", marker, marker.digits)
        elif marker.kind == "diem":
            self._push("diem", "diem", marker, marker.digits)
        elif marker.kind in ("chuong", "muc", "phan", "tieu_muc"):
            self._push(marker.kind, marker.kind, marker, marker.digits, marker.raw)

    # --- levels ---

    def _push(self, kind: str, level: str, marker: Marker, number: str, shown: str = "") -> Node:
        self._end_preamble(marker.start)
        node = Node(kind, number, marker.start, marker.after, shown=shown or marker.suffix or number)  # type: ignore[arg-type]
        if kind == "khoan" and level == "khoan":
            node.shown = (str(marker.number) if marker.number else "") + marker.suffix
        node.value = marker.number
        counts = self._frame.above(RANKS[level])
        counts.last[level] = (marker.number, marker.suffix)
        return self._build.push(node, level)

    def _dieu(self, marker: Marker, index: int) -> None:
        frame = self._frame
        number = self._accept.dieu(marker, index, frame)
        if number is None:
            return
        if (
            number == 1
            and (frame.closing is not None or frame.dieu[0] > 1)
            and frame.kind in ("body", "kem_theo")
        ):
            self._implicit_scope("kem_theo", marker)
        elif frame.closing is not None:
            return
        if marker.doubtful:
            message = _OCR.format(f"Điều {number}")
            self.warnings.append(ScanWarning("ocr_number", message, marker.start, marker.after))
        self._push_dieu(marker, number, marker.suffix)

    def _push_dieu(self, marker: Marker, number: int, suffix: str) -> None:
        marker.number = number
        self._frame.dieu = (number, suffix)
        self._accept.heading_line = marker.line + self._is_bare(marker)
        self._push("dieu", "dieu", marker, marker.digits, f"{number}{suffix}")

    def _is_bare(self, marker: Marker) -> bool:
        """Whether the article's line holds its number alone: its title is the next line, if that is no khoản."""
        line = self._lines[marker.line]
        if self._text[marker.after : line.end].strip(" .:*_") or marker.line + 1 >= len(self._lines):
            return False
        return not self._text[self._lines[marker.line + 1].start].isdecimal()

    def _level(self, marker: Marker, index: int) -> None:
        frame = self._frame
        if not self._accept.level(marker, index, frame):
            return
        if (
            marker.kind in ("chuong", "phan")
            and marker.number == 1
            and frame.kind in ("body", "kem_theo")
            and (frame.closing is not None or frame.dieu[0] > 1)
            and self._accept.upcoming_dieu(index) == 1
        ):
            self._implicit_scope("kem_theo", marker)
        elif frame.closing is not None:
            return
        self._accept.heading_line = marker.line + self._is_bare(marker)
        self._push(marker.kind, marker.kind, marker, marker.digits, marker.raw)

    def _roman(self, marker: Marker, index: int) -> None:
        if self._in_list(marker) and self._accept.roman(marker, self._frame):
            self._push("muc", "roman", marker, str(marker.number), to_roman(marker.number))

    def _khoan(self, marker: Marker, index: int) -> None:
        if not self._in_list(marker):
            return
        glued = glued_khoan(self._text, self._frame, marker)
        if glued is not None and self._accept.khoan_after(glued, marker, index, self._frame):
            self._push("khoan", "khoan", glued, glued.digits)
        if self._accept.khoan(marker, index, self._frame):
            if marker.doubtful:
                message = _OCR.format(f"{marker.number}.")
                self.warnings.append(ScanWarning("ocr_number", message, marker.start, marker.after))
            self._push("khoan", "khoan", marker, marker.digits)

    def _sub(self, marker: Marker, index: int) -> None:
        if not self._in_list(marker) or not self._accept.sub(marker, self._frame):
            return
        level = f"khoan.{marker.suffix.count('.')}"
        self._push("khoan", level, marker, marker.suffix.replace("đ", "dd"), marker.suffix)

    def _diem(self, marker: Marker, index: int) -> None:
        if not self._in_list(marker):
            return
        glued = glued_diem(self._text, self._frame, marker) if self._accept.may_be_diem(marker) else None
        if glued is not None:
            self._push("diem", "diem", glued, glued.digits)
        if self._accept.diem(marker, index, self._frame):
            self._push("diem", "diem", marker, marker.digits)

    def _gach(self, marker: Marker, index: int) -> None:
        frame = self._frame
        if not self._in_list(marker) or not frame.open or not self._accept.gach(marker):
            return
        nested = marker.suffix == "+" and any(
            n.kind == "gach" and n.rank == RANKS["gach"] for n in frame.open
        )
        level = "gach+" if nested else "gach"
        above = frame.above(RANKS[level])
        marker.number, marker.suffix = above.last.get(level, (0, ""))[0] + 1, ""
        self._push("gach", level, marker, str(marker.number))

    def _in_list(self, marker: Marker) -> bool:
        """Whether lists are read here: inside an article, or in a text that has none."""
        frame = self._frame
        if frame.closing is not None:
            if marker.start < frame.rest_at or frame.rest_at < 0 or marker.kind in ("gach", "diem"):
                return False
            if marker.kind in ("khoan", "roman") and marker.number == 1 and not marker.inline:
                self._implicit_scope("phu_luc", marker)
            frame = self._frame
        return frame.closing is None and (frame.free or frame.current("dieu") is not None)

    # --- texts within the text ---

    def _end_preamble(self, at: int) -> None:
        self._end_basis(at)
        if self._preamble is not None and self._preamble.end < 0:
            self._preamble.end = at

    def _end_basis(self, at: int) -> None:
        if self._basis is not None:
            self._basis.end = at
            self._basis = None

    def _finish_text(self, at: int) -> None:
        """Ends every open text at this offset; what follows stands at the top again."""
        self._end_preamble(at)
        self._close_rest(at)
        while len(self._build.frames) > 1:
            self._build.leave(at)
        body = self._frame
        self._build.close(0, at)
        if body.closing is not None and body.closing.end < 0:
            body.closing.end = at

    def _close_rest(self, at: int) -> None:
        """What follows a signature without a heading of its own still belongs to the draft: an appendix."""
        frame = self._frame
        if (
            frame.closing is not None
            and 0 <= frame.rest_at < at
            and self._scopes.holds_text(frame.rest_at, at)
        ):
            self._implicit_scope("phu_luc", None)

    def _implicit_scope(self, kind: str, marker: Marker | None) -> None:
        """An attached text that nothing announces: it begins after the signature, else at its first article."""
        frame = self._frame
        start = frame.rest_at if frame.closing is not None and frame.rest_at >= 0 else -1
        if start < 0 or (marker is not None and start > marker.start):
            start = marker.start if marker is not None else len(self._text)
        node = self._scopes.implicit(kind, start)
        frame.rest_at = -1
        self._open_scope(node)

    def _open_scope(self, node: Node, parent: Node | None = None) -> None:
        if parent is None:
            self._finish_text(node.start)
            body = self._frame
            body.rest_at = -1
            if body.closing is not None:
                body.closing.end = min(body.closing.end, node.start)
        self._build.enter(node, parent, free=node.kind != "kem_theo" or not self._scopes.has_dieu(node.start))

    def _annex(self, marker: Marker, index: int) -> None:
        frame = self._frame
        if not self._scopes.accepts_annex(marker, index, frame):
            return
        self._close_rest(marker.start)
        parent = None
        if marker.kind == "mau":
            while self._frame.kind == "mau":
                self._build.leave(marker.start)
            parent = self._frame.node if self._frame.kind == "phu_luc" else None
            if parent is not None:
                self._build.close(0, marker.start)
        self._open_scope(self._scopes.annex(marker, parent), parent)

    def _attached(self, marker: Marker, index: int) -> None:
        frame = self._frame
        if self._scopes.accepts_attached(marker, index, frame):
            self._open_scope(self._scopes.attached(marker))

    def _part(self, marker: Marker, index: int) -> None:
        self._in_notes = False
        self._finish_text(marker.start)
        node, used = self._scopes.part(marker, index)
        if used is not None:
            self._skipped.add(used)
        self._open_scope(node)

    def _notes(self, marker: Marker, index: int) -> None:
        frame = self._build.frames[1] if len(self._build.frames) > 1 and self._scopes.part_node else None
        if frame is None:
            self._finish_text(marker.start)
        else:
            self._finish_inner(marker.start)
        self._in_notes = True
        node = Node("chu_thich", "", marker.start, marker.start, end=marker.after)
        self._build.put(node)

    def _finish_inner(self, at: int) -> None:
        while len(self._build.frames) > 2:
            self._build.leave(at)
        self._build.close(0, at)
        if self._frame.closing is not None and self._frame.closing.end < 0:
            self._frame.closing.end = at

    def _motto(self, marker: Marker, index: int) -> None:
        frame = self._frame
        if frame.kind == "trich_dan" or not self._scopes.begins_second_draft(marker, index, frame):
            return
        start = self._scopes.letterhead_start(marker)
        self.warnings.append(ScanWarning("two_drafts", _TWO_DRAFTS, start, marker.start))
        self._open_scope(self._scopes.second_draft(start))

    # --- preamble and signature ---

    def _can_cu(self, marker: Marker, index: int) -> None:
        preamble = self._preamble
        if (
            preamble is None
            or preamble.end >= 0
            or self._frame.kind != "body"
            or self._line(marker).is_linked(self._shadow)
        ):
            return
        self._end_basis(marker.start)
        number = len(preamble.children) + 1
        node = Node("can_cu", str(number), marker.start, marker.start)
        self._basis = self._build.tree.add(node, preamble)

    def _formula(self, marker: Marker, index: int) -> None:
        if self._basis is not None and self._line(marker).ended:
            self._end_basis(marker.start)

    def _line(self, marker: Marker) -> Line:
        return self._lines[marker.line]

    def _sign(self, marker: Marker, index: int) -> None:
        frame = self._frame
        if frame.is_annex and self._scopes.signs_the_draft(marker, self._build.frames[0]):
            self._finish_text(marker.start)
            frame = self._frame
        if frame.kind not in ("body", "kem_theo") or not frame.started:
            return
        if self._accept.upcoming_dieu(index) == frame.dieu[0] + 1 and frame.dieu[0] > 0:
            return
        if frame.closing is not None:
            if frame.closing.kind == marker.kind or frame.closing.end >= 0 or self._has(frame, marker.kind):
                return
            frame.closing.end = marker.start
        elif frame.kind == "body" and frame.dieu[0] == 0 and not frame.free:
            return
        node = Node("ky" if marker.kind == "ky" else "noi_nhan", "", marker.start, marker.start)
        frame.closing = self._build.put(node)
        frame.rest_at = self._scopes.signature_end(marker)

    def _has(self, frame: Frame, kind: str) -> bool:
        siblings = frame.node.children if frame.node else self._build.tree.roots
        return any(node.kind == kind for node in siblings)
