"""Shadow text: the same length as the text, but in one spelling, so that a rule written once finds every variant."""

from __future__ import annotations

import functools
import re

_LOOK_ALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅҮаеорсухкіјѕһԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧοƉɖ",  # Cyrillic, Greek, African letters
        "ABEKMHOPCTYXIJSYaeopcyxkijshdABEZHIKMNOPTYXođđ",
        strict=True,
    )
)
_SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
)
_DASHES = dict.fromkeys("\u00ad\u2010\u2011\u2012–—―−﹣－", "-")
_QUOTES = dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‘’‚‛′＇", "'")
_ALIKE = str.maketrans(_LOOK_ALIKES | _SPACES | _DASHES | _QUOTES | {"Ð": "đ", "ð": "đ", "…": "."})
_OLD_TO_NEW = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe",
    "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_PLACEMENT = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|u[ỳýỷỹỵ](?!\w)")
_REPLACED = tuple((chr(code), other) for code, other in _ALIKE.items())
_ANY_REPLACED = frozenset(char for char, _ in _REPLACED)
_SHORT = 200
"""Characters up to which one look at each is faster than a search for every one that might be replaced."""


def shadow(text: str) -> str:
    """Lower case, one dash, one quotation mark, plain spaces, tone marks where today's spelling puts them.

    Takes NFC text and returns text of equal length, so that offsets found in one hold in the other.
    'Uỷ ban' and 'Ủy ban' become one; Cyrillic and Greek letters that look Latin ('NĐ-CР') become Latin.
    """
    plain = text
    if len(text) > _SHORT or not _ANY_REPLACED.isdisjoint(text):
        for (
            char,
            other,
        ) in _REPLACED:  # seven times as fast as one translate: most of these are in no given text
            if char in plain:
                plain = plain.replace(char, other)
    lower = plain.lower()
    if len(lower) != len(plain):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in plain)
    return _PLACEMENT.sub(_placed, lower)


@functools.lru_cache(maxsize=2)
def draft_shadow(text: str) -> str:
    """The shadow of a whole draft's text, remembered: structure, citations and rules all read the same one."""
    return shadow(text)


def _placed(match: re.Match[str]) -> str:
    """The tone mark where today's spelling puts it; after q the u belongs to the consonant ('quý')."""
    at = match.start()
    return match.group() if at and match.string[at - 1] == "q" else _OLD_TO_NEW[match.group()]
