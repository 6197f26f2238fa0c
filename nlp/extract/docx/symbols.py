"""Characters that Word draws from symbol fonts, as the Unicode characters a reader sees."""

from __future__ import annotations

import re

_SYMBOL = {
    0x2D: "-", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠",
    0xBB: "≈", 0xB8: "÷", 0xDE: "⇒", 0x61: "α", 0x62: "β", 0x64: "δ", 0x44: "Δ", 0x6D: "μ", 0x70: "π", 0x53: "Σ",
    0x57: "Ω", 0x2A: "∗", 0x2B: "+",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪",
    0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x2A: "✉", 0x46: "☞",
    0x52: "☑", 0x54: "☒", 0xA3: "□",
}  # fmt: skip
_PRIVATE = range(0xF000, 0xF100)
_PRIVATE_CHARS = re.compile("[\uf000-\uf0ff]")
_WINGDINGS_WITHOUT_FONT = frozenset({0xA7, 0xA8, 0xD8, 0xFC, 0xFE})
_UNKNOWN = "□"


def symbol(font: str, code: int) -> str:
    """The character at this place of a symbol font; a box for one that has no known likeness."""
    code = code - 0xF000 if code in _PRIVATE else code
    name = font.lower()
    if name.startswith(("wingdings", "webdings")):
        return _WINGDINGS.get(code, _UNKNOWN)
    if name == "symbol":
        return _SYMBOL.get(code) or (chr(code) if 0x20 < code < 0x7F else _UNKNOWN)
    return chr(code) if code >= 0x20 and not 0xD800 <= code < 0xE000 and code <= 0x10FFFF else ""


def without_private(text: str) -> str:
    """The text with symbol font characters that Word keeps in the private area (U+F0xx) made readable."""
    return _PRIVATE_CHARS.sub(_plain, text)


def bullet(text: str, font: str) -> str:
    """The sign of a bullet list's level as it is seen."""
    if font.lower().startswith("courier") and text == "o":
        return "◦"
    if font.lower().startswith(("wingdings", "symbol")):
        return "".join(symbol(font, ord(char)) for char in text)
    return without_private(text)


def _plain(match: re.Match[str]) -> str:
    code = ord(match[0]) - 0xF000
    table = _WINGDINGS if code in _WINGDINGS_WITHOUT_FONT else _SYMBOL
    return table.get(code, _UNKNOWN)
