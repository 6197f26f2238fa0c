"""The workflow against its hand-written outcomes, and what that table leaves out: persons, reasons, guards."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from review_app.domain import errors
from review_app.domain.diagram import diagram
from review_app.domain.dossier import ACTION_LABELS_VI, STATE_LABELS_VI, Action, DossierView, State
from review_app.domain.guards import Facts, Guard
from review_app.domain.roles import LABELS_VI, Actor, Role
from review_app.domain.transitions import Clock, Move, Transition
from review_app.domain.workflow import ActionOffer, Fields, Outcome, available, decide
from review_app.domain.workflow_v1 import ACTIONS, CURRENT, STATES
from tests.unit.domain import expected

AGENCY, OFFICER, REVIEWER, HEAD, DIRECTOR, INTAKE = 7, 1, 2, 3, 4, 5
GOOD = Facts(True, True, 0, (), due_on=date(2026, 3, 2))
FIELDS = Fields(assignee_id=REVIEWER, due_on=date(2026, 3, 9))
PEOPLE = {
    Role.AGENCY_OFFICER: Actor(OFFICER, Role.AGENCY_OFFICER, AGENCY),
    Role.INTAKE: Actor(INTAKE, Role.INTAKE),
    Role.REVIEWER: Actor(REVIEWER, Role.REVIEWER),
    Role.HEAD: Actor(HEAD, Role.HEAD),
    Role.DIRECTOR: Actor(DIRECTOR, Role.DIRECTOR),
    Role.RULE_EDITOR: Actor(8, Role.RULE_EDITOR),
    Role.ADMIN: Actor(9, Role.ADMIN),
    Role.INSPECTOR: Actor(10, Role.INSPECTOR),
}
ALLOWED = {
    (State(row["state"]), Action(row["action"]), Role(row["role"])): row["outcome"]
    for row in expected.rows("workflow.csv")
}


def dossier(state: State, **changes: object) -> DossierView:
    view = DossierView(
        id=11, state=state, agency_id=AGENCY, created_by=OFFICER, assignee_id=REVIEWER,
        paused_from=State.APPRAISING if state is State.PAUSED else None,
        version_authors=frozenset({OFFICER}), report_drafted_by=REVIEWER,
    )  # fmt: skip
    return replace(view, **changes)  # type: ignore[arg-type]


def run(
    action: Action, view: DossierView, actor: Actor, facts: Facts = GOOD, reason: str = "Lý do"
) -> Outcome:
    return decide(CURRENT, action, view, actor, facts, reason, FIELDS)


def offer(action: Action, view: DossierView, actor: Actor, facts: Facts = GOOD) -> ActionOffer:
    return next(offer for offer in available(CURRENT, view, actor, facts) if offer.action is action)


def observed(state: State, action: Action, role: Role) -> str:
    try:
        outcome = run(action, dossier(state), PEOPLE[role])
    except (errors.NotAllowed, errors.DossierUnknown):
        return "403"
    except errors.TransitionNotAllowed:
        return "409"
    if state is State.PAUSED and action is Action.RESUME:
        assert outcome.to_state is State.APPRAISING
        return "back"
    return outcome.to_state.value


def test_the_contract_names_fourteen_states_and_twenty_one_actions_in_their_order() -> None:
    assert " ".join(STATES) == (
        "submitted returned accepted assigned appraising paused report_drafted head_approved signed released "
        "answered closed_issued closed_not_issued withdrawn"
    )
    assert " ".join(ACTIONS) == (
        "submit accept return assign start reassign pause resume extend draft_report head_approve "
        "head_return sign director_return release answer new_round close_issued close_not_issued "
        "withdraw reopen"
    )
    assert set(STATE_LABELS_VI) == set(State)
    assert set(ACTION_LABELS_VI) == set(Action)
    assert set(LABELS_VI) == set(Role)


def test_no_expected_line_stands_twice() -> None:
    lines = expected.rows("workflow.csv")
    counted = Counter((row["state"], row["action"], row["role"]) for row in lines)
    assert [line for line, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("action", Action)
def test_every_state_and_role_has_the_written_outcome(action: Action) -> None:
    runners = {role for _, written, role in ALLOWED if written is action}
    assert runners, f"no line for {action}"
    for state in State:
        for role in Role:
            refused = "409" if role in runners else "403"
            wanted = ALLOWED.get((state, action, role), refused)
            assert observed(state, action, role) == wanted, (state, action, role)


def test_what_is_offered_is_what_is_allowed() -> None:
    for state in State:
        for role, actor in PEOPLE.items():
            offered = {offer.action for offer in available(CURRENT, dossier(state), actor, GOOD)}
            assert offered == {action for s, action, r in ALLOWED if (s, r) == (state, role)}, (state, role)
            assert all(o.enabled and not o.why_not for o in available(CURRENT, dossier(state), actor, GOOD))


@pytest.mark.parametrize("before", [State.ASSIGNED, State.APPRAISING])
def test_a_paused_dossier_goes_back_to_where_it_was(before: State) -> None:
    paused = run(Action.PAUSE, dossier(before), PEOPLE[Role.HEAD])
    assert (paused.to_state, paused.paused_from, paused.deadline) == (State.PAUSED, before, Clock.HOLD)
    resumed = run(Action.RESUME, dossier(State.PAUSED, paused_from=before), PEOPLE[Role.REVIEWER])
    assert (resumed.to_state, resumed.paused_from, resumed.deadline) == (before, None, Clock.CONTINUE)


def test_reassigning_a_paused_dossier_keeps_the_way_back() -> None:
    view = dossier(State.PAUSED, paused_from=State.ASSIGNED, assignee_id=77)
    outcome = run(Action.REASSIGN, view, PEOPLE[Role.HEAD])
    assert (outcome.to_state, outcome.paused_from, outcome.assignee_id) == (
        State.PAUSED,
        State.ASSIGNED,
        REVIEWER,
    )


def test_a_paused_dossier_without_a_way_back_is_refused() -> None:
    with pytest.raises(errors.TransitionNotAllowed):
        run(Action.RESUME, dossier(State.PAUSED, paused_from=None), PEOPLE[Role.HEAD])


def test_a_new_round_raises_the_number_and_frees_the_reviewer() -> None:
    outcome = run(Action.NEW_ROUND, dossier(State.RELEASED, round=2), PEOPLE[Role.AGENCY_OFFICER])
    assert (outcome.round, outcome.assignee_id, outcome.to_state) == (3, None, State.SUBMITTED)
    assert run(Action.ANSWER, dossier(State.RELEASED, round=2), PEOPLE[Role.AGENCY_OFFICER]).round == 2


def test_another_agencys_dossier_is_unknown_whatever_is_asked() -> None:
    stranger = Actor(99, Role.AGENCY_OFFICER, AGENCY + 1)
    for state in State:
        assert available(CURRENT, dossier(state), stranger, GOOD) == []
        for action in Action:
            with pytest.raises(errors.DossierUnknown):
                run(action, dossier(state), stranger)


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (Action.START, State.ASSIGNED), (Action.PAUSE, State.APPRAISING), (Action.RESUME, State.PAUSED),
        (Action.DRAFT_REPORT, State.APPRAISING),
    ],
)  # fmt: skip
def test_a_reviewer_acts_only_on_dossiers_assigned_to_them(action: Action, state: State) -> None:
    colleague = Actor(88, Role.REVIEWER)
    with pytest.raises(errors.NotAllowed):
        run(action, dossier(state), colleague)
    shown = offer(action, dossier(state), colleague)
    assert not shown.enabled
    assert "được phân công" in shown.why_not


@pytest.mark.parametrize(
    ("action", "actor", "view"),
    [
        (Action.ACCEPT, PEOPLE[Role.INTAKE], dossier(State.SUBMITTED, created_by=INTAKE)),
        (Action.ACCEPT, PEOPLE[Role.INTAKE], dossier(State.SUBMITTED, version_authors=frozenset({INTAKE}))),
        (Action.HEAD_APPROVE, PEOPLE[Role.HEAD], dossier(State.REPORT_DRAFTED, report_drafted_by=HEAD)),
        (Action.HEAD_APPROVE, PEOPLE[Role.HEAD], dossier(State.REPORT_DRAFTED, assignee_id=HEAD)),
        (Action.HEAD_APPROVE, PEOPLE[Role.HEAD], dossier(State.REPORT_DRAFTED, created_by=HEAD)),
        (Action.SIGN, PEOPLE[Role.DIRECTOR], dossier(State.HEAD_APPROVED, head_approved_by=DIRECTOR)),
        (Action.SIGN, PEOPLE[Role.DIRECTOR], dossier(State.HEAD_APPROVED, report_drafted_by=DIRECTOR)),
    ],
)  # fmt: skip
def test_nobody_checks_their_own_work(action: Action, actor: Actor, view: DossierView) -> None:
    with pytest.raises(errors.FourEyes) as refused:
        run(action, view, actor)
    assert (refused.value.status, refused.value.code) == (403, "four_eyes")
    assert offer(action, view, actor).why_not == refused.value.message


@pytest.mark.parametrize("row", CURRENT.transitions, ids=lambda row: f"{row.action}-{row.from_states[0]}")
def test_a_reason_is_asked_for_every_step_that_undoes_delays_or_moves_work(row: Transition) -> None:
    asked = {
        "return", "reassign", "pause", "extend", "head_return", "director_return", "withdraw", "reopen",
    }  # fmt: skip
    view = dossier(row.from_states[0])
    actor = PEOPLE[row.roles[0]]
    if row.action.value in asked:
        with pytest.raises(errors.ReasonMissing):
            run(row.action, view, actor, reason="  \n")
    else:
        assert run(row.action, view, actor, reason="").reason == ""


@pytest.mark.parametrize(
    ("action", "state", "facts", "guard"),
    [
        (Action.ACCEPT, State.SUBMITTED, replace(GOOD, version_processed=False), Guard.VERSION_PROCESSED),
        (
            Action.ACCEPT, State.SUBMITTED, replace(GOOD, missing_papers=("Bản đánh giá tác động",)),
            Guard.REQUIRED_PAPERS_PRESENT,
        ),
        (Action.START, State.ASSIGNED, replace(GOOD, version_scanned=False), Guard.VERSION_SCANNED),
        (Action.DRAFT_REPORT, State.APPRAISING, replace(GOOD, version_scanned=False), Guard.VERSION_SCANNED),
        (Action.DRAFT_REPORT, State.APPRAISING, replace(GOOD, open_findings=3), Guard.REPORT_READY),
    ],
)  # fmt: skip
def test_a_guard_refuses_and_says_why(action: Action, state: State, facts: Facts, guard: Guard) -> None:
    actor = PEOPLE[next(role for s, a, role in ALLOWED if (s, a) == (state, action))]
    with pytest.raises(errors.GuardFailed) as refused:
        run(action, dossier(state), actor, facts)
    assert (refused.value.status, refused.value.field) == (422, guard)
    shown = offer(action, dossier(state), actor, facts)
    assert (shown.enabled, shown.why_not) == (False, refused.value.message)


def test_the_guards_name_what_is_missing_and_how_much_is_open() -> None:
    papers = replace(GOOD, missing_papers=("Bản đánh giá tác động", "Ý kiến của Văn phòng"))
    shown = offer(Action.ACCEPT, dossier(State.SUBMITTED), PEOPLE[Role.INTAKE], papers)
    assert shown.why_not == "Hồ sơ còn thiếu: Bản đánh giá tác động; Ý kiến của Văn phòng."
    still_open = replace(GOOD, open_findings=3)
    shown = offer(Action.DRAFT_REPORT, dossier(State.APPRAISING), PEOPLE[Role.REVIEWER], still_open)
    assert shown.why_not == "Còn 3 phát hiện chưa được xử lý."


def test_assigning_needs_a_reviewer_and_extending_a_later_date() -> None:
    with pytest.raises(errors.FieldMissing) as refused:
        decide(CURRENT, Action.ASSIGN, dossier(State.ACCEPTED), PEOPLE[Role.HEAD], GOOD, "", Fields())
    assert refused.value.field == "assignee"
    for fields, error in (
        (Fields(), errors.FieldMissing),
        (Fields(due_on=GOOD.due_on), errors.Unprocessable),
        (Fields(due_on=date(2026, 3, 1)), errors.Unprocessable),
    ):
        with pytest.raises(error):
            decide(CURRENT, Action.EXTEND, dossier(State.ASSIGNED), PEOPLE[Role.HEAD], GOOD, "Lý do", fields)
    assert run(Action.EXTEND, dossier(State.ASSIGNED), PEOPLE[Role.HEAD]).due_on == date(2026, 3, 9)
    assert run(Action.START, dossier(State.ASSIGNED), PEOPLE[Role.REVIEWER]).due_on is None


def test_a_date_is_moved_no_further_than_its_source_allows() -> None:
    def move(latest: date | None, to: date) -> date | None:
        facts = replace(GOOD, latest_due_on=latest)
        view, fields = dossier(State.ASSIGNED), Fields(due_on=to)
        return decide(CURRENT, Action.EXTEND, view, PEOPLE[Role.HEAD], facts, "Lý do", fields).due_on

    assert move(None, date(2027, 1, 1)) == date(2027, 1, 1)
    assert move(date(2026, 3, 12), date(2026, 3, 12)) == date(2026, 3, 12)
    with pytest.raises(errors.Unprocessable) as refused:
        move(date(2026, 3, 12), date(2026, 3, 13))
    assert refused.value.field == "due_on"
    assert "12/03/2026" in refused.value.message


def test_the_clock_starts_at_acceptance_and_stops_only_at_release() -> None:
    clocks = {(row.action, row.from_states[0]): row.deadline for row in CURRENT.transitions if row.deadline}
    assert clocks == {
        (Action.SUBMIT, State.RETURNED): Clock.START_COMPLETION_REQUEST,
        (Action.ACCEPT, State.SUBMITTED): Clock.START_APPRAISAL,
        (Action.RETURN, State.SUBMITTED): Clock.STOP,
        (Action.PAUSE, State.ASSIGNED): Clock.HOLD,
        (Action.RESUME, State.PAUSED): Clock.CONTINUE,
        (Action.EXTEND, State.ACCEPTED): Clock.MOVE,
        (Action.RELEASE, State.SIGNED): Clock.STOP,
        (Action.NEW_ROUND, State.RELEASED): Clock.START_COMPLETION_REQUEST,
        (Action.WITHDRAW, State.SUBMITTED): Clock.STOP,
        (Action.REOPEN, State.WITHDRAWN): Clock.START_COMPLETION_REQUEST,
    }


def test_every_state_can_be_reached_and_left() -> None:
    entered = {row.to_state for row in CURRENT.transitions if isinstance(row.to_state, State)}
    left = {
        state for row in CURRENT.transitions for state in row.from_states if row.to_state is not Move.STAY
    }
    assert entered == set(State)
    assert left == set(State)


def test_no_two_rows_answer_for_the_same_state_and_action() -> None:
    pairs = Counter((row.action, state) for row in CURRENT.transitions for state in row.from_states)
    assert set(pairs.values()) == {1}


def test_the_diagram_holds_every_written_move() -> None:
    drawn = set(diagram(CURRENT).splitlines())
    for (state, action, _), target in ALLOWED.items():
        for to in ("assigned", "appraising") if target == "back" else (target,):
            assert f"    {state} --> {to}: {action}" in drawn
    assert len(drawn) == len(diagram(CURRENT).splitlines())
