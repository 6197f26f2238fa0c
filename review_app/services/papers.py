"""Papers of a dossier against the checklist of its day: what is there, what is missing, what bars acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.base_data import ChecklistPaper, Required, papers_for
from review_app.domain.base_data import missing_papers as missing_of
from review_app.models import Attachment, Dossier
from review_app.services import base_data
from review_app.services.clock import local_date


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A paper of the checklist. `present` is None for a paper no kind tells apart: a person checks it by eye.

    `required` is `yes`, `no` or `if_tthc`; `citation` is ready to be shown; `bars`: its absence bars acceptance.
    """

    kind: str
    name: str
    required: str
    present: bool | None
    citation: str
    status: str
    bars: bool
    note: str


def checklist_of(session: Session, dossier: Dossier) -> list[CheckLine]:
    """The checklist of the dossier; it warns, and bars nothing."""
    present = _present(session, dossier)
    return [
        CheckLine(
            kind=paper.kind, name=paper.label, required=paper.required.value,
            present=None if paper.kind == "other" else paper.kind in present,
            citation=paper.shown_basis, status=paper.status.value, bars=paper.refuses_acceptance, note=paper.note,
        )
        for paper in _papers(session, dossier)
    ]  # fmt: skip


def missing_papers(session: Session, dossier: Dossier, *, has_tthc: bool) -> tuple[str, ...]:
    """Names of the papers without which the dossier may not be received.

    Only for a draft that, as a person said, sets an administrative procedure (Nghị định 63/2010 Điều 11 khoản 3).
    """
    if not has_tthc:
        return ()
    barring = [
        paper
        for paper in _papers(session, dossier)
        if paper.refuses_acceptance and paper.required is Required.IF_TTHC
    ]
    return tuple(
        paper.label for paper in missing_of(barring, _present(session, dossier), sets_procedure=True)
    )


def procedure_day(dossier: Dossier) -> date:
    """The day whose procedure the dossier follows: when it was received in full, before that when it came."""
    return local_date(dossier.received_at or dossier.created_at)


def _papers(session: Session, dossier: Dossier) -> list[ChecklistPaper]:
    day = procedure_day(dossier)
    return papers_for(
        base_data.checklist(session, day),
        dossier.document_type,
        dossier.issuer,
        expedited=dossier.expedited,
        day=day,
    )


def _present(session: Session, dossier: Dossier) -> frozenset[str]:
    """Kinds of paper handed in, in this round or an earlier one."""
    return frozenset(session.scalars(select(Attachment.kind).where(Attachment.dossier_id == dossier.id)))
