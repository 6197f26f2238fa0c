"""Small files for tests, written byte by byte: Word packages, PDF pages, OLE containers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from nlp.extract import read
from nlp.types import Extracted, SourceFile

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:r="{_REL_NS}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def extract(data: bytes, name: str = "du-thao") -> Extracted:
    """What the readers make of the bytes."""
    return read(SourceFile(name, data))


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def style(style_id: str, properties: str, kind: str = "paragraph", attributes: str = "") -> str:
    """A style with these properties."""
    return f'<w:style w:type="{kind}" {attributes} w:styleId="{style_id}">{properties}</w:style>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph; plain text becomes one run, content that begins with `<` is taken as it is."""
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def item(text: str, num_id: int = 1, level: int = 0) -> str:
    """A paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table; a cell is plain text or the cell's own content."""
    lines = ["".join(map(cell, row)) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def cell(content: str) -> str:
    """A table cell of plain text, or of the blocks given."""
    inner = content if content.startswith("<") else paragraph(content)
    return content if content.startswith("<w:tc>") else f"<w:tc>{inner}</w:tc>"


def level(number: int, text: str, number_format: str = "decimal", more: str = "") -> str:
    """A level of a list; `more` are further properties (w:lvlRestart, w:isLgl, w:suff, w:pStyle, ...)."""
    start = "" if "<w:start " in more else '<w:start w:val="1"/>'
    inner = f'{start}<w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{inner}</w:lvl>'


def abstract(number: int, *levels: str) -> str:
    """An abstract list."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract_id: int, overrides: str = "") -> str:
    """A list that counts in an abstract list."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'


def docx(body: str, parts: Mapping[str, str] | None = None, *, main: str = "word/document.xml") -> bytes:
    """A Word package with this body; `parts` are further parts by kind (numbering, styles, footnotes, header, ...)."""
    folder = main.rpartition("/")[0]
    files = {
        "[Content_Types].xml": _content_types(main),
        "_rels/.rels": _relations([("officeDocument", main)]),
        main: f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    targets = []
    for kind, content in (parts or {}).items():
        name = f"{kind}.xml"
        targets.append((kind, name))
        tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        files[f"{folder}/{name}"] = f"<w:{tag} {_NAMESPACES}>{content}</w:{tag}>"
    files[f"{folder}/_rels/{main.rpartition('/')[2]}.rels"] = _relations(targets)
    return zip_of(files)


def _content_types(main: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{_REL_NS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def zip_of(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ole(*streams: str) -> bytes:
    """The header and directory of an OLE compound file that names these streams."""
    entries = b"".join(
        _ole_entry(name, 5 if name == "Root Entry" else 2) for name in ("Root Entry", *streams)
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entries.ljust(1024, b"\0")


def _ole_entry(name: str, kind: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return encoded.ljust(64, b"\0") + len(encoded).to_bytes(2, "little") + bytes([kind]) + b"\0" * 61


@dataclass
class PdfPage:
    """A page of text at places, drawn lines and an image; places in points from the lower left corner."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    drawing: str = ""
    image_share: float = 0.0
    rotate: int = 0

    def lines(self, lines: Sequence[str], *, left: float = 85, top: float = 760, size: float = 12) -> PdfPage:
        """Adds lines one below the other; leading spaces indent by a quarter of the size each."""
        for at, text in enumerate(lines):
            indent = (len(text) - len(text.lstrip(" "))) * size / 4
            self.texts.append((left + indent, top - at * size * 1.5, size, text.strip()))
        return self


def pdf(pages: Sequence[PdfPage], *, encrypted: bytes = b"") -> bytes:
    """A PDF whose letters are half as wide as high and say what they are through a ToUnicode map."""
    letters = sorted({char for page in pages for *_, text in page.texts for char in text})
    code = {char: 33 + at for at, char in enumerate(letters)}
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", _pdf_font(len(letters)), _stream(_to_unicode(code))]
    kids = []
    for page in pages:
        objects.append(_stream(_pdf_content(page, code)))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {page.rotate}/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>".encode()
        )
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R".encode() + encrypted
    return bytes(out) + f">>\nstartxref\n{start}\n%%EOF".encode()


LOCKED = (
    b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"
)
"""The trailer's entries of a PDF under a password that nobody knows."""


def _pdf_font(count: int) -> bytes:
    widths = " ".join(["500"] * count)
    return (
        f"<</Type/Font/Subtype/TrueType/BaseFont/Times/FirstChar 33/LastChar {32 + count}/Widths[{widths}]"
        "/ToUnicode 4 0 R>>"
    ).encode()


def _to_unicode(code: Mapping[str, int]) -> bytes:
    rows = [f"<{number:02x}> <{char.encode('utf-16-be').hex()}>" for char, number in code.items()]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    chars = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{chars}endcmap end end"
    ).encode()


def _pdf_content(page: PdfPage, code: Mapping[str, int]) -> bytes:
    out = page.drawing.encode()
    for x, y, size, text in page.texts:
        coded = "".join(f"{code[char]:02x}" for char in text)
        out += f"\nBT /F {size} Tf {x} {y} Td <{coded}> Tj ET".encode()
    if page.image_share:
        height = 842 * page.image_share
        out += f"\nq 595 0 0 {height} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID ".encode() + b"\x7f EI Q"
    return out


def _stream(content: bytes) -> bytes:
    return f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream"
