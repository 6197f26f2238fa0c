"""Reading a register file: CSV in the encodings that offices use, or XLSX; columns by their Vietnamese names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zipfile import BadZipFile, ZipFile

from nlp.errors import NlpError
from nlp.extract.txt import decode
from nlp.text import fold, nfc
from review_app.domain.errors import Unprocessable
from review_app.errors import TooLarge, Unsupported

Cell = str | int | float | date | datetime | None

# Column headings without marks; the first word of each row is the field.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "so ky hieu", "so ki hieu", "so va ky hieu", "so ky hieu van ban", "so hieu", "so hieu van ban", "so van ban",
        "ky hieu",
    ),
    "title": ("trich yeu", "trich yeu noi dung", "trich yeu van ban", "noi dung trich yeu", "ten van ban", "ten goi"),
    "document_type": ("loai", "loai van ban", "hinh thuc", "hinh thuc van ban", "ten loai"),
    "issuer": ("co quan ban hanh", "noi ban hanh", "don vi ban hanh", "co quan nguoi ban hanh"),
    "issued_on": (
        "ngay ban hanh", "ngay ky", "ngay thong qua", "ngay ky ban hanh", "ngay thang ban hanh", "ngay van ban",
    ),
    "agency": (
        "co quan soan thao", "co quan chu tri soan thao", "don vi soan thao", "co quan chu tri", "don vi chu tri",
        "don vi chu tri soan thao",
    ),
    "effective_on": ("ngay hieu luc", "ngay co hieu luc", "hieu luc tu ngay", "thoi diem hieu luc", "hieu luc"),
}  # fmt: skip
_FIELD_OF = {heading: field for field, headings in _HEADINGS.items() for heading in headings}
_NEEDED = ("number", "title", "issued_on")
_NAMES_VI = {"number": "Số ký hiệu", "title": "Trích yếu", "issued_on": "Ngày ban hành"}

_HEAD_ROWS = 20
MOST_ROWS = 20_000
LARGEST_REGISTER = 20 << 20
"""Largest register file taken, in bytes."""
_LARGEST_UNPACKED = 200 << 20
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the register as written; `line` counts from 1 as in the file, dates may be real or text."""

    line: int
    values: Mapping[str, Cell]

    def text(self, field: str) -> str:
        """The cell as NFC text without outer and doubled spaces; '' when empty or absent."""
        value = self.values.get(field)
        return " ".join(nfc(str(value)).split()) if value is not None else ""


def read_register(data: bytes) -> list[RegisterLine]:
    """The lines below the headings, empty ones left out. Raises Unprocessable, Unsupported, TooLarge."""
    if not data.strip():
        raise Unprocessable("file", "Tệp sổ văn bản rỗng.")
    if len(data) > LARGEST_REGISTER:
        raise TooLarge("Sổ văn bản lớn hơn 20 MB. Hãy tách theo năm rồi nhập từng tệp.")
    if data.startswith(_OLE):
        raise Unsupported("Tệp Excel đời cũ (.xls) chưa đọc được; hãy lưu lại thành .xlsx hoặc .csv.")
    rows = _xlsx_rows(data) if data.startswith(b"PK") else _csv_rows(data)
    lines = list(_lines(rows))
    if not lines:
        raise Unprocessable("file", "Sổ văn bản không có dòng nào dưới dòng tiêu đề.")
    return lines


def _lines(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[RegisterLine]:
    columns: dict[str, int] | None = None
    best: dict[str, int] = {}
    count = 0
    for line, cells in rows:
        if columns is None:
            found = _columns(cells)
            best = max(best, found, key=len)
            if all(field in found for field in _NEEDED):
                columns = found
            elif line >= _HEAD_ROWS:
                break
            continue
        values = {field: cells[place] if place < len(cells) else None for field, place in columns.items()}
        if all(value is None or not str(value).strip() for value in values.values()):
            continue
        count += 1
        if count > MOST_ROWS:
            raise TooLarge(f"Sổ văn bản có hơn {MOST_ROWS} dòng; hãy chia thành nhiều tệp.")
        yield RegisterLine(line, values)
    if columns is None:
        missing = ", ".join(_NAMES_VI[field] for field in _NEEDED if field not in best)
        raise Unprocessable("file", f"Không nhận ra dòng tiêu đề của sổ văn bản (thiếu cột: {missing}).")


def _columns(cells: Sequence[Cell]) -> dict[str, int]:
    """Field to column; of two columns with the same meaning the first counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = _FIELD_OF.get(heading_key(str(cell))) if cell is not None else None
        if field is not None:
            found.setdefault(field, place)
    return found


def heading_key(heading: str) -> str:
    """'Số, ký hiệu VB' and 'so_ky_hieu_vb' become one: letters without marks, single spaces."""
    words = re.sub(r"[\W_]+", " ", fold(nfc(heading))).strip()
    return re.sub(r"\bvb\b", "van ban", words)


def _csv_rows(data: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise Unprocessable("file", f"Tệp CSV hỏng ở dòng {reader.line_num}.") from error


def _decoded(data: bytes) -> str:
    try:
        return nfc(decode(data).text)
    except NlpError as error:
        raise Unprocessable("file", "Không đọc được bảng mã của tệp; hãy lưu lại thành CSV UTF-8.") from error


def _delimiter(text: str) -> str:
    """The sign that cuts the most headings out of one of the first lines."""
    head = text.splitlines()[:_HEAD_ROWS]
    return max(
        ",;\t", key=lambda sign: max(len(_columns(cells)) for cells in csv.reader(head, delimiter=sign))
    )


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - with numpy a sixth of the start-up, used a few times a year
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED:
                raise TooLarge("Tệp Excel quá lớn sau khi giải nén.")
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise Unprocessable("file", "Tệp không phải sổ văn bản Excel (.xlsx) đọc được.") from error
    try:
        for line, cells in enumerate(workbook.worksheets[0].iter_rows(values_only=True), 1):
            yield line, [cell if isinstance(cell, (str, int, float, date)) else None for cell in cells]
    finally:
        workbook.close()


_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_EXCEL_EPOCH, _EXCEL_DAYS = date(1899, 12, 30), range(20_000, 80_000)


def read_date(value: Cell) -> date | None:
    """A date of the register: a date cell, dd/mm/yyyy, ISO, or Excel's count of days; None when it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and int(value) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    text = str(value).strip() if value is not None else ""
    local, iso = _DATE.fullmatch(text), _ISO.fullmatch(text)
    try:
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None
