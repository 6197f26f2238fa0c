"""Moving a dossier on: guards, four eyes, pauses, rounds, stale views."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.domain.dossier import Action
from review_app.domain.errors import (
    DossierUnknown,
    FieldMissing,
    FourEyes,
    GuardFailed,
    NotAllowed,
    ReasonMissing,
    TransitionNotAllowed,
    Unprocessable,
)
from review_app.domain.roles import Actor
from review_app.errors import Stale
from review_app.models import AppraisalReport, Dossier, Finding, IndexMark, TransitionLog
from review_app.services.appraisal import Request, facts_of, offers_for, run_action
from review_app.services.base_data import import_base, layout_for
from review_app.services.dossiers import latest_version, view_of
from review_app.services.findings import Decision, dispose
from review_app.services.intake import add_version
from review_app.services.office import Office
from tests.factories import NOW, People, make_dossier, mark_scanned, upload, user_of

pytestmark = pytest.mark.db


@pytest.fixture
def session(office: Office, people: People) -> Iterator[Session]:
    """One transaction with the base data in it."""
    with office.database.write() as opened:
        import_base(opened, NOW)
        yield opened


@pytest.fixture
def dossier(office: Office, session: Session, people: People) -> Dossier:
    """A scanned dossier, submitted by `officer`."""
    made = make_dossier(office, session, people.officer)
    mark_scanned(session, made)
    return made


def act(session: Session, dossier: Dossier, actor: Actor, action: Action, **values: object) -> Dossier:
    """The action with its request; `days` moves the clock on from NOW."""
    days = values.pop("days", 0)
    revision = values.pop("revision", None)
    assert isinstance(days, int)
    request = Request(action, **values)  # type: ignore[arg-type]
    return run_action(session, actor, NOW + timedelta(days=days), dossier.id, request, revision)  # type: ignore[arg-type]


def to_appraising(session: Session, dossier: Dossier, people: People) -> None:
    act(session, dossier, people.intake, Action.ACCEPT)
    act(session, dossier, people.head, Action.ASSIGN, assignee_id=people.reviewer.id)
    act(session, dossier, people.reviewer, Action.START)


def decide_all(session: Session, dossier: Dossier, people: People) -> None:
    version = latest_version(session, dossier.id)
    assert version is not None
    for finding in session.scalars(select(Finding).where(Finding.version_id == version.id)):
        dispose(session, people.reviewer, NOW, finding.id, Decision("confirmed"), None)


def conclusion(session: Session) -> dict[str, str]:
    layout = layout_for(session, "quyet_dinh", "ubnd_tinh", NOW.date())
    assert layout is not None
    return {"conclusion": layout.conclusions[0].code}


def test_an_unread_draft_is_not_accepted(office: Office, session: Session, people: People) -> None:
    unread = make_dossier(office, session, people.officer)
    with pytest.raises(GuardFailed) as refused:
        act(session, unread, people.intake, Action.ACCEPT)
    assert refused.value.field == "version_processed"
    assert unread.state == "submitted"


def test_a_draft_that_sets_a_procedure_is_not_accepted_without_its_papers(
    office: Office, session: Session, people: People
) -> None:
    bare = make_dossier(office, session, people.officer)
    mark_scanned(session, bare)
    with pytest.raises(GuardFailed) as refused:
        act(session, bare, people.intake, Action.ACCEPT, fields={"has_tthc": True})
    assert refused.value.field == "required_papers_present"
    complete = make_dossier(
        office, session, people.officer, papers=("danh_gia_tac_dong_tthc", "y_kien_tthc", "to_trinh")
    )
    mark_scanned(session, complete)
    assert act(session, complete, people.intake, Action.ACCEPT, fields={"has_tthc": True}).state == "accepted"


def test_acceptance_starts_the_clock_and_says_by_what(
    session: Session, dossier: Dossier, people: People
) -> None:
    act(session, dossier, people.intake, Action.ACCEPT)
    assert dossier.received_at == NOW
    assert (dossier.deadline or {})["term"] == "appraisal"
    assert dossier.due_on is None or dossier.due_on > NOW.date()


@pytest.mark.parametrize("who", ["officer", "other_officer", "head", "director", "intake", "admin"])
def test_only_a_reviewer_is_assigned(session: Session, dossier: Dossier, people: People, who: str) -> None:
    act(session, dossier, people.intake, Action.ACCEPT)
    with pytest.raises(Unprocessable) as refused:
        act(session, dossier, people.head, Action.ASSIGN, assignee_id=getattr(people, who).id)
    assert refused.value.field == "assignee"
    assert dossier.assignee_id is None


def test_a_closed_account_is_not_assigned(session: Session, dossier: Dossier, people: People) -> None:
    act(session, dossier, people.intake, Action.ACCEPT)
    user_of(session, people.reviewer).active = False
    with pytest.raises(Unprocessable):
        act(session, dossier, people.head, Action.ASSIGN, assignee_id=people.reviewer.id)
    with pytest.raises(FieldMissing):
        act(session, dossier, people.head, Action.ASSIGN)


def test_only_the_assignee_works_on_the_dossier(session: Session, dossier: Dossier, people: People) -> None:
    act(session, dossier, people.intake, Action.ACCEPT)
    act(session, dossier, people.head, Action.ASSIGN, assignee_id=people.reviewer.id)
    with pytest.raises(NotAllowed):
        act(session, dossier, people.other_reviewer, Action.START)
    act(
        session,
        dossier,
        people.head,
        Action.REASSIGN,
        assignee_id=people.other_reviewer.id,
        reason="Nghỉ phép.",
    )
    assert act(session, dossier, people.other_reviewer, Action.START).state == "appraising"


def test_appraisal_does_not_start_on_a_version_that_is_not_scanned(
    office: Office, session: Session, people: People
) -> None:
    dossier = make_dossier(office, session, people.officer)
    version = mark_scanned(session, dossier)
    version.state, version.code = "failed", "timeout"
    act(session, dossier, people.intake, Action.ACCEPT)
    act(session, dossier, people.head, Action.ASSIGN, assignee_id=people.reviewer.id)
    with pytest.raises(GuardFailed) as refused:
        act(session, dossier, people.reviewer, Action.START)
    assert refused.value.field == "version_scanned"


def test_a_report_waits_for_every_suspicion_and_needs_a_conclusion(
    session: Session, dossier: Dossier, people: People
) -> None:
    to_appraising(session, dossier, people)
    with pytest.raises(GuardFailed) as refused:
        act(session, dossier, people.reviewer, Action.DRAFT_REPORT, fields=conclusion(session))
    assert refused.value.field == "report_ready"
    decide_all(session, dossier, people)
    with pytest.raises(Unprocessable) as unknown:
        act(session, dossier, people.reviewer, Action.DRAFT_REPORT, fields={"conclusion": "khac"})
    assert unknown.value.field == "conclusion"


def test_information_alone_does_not_hold_the_report_back(
    office: Office, session: Session, people: People
) -> None:
    dossier = make_dossier(office, session, people.officer)
    mark_scanned(session, dossier, severity="info")
    assert facts_of(session, dossier, {}).open_findings == 0
    to_appraising(session, dossier, people)
    drafted = act(session, dossier, people.reviewer, Action.DRAFT_REPORT, fields=conclusion(session))
    assert drafted.state == "report_drafted"


def test_a_report_is_signed_numbered_and_counted_without_gaps(
    session: Session, dossier: Dossier, people: People
) -> None:
    to_appraising(session, dossier, people)
    decide_all(session, dossier, people)
    act(session, dossier, people.reviewer, Action.DRAFT_REPORT, fields=conclusion(session))
    act(session, dossier, people.head, Action.HEAD_APPROVE)
    act(session, dossier, people.director, Action.SIGN)
    report = session.scalars(select(AppraisalReport)).one()
    assert (report.signed_by_id, report.number) == (people.director.id, None)
    act(session, dossier, people.intake, Action.RELEASE)
    assert report.number is not None
    assert report.number.startswith("1/")
    assert report.issued_on == NOW.date()


def test_a_report_sent_back_is_approved_anew(session: Session, dossier: Dossier, people: People) -> None:
    to_appraising(session, dossier, people)
    decide_all(session, dossier, people)
    act(session, dossier, people.reviewer, Action.DRAFT_REPORT, fields=conclusion(session))
    act(session, dossier, people.head, Action.HEAD_APPROVE)
    act(session, dossier, people.director, Action.DIRECTOR_RETURN, reason="Chưa rõ kết luận.")
    assert dossier.state == "report_drafted"
    with pytest.raises(TransitionNotAllowed):
        act(session, dossier, people.director, Action.SIGN)
    act(session, dossier, people.head, Action.HEAD_RETURN, reason="Viết lại.")
    act(session, dossier, people.reviewer, Action.DRAFT_REPORT, fields=conclusion(session))
    assert view_of(session, dossier).head_approved_by is None


def test_who_handed_in_does_not_accept(office: Office, session: Session, people: People) -> None:
    own = make_dossier(office, session, people.intake)
    mark_scanned(session, own)
    with pytest.raises(FourEyes):
        act(session, own, people.intake, Action.ACCEPT)
    offer = next(
        o for o in offers_for(session, people.intake, own, view_of(session, own)) if o.action is Action.ACCEPT
    )
    assert not offer.enabled
    assert offer.why_not


def test_who_added_a_version_does_not_accept_either(
    office: Office, session: Session, dossier: Dossier, people: People
) -> None:
    add_version(session, people.intake, NOW, dossier.id, [upload(office)], [])
    mark_scanned(session, dossier)
    with pytest.raises(FourEyes):
        act(session, dossier, people.intake, Action.ACCEPT)


@pytest.mark.parametrize("start", [False, True])
def test_a_paused_dossier_goes_back_to_where_it_was(
    session: Session, dossier: Dossier, people: People, start: bool
) -> None:
    to_appraising(session, dossier, people)
    if not start:
        dossier.state = "assigned"
    before = dossier.state
    with pytest.raises(ReasonMissing):
        act(session, dossier, people.head, Action.PAUSE, reason="  ")
    act(session, dossier, people.head, Action.PAUSE, reason="Chờ ý kiến.", days=2)
    assert (dossier.state, dossier.paused_from, dossier.due_on) == ("paused", before, None)
    act(session, dossier, people.reviewer, Action.RESUME, days=9)
    assert (dossier.state, dossier.paused_from) == (before, None)


def test_a_pause_moves_the_deadline_by_the_days_it_lasted(
    session: Session, dossier: Dossier, people: People
) -> None:
    to_appraising(session, dossier, people)
    due = dossier.due_on
    act(session, dossier, people.head, Action.PAUSE, reason="Chờ ý kiến.", days=1)
    act(session, dossier, people.head, Action.RESUME, days=8)
    if due is None:
        pytest.fail("the base data gives no term for a decision of the province")
    assert dossier.due_on is not None
    assert dossier.due_on > due


def test_an_extension_only_moves_the_deadline_on(session: Session, dossier: Dossier, people: People) -> None:
    to_appraising(session, dossier, people)
    assert dossier.due_on is not None
    for wrong in (dossier.due_on, dossier.due_on - timedelta(days=1)):
        with pytest.raises(Unprocessable):
            act(
                session,
                dossier,
                people.head,
                Action.EXTEND,
                reason="Phức tạp.",
                fields={"due_on": wrong.isoformat()},
            )
    later = dossier.due_on + timedelta(days=3)
    act(
        session, dossier, people.head, Action.EXTEND, reason="Phức tạp.", fields={"due_on": later.isoformat()}
    )
    assert (dossier.due_on, dossier.state) == (later, "appraising")


def test_a_view_that_is_not_the_present_one_changes_nothing(
    session: Session, dossier: Dossier, people: People
) -> None:
    seen = dossier.revision
    act(session, dossier, people.intake, Action.ACCEPT, revision=seen)
    with pytest.raises(Stale) as refused:
        act(session, dossier, people.head, Action.ASSIGN, assignee_id=people.reviewer.id, revision=seen)
    assert refused.value.details["current"] == {
        "state": "accepted", "round": 1, "etag": str(dossier.revision),
    }  # fmt: skip
    assert dossier.state == "accepted"


def test_every_change_raises_the_revision_marks_the_index_and_is_logged(
    session: Session, dossier: Dossier, people: People
) -> None:
    before = dossier.revision
    mark = session.get_one(IndexMark, dossier.id)
    serial = mark.serial
    act(session, dossier, people.intake, Action.ACCEPT)
    session.refresh(mark)
    assert dossier.revision > before
    assert mark.serial > serial
    log = session.scalars(select(TransitionLog).order_by(TransitionLog.id)).all()
    assert [(line.action, line.from_state, line.to_state) for line in log] == [
        ("submit", "submitted", "submitted"), ("accept", "submitted", "accepted"),
    ]  # fmt: skip


def test_a_refused_action_leaves_no_trace(session: Session, dossier: Dossier, people: People) -> None:
    before = dossier.revision
    for actor, action, error in (
        (people.other_officer, Action.WITHDRAW, DossierUnknown),
        (people.admin, Action.ACCEPT, DossierUnknown),
        (people.head, Action.ACCEPT, NotAllowed),
        (people.intake, Action.RELEASE, TransitionNotAllowed),
        (people.officer, Action.WITHDRAW, ReasonMissing),
    ):
        with pytest.raises(error):
            act(session, dossier, actor, action)
    session.flush()
    assert dossier.revision == before
    assert len(session.scalars(select(TransitionLog)).all()) == 1


def test_a_new_round_forgets_assignee_and_report_but_keeps_the_old_one(
    office: Office, session: Session, dossier: Dossier, people: People
) -> None:
    to_appraising(session, dossier, people)
    decide_all(session, dossier, people)
    act(session, dossier, people.reviewer, Action.DRAFT_REPORT, fields=conclusion(session))
    act(session, dossier, people.head, Action.HEAD_APPROVE)
    act(session, dossier, people.director, Action.SIGN)
    act(session, dossier, people.intake, Action.RELEASE)
    add_version(session, people.officer, NOW, dossier.id, [upload(office)], [])
    act(session, dossier, people.officer, Action.NEW_ROUND)
    view = view_of(session, dossier)
    assert (view.round, view.assignee_id, view.report_drafted_by, view.head_approved_by) == (
        2,
        None,
        None,
        None,
    )
    assert len(session.scalars(select(AppraisalReport)).all()) == 1
    with pytest.raises(GuardFailed):
        act(session, dossier, people.intake, Action.ACCEPT)
