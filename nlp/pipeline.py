"""From files to findings in three steps, each a value that can be stored between them; `scan` runs all three."""

from __future__ import annotations

import datetime
import functools
import importlib
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Literal

from nlp.authority.published import index_of
from nlp.compare.library import open_library
from nlp.errors import NlpError
from nlp.extract import join, read
from nlp.knowledge import Knowledge, load_knowledge
from nlp.references import faults, find, resolve
from nlp.rules.engine import run_rules
from nlp.structure import parse, read_heading
from nlp.terms import TermFinder
from nlp.types import (
    Coverage,
    Document,
    DraftText,
    Issuer,
    ParsedDraft,
    RuleOutcome,
    ScanError,
    ScanResult,
    ScanWarning,
    SourceFile,
    Unread,
)

if TYPE_CHECKING:
    from spacy.language import Language

_DOUBTS = frozenset({"ocr_text", "encoding_doubt", "garbled_text", "no_diacritics"})
"""Warnings that letters may have been read wrongly: a rule that found nothing there has shown nothing.

`legacy_encoding` alone is none of them: letters of old fonts that could not be decoded for sure are unread, too.
"""
_DATE_MISSING = "Không thấy ngày trong văn bản: dùng ngày hôm nay để xác định quy định áp dụng."


def extract_draft(files: Sequence[SourceFile]) -> DraftText:
    """The text of the draft's files in their order; raises NlpError when one of them cannot be read."""
    return join([read(file) for file in files])


def parse_draft(
    draft: DraftText,
    *,
    issuer: Issuer | None = None,
    date: datetime.date | None = None,
    today: datetime.date,
    knowledge: Knowledge | None = None,
) -> ParsedDraft:
    """The provision tree, citations and heading of a draft; `issuer` and `date` override what the text says.

    The regime follows from the content date: the option, else the date in the text, else `today` with a warning.
    """
    structure = parse(draft)
    heading = read_heading(draft, structure.provisions)
    references = resolve(find(draft.text), structure.provisions, draft.text)
    warnings = list(structure.warnings)
    day, source = _content_date(date, heading.date, today)
    if source == "today":
        warnings.append(ScanWarning("date_missing", _DATE_MISSING))
    knowledge = knowledge or _packaged()
    document = Document(
        text=draft.text,
        number=heading.number,
        type=heading.type,
        issuer=issuer or heading.issuer,
        title=heading.title,
        date=day.isoformat(),
        date_source=source,
        regime=knowledge.regime_on(day),
    )
    broken = faults(references, structure.provisions, draft.text)
    findings = (*structure.findings, *broken)
    return ParsedDraft(draft, document, structure.provisions, references, findings, tuple(warnings))


def _content_date(
    given: datetime.date | None, stated: str | None, today: datetime.date
) -> tuple[datetime.date, Literal["text", "option", "today"]]:
    if given is not None:
        return given, "option"
    return (datetime.date.fromisoformat(stated), "text") if stated else (today, "today")


def scan_draft(parsed: ParsedDraft, knowledge: Knowledge) -> ScanResult:
    """Findings, procedures and coverage of a parsed draft; the caller fills in the file's name."""
    run = run_rules(parsed, knowledge, term_finder(knowledge))
    unread = [*parsed.draft.unread, *run.unread]
    if not any(provision.kind == "dieu" for provision in parsed.provisions):
        unread.append(Unread(0, len(parsed.document.text), "no_articles"))
    warnings = [*parsed.draft.warnings, *parsed.warnings]
    return ScanResult(
        file="",
        document=parsed.document,
        provisions=parsed.provisions,
        references=parsed.references,
        procedures=run.procedures,
        findings=run.findings,
        coverage=Coverage(
            knowledge.release, len(parsed.provisions), _honest(run.outcomes, unread, warnings), tuple(unread)
        ),
        warnings=tuple(warnings),
    )


def _honest(
    outcomes: Sequence[RuleOutcome], unread: Sequence[Unread], warnings: Sequence[ScanWarning]
) -> tuple[RuleOutcome, ...]:
    """No rule is clean on a draft of which a part was not read, or whose letters may have been read wrongly."""
    doubtful = any(warning.code in _DOUBTS for warning in warnings)
    if not unread and not doubtful:
        return tuple(outcomes)
    reason = "unread" if unread else "doubtful_text"
    return tuple(
        RuleOutcome(outcome.rule, "not_run", reason) if outcome.outcome == "clean" else outcome
        for outcome in outcomes
    )


def scan(
    source: SourceFile | Sequence[SourceFile],
    knowledge: Knowledge,
    *,
    issuer: Issuer | None = None,
    date: datetime.date | None = None,
) -> ScanResult:
    """Scans one file, or several as the parts of one draft; one that cannot be read gives an error result."""
    files = (source,) if isinstance(source, SourceFile) else tuple(source)
    name = files[0].name if isinstance(source, SourceFile) else tuple(file.name for file in files)
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    try:
        draft = extract_draft(files)
    except NlpError as error:
        return ScanResult(file=name, error=ScanError(error.code, error.message))
    parsed = parse_draft(draft, issuer=issuer, date=date, today=today, knowledge=knowledge)
    result = scan_draft(parsed, knowledge)
    return ScanResult(
        file=name,
        document=result.document,
        provisions=result.provisions,
        references=result.references,
        procedures=result.procedures,
        findings=result.findings,
        coverage=result.coverage,
        warnings=result.warnings,
    )


def term_finder(knowledge: Knowledge) -> TermFinder:
    """Finds the terms of a release's lexicons; loads spaCy at the first text, which many drafts never need."""

    @functools.cache
    def finder() -> TermFinder:
        return functools.partial(_spacy_side().find_terms, language_for(knowledge))

    return lambda text: finder()(text)


def warm_up(knowledge: Knowledge) -> None:
    """Builds what the scans of a release share: a process that forks for every draft does so once, before."""
    language_for(knowledge)
    if knowledge.material.library:
        open_library(knowledge.material.library)
    if knowledge.material.procedures:
        index_of(knowledge.material.procedures)


def language_for(knowledge: Knowledge) -> Language:
    """The spaCy pipeline for a release's lexicons; built once a process for the same lexicons."""
    return _language(tuple(sorted(knowledge.lexicons.items())))


@functools.lru_cache(maxsize=2)
def _language(lexicons: tuple[tuple[str, tuple[str, ...]], ...]) -> Language:
    language: Language = _spacy_side().build_language(dict(lexicons))
    return language


def _spacy_side() -> ModuleType:
    """The module that needs spaCy, loaded when a draft first needs it: a second of start-up."""
    return importlib.import_module("nlp.language")


@functools.lru_cache(maxsize=1)
def _packaged() -> Knowledge:
    return load_knowledge()
