"""Finding dossiers: one with everything the rules ask about it, or the lists of a queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from nlp.text import nfc
from review_app.domain.dossier import AGENCY_SEES, Action, DossierView, State
from review_app.domain.errors import DossierUnknown
from review_app.domain.permissions import OFFICE_READERS, can_see_dossier
from review_app.domain.roles import Actor, Role
from review_app.models import AppraisalReport, Attachment, Dossier, DraftVersion, NamedPerson, TransitionLog


def view_of(session: Session, dossier: Dossier) -> DossierView:
    """The dossier as permissions and workflow see it."""
    report = current_report(session, dossier)
    authors = session.scalars(
        select(DraftVersion.created_by_id).where(DraftVersion.dossier_id == dossier.id).distinct()
    )
    named = session.scalars(select(NamedPerson.user_id).where(NamedPerson.dossier_id == dossier.id))
    return DossierView(
        id=dossier.id,
        state=State(dossier.state),
        agency_id=dossier.agency_id,
        created_by=dossier.created_by_id,
        round=dossier.round,
        assignee_id=dossier.assignee_id,
        paused_from=State(dossier.paused_from) if dossier.paused_from else None,
        restricted=dossier.restricted,
        named_ids=frozenset(named),
        version_authors=frozenset(authors),
        report_drafted_by=report.drafted_by_id if report else None,
        head_approved_by=_approver(session, dossier),
    )


def _approver(session: Session, dossier: Dossier) -> int | None:
    """Who approved the report as it stands: an approval before the last drafting counts no more."""
    last = session.scalar(
        select(TransitionLog)
        .where(
            TransitionLog.dossier_id == dossier.id,
            TransitionLog.round == dossier.round,
            TransitionLog.action.in_((Action.DRAFT_REPORT, Action.HEAD_APPROVE)),
        )
        .order_by(TransitionLog.id.desc())
        .limit(1)
    )
    return last.actor_id if last is not None and last.action == Action.HEAD_APPROVE else None


def get_dossier(
    session: Session, actor: Actor, dossier_id: int, *, lock: bool = False
) -> tuple[Dossier, DossierView]:
    """The dossier and its view; raises DossierUnknown when there is none for this person.

    `lock` holds the row against other writers until the transaction ends.
    """
    dossier = session.get(Dossier, dossier_id, with_for_update={"of": Dossier} if lock else None)
    if dossier is None:
        raise DossierUnknown
    view = view_of(session, dossier)
    if not can_see_dossier(actor, view):
        raise DossierUnknown
    return dossier, view


def get_version(session: Session, actor: Actor, version_id: int) -> tuple[DraftVersion, DossierView]:
    """A version of a dossier the person may see; raises DossierUnknown."""
    version = session.get(DraftVersion, version_id)
    if version is None:
        raise DossierUnknown
    return version, get_dossier(session, actor, version.dossier_id)[1]


def latest_version(session: Session, dossier_id: int) -> DraftVersion | None:
    """The newest version of the draft."""
    return session.scalar(
        select(DraftVersion)
        .where(DraftVersion.dossier_id == dossier_id)
        .order_by(DraftVersion.number.desc())
        .limit(1)
    )


def versions_of(session: Session, dossier_id: int) -> Sequence[DraftVersion]:
    """All versions, newest first."""
    return session.scalars(
        select(DraftVersion).where(DraftVersion.dossier_id == dossier_id).order_by(DraftVersion.number.desc())
    ).all()


def attachments_of(session: Session, dossier_id: int) -> Sequence[Attachment]:
    """The papers of all rounds, in the order they came."""
    return session.scalars(
        select(Attachment).where(Attachment.dossier_id == dossier_id).order_by(Attachment.id)
    ).all()


def history_of(session: Session, actor: Actor, dossier_id: int) -> Sequence[TransitionLog]:
    """What was done to a dossier the person may see, newest first; the agency reads `AGENCY_SEES` alone."""
    rows = (
        select(TransitionLog).where(TransitionLog.dossier_id == dossier_id).order_by(TransitionLog.id.desc())
    )
    if actor.role not in OFFICE_READERS:
        rows = rows.where(TransitionLog.action.in_(AGENCY_SEES))
    return session.scalars(rows).all()


def current_report(session: Session, dossier: Dossier) -> AppraisalReport | None:
    """The report of the round the dossier is in."""
    return session.scalar(
        select(AppraisalReport).where(
            AppraisalReport.dossier_id == dossier.id, AppraisalReport.round == dossier.round
        )
    )


def is_reported(session: Session, version_id: int) -> bool:
    """Whether a report on this version has been released: it bears its number."""
    released = select(AppraisalReport.id).where(
        AppraisalReport.version_id == version_id, AppraisalReport.number.is_not(None)
    )
    return session.scalar(released.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a person wants to see of the queue; `mine` are the dossiers that wait for this person."""

    states: tuple[str, ...] = ()
    assignee_id: int | None = None
    agency_id: int | None = None
    document_type: str = ""
    words: str = ""
    mine: bool = False


# Which states wait for which role; a reviewer's own dossiers, an officer's own agency's.
WAITING_FOR: dict[Role, tuple[State, ...]] = {
    Role.INTAKE: (State.SUBMITTED, State.SIGNED, State.ANSWERED),
    Role.HEAD: (State.ACCEPTED, State.REPORT_DRAFTED),
    Role.DIRECTOR: (State.HEAD_APPROVED,),
    Role.REVIEWER: (State.ASSIGNED, State.APPRAISING),
    Role.AGENCY_OFFICER: (State.RETURNED, State.RELEASED),
}


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The rows of `dossier` this person may see: the SQL twin of `can_see_dossier`, held to it by a test."""
    named = select(NamedPerson.dossier_id).where(NamedPerson.user_id == actor.id)
    owner = or_(Dossier.created_by_id == actor.id, Dossier.assignee_id == actor.id, Dossier.id.in_(named))
    open_to_all = Dossier.restricted.is_(False)
    if actor.role in OFFICE_READERS:
        return or_(open_to_all, owner)
    if actor.role is Role.AGENCY_OFFICER and actor.agency_id is not None:
        return and_(Dossier.agency_id == actor.agency_id, or_(open_to_all, owner))
    return Dossier.id.is_(None)


def _filtered(actor: Actor, wanted: QueueFilter) -> Select[Dossier]:
    rows = select(Dossier).where(visible_to(actor))
    if wanted.states:
        rows = rows.where(Dossier.state.in_(wanted.states))
    if wanted.assignee_id is not None:
        rows = rows.where(Dossier.assignee_id == wanted.assignee_id)
    if wanted.agency_id is not None:
        rows = rows.where(Dossier.agency_id == wanted.agency_id)
    if wanted.document_type:
        rows = rows.where(Dossier.document_type == wanted.document_type)
    if wanted.words:
        words = nfc(wanted.words.strip())
        rows = rows.where(
            or_(*(column.icontains(words, autoescape=True) for column in (Dossier.title, Dossier.number)))
        )
    if wanted.mine:
        rows = rows.where(Dossier.state.in_(WAITING_FOR.get(actor.role, ())))
        if actor.role is Role.REVIEWER:
            rows = rows.where(Dossier.assignee_id == actor.id)
    return rows


def list_dossiers(
    session: Session, actor: Actor, wanted: QueueFilter, *, after_id: int | None = None, limit: int = 50
) -> Sequence[Dossier]:
    """Dossiers of the queue, the newest first; `after_id` is the last id of the page before."""
    rows = _filtered(actor, wanted).order_by(Dossier.id.desc()).limit(limit)
    return session.scalars(rows.where(Dossier.id < after_id) if after_id is not None else rows).all()


def count_by_state(session: Session, actor: Actor, wanted: QueueFilter) -> dict[str, int]:
    """How many dossiers stand in each state, under the same filter as the list."""
    chosen = _filtered(actor, wanted).with_only_columns(Dossier.id).subquery()
    rows = session.execute(
        select(Dossier.state, func.count()).where(Dossier.id.in_(select(chosen.c.id))).group_by(Dossier.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 - rows are not plain tuples


def queue_by_urgency(
    session: Session, actor: Actor, wanted: QueueFilter, limit: int = 100
) -> Sequence[Dossier]:
    """The same dossiers with the nearest deadline first, those without one last."""
    rows = _filtered(actor, wanted).order_by(Dossier.due_on.is_(None), Dossier.due_on, Dossier.id.desc())
    return session.scalars(rows.limit(limit)).all()
