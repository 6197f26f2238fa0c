"""Whether a document is a normative one or an administrative one: an individual decision, letter, plan, notice."""

from __future__ import annotations

import re

from nlp.text import shadow
from nlp.types import Document

_YEAR = re.compile(r"/\s?(?:\d{4}|[._ ]{1,20})\s?/")
"""A normative document's number holds its year; an individual decision ('2344/QĐ-UBND') may take effect at once."""
_BLANK_NUMBER = re.compile(
    r"(?:^|[\n|>*])[ ]{0,4}số ?:[ ._\d]{0,40}/ ?(?P<year>(?:\d{4}|[._ ]{1,20}) ?/)? ?[a-zđ]{2,10} ?-"
)
_LAW_ON_NORMS = re.compile(r"luật (?:số \S+ )?(?:về )?ban hành văn bản quy phạm pháp luật")
_HEAD, _PREAMBLE = 1_500, 6_000


def is_administrative(document: Document) -> bool:
    """Whether the document shows by its type or its number, filled in or not, that it is no normative document."""
    if document.type in ("chi_thi", "cong_van"):
        return True
    if document.number:
        return not _YEAR.search(document.number)
    blank = _BLANK_NUMBER.search(shadow(document.text[:_HEAD]))
    return blank is not None and not blank["year"]


def is_shown_normative(document: Document) -> bool:
    """Whether the document shows that it is a normative one: the year in its number, filled in or not, or its basis."""
    if document.number or is_administrative(document):
        return not is_administrative(document)
    blank = _BLANK_NUMBER.search(shadow(document.text[:_HEAD]))
    return blank is not None or bool(_LAW_ON_NORMS.search(shadow(document.text[:_PREAMBLE])))
