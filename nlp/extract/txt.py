"""Plain text files: which encoding, which line ends, one paragraph a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.errors import NlpError
from nlp.extract.old_letters import OldLetters
from nlp.extract.paragraphs import is_hard_wrapped, join_by_width
from nlp.extract.running_heads import split_running_heads
from nlp.text import clean
from nlp.text.syllables import count_words
from nlp.types import Extracted, ScanWarning, Unread

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_REPLACEMENT = "\ufffd"
_FEW_BROKEN = 0.01
_VIETNAMESE = 0.8


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text out of bytes; `doubt` says what is doubtful about the encoding, '' when nothing is."""

    text: str
    doubt: str = ""
    is_latin: bool = False
    """Whether single bytes were read as Latin for want of a better guess, as the letters of old fonts are."""


def read_txt(data: bytes) -> Extracted:
    """The paragraphs of a plain text file; where its lines are cut by width they are put together first.

    Page numbers and heads of the official gazette, which texts cut from PDF carry, go to the headers.
    Raises NlpError `unsupported` when no encoding makes text of the bytes.
    """
    decoded = decode(data)
    letters = OldLetters()
    letters.expect(decoded.text.splitlines())
    raw = [line.strip() for line in clean(letters.by_content(decoded.text)).split("\n")]
    headers: list[str] = []
    if is_hard_wrapped(raw):
        raw, headers = split_running_heads(raw)
        raw = join_by_width(raw)
    doubt = "" if letters.prevail and decoded.is_latin else decoded.doubt
    warnings = (ScanWarning("encoding_doubt", doubt),) if doubt else ()
    text = "\n".join(filter(None, raw))
    unread = tuple(
        Unread(match.start(), match.end(), "Ký tự hỏng, không giải mã được.")
        for match in re.finditer(_REPLACEMENT, text)
    )
    headings = tuple(dict.fromkeys(headers))
    return letters.remark(Extracted(text, "txt", headers=headings, warnings=warnings, unread=unread))


def decode(data: bytes) -> Decoded:
    """The text of the bytes: by byte order mark, else UTF-16 by its NULs, else UTF-8, else Windows-1258.

    Windows-1258 is believed only where it gives Vietnamese; other single bytes are read as Latin, in which the
    letters of fonts before Unicode are recognised and warned of later.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode(data, name)
    if b"\0" in data[:4096]:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        return _decode(data, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    mostly_utf8 = data.decode("utf-8", "replace")
    if mostly_utf8.count(_REPLACEMENT) <= _FEW_BROKEN * len(mostly_utf8):
        return _decode(data, "utf-8")
    windows = clean(data.decode("cp1258", "replace"))
    count = count_words(windows)
    if _REPLACEMENT not in windows and count.share(count.syllables) >= _VIETNAMESE:
        return Decoded(windows, "Tệp dùng bảng mã Windows-1258; hãy kiểm tra chữ hiển thị có đúng không.")
    return Decoded(
        data.decode("cp1252", "replace"), "Không rõ bảng mã của tệp; hãy lưu lại dạng UTF-8.", is_latin=True
    )


def _decode(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    broken = text.count(_REPLACEMENT)
    if broken > max(8, _FEW_BROKEN * len(text)):
        raise NlpError(
            "unsupported",
            "Không giải mã được chữ trong tệp. Hãy lưu lại dạng UTF-8 hoặc .docx rồi tải lên lại.",
        )
    return Decoded(text, f"Tệp có {broken} ký tự hỏng, không giải mã được." if broken else "")
