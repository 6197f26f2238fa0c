"""Numbers glued to the end of a line, found because the sequence has a gap: 'phê duyệt 2. Việc ...' before '3.'."""

from __future__ import annotations

from nlp.structure.frames import Frame
from nlp.structure.marker import Marker
from nlp.structure.numbers import skipped
from nlp.structure.tree import RANKS

_REACH = 6_000
"""Letters before the next number in which the glued one is looked for: longer than any khoản of a draft."""


def glued_khoan(text: str, frame: Frame, marker: Marker) -> Marker | None:
    """The khoản between the last one and this one, when it stands glued to a line between them."""
    last = frame.above(RANKS["khoan"]).last.get("khoan", (0, ""))[0]
    if marker.number != last + 2 or marker.inline:
        return None
    form = f" {last + 1}. "
    at = _glued(text, frame, form, marker.start)
    if at < 0 or not text[at + len(form) - 1].isupper():
        return None
    return Marker("khoan", at, at + len(form) - 1, marker.line, last + 1, sep=".")


def glued_diem(text: str, frame: Frame, marker: Marker) -> Marker | None:
    """The same for a điểm: 'b)' without an 'a)' at the head of a line."""
    last = frame.above(RANKS["diem"]).last.get("diem", (0, ""))[1]
    letter = skipped(last[:1], marker.suffix)
    at = _glued(text, frame, f" {letter}) ", marker.start) if letter else -1
    return Marker("diem", at, at + 3, marker.line, suffix=letter, sep=")") if at >= 0 else None


def _glued(text: str, frame: Frame, form: str, end: int) -> int:
    """Where the number stands inside a line after the last node opened, -1 where it does not."""
    if not frame.open:
        return -1
    at = text.rfind(form, max(frame.open[-1].after, end - _REACH), end)
    return at + 1 if at > 0 and not text[at - 1].isspace() else -1
