"""Characters a reader of the draft never sees (zero width, controls) taken out, line separators made plain."""

from __future__ import annotations

import re

from nlp.text.normalise import nfc

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffc]"
)
_LINE_ENDS = re.compile("[\u000b\u000c\u0085\u2028\u2029]")
_SOFT_HYPHEN = re.compile("(?<![^\\W\\d_A-ZĐ])\u00ad|\u00ad(?![^\\W\\d_A-ZĐ])")
_EDGES = " \t\u00a0\u2007\u202f\u3000\n"


def clean(text: str) -> str:
    """The text in NFC, without invisible characters, every kind of line or page break as `\\n`.

    A soft hyphen beside a capital, a digit or a space is a hyphen that some converter spoiled
    ('QĐ\u00adUBND') and becomes one; inside a lower-case word it goes.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", nfc(text))
    if "\u00ad" in text:
        text = _SOFT_HYPHEN.sub("-", text).replace("\u00ad", "")
    return nfc(_INVISIBLE.sub("", text))


def clean_lines(text: str) -> list[str]:
    """The cleaned text's lines without white space at their edges; blank lines are left out."""
    return [line for raw in clean(text).split("\n") if (line := raw.strip(_EDGES))]
