"""The text of a file as it grows line by line, so that offsets are known the moment a line is added."""

from __future__ import annotations

from nlp.text import clean_lines


class Lines:
    """Cleaned lines in reading order; `length` is the length of the text they make so far."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._end = 0

    def add(self, text: str) -> tuple[int, int]:
        """Appends a paragraph (several lines when it holds line breaks); returns its range in the text.

        Nothing visible adds nothing: the range is then empty.
        """
        start = self.next_start
        for line in clean_lines(text):
            self._end = self.next_start + len(line)
            self._lines.append(line)
        return (start, self._end) if self._end > start else (self._end, self._end)

    @property
    def next_start(self) -> int:
        """Where the next line will begin."""
        return self._end + 1 if self._lines else 0

    @property
    def text(self) -> str:
        """All lines, joined by `\\n`."""
        return "\n".join(self._lines)

    def __bool__(self) -> bool:
        return bool(self._lines)
