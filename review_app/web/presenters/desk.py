"""The review desk of one version: text, outline, cards, and what was not examined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nlp.knowledge import Knowledge
from review_app.domain.coverage import REASONS_VI
from review_app.models import Finding, VersionText
from review_app.web.presenters import words
from review_app.web.presenters.findings import (
    FindingCard,
    card_of,
    has_verified_basis,
    marks_of,
    rule_title,
)
from review_app.web.presenters.text import Block, OutlineLine, blocks_of, outline_of

OUTCOMES: Mapping[str, str] = {
    "hit": "có phát hiện",
    "clean": "đã chạy, không có kết quả",
    "not_run": "không chạy",
}
_ORDER = ("not_run", "hit", "clean")
"""What a reader must know first stands first."""
CLEAN_IN_DOUBT = "đã chạy trên phần đọc được, không có kết quả"
DATE_SOURCES: Mapping[str, str] = {
    "text": "ngày ghi trong dự thảo",
    "option": "ngày dự kiến ban hành",
    "today": "ngày rà soát, vì dự thảo không ghi ngày",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What became of one rule."""

    rule: str
    title: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure put together from several places of the draft."""

    name: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Each part with its places: their names and the ids they stand at in the text."""
    missing: str
    published: str
    """The published procedure it was recognised as: code, and name where the list in use holds it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk shows of one version."""

    blocks: list[Block]
    outline: list[OutlineLine]
    cards: list[FindingCard]
    warnings: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    procedures: tuple[ProcedureLine, ...]
    knowledge: str
    newer_knowledge: str
    """The release in use now, where it is another than the one of the scan."""
    regime: str
    date_words: str


def labels_of(row: VersionText | None) -> dict[str, str]:
    """The names of the provisions by id."""
    scan = row.scan if row is not None and row.scan else None
    return {each["id"]: each["label"] for each in scan["provisions"]} if scan else {}


def desk_of(
    row: VersionText | None,
    findings: Sequence[Finding],
    shown: Sequence[Finding],
    knowledge: Knowledge,
    *,
    in_doubt: bool,
    inside: bool,
) -> Desk:
    """Text and outline carry the marks of all `findings`; cards are those of `shown`; `knowledge` is that in use now.

    `in_doubt`: some of the draft was not read for sure, so a rule without a result says no more than that.
    `inside`: the reader belongs to the office; the outcomes of rules and the procedures recognised would tell the
    agency what was dismissed.
    """
    scan: Mapping[str, Any] = row.scan if row is not None and row.scan else {}
    provisions, marks = scan.get("provisions", []), marks_of(findings)
    document, coverage = scan.get("document", {}), scan.get("coverage") or {}
    labels = labels_of(row)
    regimes: Mapping[str, str] = {entry.id: entry.title for entry in knowledge.regimes}
    return Desk(
        blocks=blocks_of(row.text, provisions, marks) if row is not None and row.text else [],
        outline=outline_of(provisions, marks),
        cards=[card_of(finding, labels, knowledge) for finding in shown],
        warnings=tuple(warning["message"] for warning in scan.get("warnings", ())),
        rules=tuple(
            _rule(rule, knowledge, document, in_doubt)
            for rule in sorted(coverage.get("rules", ()), key=lambda rule: _ORDER.index(rule["outcome"]))
            if inside
        ),
        procedures=tuple(
            _procedure(each, labels, knowledge) for each in scan.get("procedures", ()) if inside
        ),
        knowledge=coverage.get("knowledge", ""),
        newer_knowledge=knowledge.release if coverage.get("knowledge") != knowledge.release else "",
        regime=regimes.get(document.get("regime") or "", "chưa xác định"),
        date_words=_date_words(document),
    )


def _rule(
    rule: Mapping[str, Any], knowledge: Knowledge, document: Mapping[str, Any], in_doubt: bool
) -> RuleLine:
    reason = REASONS_VI.get(rule["reason"], rule["reason"])
    outcome = CLEAN_IN_DOUBT if in_doubt and rule["outcome"] == "clean" else OUTCOMES[rule["outcome"]]
    title = rule_title(rule["rule"], knowledge, checked=has_verified_basis(rule["rule"], knowledge, document))
    return RuleLine(rule["rule"], title, outcome, reason)


def _procedure(each: Mapping[str, Any], labels: Mapping[str, str], knowledge: Knowledge) -> ProcedureLine:
    parts = tuple(
        (words.PARTS.get(part, part), _places(places, labels)) for part, places in each["parts"].items()
    )
    missing = ", ".join(words.PARTS.get(part, part) for part in each["missing"])
    published = _published(each["published"], knowledge) if each["published"] else ""
    return ProcedureLine(each["name"] or "Chưa nhận ra tên thủ tục", parts, missing, published)


def _published(code: str, knowledge: Knowledge) -> str:
    found = next((each for each in knowledge.material.procedures if each.code == code), None)
    if found is None:
        return f"mã {code} (không có trong danh mục đang dùng)"
    return f"mã {code}, “{found.name}”" + (f" ({found.level.lower()})" if found.level else "")


def _places(places: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The places by name and id; one inside another that is named already is left out."""
    ids = dict.fromkeys(place["provision"] for place in places)
    outer = [id_ for id_ in ids if not any(id_.startswith(f"{other}/") for other in ids)]
    return tuple((labels.get(id_, id_), id_) for id_ in outer)


def _date_words(document: Mapping[str, Any]) -> str:
    if not document.get("date"):
        return "chưa xác định"
    day = date.fromisoformat(document["date"])
    return f"{day:%d/%m/%Y} ({DATE_SOURCES.get(document.get('date_source') or '', 'không rõ nguồn')})"
