"""Composed form (Unicode NFC) and plain line ends: the form every offset of the project counts in."""

from __future__ import annotations

import unicodedata


def nfc(text: str) -> str:
    """The text in NFC with `\\n` line ends; texts typed on macOS or cut from PDF come decomposed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
