"""How far a version was examined, from what its scan left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review_app.domain.coverage import CoverageFacts, NotRun, UnreadPart, Warned
from review_app.models import DraftVersion, Finding, VersionText


def coverage_of(session: Session, version: DraftVersion) -> CoverageFacts:
    """The facts for `domain.coverage`, which alone may say that nothing was found."""
    row = session.get(VersionText, version.id)
    if version.state != "scanned" or row is None or row.scan is None:
        return CoverageFacts(False, None, version.knowledge or "", 0, 0, 0, 0)
    scan: Mapping[str, Any] = row.scan
    coverage, rules = scan["coverage"], scan["coverage"]["rules"]
    findings = session.scalar(
        select(func.count()).select_from(Finding).where(Finding.version_id == version.id)
    )
    return CoverageFacts(
        scanned=True,
        regime=scan["document"]["regime"],
        knowledge=coverage["knowledge"],
        articles=sum(provision["kind"] == "dieu" for provision in scan["provisions"]),
        provisions=coverage["provisions"],
        rules_run=sum(rule["outcome"] != "not_run" for rule in rules),
        findings=findings or 0,
        not_run=tuple(NotRun(rule["rule"], rule["reason"]) for rule in rules if rule["outcome"] == "not_run"),
        unread=tuple(
            UnreadPart(_where(part, scan["provisions"]), part["reason"]) for part in coverage["unread"]
        ),
        warnings=tuple(Warned(each["code"], each["message"]) for each in scan["warnings"]),
    )


def _where(part: Mapping[str, Any], provisions: Sequence[Mapping[str, Any]]) -> str:
    """The innermost provision around a stretch of the text."""
    if part["start"] is None:
        return "một phần của tệp"
    around = [each for each in provisions if each["start"] <= part["start"] < each["end"]]
    inner = min(around, key=lambda each: each["end"] - each["start"], default=None)
    return str(inner["label"]) if inner else f"đoạn từ ký tự {part['start']}"
