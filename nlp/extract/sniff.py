"""What a file really is, read from its bytes; its name and extension are never asked."""

from __future__ import annotations

import re
from typing import Literal

from nlp.extract.archive import Archive

Format = Literal["docx", "pdf", "html", "txt"]
Kind = Literal[
    "docx", "pdf", "html", "txt",
    "encrypted_office", "doc", "ole", "archive_of_documents", "archive", "odt", "spreadsheet", "presentation",
    "rtf", "mhtml", "word_xml", "image", "binary",
]  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEADER, _OLE_ENTRY = 512, 128
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x01\x00")
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_DOCUMENT_NAME = re.compile(r"\.(docx?|pdf|odt|rtf|html?|txt|xlsx?|zip|rar|7z)$", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|div|p|table|h[1-6]|span|center|font|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_WORD_XML = re.compile(r"<\?mso-application\s+progid=\"Word|<pkg:package\b|<w:wordDocument\b")
_HEAD = 4096
_FEW_CONTROLS = 4


def sniff(data: bytes) -> Kind:
    """The kind of file the bytes make. Text is what is left when no container is found and no noise is in it.

    Raises NlpError from opening a zip archive that is broken or too large.
    """
    head = data[:_HEAD]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if head.startswith(_OLE):
        return _sniff_ole(data)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_OTHER_ARCHIVES):
        return "archive"
    if head.startswith(_IMAGES) and _is_noise(data):
        return "image"
    return _sniff_text(data)


def _sniff_zip(data: bytes) -> Kind:
    archive = Archive(data)
    names = [name.lower() for name in archive.names]
    if _CONTENT_TYPES in archive.names:
        types = archive.read(_CONTENT_TYPES)
        for main_type, kind in _OFFICE_TYPES.items():
            if re.search(main_type, types):
                return kind
    for folder, kind in _OFFICE_FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return kind
    if "mimetype" in names and "content.xml" in names:
        return "odt"
    return "archive_of_documents" if any(map(_DOCUMENT_NAME.search, names)) else "archive"


_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE_TYPES: dict[bytes, Kind] = {
    rb"(?:wordprocessingml|ms-word)\.[\w.]*main\+xml": "docx",
    rb"(?:spreadsheetml|ms-excel)\.[\w.]*main\+xml": "spreadsheet",
    rb"(?:presentationml|ms-powerpoint)\.[\w.]*main\+xml": "presentation",
}
_OFFICE_FOLDERS: dict[str, Kind] = {"word/": "docx", "xl/": "spreadsheet", "ppt/": "presentation"}


def _sniff_ole(data: bytes) -> Kind:
    if _has_ole_stream(data, "EncryptedPackage"):
        return "encrypted_office"
    if _has_ole_stream(data, "WordDocument"):
        return "doc"
    if _has_ole_stream(data, "Workbook") or _has_ole_stream(data, "Book"):
        return "spreadsheet"
    return "ole"


def _has_ole_stream(data: bytes, name: str) -> bool:
    """Whether the compound file's directory names this stream.

    Directory entries are 128 bytes, stand on sector borders and begin with the name in UTF-16, whose length
    in bytes (closing NUL included) stands at offset 64 and the kind of entry (2: stream) at 66.
    """
    needle = name.encode("utf-16-le") + b"\0\0"
    at = data.find(needle, _OLE_HEADER)
    while at >= 0:
        entry = data[at : at + _OLE_ENTRY]
        aligned = (at - _OLE_HEADER) % _OLE_ENTRY == 0
        if aligned and int.from_bytes(entry[64:66], "little") == len(needle) and entry[66:67] == b"\x02":
            return True
        at = data.find(needle, at + 2)
    return False


def _sniff_text(data: bytes) -> Kind:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head[: len(head) & ~1].decode("utf-16", "replace")
    elif _is_noise(data):
        return "binary"
    else:
        start = head.decode("utf-8-sig", "replace").replace("\0", "")
    if _WORD_XML.search(start):
        return "word_xml"
    if start[:13].lower() == "mime-version:":
        return "mhtml"
    return "html" if _HTML.match(start) else "txt"


def _is_noise(data: bytes) -> bool:
    """Whether bytes that no text holds (controls, scattered NULs) are too many for a text file.

    NULs on one side of each pair only are UTF-16 without a byte order mark, which is text.
    """
    sample = data[: 64 << 10]
    if not sample:
        return False
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 8 and min(even, odd) <= len(sample) // 200:
        return False
    controls = sum(sample.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return controls > _FEW_CONTROLS + len(sample) / 100
