"""The numbers of the provisions read so far: a line that carries the next one begins a paragraph."""

from __future__ import annotations

import re

_NUMBERED = re.compile(
    r"(?:(?:Điều|ĐIỀU)\s+(?P<dieu>\d{1,3})\s*[.:]|(?P<khoan>\d{1,3})\.|(?P<diem>[a-zđ])\))\s+[\w“\"(]"
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"


class Order:
    """Follows Điều, khoản and điểm through a text's paragraphs."""

    def __init__(self) -> None:
        self._dieu = self._khoan = self._diem = 0

    def is_next(self, line: str) -> bool:
        """Whether the line begins with the number that comes next at its level: 'b)' after 'a)', '3.' after '2.'."""
        match = _NUMBERED.match(line)
        if match is None or not self._dieu:
            return False
        if match["dieu"]:
            return int(match["dieu"]) == self._dieu + 1
        if match["khoan"]:
            return int(match["khoan"]) == self._khoan + 1
        return _LETTERS.find(match["diem"]) == self._diem

    def note(self, paragraph: str) -> None:
        """Takes in how a new paragraph begins."""
        match = _NUMBERED.match(paragraph)
        if match is None:
            return
        if match["dieu"]:
            self._dieu, self._khoan, self._diem = int(match["dieu"]), 0, 0
        elif match["khoan"]:
            self._khoan, self._diem = int(match["khoan"]), 0
        else:
            self._diem = _LETTERS.find(match["diem"]) + 1
