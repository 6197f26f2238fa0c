"""Reading and scanning a version: extract, parse, scan, each its own short transactions.

A step reads what it needs, computes with no transaction open, then writes its result and its step row together.
Running it again does nothing that is done. Importing this module loads spaCy.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal, get_args

import structlog
from pydantic import TypeAdapter
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from nlp.errors import NlpError
from nlp.knowledge import Knowledge
from nlp.pipeline import extract_draft, parse_draft, scan_draft
from nlp.types import DraftText, Issuer, ParsedDraft, SourceFile
from review_app import outbox
from review_app.models import DraftVersion, Finding, StepRun, VersionText
from review_app.services.clock import local_date
from review_app.services.office import Office

log = structlog.get_logger("processing")

Step = Literal["extract", "parse", "scan"]
STEPS: tuple[Step, ...] = ("extract", "parse", "scan")
Clock = Callable[[], datetime]

_COLUMNS_OF_BODY = ("rule", "family", "severity", "provision", "start", "end", "confidence")
_drafts: TypeAdapter[DraftText] = TypeAdapter(DraftText)
_parsed: TypeAdapter[ParsedDraft] = TypeAdapter(ParsedDraft)


class _Worked:
    """What a step computed: how to write it in the step's transaction."""

    def __init__(self, write: Callable[[Session, DraftVersion], None]) -> None:
        self.write = write


def process_version(office: Office, knowledge: Knowledge, version_id: int, clock: Clock) -> None:
    """Bring a version from received to scanned, or to failed with a code a person can act on."""
    with office.database.write() as session:
        version = session.get_one(DraftVersion, version_id, with_for_update={"of": DraftVersion})
        if version.state == "scanned":
            return
        done = {step.step for step in version.steps if step.state == "done"}
        version.state, version.code, version.reason = "processing", None, None
    for step in STEPS:
        if step not in done and not _run_step(office, knowledge, version_id, step, clock):
            return


def _run_step(office: Office, knowledge: Knowledge, version_id: int, step: Step, clock: Clock) -> bool:
    started = clock()
    with office.database.write() as session:
        session.get_one(DraftVersion, version_id).step = step
    try:
        worked = _COMPUTE[step](office, knowledge, version_id, clock)
    except NlpError as error:
        log.info("step_failed", version=version_id, step=step, code=error.code)
        with office.database.write() as session:
            version = session.get_one(DraftVersion, version_id, with_for_update={"of": DraftVersion})
            if not _still_ours(version, step):
                return False
            version.state, version.code, version.reason = "failed", error.code, error.message
            session.add(_step_row(version_id, step, "failed", started, clock(), error))
            outbox.mark_for_index(session, version.dossier_id, clock())
        return False
    with office.database.write() as session:
        version = session.get_one(DraftVersion, version_id, with_for_update={"of": DraftVersion})
        if not _still_ours(version, step):
            return False
        worked.write(session, version)
        version.done = STEPS.index(step) + 1
        session.add(_step_row(version_id, step, "done", started, clock(), None))
    return True


def _still_ours(version: DraftVersion, step: Step) -> bool:
    """Whether this step is still to be written: another process, or the sweeper, may have closed it meanwhile."""
    done = {row.step for row in version.steps if row.state == "done"}
    if version.state == "processing" and step not in done:
        return True
    log.warning("step_overtaken", version=version.id, step=step, state=version.state)
    return False


def _step_row(
    version_id: int, step: Step, state: str, started: datetime, finished: datetime, error: NlpError | None
) -> StepRun:
    return StepRun(
        version_id=version_id, step=step, state=state, started_at=started, finished_at=finished,
        code=error.code if error else None, reason=error.message if error else None,
    )  # fmt: skip


def _extract(office: Office, knowledge: Knowledge, version_id: int, clock: Clock) -> _Worked:
    with office.database.read() as session:
        version = session.get_one(DraftVersion, version_id)
        files = [(part.filename, part.file.sha256) for part in version.parts]
    draft = extract_draft([SourceFile(name, _content(office, sha256)) for name, sha256 in files])
    plain = dataclasses.asdict(draft) | {"text": ""}

    def write(session: Session, version: DraftVersion) -> None:
        session.merge(
            VersionText(version_id=version.id, text=draft.text, draft=plain, parsed=None, scan=None)
        )

    return _Worked(write)


def _content(office: Office, sha256: str) -> bytes:
    try:
        return office.files.read(sha256)
    except FileNotFoundError:
        raise NlpError(
            "not_found", "Không còn tìm thấy tệp gốc trong kho lưu trữ; hãy báo quản trị hệ thống."
        ) from None


def _parse(office: Office, knowledge: Knowledge, version_id: int, clock: Clock) -> _Worked:
    with office.database.read() as session:
        text, version = session.get_one(VersionText, version_id), session.get_one(DraftVersion, version_id)
        draft = _drafts.validate_python(text.draft | {"text": text.text})
        issuer, expected = version.dossier.issuer, version.dossier.expected_issue_date
    parsed = parse_draft(draft, issuer=_issuer(issuer), today=_today(clock), knowledge=knowledge)
    if (
        expected is not None and parsed.document.date_source == "today"
    ):  # the text gives no date: the agency did
        parsed = parse_draft(
            draft, issuer=_issuer(issuer), date=expected, today=_today(clock), knowledge=knowledge
        )
    plain = _without_text(dataclasses.asdict(parsed))

    def write(session: Session, version: DraftVersion) -> None:
        session.get_one(VersionText, version.id).parsed = plain

    return _Worked(write)


def _scan(office: Office, knowledge: Knowledge, version_id: int, clock: Clock) -> _Worked:
    with office.database.read() as session:
        row = session.get_one(VersionText, version_id)
        parsed = restore_parsed(row)
    plain = scan_draft(parsed, knowledge).to_json()
    findings = plain.pop("findings")
    del plain["document"]["text"]

    def write(session: Session, version: DraftVersion) -> None:
        _write_scan(session, version, plain, findings, clock())

    return _Worked(write)


_COMPUTE: dict[Step, Callable[[Office, Knowledge, int, Clock], _Worked]] = {
    "extract": _extract, "parse": _parse, "scan": _scan,
}  # fmt: skip


def _write_scan(
    session: Session,
    version: DraftVersion,
    plain: dict[str, Any],
    findings: list[dict[str, Any]],
    now: datetime,
) -> None:
    session.get_one(VersionText, version.id).scan = plain
    session.execute(delete(Finding).where(Finding.version_id == version.id))
    rows = [
        {name: body[name] for name in _COLUMNS_OF_BODY}
        | {"version_id": version.id, "position": position, "body": body, "revision": 1}
        for position, body in enumerate(findings)
    ]
    if rows:
        session.execute(insert(Finding), rows)  # in one go: thousands must not hold the database for seconds
    version.state, version.step, version.scanned_at = "scanned", None, now
    version.knowledge = plain["coverage"]["knowledge"]
    outbox.mark_for_index(session, version.dossier_id, now)


def restore_parsed(row: VersionText) -> ParsedDraft:
    """The parsed draft as it passed from step to step, with its text put back."""
    plain: dict[str, Any] = row.parsed or {}
    plain = plain | {
        "draft": plain["draft"] | {"text": row.text},
        "document": plain["document"] | {"text": row.text},
    }
    return _parsed.validate_python(plain)


def _without_text(plain: dict[str, Any]) -> dict[str, Any]:
    """The text is stored once, in its own column."""
    return plain | {"draft": plain["draft"] | {"text": ""}, "document": plain["document"] | {"text": ""}}


def _issuer(code: str) -> Issuer | None:
    """What the dossier says of the issuer holds over the text; 'other' says nothing."""
    return next((issuer for issuer in get_args(Issuer) if issuer == code and code != "other"), None)


def _today(clock: Clock) -> date:
    return local_date(clock())
