"""The way in: a file's bytes to its text, by the reader of what the file really is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from nlp.errors import ErrorCode, NlpError
from nlp.extract.docx import read_docx
from nlp.extract.doubts import with_doubts
from nlp.extract.html import read_html
from nlp.extract.pdf import read_pdf
from nlp.extract.sniff import Kind, sniff
from nlp.extract.txt import read_txt
from nlp.types import Extracted, SourceFile

MAX_BYTES = 50 << 20

_ADVICE = "Hãy mở tệp bằng Word, chọn Lưu thành (Save As) định dạng .docx rồi tải lên lại."
REFUSALS: Mapping[Kind, tuple[ErrorCode, str]] = {
    "encrypted_office": (
        "encrypted", "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu khi lưu tệp rồi tải lên lại."
    ),
    "doc": ("unsupported", f"Đây là tệp Word đời cũ (.doc), chưa đọc được. {_ADVICE}"),
    "rtf": ("unsupported", f"Đây là tệp RTF, chưa đọc được. {_ADVICE}"),
    "odt": ("unsupported", f"Đây là tệp OpenDocument (.odt), chưa đọc được. {_ADVICE}"),
    "mhtml": ("unsupported", f"Đây là trang web lưu dạng MHTML, chưa đọc được. {_ADVICE}"),
    "word_xml": ("unsupported", f"Đây là tệp Word lưu dạng XML, chưa đọc được. {_ADVICE}"),
    "archive_of_documents": (
        "unsupported", "Đây là tệp nén chứa văn bản bên trong. Hãy giải nén rồi tải riêng từng tệp văn bản lên."
    ),
    "archive": (
        "unsupported", "Đây là tệp nén, không phải văn bản. Hãy giải nén rồi tải riêng từng tệp văn bản lên."
    ),
    "spreadsheet": (
        "unsupported", "Đây là bảng tính Excel, không phải dự thảo. Hãy đưa nội dung vào tệp Word .docx rồi tải lên."
    ),
    "presentation": (
        "unsupported", "Đây là tệp trình chiếu, không phải dự thảo. Hãy đưa nội dung vào tệp Word .docx rồi tải lên."
    ),
    "image": (
        "unsupported", "Đây là tệp ảnh, không có văn bản để đọc. Hãy tải lên tệp Word .docx của dự thảo."
    ),
    "ole": ("unsupported", f"Không nhận ra loại tệp này. {_ADVICE}"),
    "binary": (
        "unsupported", "Không nhận ra loại tệp này. Hệ thống đọc tệp .docx, .pdf có chữ, .html và .txt."
    ),
}  # fmt: skip


class Reader(Protocol):
    """Reads one format: bytes already known to be of it in, text and what must be said about it out.

    Raises NlpError when the bytes cannot be read.
    """

    def __call__(self, data: bytes) -> Extracted: ...


READERS: Mapping[Kind, Reader] = {"docx": read_docx, "html": read_html, "pdf": read_pdf, "txt": read_txt}


def read(source: SourceFile) -> Extracted:
    """The text of one file of a draft, by what its bytes are, whatever its name says.

    Raises NlpError: `empty`, `too_large` (over 50 MB, or unpacking to far more), `unsupported`, `encrypted`,
    `damaged`, `no_text` (a scan or pictures only).
    """
    if not source.data.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise NlpError("empty", "Tệp trống, không có nội dung. Hãy kiểm tra lại và tải lên tệp có nội dung.")
    if len(source.data) > MAX_BYTES:
        raise NlpError(
            "too_large",
            "Tệp lớn hơn 50 MB. Hãy nén hoặc bỏ bớt hình ảnh, hoặc tách thành nhiều tệp rồi tải lên lại.",
        )
    kind = sniff(source.data)
    reader = READERS.get(kind)
    if reader is None:
        raise NlpError(*REFUSALS[kind])
    extracted = reader(source.data)
    if not extracted.text:
        raise NlpError("empty", "Tệp không có chữ nào. Hãy kiểm tra lại và tải lên tệp có nội dung.")
    return with_doubts(extracted)
