"""Conditions of an action that lie outside the dossier's state: what was read, scanned, handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Guard(StrEnum):
    """A named condition; the name is what the API reports when it fails."""

    VERSION_PROCESSED = "version_processed"
    VERSION_SCANNED = "version_scanned"
    REPORT_READY = "report_ready"
    REQUIRED_PAPERS_PRESENT = "required_papers_present"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the services found out about the dossier, of its latest version.

    `open_findings`: findings of severity `suspect` or `violation` nobody has decided. `missing_papers`:
    Vietnamese names of required papers that are not among the attachments. `due_on`: the running deadline;
    `latest_due_on`: the last day it may be moved to, None where its source sets none.
    """

    version_processed: bool
    version_scanned: bool
    open_findings: int
    missing_papers: tuple[str, ...]
    due_on: date | None = None
    latest_due_on: date | None = None


def why_not(guard: Guard, facts: Facts) -> str:
    """Why the guard refuses, in Vietnamese; '' when it holds."""
    return _CHECKS[guard](facts)


def _version_processed(facts: Facts) -> str:
    return "" if facts.version_processed else "Chưa đọc được tệp dự thảo nào của phiên bản mới nhất."


def _version_scanned(facts: Facts) -> str:
    return "" if facts.version_scanned else "Phiên bản mới nhất chưa rà soát xong."


def _report_ready(facts: Facts) -> str:
    if not facts.open_findings:
        return ""
    return f"Còn {facts.open_findings} phát hiện chưa được xử lý."


def _required_papers_present(facts: Facts) -> str:
    if not facts.missing_papers:
        return ""
    return "Hồ sơ còn thiếu: " + "; ".join(facts.missing_papers) + "."


_CHECKS: dict[Guard, Callable[[Facts], str]] = {
    Guard.VERSION_PROCESSED: _version_processed,
    Guard.VERSION_SCANNED: _version_scanned,
    Guard.REPORT_READY: _report_ready,
    Guard.REQUIRED_PAPERS_PRESENT: _required_papers_present,
}
