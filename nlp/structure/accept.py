"""Whether a candidate is what it looks like: judged by the sequence it would stand in and by its surroundings."""

from __future__ import annotations

import re
from bisect import bisect_right

from nlp.structure.frames import Frame
from nlp.structure.lines import SENTENCE_ENDS, Line, breaks_off
from nlp.structure.marker import Marker
from nlp.structure.markers import is_cited
from nlp.structure.numbers import distance, follows
from nlp.structure.tree import RANKS

_LOOK_AHEAD = 80
_SIBLINGS = 60
_DIGITS = re.compile(r"[\dloi]{1,3}")
_AMENDING = re.compile(
    r"(?:sửa đổi|bổ sung|bãi bỏ|thay thế|thay cụm từ|thay đổi|hủy bỏ|đính chính|điều chỉnh)"
)
_CALLS_FOR_NUMBER = re.compile(r"(?:^|\s)(?:khoản|điều|điểm)$")
_POINT_CITED = re.compile(r"(?:(?:khoản|điều) (?:\d|này)|(?:và|hoặc|đến|của)\b|,|;)")


def _is_heading(marker: Marker) -> bool:
    """Whether the candidate has the full form of an article's heading at the head of a line."""
    outside = marker.quoted < 0 and not marker.inline and not marker.doubtful
    return marker.kind == "dieu" and outside and marker.sep in ".:\n"


class Acceptance:
    """Judges the candidates of one text. `lines` and `markers` are those of the whole text."""

    def __init__(
        self, text: str, shadow: str, lines: list[Line], markers: list[Marker], wrapped: bool
    ) -> None:
        self._text, self._shadow, self._lines, self._markers = text, shadow, lines, markers
        self._wrapped = wrapped
        self._next = self._index_dieu()
        self._rows: dict[int, bool] = {}
        self._starts_of: dict[int, list[int]] = {}
        for marker in markers:
            if marker.kind == "dieu":
                self._starts_of.setdefault(marker.number, []).append(marker.start)
        self.heading_line = -2
        """The line of the last heading believed: what follows it at once begins anew whether or not it ends '.'."""

    def _index_dieu(self) -> list[int]:
        """For each candidate the index of the next one that has the form of an article's heading."""
        following = len(self._markers)
        found = [following] * (len(self._markers) + 1)
        for index in range(len(self._markers) - 1, -1, -1):
            found[index] = following
            marker = self._markers[index]
            if _is_heading(marker) and not self._breaks_off(self._lines[marker.line], likely=False):
                following = index
        found[len(self._markers)] = len(self._markers)
        return found

    def upcoming_dieu(self, index: int) -> int:
        """The number of the next article heading after this candidate, 0 when there is none in this file."""
        at = self._next[index]
        if at >= len(self._markers):
            return 0
        if any(m.kind == "part" for m in self._markers[index + 1 : min(at, index + 200)]):
            return 0
        return self._markers[at].number

    def next_dieu_start(self, marker: Marker) -> int:
        """The offset of the next article heading that carries this one's number, else the text's end."""
        starts = self._starts_of.get(marker.number, [])
        at = bisect_right(starts, marker.start)
        return starts[at] if at < len(starts) else len(self._text)

    # --- levels ---

    def dieu(self, marker: Marker, index: int, frame: Frame) -> int | None:
        """The article's number when the candidate is one (repaired where letters were misread), else None."""
        last, _ = frame.dieu
        if marker.doubtful:
            return self._doubtful_dieu(marker, index, last)
        number = marker.number
        if number == 0:
            return None
        line = self._lines[marker.line]
        restarts = number == 1 and frame.closing is not None
        expected = number == last + 1 or (number == last and marker.suffix != "") or restarts
        upper = self._is_upper(marker.after)
        likely = expected and upper and marker.sep in ".:"
        below = likely and marker.line == self.heading_line + 1 and not self._calls_for_number(marker)
        if not marker.inline and not below and self._breaks_off(line, likely):
            return None
        if marker.sep == " ":
            expected = expected or self._is_excerpt(marker, index, last, frame)
            fits = (
                expected and self._is_settled(marker) and upper and not is_cited(self._shadow, marker.after)
            )
            return number if fits and not marker.inline else None
        if marker.sep not in ".:\n":
            return number if expected and self._is_settled(marker) and upper else None
        if marker.inline:
            return number if expected and upper and self._glued_dieu_fits(marker, index) else None
        if expected:
            return number if self._is_settled(marker) or upper or marker.sep == ":" else None
        if line.follows_comma(self._shadow):
            return None
        settled = self._is_settled(marker) or self._follows_capitals(line)
        settled = settled or self._is_excerpt(marker, index, last, frame)
        return number if settled and self._fits_sequence(marker, index, last, frame) else None

    def _is_excerpt(self, marker: Marker, index: int, last: int, frame: Frame) -> bool:
        """Whether the text begins with this article though it is not the first: an excerpt of a longer one."""
        begins = last == 0 and frame.kind == "body" and not marker.inline
        if marker.sep == " ":
            return begins and self._next_number(index) in (0, marker.number + 1)
        return begins and self._previous_is_short(marker)

    def _fits_sequence(self, marker: Marker, index: int, last: int, frame: Frame) -> bool:
        """Whether an article out of sequence is a fault of numbering (or a new text), not a citation."""
        if not self._is_upper(marker.after) and marker.sep != "\n":
            return False
        following = self._next_number(index)
        number = marker.number
        if marker.sep in ".:" or frame.kind == "trich_dan" or number == 1:
            return True
        if number > last:
            return number - last <= 3 or following == number + 1
        return following in (last + 1, number + 1) or number == last

    def _glued_dieu_fits(self, marker: Marker, index: int) -> bool:
        """Whether an article may begin inside a line: after a sentence's end, or where only it is missing."""
        following = self._next_number(index)
        if following == marker.number:
            return False
        before = self._shadow[max(0, marker.start - 24) : marker.start].rstrip()
        return before[-1:] in SENTENCE_ENDS or (following == marker.number + 1 and not breaks_off(before))

    def _next_number(self, index: int) -> int:
        at = self._next[index]
        return self._markers[at].number if at < len(self._markers) else 0

    def _doubtful_dieu(self, marker: Marker, index: int, last: int) -> int | None:
        line = self._lines[marker.line]
        if (
            line.is_linked(self._shadow)
            or marker.inline
            or not self._is_settled(marker)
            or not self._is_upper(marker.after)
        ):
            return None
        read = marker.raw.translate(str.maketrans("lio", "110"))
        digits = _DIGITS.match(read)
        expected = str(last + 1)
        if digits and (digits.group() == expected or expected.startswith(digits.group())):
            return last + 1
        return last + 1 if self._next_number(index) == last + 2 else None

    def level(self, marker: Marker, index: int, frame: Frame) -> bool:
        """Whether a Phần, Chương, Mục or Tiểu mục begins here."""
        line = self._lines[marker.line]
        if self._breaks_off(line, likely=False) or is_cited(self._shadow, marker.after):
            return False
        if marker.sep in " " and not self._is_upper(marker.after):
            return False
        last = frame.above(RANKS[marker.kind]).last.get(marker.kind, (0, ""))[0]
        in_sequence = marker.number in (last + 1, 1)
        if in_sequence:
            return line.ended or marker.sep != " " or self._is_capital(line)
        return line.ended and (marker.sep == "\n" or self._is_capital(line)) and marker.number >= last

    def roman(self, marker: Marker, frame: Frame) -> bool:
        """Whether a section 'I. ...' begins here: next in its sequence, in a text that does not number them Mục."""
        line = self._lines[marker.line]
        above = frame.above(RANKS["roman"])
        last = above.last.get("roman", (0, ""))[0]
        if above.kind == "dieu" and above.last.get("khoan") and not last:
            return False
        return (
            marker.number == last + 1
            and line.ended
            and self._is_upper(marker.after)
            and not self._is_row(marker)
        )

    def khoan(self, marker: Marker, index: int, frame: Frame) -> bool:
        """Whether a khoản begins here."""
        number, line = marker.number, self._lines[marker.line]
        last, _ = frame.above(RANKS["khoan"]).last.get("khoan", (0, ""))
        expected = number == last + 1 or (number == last and marker.suffix != "")
        upper = self._is_upper(marker.after)
        if number == 0 or number > 300 or self._is_row(marker):
            return False
        if marker.inline:
            return expected and upper and self._confirmed(marker, index)
        settled = self._is_settled(marker)
        if marker.doubtful and not (expected and upper and settled):
            return False
        if marker.doubtful and number == 1:
            return self._confirmed(marker, index)
        if self._begins_article(marker, frame) and upper and last == 0:
            return number == 1 or settled
        if self._breaks_off(line, expected and upper) or (not upper and is_cited(self._shadow, marker.after)):
            return False
        if self._fills_gap(marker, frame) and settled and upper:
            return True
        if marker.sep != "." and not (expected and (settled or (upper and not self._wrapped))):
            return False
        if expected or (number == 1 and frame.is_annex):
            return settled or upper or not self._wrapped
        plausible = settled and upper and not frame.is_annex
        return plausible and (last < number <= last + 3 or number in (last, 1))

    def khoan_after(self, glued: Marker, marker: Marker, index: int, frame: Frame) -> bool:
        """Whether the candidate would be a khoản once the one glued to a line before it is taken in."""
        counts = frame.above(RANKS["khoan"])
        before, counts.last["khoan"] = counts.last.get("khoan", (0, "")), (glued.number, "")
        try:
            return self.khoan(marker, index, frame)
        finally:
            counts.last["khoan"] = before

    def _begins_article(self, marker: Marker, frame: Frame) -> bool:
        """Whether the line stands right below an article's heading, be its last word 'đến' or 'theo'."""
        if marker.line != self.heading_line + 1 or not frame.open or frame.open[-1].kind != "dieu":
            return False
        return not self._calls_for_number(marker)

    def _begins_list(self, marker: Marker, frame: Frame) -> bool:
        """Whether the line stands right below the line of its khoản, be that one's last word 'đến'."""
        above = self._lines[marker.line - 1]
        opened = bool(frame.open) and frame.open[-1].kind == "khoan" and frame.open[-1].start >= above.start
        return opened and not self._calls_for_number(marker)

    def _calls_for_number(self, marker: Marker) -> bool:
        before = self._lines[marker.line].before
        return _CALLS_FOR_NUMBER.search(self._shadow[max(0, before - 12) : before]) is not None

    @staticmethod
    def _fills_gap(marker: Marker, frame: Frame) -> bool:
        """Whether its siblings before it left out this number: a khoản put in the wrong place."""
        above = frame.above(RANKS["khoan"])
        used = [node.value for node in above.children[-_SIBLINGS:] if node.kind == "khoan"]
        return 0 < marker.number < max(used, default=0) and marker.number not in used

    def _confirmed(self, marker: Marker, index: int) -> bool:
        """Whether the numbers to come agree that this one stands inside a line."""
        for other in self._markers[index + 1 : index + _LOOK_AHEAD]:
            if other.kind == "dieu" and not other.inline and other.sep in ".:\n":
                break
            if other.kind == "khoan" and other.quoted < 0:
                if other.number == marker.number and not other.inline:
                    return False
                if other.number == marker.number + 1:
                    return True
        return marker.number > 1

    def sub(self, marker: Marker, frame: Frame) -> bool:
        """Whether a numbered part of a khoản ('1.1') begins here."""
        line = self._lines[marker.line]
        numbers = marker.suffix.split(".")
        if (
            line.is_linked(self._shadow)
            or not (line.ended or not self._wrapped)
            or self._is_row(marker)
            or not self._is_upper(marker.after)
        ):
            return False
        open_khoan = frame.current("khoan")
        while open_khoan is not None and "." in open_khoan.number and open_khoan.parent is not None:
            open_khoan = open_khoan.parent if open_khoan.parent.kind == "khoan" else None
        if open_khoan is not None:
            return open_khoan.number == numbers[0]
        return (frame.free and numbers[-1] == "1") or any(
            n.number.startswith(f"{numbers[0]}.") for n in frame.open
        )

    def may_be_diem(self, marker: Marker) -> bool:
        """Whether the candidate has the form of a điểm at the head of a line outside a table."""
        return (
            marker.sep == ")"
            and not marker.inline
            and self._is_upper(marker.after)
            and not self._is_row(marker)
        )

    def diem(self, marker: Marker, index: int, frame: Frame) -> bool:
        """Whether a điểm begins here."""
        line = self._lines[marker.line]
        likely = marker.sep == ")" and self._is_upper(marker.after)
        if self._is_row(marker):
            return False
        if likely and marker.suffix == "a" and not marker.inline and self._begins_list(marker, frame):
            return True
        if not marker.inline and self._breaks_off(line, likely):
            return False
        if _POINT_CITED.match(self._shadow, marker.after) and not line.ended:
            return False
        last = frame.above(RANKS["diem"]).last.get("diem", (0, ""))[1]
        letter, digits = marker.suffix[:1], marker.suffix[1:]
        if digits:
            return (letter == last[:1] or follows(letter, last[:1])) and line.ended and not marker.inline
        if follows(letter, last[:1]):
            if marker.inline:
                return self._point_confirmed(marker, index)
            return marker.sep == ")" or line.ended
        if marker.inline or marker.sep != ")" or not line.ended:
            return False
        return letter == "a" or 0 <= distance(letter, last[:1]) <= 3

    def _point_confirmed(self, marker: Marker, index: int) -> bool:
        """Whether the letters to come agree that this điểm stands inside a line."""
        before = self._shadow[max(0, marker.start - 24) : marker.start].rstrip()
        ended = before[-1:] in SENTENCE_ENDS
        if not ended and breaks_off(before):
            return False
        for other in self._markers[index + 1 : index + 12]:
            if other.kind in ("dieu", "khoan"):
                break
            if other.kind == "diem":
                if other.suffix == marker.suffix and not other.inline:
                    return False
                if follows(other.suffix[:1], marker.suffix[:1]):
                    return True
        return ended and marker.suffix != "a"

    def gach(self, marker: Marker) -> bool:
        """Whether an item of a dashed list begins here, not the rest of 'Bà Rịa - Vũng Tàu'."""
        line = self._lines[marker.line]
        if self._is_row(marker) or line.is_linked(self._shadow):
            return False
        return (
            line.ended
            or not self._wrapped
            or (self._is_upper(marker.after) and self._previous_is_short(marker))
        )

    # --- surroundings ---

    def _is_settled(self, marker: Marker) -> bool:
        """Whether nothing before the candidate's line can go on into it."""
        return self._lines[marker.line].ended or marker.line == self.heading_line + 1

    def _follows_capitals(self, line: Line) -> bool:
        """Whether the line before is (the end of) a title in capitals."""
        return self._text[max(0, line.before - 8) : line.before].isupper()

    def _breaks_off(self, line: Line, likely: bool) -> bool:
        """Whether the line before goes on into this one; a candidate that is likely on its own needs more proof."""
        if self._follows_capitals(line):
            return False
        return line.is_cited_on(self._shadow) if likely else line.is_linked(self._shadow)

    def is_amending(self, marker: Marker) -> bool:
        """Whether the candidate's text orders an amendment."""
        return _AMENDING.match(self._shadow, marker.after) is not None

    def opens_quotation(self, marker: Marker) -> bool:
        """Whether the quotation mark before the candidate begins a quoted amendment."""
        if marker.kind == "quote":
            return self._is_quoted_text(marker)
        if marker.inline:
            return True
        if marker.kind in ("dieu", "chuong", "muc", "phan", "tieu_muc"):
            return marker.sep in ".:\n" or not is_cited(self._shadow, marker.after)
        return marker.kind in ("khoan", "diem", "gach", "roman", "sub") or self._is_quoted_text(marker)

    def _is_quoted_text(self, marker: Marker) -> bool:
        """A quoted paragraph without a number of its own: it follows '... như sau:'."""
        if marker.line == 0:
            return False
        before = self._lines[marker.line - 1]
        return (
            self._shadow[before.end - 1] == ":"
            and self._shadow.find("như sau", before.start, before.end) >= 0
        )

    def _is_upper(self, at: int) -> bool:
        """Whether a capital, a digit or a quotation begins here, as a heading or sentence would."""
        char = self._text[at : at + 1]
        while char and char in "*_<(\"“‘'[- ":
            at += 1
            char = self._text[at : at + 1]
        return bool(char) and (char.isupper() or char.isdecimal() or char == "\n")

    def _is_capital(self, line: Line) -> bool:
        words = self._text[line.start : line.end]
        return words.upper() == words

    def _is_row(self, marker: Marker) -> bool:
        """Whether the candidate stands in a table's row. Remembered: a flattened page is one line of many."""
        if marker.line not in self._rows:
            line = self._lines[marker.line]
            self._rows[marker.line] = self._text.find(" | ", line.start, line.end) >= 0
        return self._rows[marker.line]

    def _previous_is_short(self, marker: Marker) -> bool:
        if marker.line == 0:
            return True
        before = self._lines[marker.line - 1]
        return before.end - before.start < 60
