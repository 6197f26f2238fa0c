"""The register of issued documents: imported line by line, matched to dossiers, matches settled by a person."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from review_app import outbox
from review_app.domain.dossier import Action, State
from review_app.domain.matching import DossierFacts, IssuedRow, Match, match
from review_app.domain.permissions import Permission, require
from review_app.domain.roles import Actor
from review_app.errors import Conflict, NotFound
from review_app.models import (
    Dossier,
    DraftVersion,
    IssuedDocument,
    RegisterImport,
    TransitionLog,
    VersionText,
)
from review_app.services.clock import local_date
from review_app.services.dossiers import get_dossier, visible_to
from review_app.services.intake import clean_name
from review_app.services.register_file import RegisterLine, read_register
from review_app.services.register_line import SHARED_ISSUERS, BadLine, IssuedValues, read_line

ADDED, CHANGED, SAME, REFUSED = "added", "changed", "same", "refused"
_VALUES = (
    "number", "title", "document_type", "issuer", "issuer_name", "agency_name", "issued_on", "effective_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What became of a line: `added`, `changed`, `same` or `refused` (then `reason`); `match` as it stands now."""

    line: int
    number: str
    outcome: str
    reason: str = ""
    issued_id: int | None = None
    match: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The import as recorded, and every line of it."""

    record: RegisterImport
    lines: tuple[LineOutcome, ...]


def import_register(
    session: Session, actor: Actor, now: datetime, filename: str, data: bytes
) -> ImportResult:
    """Take in a register (CSV, XLSX): good lines are kept, bad ones refused one by one with the reason.

    A document that is known already (same number and issuer) is brought up to date, never doubled; what a person
    decided on its match stays. Raises NotAllowed, and Unprocessable, Unsupported, TooLarge
    or Conflict (two imports at once) for the whole file.
    """
    require(Permission.IMPORT_REGISTER, actor)
    lines = read_register(data)
    record = RegisterImport(
        filename=clean_name(filename), sha256=hashlib.sha256(data).hexdigest(), imported_by_id=actor.id,
        imported_at=now, rows=len(lines), added=0, changed=0, refused=0,
    )  # fmt: skip
    session.add(record)
    session.flush()
    outcomes = _take_lines(session, record, lines)
    match_open(
        session, now, {row.id for _, outcome, _, row in outcomes if row is not None and outcome == CHANGED}
    )
    counts = Counter(outcome for _, outcome, _, _ in outcomes)
    record.added, record.changed, record.refused = counts[ADDED], counts[CHANGED], counts[REFUSED]
    session.flush()
    return ImportResult(record, tuple(_told(*outcome) for outcome in outcomes))


_Taken = tuple[RegisterLine, str, str, IssuedDocument | None]


def _take_lines(session: Session, record: RegisterImport, lines: Sequence[RegisterLine]) -> list[_Taken]:
    whole = select(IssuedDocument).with_for_update(of=IssuedDocument)  # nobody settles a match meanwhile
    known = {row.identity: row for row in session.scalars(whole)}
    first_line: dict[str, int] = {}
    taken: list[_Taken] = []
    for line in lines:
        try:
            values = read_line(line)
            if values.identity in first_line:
                raise BadLine(f"Trùng số ký hiệu với dòng {first_line[values.identity]}.")
        except BadLine as bad:
            taken.append((line, REFUSED, str(bad), None))
            continue
        first_line[values.identity] = line.line
        row = known.get(values.identity)
        outcome = ADDED if row is None else _update(row, values, record)
        if row is None:
            row = _new_row(values, record)
            session.add(row)
        taken.append((line, outcome, "", row))
    try:
        session.flush()
    except IntegrityError as error:  # on PostgreSQL another import gave the same new number meanwhile
        raise Conflict(
            "Sổ văn bản vừa được nhập cùng lúc ở nơi khác; chưa nhận dòng nào. Hãy nhập lại tệp.",
            code="register_busy",
        ) from error
    return taken


def _new_row(values: IssuedValues, record: RegisterImport) -> IssuedDocument:
    columns = {name: getattr(values, name) for name in _VALUES}
    return IssuedDocument(
        identity=values.identity, import_id=record.id, match_kind="none", match_score=0.0, **columns
    )


def _update(row: IssuedDocument, values: IssuedValues, record: RegisterImport) -> str:
    changes = {name: getattr(values, name) for name in _VALUES if getattr(values, name) != getattr(row, name)}
    if not changes:
        return SAME
    for name, value in changes.items():
        setattr(row, name, value)
    row.import_id = record.id
    return CHANGED


def _told(line: RegisterLine, outcome: str, reason: str, row: IssuedDocument | None) -> LineOutcome:
    number = row.number if row else line.text("number")[:64]
    return LineOutcome(
        line.line, number, outcome, reason, row.id if row else None, row.match_kind if row else ""
    )


def match_open(session: Session, now: datetime, changed: Collection[int] = ()) -> None:
    """Match every document without a dossier, and those just changed; what a person settled stays.

    A dossier that is taken goes to no second document.
    """
    rows = session.scalars(select(IssuedDocument).order_by(IssuedDocument.issued_on, IssuedDocument.id)).all()
    waiting = [
        row for row in rows if row.matched_by_id is None and (row.dossier_id is None or row.id in changed)
    ]
    open_ids = {row.id for row in waiting}
    taken = {row.dossier_id for row in rows if row.id not in open_ids}
    facts = {one.id: replace(one, taken=one.id in taken) for one in dossier_facts(session)}
    for row in waiting:
        found = match(_as_issued(row), facts.values())
        _write_match(session, row, found, now)
        if found.dossier_id is not None:
            facts[found.dossier_id] = replace(facts[found.dossier_id], taken=True)


def _as_issued(row: IssuedDocument) -> IssuedRow:
    body = row.issuer_name if row.issuer in SHARED_ISSUERS else row.agency_name
    return IssuedRow(row.number, row.title, row.document_type, row.issuer, row.issued_on, body)


def _write_match(session: Session, row: IssuedDocument, found: Match, now: datetime) -> None:
    if (row.match_kind, row.dossier_id, row.match_score) == (found.kind, found.dossier_id, found.score):
        return
    _mark(session, now, row.dossier_id, found.dossier_id)
    row.match_kind, row.dossier_id, row.match_score = found.kind, found.dossier_id, found.score
    row.matched_at = now if found.dossier_id is not None else None
    session.expire(row, ["dossier"])


def _mark(session: Session, now: datetime, *dossier_ids: int | None) -> None:
    for dossier_id in dict.fromkeys(dossier_ids):
        if dossier_id is not None:
            outbox.mark_for_index(session, dossier_id, now)


def dossier_facts(session: Session) -> list[DossierFacts]:
    """Every dossier that may have become a document: withdrawn ones and those closed without issue are left out."""
    numbers = _numbers(session)
    rows = session.execute(
        select(Dossier.id, Dossier.title, Dossier.document_type, Dossier.issuer, Dossier.created_at)
        .where(Dossier.state.not_in((State.WITHDRAWN, State.CLOSED_NOT_ISSUED))).order_by(Dossier.id)
    )  # fmt: skip
    return [
        DossierFacts(id_, title, kind, issuer, local_date(created_at), tuple(numbers.get(id_, ())))
        for id_, title, kind, issuer, created_at in rows
    ]


def _numbers(session: Session) -> Mapping[int, list[str]]:
    """Numbers of issue by dossier: written in a version of the draft, or given when it was closed as issued."""
    numbers: dict[int, list[str]] = {}
    stated = session.execute(
        select(DraftVersion.dossier_id, VersionText.scan["document"]["number"].as_string())
        .join(VersionText, VersionText.version_id == DraftVersion.id)
        .where(VersionText.scan.is_not(None))
    )  # fmt: skip
    closed = session.execute(
        select(TransitionLog.dossier_id, TransitionLog.fields["number"].as_string())
        .where(TransitionLog.action == Action.CLOSE_ISSUED.value, TransitionLog.fields.is_not(None))
    )  # fmt: skip
    for dossier_id, number in (*stated, *closed):
        if number:
            numbers.setdefault(dossier_id, []).append(number)
    return numbers


@dataclass(frozen=True, slots=True)
class CandidateDossier:
    """A dossier offered to the person who settles a match, with its likeness from 0 to 100."""

    dossier: Dossier
    score: float


def list_issued(
    session: Session, actor: Actor, *, unsettled: bool = False, limit: int = 200
) -> Sequence[IssuedDocument]:
    """The register, the newest first; `unsettled`: only documents without a dossier that nobody has decided on."""
    require(Permission.SEE_KPI, actor)
    rows = (
        select(IssuedDocument)
        .order_by(IssuedDocument.issued_on.desc(), IssuedDocument.id.desc())
        .limit(limit)
    )
    if unsettled:
        rows = rows.where(IssuedDocument.dossier_id.is_(None), IssuedDocument.matched_by_id.is_(None))
    return session.scalars(rows).all()


def list_imports(session: Session, actor: Actor, limit: int = 20) -> Sequence[RegisterImport]:
    """The last imports, the newest first."""
    require(Permission.IMPORT_REGISTER, actor)
    return session.scalars(select(RegisterImport).order_by(RegisterImport.id.desc()).limit(limit)).all()


def candidates_of(session: Session, actor: Actor, issued_id: int) -> list[CandidateDossier]:
    """Dossiers that may be the document's, best first; only those the person may see."""
    require(Permission.CONFIRM_MATCH, actor)
    row = _issued(session, issued_id)
    found = match(_as_issued(row), dossier_facts(session))
    visible = {
        dossier.id: dossier
        for dossier in session.scalars(
            select(Dossier).where(
                visible_to(actor), Dossier.id.in_([each.dossier_id for each in found.candidates])
            )
        )
    }
    return [
        CandidateDossier(visible[each.dossier_id], each.score)
        for each in found.candidates
        if each.dossier_id in visible
    ]


def confirm_match(
    session: Session, actor: Actor, now: datetime, issued_id: int, dossier_id: int | None
) -> IssuedDocument:
    """Settle which dossier a document came from, or that it came from none; no import changes that again.

    Raises NotAllowed, NotFound, DossierUnknown, and Conflict when the dossier belongs to another document.
    """
    require(Permission.CONFIRM_MATCH, actor)
    row = _issued(session, issued_id)
    session.refresh(row, with_for_update={"of": IssuedDocument})
    if dossier_id is not None:
        get_dossier(session, actor, dossier_id, lock=True)  # two documents settled at once take turns
        other = session.scalar(
            select(IssuedDocument)
            .where(IssuedDocument.dossier_id == dossier_id, IssuedDocument.id != row.id)
            .limit(1)
        )
        if other is not None:
            raise Conflict(
                f"Hồ sơ này đã gắn với văn bản số {other.number}.", code="dossier_taken", number=other.number
            )
    _mark(session, now, row.dossier_id, dossier_id)
    row.dossier_id = dossier_id
    row.match_kind = "none" if dossier_id is None else "person"
    row.match_score = 0.0 if dossier_id is None else 100.0
    row.matched_at, row.matched_by_id = now, actor.id
    session.flush()
    session.expire(row, ["dossier"])
    return row


def _issued(session: Session, issued_id: int) -> IssuedDocument:
    row = session.get(IssuedDocument, issued_id)
    if row is None:
        raise NotFound
    return row


def import_shape(result: ImportResult) -> dict[str, Any]:
    """The import as the API tells it."""
    record = result.record
    return {
        "id": record.id, "filename": record.filename, "imported_at": record.imported_at.isoformat(),
        "rows": record.rows, "added": record.added, "changed": record.changed, "refused": record.refused,
        "lines": [
            {
                "line": line.line, "number": line.number, "outcome": line.outcome, "reason": line.reason,
                "issued_document": line.issued_id, "match": line.match or None,
            }
            for line in result.lines
        ],
    }  # fmt: skip
