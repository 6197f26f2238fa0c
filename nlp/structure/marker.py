"""What may begin a node of the tree: a candidate read off the lines, not yet believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MarkerKind = Literal[
    "phan", "chuong", "muc", "tieu_muc", "dieu", "khoan", "sub", "diem", "gach", "roman", "phu_luc", "mau", "title",
    "attached", "ky", "noi_nhan", "can_cu", "formula", "motto", "quote", "part", "notes",
]  # fmt: skip


@dataclass(slots=True)
class Marker:
    """A candidate: `number` with `suffix` (5, 'a') or letters in `suffix` alone; `after` is where its text begins.

    `line` is the index of its line, `inline` that it stands inside one, `quoted` the offset of the quotation mark
    before it (-1 without). `sep` is what follows the number: '.', ':', ')', '/', '\\n' for the line's end, ' ' else.
    """

    kind: MarkerKind
    start: int
    after: int
    line: int
    number: int = 0
    suffix: str = ""
    sep: str = ""
    inline: bool = False
    quoted: int = -1
    doubtful: bool = False
    raw: str = ""

    @property
    def digits(self) -> str:
        """The number as ids write it: `5a`, `dd`."""
        return (str(self.number) if self.number else "") + self.suffix.replace("đ", "dd")
