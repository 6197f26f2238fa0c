"""Word documents (.docx) as text: body, then notes; headers apart; what is not text is warned of."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from nlp.errors import NlpError
from nlp.extract.archive import Archive
from nlp.extract.docx.body import BodyReader
from nlp.extract.docx.inline import InlineReader, Seen
from nlp.extract.docx.numbering import Numbering, render_number
from nlp.extract.docx.ooxml import Package, W
from nlp.extract.docx.styles import Styles
from nlp.extract.lines import Lines
from nlp.extract.old_letters import OldLetters
from nlp.text import clean_lines
from nlp.types import Extracted, ScanWarning, Unread

_LETTERS_OF_DRAFT = 100
"""Fewer letters than this beside a large picture: the draft is the picture."""


def read_docx(data: bytes) -> Extracted:
    """The accepted text of a Word document: numbers of lists as Word shows them, a table row a line.

    Raises NlpError: `damaged`, `encrypted`, `too_large`, `no_text` (pictures only), `empty`.
    """
    package = Package(Archive(data))
    main = package.main()
    styles = Styles(package.part("styles"))
    letters = OldLetters()
    inline = InlineReader(styles, letters, skip_contents=_fields_are_balanced(main))
    body = BodyReader(inline, Numbering(package.part("numbering"), styles), styles)
    lines = Lines()
    warnings: list[ScanWarning] = []
    for story in main.iterfind(W + "body"):
        for line in body.lines(story):
            start, end = lines.add(line.text)
            if line.hidden and end > start:
                warnings.append(
                    ScanWarning("hidden_text", "Đoạn này có chữ ẩn (không in ra khi in văn bản).", start, end)
                )
    scanned = inline.seen.large_pictures and sum(map(str.isalpha, lines.text)) < _LETTERS_OF_DRAFT
    if not lines or scanned:
        raise _nothing_to_read(inline.seen)
    notes_at = _add_notes(package, body, inline, lines)
    headers = tuple(dict.fromkeys(_headers(package, body)))
    unread = tuple(Unread(None, None, reason) for reason in _unread_parts(inline.seen, body.chunks))
    warnings += _warnings(package, inline.seen)
    warnings += [ScanWarning("unread_part", each.reason) for each in unread]
    return letters.remark(Extracted(lines.text, "docx", notes_at, headers, tuple(warnings), unread))


def _fields_are_balanced(main: etree._Element) -> bool:
    """Whether every field that begins also ends: only then may a whole table of contents be left out."""
    kinds = [mark.get(W + "fldCharType") for mark in main.iter(W + "fldChar")]
    return kinds.count("begin") == kinds.count("end")


def _nothing_to_read(seen: Seen) -> NlpError:
    if seen.pictures or seen.objects:
        return NlpError(
            "no_text",
            "Tệp chỉ có hình ảnh, không có chữ để đọc. Hãy tải lên tệp Word gốc của dự thảo, không phải ảnh chụp.",
        )
    return NlpError("empty", "Tệp Word không có chữ nào. Hãy kiểm tra lại và tải lên tệp có nội dung.")


def _add_notes(package: Package, body: BodyReader, inline: InlineReader, lines: Lines) -> int | None:
    """Appends the notes that the accepted text refers to, footnotes first, each with the mark Word shows.

    No mark is put into the text itself, where it would break a phrase or a number in two.
    """
    begins: int | None = None
    for kind, number_format in (("footnote", "decimal"), ("endnote", "lowerRoman")):
        wanted = [note for note in dict.fromkeys(inline.seen.notes) if note[0] == kind]
        root = package.part(kind + "s") if wanted else None
        notes = {each.get(W + "id"): each for each in root.iterfind(W + kind)} if root is not None else {}
        for number, (_, note_id) in enumerate(wanted, 1):
            texts = (
                [piece for line in body.lines(notes[note_id]) for piece in clean_lines(line.text)]
                if note_id in notes
                else []
            )
            if texts:
                begins = lines.next_start if begins is None else begins
                lines.add("\n".join([f"[{render_number(number, number_format)}] {texts[0]}", *texts[1:]]))
    return begins


def _headers(package: Package, body: BodyReader) -> Iterator[str]:
    for kind in ("header", "footer"):
        for root in package.parts(kind):
            text = "\n".join(piece for line in body.lines(root) for piece in clean_lines(line.text))
            if any(char.isalpha() for char in text):
                yield text


def _unread_parts(seen: Seen, chunks: int) -> Iterator[str]:
    if chunks:
        yield f"{chunks} phần văn bản chèn từ tệp khác không đọc được; hãy dán nội dung vào thẳng tệp Word."
    if seen.objects:
        yield f"{seen.objects} đối tượng nhúng (bảng tính, sơ đồ, công thức, ...) không đọc được nội dung."
    if seen.large_pictures:
        yield f"{seen.large_pictures} hình ảnh lớn có thể chứa chữ không đọc được."


def _warnings(package: Package, seen: Seen) -> Iterator[ScanWarning]:
    comments = package.part("comments")
    count = len(comments.findall(W + "comment")) if comments is not None else 0
    if count:
        yield ScanWarning(
            "comments", f"Tệp có {count} chú thích bên lề (comment); không thuộc nội dung dự thảo."
        )
    small = seen.pictures - seen.large_pictures
    if small:
        yield ScanWarning(
            "pictures", f"Tệp có {small} hình ảnh nhỏ; chữ trong hình (nếu có) không được rà soát."
        )
    if seen.contents:
        yield ScanWarning("contents_skipped", "Mục lục tự động của Word không đưa vào văn bản được rà soát.")
