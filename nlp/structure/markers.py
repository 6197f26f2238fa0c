"""What may begin a node of the tree: candidates read off the lines, not yet believed.

Whether a candidate counts is decided by the parser, which knows the sequence; here only its form is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from nlp.structure.lines import Line
from nlp.structure.marker import Marker, MarkerKind
from nlp.structure.numbers import number_of, roman

_B = r"[^\S\n]*"
_S = r"[^\S\n]*\n?[^\S\n]*"
_END = r"(?P<sep>[.:)/]|-(?=\s)|(?=\s*$)|(?=\s))[^\S\n]*"
_DIEU = re.compile(rf"đ ?iều[*_]*{_S}(?P<n>\d{{1,3}})(?P<s>[a-zđ]\d?)?(?!\w){_B}[*_]{{0,3}}{_B}{_END}", re.M)
_DIEU_OCR = re.compile(
    rf"(?:điều{_B}(?P<n>[\dloi]{{0,2}}[^\W\d_a-z]|[loi]|\d[loi]|\d{{1,2}}[lois])|"
    rf"(?:điểu|điêu|đièu|diều|điếu){_B}(?P<d>\d{{1,3}})){_B}(?P<sep>[.:]?)(?=\s){_B}"
)
_CHUONG = re.compile(
    rf"(?P<k>phần|chương|tiểu{_B}mục|mục)[*_]*{_S}(?P<n>thứ \w+|[ivxlc]+|\d{{1,3}})(?P<s>[a-zđ])?(?!\w)"
    rf"(?:\[\d+\])?{_B}{_END}",
    re.M,
)
_KHOAN = re.compile(rf"(?P<n>\d{{1,3}})(?P<s>[a-zđ])?(?:\[\d+\])?{_B}(?P<sep>[.)/])(?!\d)[*_]*{_S}(?=\S)")
_SUB = re.compile(
    rf"(?P<n>\d{{1,3}}(?:\.\d{{1,3}}){{1,3}})(?P<s>[a-zđ])?{_B}(?P<sep>[.)]|(?=\s))[*_]*{_B}(?=\S)"
)
_DIEM = re.compile(rf"(?P<s>[a-zđ]\d{{0,2}}){_B}(?P<sep>[.)])(?!\d)[*_]*{_S}(?=\S)")
_ROMAN = re.compile(rf"(?P<n>[ivxl]{{1,6}}){_B}(?P<sep>[.)/]|-(?=\s)){_B}(?=\S)")
_KHOAN_WORD = re.compile(rf"khoản{_B}(?P<n>\d{{1,2}})(?P<s>[a-zđ])?(?P<sep>[.:]){_B}(?=\S)")
_KHOAN_OCR = re.compile(rf"(?P<n>\d{{1,2}})[ẳềếễắẵặểệ](?=\s){_B}")
_ONE_OCR = re.compile(rf"l[ềế](?=\s){_B}")
_GACH = re.compile(rf"(?P<s>[-+*•]){_B}(?=[^\W\d_]|\d|[\"(])")
_ANNEX = re.compile(
    rf"(?P<k>phụ{_S}lục|phụ biểu)(?:{_B}(?:số)?{_B}[.:]?{_B}(?P<n>[ivxlc]+|\d{{1,2}})(?P<s>[a-zđ]|\.\d{{1,2}})?(?!\w))?"
    rf"(?P<sep>{_B}[.:-]?){_B}"
)
_FORM = re.compile(
    rf"(?P<k>mẫu biểu|biểu mẫu|mẫu|biểu){_S}(?:số)?{_B}[.:]?{_B}"
    rf"(?P<n>\d{{1,3}}|[ivxlc]+(?=[.\-/\s]|$))(?P<s>[a-zđ]?(?:[.\-/]?[\w.\-/]{{1,12}})?)(?P<sep>{_B}[.:]?){_B}",
    re.M,
)
_SIGN = re.compile(
    r"(?:tm|kt|tl|tuq|q)\.|t/m|(?:phó )?(?:chủ tịch|chủ nhiệm|thủ tướng|thống đốc|tổng thanh tra|viện trưởng|"
    r"chánh án)(?:$|\n| (?:quốc hội|ubnd|ủy ban|hđnd|hội đồng|nước))|(?:bộ|thứ) trưởng(?:$|\n)",
    re.M,
)
_CELL = re.compile(r"\|\s*(?:(?=(?:tm|kt|tl|tuq)\.|t/m)|(?P<motto>cộng hòa\s+xã\s+hội chủ nghĩa))")
_RECEIVERS = re.compile(rf"nơi nhận{_B}[*_]*{_B}(?::|$)", re.M)
_BASIS = re.compile(r"căn cứ\s")
_FORMULA = re.compile(
    r"theo đề nghị|xét |quyết (?:định|nghị)\b|nghị quyết\b|nghị định\b|thông tư\b|chỉ thị\b|sau khi|trên cơ sở"
)
_ISSUE = re.compile(
    r"(?:ủy ban nhân dân|hội đồng nhân dân|chủ tịch|ubnd|hđnd|chính phủ|quốc hội|bộ trưởng)[^\n;]{0,80} ban\s"
)
_ATTACHED = re.compile(
    r"\(?\s*(?:ban hành )?(?:kèm )theo (?:quyết định|nghị quyết|nghị định|thông tư|luật)(?! này)"
)
_TITLE = re.compile(
    r"(?:quy (?:định|chế|trình|chuẩn)|điều lệ|nội quy|đề án|chính sách|chương trình|kế hoạch|định mức|tiêu chuẩn|"
    r"(?:bộ )?tiêu chí|hướng dẫn|phương án|cơ chế)\b"
)
_MOTTO = re.compile(r"cộng hòa\s+xã\s+hội chủ nghĩa")
_INLINE = re.compile(
    r"[.;:?!/\"”)\]](?: +(?:(?P<d>điều \d{1,3}[a-zđ]?[.:] )|(?P<k>\d{1,2}[.)] )|(?P<p>[a-zđ]\) ))|"
    r" ?\"(?=(?P<q>điều \d{1,3}[a-zđ]?[.:]|\d{1,2}[a-zđ]?\. |[a-zđ]\d?\) )))"
)
_GLUED_ONE = re.compile(r"(?<=[^\W_]|\)) 1\. (?=[^\W\d_])")
_WORTH_READING = re.compile(  # a word that may begin a node; most lines begin with another
    r"đ ?i(?:ều|[ểêếè]u )|diều |khoản \d|l[ềế] |"
    r"phần|phụ[ \n]|phó |phương án|mục|mẫu|biểu|bộ |ban hành|chương|căn cứ|cộng hòa|chủ |chánh án|"
    r"chính |chỉ thị|cơ chế|nơi nhận|"
    r"nội quy|nghị |tiểu|tiêu chuẩn|tiêu chí|tm\.|tl\.|tuq\.|t/m|thủ tướng|thứ trưởng|thống đốc|tổng thanh tra|theo |"
    r"thông tư|trên cơ sở|kt\.|kèm |kế hoạch|quy |quyết |quốc hội|q\.|xét |sau khi|hội đồng|hđnd|"
    r"hướng dẫn|ubnd|ủy ban|viện trưởng|"
    r"đề án|định mức"
)
_GLUED = re.compile(r" (?:điều \d{1,3}[a-zđ]?[.:] |[a-zđ]\)[ \n])(?=[^\W\d_])")
_LEVELS: dict[str, MarkerKind] = {"phần": "phan", "chương": "chuong", "mục": "muc"}
_CITED = re.compile(
    r"(?:luật|bộ luật|nghị (?:định|quyết)|thông tư|quyết định|của|này|quy (?:chế|định) (?:này|ban hành)|pháp lệnh|"
    r"hiến pháp|chương|phần|điều \d|khoản(?!\w)|và |hoặc |,|;|-\s*\d|đến |tại |ban hành|kèm theo|được |\))"
)


def is_cited(shadow: str, after: int) -> bool:
    """Whether what follows the number makes it a citation: 'Điều 5 Nghị định ...', 'Mục 2 Chương III'."""
    return _CITED.match(shadow, after) is not None


_REACHING = frozenset(("dieu", "chuong", "phan", "muc", "tieu_muc", "mau"))


class MarkerReader:
    """Reads the candidates of one text, line by line, in text order."""

    def __init__(self, text: str, shadow: str, lines: list[Line]) -> None:
        self._text, self._shadow, self._lines = text, shadow, lines
        self._found: list[Marker] = []

    def read(self) -> list[Marker]:
        """All candidates in text order."""
        shadow = self._shadow
        taken = 0  # a marker may reach into the next line: 'Điều' / '5. ...'
        for index, line in enumerate(self._lines):
            if line.start < taken:
                continue
            first = shadow[line.start]
            quoted = -1
            start = line.start
            if first == '"' or first == "'":
                quoted = start
                while start < line.end and shadow[start] in "\"' *_":
                    start += 1
                if start >= line.end:
                    continue
                first = shadow[start]
            marker = self._at(first, start, line, index)
            if marker is not None:
                marker.quoted = quoted
                self._found.append(marker)
                taken = marker.after if marker.kind in _REACHING else 0
            elif quoted >= 0:
                self._found.append(Marker("quote", start, start, index, quoted=quoted))
        self._inside()
        self._found.sort(key=lambda marker: marker.start)
        return self._found

    def _at(self, first: str, start: int, line: Line, index: int) -> Marker | None:
        if first.isdecimal():
            return self._digits(start, index)
        if first in "-+*•":
            match = _GACH.match(self._shadow, start, line.end)
            if match and _BASIS.match(self._shadow, match.end()):
                return Marker("can_cu", start, match.end(), index)
            return Marker("gach", start, match.end(), index, suffix=match["s"]) if match else None
        if not first.isalpha():
            return self._attached(index) if first == "(" and _ATTACHED.match(self._shadow, start) else None
        second = self._shadow[start + 1 : start + 2]
        if second in ".) /" or second.isdecimal() or first in "ivxl":
            marker = self._letter(start, index)
            if marker is not None:
                return marker
        return self._word(first, start, line, index)

    def _digits(self, start: int, index: int) -> Marker | None:
        match = _KHOAN.match(self._shadow, start)
        if match:
            return self._numbered("khoan", match, index)
        match = _SUB.match(self._shadow, start)
        if match:
            return Marker(
                "sub", start, match.end(), index, suffix=match["n"] + (match["s"] or ""), sep=match["sep"]
            )
        match = _KHOAN_OCR.match(self._shadow, start)
        if match:
            return Marker("khoan", start, match.end(), index, int(match["n"]), sep=".", doubtful=True)
        return None

    def _letter(self, start: int, index: int) -> Marker | None:
        shadow = self._shadow
        match = _ROMAN.match(shadow, start)
        if match and self._text[start].isupper() and (value := roman(match["n"])):
            return Marker("roman", start, match.end(), index, value, sep=match["sep"], raw=match["n"].upper())
        match = _DIEM.match(shadow, start)
        if match and not self._text[start].isupper():
            return Marker("diem", start, match.end(), index, suffix=match["s"], sep=match["sep"])
        return None

    def _numbered(self, kind: MarkerKind, match: re.Match[str], index: int) -> Marker:
        sep = match["sep"] or ("\n" if self._line_ends(match.end()) else " ")
        return Marker(kind, match.start(), match.end(), index, int(match["n"]), match["s"] or "", sep)

    def _line_ends(self, at: int) -> bool:
        rest = self._shadow[at : at + 3].lstrip(" *_")
        return not rest or rest[0] == "\n" or rest[0] == "<"

    def _word(self, first: str, start: int, line: Line, index: int) -> Marker | None:
        reader = _READERS.get(first) if _WORTH_READING.match(self._shadow, start) else None
        return reader(self, start, line, index) if reader else None

    def _dieu(self, start: int, line: Line, index: int) -> Marker | None:
        match = _DIEU.match(self._shadow, start)
        if match:
            return self._numbered("dieu", match, index)
        match = _DIEU_OCR.match(self._shadow, start)
        if match:
            return Marker(
                "dieu",
                start,
                match.end(),
                index,
                sep=match["sep"] or " ",
                doubtful=True,
                raw=match["n"] or match["d"],
            )
        return None

    def _level(self, start: int, line: Line, index: int) -> Marker | None:
        match = _CHUONG.match(self._shadow, start)
        if not match or not self._text[start].isupper():
            return None
        value = number_of(match["n"])
        if not value:
            return None
        kind = _LEVELS.get(match["k"], "tieu_muc")
        sep = match["sep"] or ("\n" if self._line_ends(match.end()) else " ")
        raw = match["n"] if match["n"].isdecimal() or match["n"].startswith("thứ") else match["n"].upper()
        return Marker(kind, start, match.end(), index, value, match["s"] or "", sep, raw=raw)

    def _p(self, start: int, line: Line, index: int) -> Marker | None:
        match = _ANNEX.match(self._shadow, start)
        if match and self._text[start].isupper():
            return self._scoped("phu_luc", match, index)
        return self._level(start, line, index) or self._sign(start, line, index)

    def _m(self, start: int, line: Line, index: int) -> Marker | None:
        return self._form(start, line, index) or self._level(start, line, index)

    def _form(self, start: int, line: Line, index: int) -> Marker | None:
        match = _FORM.match(self._shadow, start)
        return self._scoped("mau", match, index) if match and self._text[start].isupper() else None

    def _scoped(self, kind: MarkerKind, match: re.Match[str], index: int) -> Marker:
        word = match["n"] or ""
        value = (number_of(word) or 0) if word else 0
        suffix = (match["s"] or "") if value else ""
        raw = self._text[match.start() : match.end()].strip(" \n.:-*_")
        sep = "\n" if self._line_ends(match.end()) else (match["sep"].strip() or " ")
        return Marker(kind, match.start(), match.end(), index, value, suffix.rstrip(".-/"), sep, raw=raw)

    def _sign(self, start: int, line: Line, index: int) -> Marker | None:
        match = _SIGN.match(self._shadow, start)
        word = self._text[start : line.end][:40]
        return Marker("ky", start, start, index) if match and word.upper() == word else None

    def _n(self, start: int, line: Line, index: int) -> Marker | None:
        if _RECEIVERS.match(self._shadow, start):
            return Marker("noi_nhan", start, start, index)
        return self._title(start, line, index) or self._formula(start, line, index)

    def _c(self, start: int, line: Line, index: int) -> Marker | None:
        if _BASIS.match(self._shadow, start):
            return Marker("can_cu", start, start, index)
        if _MOTTO.match(self._shadow, start):
            return Marker("motto", start, start, index)
        return (
            self._level(start, line, index)
            or self._sign(start, line, index)
            or self._title(start, line, index)
            or self._formula(start, line, index)
        )

    def _b(self, start: int, line: Line, index: int) -> Marker | None:
        if _ATTACHED.match(self._shadow, start):
            return self._attached(index)
        return self._form(start, line, index) or self._other(start, line, index)

    def _t(self, start: int, line: Line, index: int) -> Marker | None:
        return self._level(start, line, index) or self._other(start, line, index)

    def _k(self, start: int, line: Line, index: int) -> Marker | None:
        if _ATTACHED.match(self._shadow, start):
            return self._attached(index)
        match = _KHOAN_WORD.match(self._shadow, start) if self._text[start].isupper() else None
        return self._numbered("khoan", match, index) if match else self._other(start, line, index)

    def _d(self, start: int, line: Line, index: int) -> Marker | None:
        return self._dieu(start, line, index) or self._title(start, line, index)

    def _one(self, start: int, line: Line, index: int) -> Marker | None:
        """A first khoản of which the '1' was read as a letter: 'lề Một là'."""
        match = _ONE_OCR.match(self._shadow, start)
        return Marker("khoan", start, match.end(), index, 1, sep=".", doubtful=True) if match else None

    def _other(self, start: int, line: Line, index: int) -> Marker | None:
        return (
            self._sign(start, line, index)
            or self._title(start, line, index)
            or self._formula(start, line, index)
        )

    def _title(self, start: int, line: Line, index: int) -> Marker | None:
        match = _TITLE.match(self._shadow, start)
        words = self._text[start : line.end]
        if match and line.end - start < 90 and words.upper() == words:
            return Marker("title", start, match.end(), index, raw=self._text[start : match.end()])
        return None

    def _formula(self, start: int, line: Line, index: int) -> Marker | None:
        if _FORMULA.match(self._shadow, start) or _ISSUE.match(self._shadow, start):
            return Marker("formula", start, start, index)
        return None

    def _attached(self, index: int) -> Marker | None:
        """The line '(Ban hành kèm theo ...)' as a mark at the start of the title in capitals above it."""
        at = index
        while at > 0 and index - at < 8 and self._is_capitals(self._lines[at - 1]):
            at -= 1
        if at == index:
            return None
        start = self._lines[at].start
        return Marker("attached", start, start, at, raw=self._text[start : self._lines[at].end])

    def _is_capitals(self, line: Line) -> bool:
        words = self._text[line.start : line.end]
        return words.upper() == words and any(map(str.isalpha, words)) and " | " not in words

    def _inside(self) -> None:
        """Candidates inside a line: text flattened from HTML."""
        shadow = self._shadow
        starts = [line.start for line in self._lines]
        for match in _INLINE.finditer(shadow):
            index = bisect_right(starts, match.start()) - 1
            if index < 0:
                continue
            kind = match.lastgroup
            line = self._lines[index]
            if kind == "q" and shadow[match.start()] not in ":.":
                continue
            if kind == "q":
                self._quoted_inside(match, line, index)
                continue
            start = match.start(kind or 0)
            found = (
                self._dieu(start, line, index) if kind == "d" else self._at(shadow[start], start, line, index)
            )
            if found is not None and found.kind in ("dieu", "khoan", "diem"):
                found.inline = True
                self._found.append(found)
        self._glued(starts)
        self._cells(starts)

    def _glued(self, starts: list[int]) -> None:
        """Numbers glued to the sentence before, and the first khoản glued to its article's heading."""
        shadow = self._shadow
        known = {marker.start for marker in self._found}
        for match in _GLUED.finditer(shadow):
            start = match.start() + 1
            index = bisect_right(starts, start) - 1
            if start in known or index < 0 or not self._text[match.end()].isupper():
                continue
            weak = self._at(shadow[start], start, self._lines[index], index)
            if (
                weak is not None
                and weak.kind in ("dieu", "diem")
                and (weak.kind == "diem" or self._text[start] == "Đ")
            ):
                weak.inline = True
                known.add(start)
                self._found.append(weak)
        for marker in [marker for marker in self._found if marker.kind == "dieu"]:
            glued = _GLUED_ONE.search(shadow, marker.after, self._lines[marker.line].end)
            if glued and self._text[glued.end()].isupper() and glued.start() + 1 not in known:
                start = glued.start() + 1
                known.add(start)
                self._found.append(Marker("khoan", start, glued.end(), marker.line, 1, sep=".", inline=True))

    def _cells(self, starts: list[int]) -> None:
        """Letterhead and signature that stand in a table's cells."""
        for match in _CELL.finditer(self._shadow):
            if match["motto"] or self._text[match.end()].isupper():
                kind: MarkerKind = "motto" if match["motto"] else "ky"
                at = match.end() - len(match["motto"] or "")
                self._found.append(Marker(kind, at, at, bisect_right(starts, at) - 1))

    def _quoted_inside(self, match: re.Match[str], line: Line, index: int) -> None:
        start = match.start("q")
        found = self._dieu(start, line, index) or self._at(self._shadow[start], start, line, index)
        if found is not None:
            found.inline, found.quoted = True, start - 1
            self._found.append(found)


_READERS = {
    "đ": MarkerReader._d, "p": MarkerReader._p, "m": MarkerReader._m, "c": MarkerReader._c, "n": MarkerReader._n,
    "b": MarkerReader._b, "t": MarkerReader._t, "k": MarkerReader._k, "q": MarkerReader._other,
    "d": MarkerReader._d, "l": MarkerReader._one,
    "x": MarkerReader._formula, "s": MarkerReader._formula, "h": MarkerReader._other, "u": MarkerReader._formula,
    "ủ": MarkerReader._formula, "v": MarkerReader._other,
}  # fmt: skip
