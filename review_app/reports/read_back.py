"""Reads a rendered report again: what the paper says is compared with what was decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph

from review_app.reports.content import ReportContent
from review_app.reports.docx import QUOTE_MARKS, QUOTE_STYLE, TABLE_HEADINGS
from review_app.reports.words import DISPOSITION_VI

_CODES = {words: code for code, words in DISPOSITION_VI.items()}


class ReportUnreadable(ValueError):
    """The file is no report of ours, or its parts contradict each other."""


@dataclass(frozen=True, slots=True)
class ReadFinding:
    """A line of the annex: where, what words of the draft, and the code of the disposition."""

    place: str
    quote: str
    disposition: str


def read_back(data: bytes) -> list[ReadFinding]:
    """The findings a report lists, in order. Raises ReportUnreadable.

    The confirmed ones stand twice, in a section and in the annex: a paper where the two differ is refused.
    """
    try:
        paper = Document(BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise ReportUnreadable("no Word document") from error
    findings = _annex(paper)
    quoted = Counter(
        paragraph.text.removeprefix(QUOTE_MARKS[0]).removesuffix(QUOTE_MARKS[1])
        for paragraph in paper.paragraphs
        if paragraph._p.style == QUOTE_STYLE
    )
    confirmed = Counter(
        finding.quote for finding in findings if finding.disposition == "confirmed" and finding.quote
    )
    if quoted != confirmed:
        raise ReportUnreadable("sections and annex name different findings")
    return findings


def listed(content: ReportContent) -> list[ReadFinding]:
    """The findings a report of this content has to list."""
    return [ReadFinding(finding.place, finding.quote, finding.disposition) for finding in content.findings]


def _annex(paper: Any) -> list[ReadFinding]:
    for table in paper.tables:
        head, *rows = [[_text(cell) for cell in row.tc_lst] for row in table._tbl.tr_lst]
        if tuple(head) == TABLE_HEADINGS:
            return [_finding(cells) for cells in rows]
    return []


def _text(cell: Any) -> str:
    return "\n".join(Paragraph(paragraph, cell).text for paragraph in cell.p_lst)


def _finding(cells: list[str]) -> ReadFinding:
    if len(cells) != len(TABLE_HEADINGS):
        raise ReportUnreadable("a row of the annex lacks cells")
    _, place, quote, _, disposition, _ = cells
    if disposition not in _CODES:
        raise ReportUnreadable(f"unknown disposition {disposition!r}")
    return ReadFinding(place, quote, _CODES[disposition])
