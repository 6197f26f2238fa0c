"""What an appraisal report says, frozen when it is drafted: plain values, stored as JSON, rendered later.

Number and date are no part of it: the report gets them when it is released.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from review_app.domain.base_data import ReportLayout
from review_app.domain.coverage import CoverageFacts, clean_statement, not_examined
from review_app.reports.words import BASIS_TO_CHECK_VI, SECONDARY_BASIS_VI


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """The head of the paper; `symbol` follows the number ('12/BC-STP')."""

    issuer_lines: tuple[str, ...]
    motto_lines: tuple[str, ...]
    symbol: str
    title: str


@dataclass(frozen=True, slots=True)
class ReportSubject:
    """Which draft the report is about. `received_on` is an ISO date, None when nobody accepted the dossier."""

    dossier_number: str
    round: int
    title: str
    document_name: str
    agency: str
    received_on: str | None
    version: int
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """A finding with its disposition. `position` is its place in the scan; `basis` is ready to be printed."""

    position: int
    place: str
    quote: str
    family: str
    severity: str
    explanation: str
    suggestion: str
    basis: tuple[str, ...]
    disposition: str
    reason: str
    wording: str


@dataclass(frozen=True, slots=True)
class SectionText:
    """A numbered section: its heading and the positions of the confirmed findings printed in it."""

    heading: str
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CoverageText:
    """How far the draft was examined. `clean` only when all of it was and nothing came up, else None."""

    examined: str
    clean: str | None
    not_examined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything the paper states; `findings` holds all of them, whatever was decided."""

    header: ReportHeader
    subject: ReportSubject
    sections: tuple[SectionText, ...]
    findings: tuple[ReportedFinding, ...]
    coverage: CoverageText
    conclusion: str
    conclusion_words: str

    def finding(self, position: int) -> ReportedFinding:
        """The finding at this place of the scan; raises KeyError."""
        for finding in self.findings:
            if finding.position == position:
                return finding
        raise KeyError(position)


_contents: TypeAdapter[ReportContent] = TypeAdapter(ReportContent)


def to_json(content: ReportContent) -> dict[str, Any]:
    """The content as the JSON object that is stored."""
    plain: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(content)))
    return plain


def from_json(plain: Any) -> ReportContent:
    """The stored content; raises ValidationError when it is none."""
    return _contents.validate_python(plain)


def content_hash(plain: Any) -> str:
    """SHA-256 of the canonical JSON (keys sorted, no spaces, UTF-8)."""
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def build_content(
    layout: ReportLayout,
    subject: ReportSubject,
    findings: Sequence[ReportedFinding],
    coverage: CoverageFacts,
    conclusion: str,
) -> ReportContent:
    """Put the report together; raises KeyError for a conclusion the layout does not know."""
    words = {value.code: value.label for value in layout.conclusions}
    return ReportContent(
        header=ReportHeader(layout.issuer_lines, layout.motto_lines, layout.number_symbol, layout.title),
        subject=subject,
        sections=_sections(layout, findings),
        findings=tuple(findings),
        coverage=_coverage(replace(coverage, findings=max(coverage.findings, len(findings)))),
        conclusion=conclusion,
        conclusion_words=words[conclusion],
    )


def _coverage(facts: CoverageFacts) -> CoverageText:
    examined = (
        f"Đã chạy {facts.rules_run} quy tắc của bộ tri thức {facts.knowledge or 'chưa rõ'} trên "
        f"{facts.provisions} đơn vị văn bản ({facts.articles} điều) của dự thảo."
    )
    return CoverageText(examined, clean_statement(facts), tuple(not_examined(facts)))


OTHER_SECTION_VI = "Nội dung khác"


def _sections(layout: ReportLayout, findings: Sequence[ReportedFinding]) -> tuple[SectionText, ...]:
    """Each confirmed finding stands in the first section of its family; those of none get a section at the end."""
    waiting = [finding for finding in findings if finding.disposition == "confirmed"]
    sections = []
    for section in layout.sections:
        here = [finding for finding in waiting if finding.family in section.families]
        waiting = [finding for finding in waiting if finding not in here]
        sections.append(SectionText(section.heading, tuple(finding.position for finding in here)))
    if waiting:
        sections.append(SectionText(OTHER_SECTION_VI, tuple(finding.position for finding in waiting)))
    return tuple(sections)


def printed_basis(basis: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The legal basis of a finding as it may stand on paper.

    An unverified one is never cited; one known from a secondary source says so; none at all is said too.
    """
    printed = []
    for entry in basis:
        if entry["status"] == "verified":
            printed.append(entry["citation"])
        elif entry["status"] == "secondary":
            printed.append(f"{entry['citation']} ({SECONDARY_BASIS_VI})")
        else:
            printed.append(BASIS_TO_CHECK_VI)
    return tuple(dict.fromkeys(printed)) or (BASIS_TO_CHECK_VI,)


def printable(text: str) -> str:
    """The text as a Word file can hold it: control characters other than tab and line end become spaces."""
    kept = (char if char in "\t\n" or _is_xml(char) else " " for char in text)
    return "".join(kept)


def _is_xml(char: str) -> bool:
    code = ord(char)
    return (
        code >= 0x20
        and not 0x7F <= code <= 0x9F
        and not 0xD800 <= code <= 0xDFFF
        and code not in (0xFFFE, 0xFFFF)
    )
