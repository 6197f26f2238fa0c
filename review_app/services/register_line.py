"""One line of the register as a document, or why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nlp.text import fold, nfc
from nlp.text.legacy import legacy_ranges
from review_app.domain.matching import IssuedRow, normal_number
from review_app.services.register_file import RegisterLine, heading_key, read_date

SHARED_ISSUERS = frozenset({"dac_khu", "hdnd_xa", "ubnd_xa", "other"})
"""Codes that many bodies share: their numbers say nothing without the name of the body."""

_NUMBER = re.compile(r"(\d{1,5})/(?:((?:19|20)\d{2})/)?([A-ZĐ]{1,6}(?:-[A-ZĐƯ0-9]+)*)", re.IGNORECASE)
_TYPE_BY_SYMBOL = {"nq": "nghi_quyet", "qd": "quyet_dinh", "ct": "chi_thi"}
_TYPE_BY_NAME = {
    "nghi quyet": "nghi_quyet", "quyet dinh": "quyet_dinh", "chi thi": "chi_thi", "cong van": "cong_van",
    "nq": "nghi_quyet", "qd": "quyet_dinh", "ct": "chi_thi",
}  # fmt: skip
_COMMUNE = re.compile(r"\b(?:nhan dan|ubnd|hdnd) (?:xa|phuong|thi tran)\b")
_DISTRICT = re.compile(r"\b(?:nhan dan|ubnd|hdnd) (?:huyen|quan|thi xa)\b")
_DASHES = str.maketrans("‐‑–—−", "-----")


class BadLine(ValueError):
    """The line cannot be taken; the message is Vietnamese and shown as it stands."""


@dataclass(frozen=True, slots=True)
class IssuedValues:
    """A document as the register gives it."""

    number: str
    title: str
    document_type: str
    issuer: str
    issuer_name: str
    agency_name: str
    issued_on: date
    effective_on: date | None

    @property
    def identity(self) -> str:
        """What makes it the same document in a later import."""
        body = f"|{fold(nfc(self.issuer_name))}" if self.issuer in SHARED_ISSUERS else ""
        return f"{normal_number(self.number)}|{self.issuer}{body}"[:500]

    @property
    def row(self) -> IssuedRow:
        """As the matching sees it."""
        return IssuedRow(
            self.number, self.title, self.document_type, self.issuer, self.issued_on, self.issuer_name
        )


def read_line(line: RegisterLine) -> IssuedValues:
    """The document of the line; raises BadLine with what is wrong."""
    number, title = line.text("number").replace(" ", "").translate(_DASHES), line.text("title")
    if not number:
        raise BadLine("Thiếu số ký hiệu.")
    parts = _NUMBER.fullmatch(number)
    if not parts:
        raise BadLine(f"Số ký hiệu “{number[:60]}” không đúng dạng (ví dụ: 12/2026/QĐ-UBND).")
    if not title:
        raise BadLine("Thiếu trích yếu.")
    if "\ufffd" in title or legacy_ranges(title):
        raise BadLine("Trích yếu dùng bảng mã cũ hoặc có ký tự hỏng; hãy chuyển sang Unicode rồi nhập lại.")
    issued_on = read_date(line.values.get("issued_on"))
    if issued_on is None:
        raise BadLine("Ngày ban hành không đọc được (cần dạng ngày/tháng/năm).")
    if parts[2] and int(parts[2]) != issued_on.year:
        raise BadLine(f"Năm trong số ký hiệu ({parts[2]}) khác năm ban hành ({issued_on.year}).")
    effective_on = read_date(line.values.get("effective_on"))
    if line.text("effective_on") and effective_on is None:
        raise BadLine("Ngày hiệu lực không đọc được (cần dạng ngày/tháng/năm).")
    issuer_name = line.text("issuer")
    return IssuedValues(
        number=number,
        title=title[:4000],
        document_type=_document_type(line.text("document_type"), parts[3]),
        issuer=_issuer(issuer_name, parts[3]),
        issuer_name=issuer_name[:500],
        agency_name=line.text("agency")[:500],
        issued_on=issued_on,
        effective_on=effective_on,
    )


def _document_type(name: str, symbol: str) -> str:
    by_symbol = _TYPE_BY_SYMBOL.get(fold(nfc(symbol)).split("-")[0])
    key = heading_key(name)
    by_name = next((code for words, code in _TYPE_BY_NAME.items() if f"{key} ".startswith(f"{words} ")), None)
    if by_name and by_symbol and by_name != by_symbol:
        raise BadLine(f"Loại văn bản “{name}” không khớp ký hiệu {symbol}.")
    return by_name or by_symbol or "other"


def _issuer(name: str, symbol: str) -> str:
    """The code of the issuing body by its name; without a name only what the symbol alone settles."""
    folded = fold(nfc(symbol))
    key = heading_key(name)
    if not key:
        if "ctubnd" in folded:
            return "ct_ubnd_tinh"
        raise BadLine("Thiếu cơ quan ban hành: ký hiệu không cho biết là cấp tỉnh hay cấp xã.")
    if "dac khu" in key:
        return "dac_khu"
    council = "hoi dong nhan dan" in key or "hdnd" in key
    committee = "uy ban nhan dan" in key or "ubnd" in key
    if (not council and not committee) or _DISTRICT.search(key):
        return "other"
    if _COMMUNE.search(key):
        return "hdnd_xa" if council and not committee else "ubnd_xa"
    if council and not committee:
        return "hdnd_tinh"
    return "ct_ubnd_tinh" if "chu tich" in key or "ctubnd" in folded else "ubnd_tinh"
