"""PDF files with a text layer: paragraphs out of placed letters; pages that are pictures are said to be unread."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pypdfium2
import pypdfium2.raw as pdfium

from nlp.errors import NlpError
from nlp.extract.lines import Lines
from nlp.extract.old_letters import OldLetters
from nlp.extract.pdf.glyphs import Page, read_page
from nlp.extract.pdf.layout import paragraphs, split_notes, usual_size, without_running_heads
from nlp.extract.pdf.lines import TextLine, lines_of
from nlp.extract.pdf.tables import table_rows
from nlp.text.syllables import count_words
from nlp.types import Extracted, ScanWarning, Unread

MAX_PAGES = 3_000
MAX_SECONDS = 180.0
_SCANNED = 0.3
_SCANNED_LETTERS = 150
_PICTURE = 0.1
_OUTLINES = 50
_LETTERS_A_PAGE = 100
_RECOGNISED = 0.6
_TURNED_LETTERS = 40
_PAGE_WORDS = 60
_PAGE_BROKEN = 0.25
_ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps global state and must not run in two threads of a process."""


@dataclass(slots=True)
class _Remarks:
    """What must be said of the file, gathered while its pages are read."""

    warnings: list[ScanWarning] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def not_read(self, code: str, message: str, start: int | None = None, end: int | None = None) -> None:
        """A warning, and the place (or part of the file) as not examined."""
        self.warnings.append(ScanWarning(code, message, start, end))
        self.unread.append(Unread(start, end, message))


def read_pdf(data: bytes) -> Extracted:
    """The paragraphs of a PDF's text layer, footnotes at the end, page numbers and running heads apart.

    Raises NlpError: `encrypted`, `damaged`, `too_large` (pages), `timeout`, `no_text` (a scan).
    """
    with _ONE_AT_A_TIME:
        pages = _read_pages(data)
    letters_of_old = OldLetters()
    lines = _decoded([_lines(page, number) for number, page in enumerate(pages)], letters_of_old)
    bodies, heads = without_running_heads(lines)
    remarks = _Remarks()
    _remark_pages(pages, bodies, remarks)
    letters = sum(char.isalpha() for body in bodies for line in body for char in line.text)
    if not letters or (remarks.unread and letters < _LETTERS_A_PAGE * len(pages)):
        raise NlpError(
            "no_text",
            "Tệp PDF là bản chụp (scan), không có lớp chữ nên không đọc được. "
            "Hãy tải lên tệp Word gốc hoặc tệp PDF xuất từ Word.",
        )
    text, notes_at, ranges = _assemble(bodies)
    for number, (start, end) in sorted(ranges.items()):
        count = count_words(text[start:end])
        if count.words >= _PAGE_WORDS and count.share(count.broken) > _PAGE_BROKEN:
            remarks.not_read("garbled_text", f"Chữ ở trang {number + 1} không giống tiếng Việt.", start, end)
    recognised = [number + 1 for number in sorted(ranges) if pages[number].image_share >= _RECOGNISED]
    if recognised:
        shown = ", ".join(map(str, recognised[:5])) + (", ..." if len(recognised) > 5 else "")
        message = f"Chữ ở {len(recognised)} trang (trang {shown}) do máy nhận dạng từ ảnh, có thể sai."
        remarks.warnings.append(
            ScanWarning("ocr_text", message, ranges[recognised[0] - 1][0], ranges[recognised[-1] - 1][1])
        )
    turned = dict.fromkeys(page.turned.strip() for page in pages if page.turned.strip())
    headers = tuple(dict.fromkeys([*heads, *turned]))
    return letters_of_old.remark(
        Extracted(text, "pdf", notes_at, headers, tuple(remarks.warnings), tuple(remarks.unread))
    )


def _lines(page: Page, number: int) -> list[TextLine]:
    """The page's lines and table rows from top to bottom."""
    rows, rest = table_rows(page, number)
    return sorted([*rows, *lines_of(rest, number)], key=lambda line: -line.base)


def _decoded(pages: list[list[TextLine]], letters: OldLetters) -> list[list[TextLine]]:
    """The lines with old letters decoded, before they are put together: only then do their markers show."""
    letters.expect(line.text for page in pages for line in page)
    return [[replace(line, text=letters.by_content(line.text)) for line in page] for page in pages]


def _read_pages(data: bytes) -> list[Page]:
    started = time.monotonic()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _cannot_open(error) from error
    try:
        if len(document) > MAX_PAGES:
            raise NlpError(
                "too_large", f"Tệp PDF có hơn {MAX_PAGES} trang. Hãy tách thành nhiều tệp rồi tải lên lại."
            )
        pages = []
        for number in range(len(document)):
            pages.append(_read_page(document, number))
            if time.monotonic() - started > MAX_SECONDS:
                raise NlpError(
                    "timeout",
                    "Đọc tệp PDF quá lâu nên đã dừng. Hãy tải lên tệp Word gốc hoặc tách tệp nhỏ hơn.",
                )
        return pages
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
        try:
            return read_page(page)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return Page((), "", (), 0.0, 0, broken=True)


def _cannot_open(error: pypdfium2.PdfiumError) -> NlpError:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return NlpError("encrypted", "Tệp PDF được đặt mật khẩu. Hãy bỏ mật khẩu hoặc tải lên tệp Word gốc.")
    return _damaged()


def _damaged() -> NlpError:
    return NlpError("damaged", "Tệp PDF bị hỏng, không đọc được. Hãy xuất lại tệp từ Word rồi tải lên lại.")


def _remark_pages(pages: Sequence[Page], bodies: list[list[TextLine]], remarks: _Remarks) -> None:
    """Says which pages hold no text although something is drawn on them, and empties those of mere stamps."""
    for number, page in enumerate(pages):
        letters = sum(char.isalpha() for line in bodies[number] for char in line.text)
        if page.image_share >= _SCANNED and letters < _SCANNED_LETTERS:
            bodies[number] = []
        if page.broken:
            remarks.not_read("damaged_page", f"Trang {number + 1} bị hỏng, không đọc được.")
        outlines_only = page.shapes >= _OUTLINES and not page.glyphs
        if not bodies[number] and (outlines_only or page.image_share >= _PICTURE):
            remarks.not_read("page_without_text", f"Trang {number + 1} là hình ảnh, không có chữ để đọc.")
        if len(page.turned.strip()) >= _TURNED_LETTERS:
            remarks.not_read("turned_text", f"Trang {number + 1} có chữ xoay ngang không được đọc.")


def _assemble(bodies: Sequence[Sequence[TextLine]]) -> tuple[str, int | None, dict[int, tuple[int, int]]]:
    """The text, where its notes begin, and the range of what begins on each page."""
    size = usual_size(bodies)
    split = [split_notes(lines, size) for lines in bodies]
    text = Lines()
    ranges: dict[int, tuple[int, int]] = {}
    for paragraph, page in paragraphs([body for body, _ in split]):
        start, end = text.add(paragraph)
        ranges[page] = (ranges[page][0] if page in ranges else start, end)
    notes_at: int | None = None
    for paragraph, _ in paragraphs([notes for _, notes in split]):
        start, end = text.add(paragraph)
        if end > start and notes_at is None:
            notes_at = start
    return text.text, notes_at, ranges
