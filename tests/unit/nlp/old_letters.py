"""Encoders into the letters of fonts before Unicode, from tables of their own: codes of TCVN 5712, pairs of VNI."""

from __future__ import annotations

import unicodedata

_TCVN3_CODES = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
"""First code of each row of letters; between 0xEF and 0xF1 one code is left out."""
_VNI = {
    "à": "aø", "á": "aù", "ả": "aû", "ã": "aõ", "ạ": "aï", "ă": "aê", "ằ": "aè", "ắ": "aé", "ẳ": "aú", "ẵ": "aü",
    "ặ": "aë", "â": "aâ", "ầ": "aà", "ấ": "aá", "ẩ": "aå", "ẫ": "aã", "ậ": "aä", "è": "eø", "é": "eù", "ẻ": "eû",
    "ẽ": "eõ", "ẹ": "eï", "ê": "eâ", "ề": "eà", "ế": "eá", "ể": "eå", "ễ": "eã", "ệ": "eä", "ì": "ì", "í": "í",
    "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ò": "oø", "ó": "où", "ỏ": "oû", "õ": "oõ", "ọ": "oï", "ô": "oâ", "ồ": "oà",
    "ố": "oá", "ổ": "oå", "ỗ": "oã", "ộ": "oä", "ơ": "ô", "ờ": "ôø", "ớ": "ôù", "ở": "ôû", "ỡ": "ôõ", "ợ": "ôï",
    "ù": "uø", "ú": "uù", "ủ": "uû", "ũ": "uõ", "ụ": "uï", "ư": "ö", "ừ": "öø", "ứ": "öù", "ử": "öû", "ữ": "öõ",
    "ự": "öï", "ỳ": "yø", "ý": "yù", "ỷ": "yû", "ỹ": "yõ", "ỵ": "î", "đ": "ñ",
}  # fmt: skip
_TCVN3 = {
    letter: chr(first + at + (first == 0xE1 and first + at > 0xEF))
    for first, letters in _TCVN3_CODES.items()
    for at, letter in enumerate(letters)
}
LETTERS = "".join(_VNI)


def tcvn3(text: str) -> str:
    """The text as a font like .VnTime holds it: letters with marks as single codes, capitals with tones as small."""
    return "".join(_TCVN3.get(char) or _TCVN3.get(char.lower(), char) for char in _composed(text))


def vni(text: str) -> str:
    """The text as a font like VNI-Times holds it: most letters with marks as two characters."""
    return "".join(
        _VNI[char.lower()].upper() if char.isupper() and char.lower() in _VNI else _VNI.get(char, char)
        for char in _composed(text)
    )


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
