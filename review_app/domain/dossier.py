"""What the rules need to know of a dossier: its states, the actions on it, and a frozen view of one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where the appraisal of a dossier stands."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    APPRAISING = "appraising"
    PAUSED = "paused"
    REPORT_DRAFTED = "report_drafted"
    HEAD_APPROVED = "head_approved"
    SIGNED = "signed"
    RELEASED = "released"
    ANSWERED = "answered"
    CLOSED_ISSUED = "closed_issued"
    CLOSED_NOT_ISSUED = "closed_not_issued"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What a person can do to move a dossier on."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    ASSIGN = "assign"
    START = "start"
    REASSIGN = "reassign"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    DRAFT_REPORT = "draft_report"
    HEAD_APPROVE = "head_approve"
    HEAD_RETURN = "head_return"
    SIGN = "sign"
    DIRECTOR_RETURN = "director_return"
    RELEASE = "release"
    ANSWER = "answer"
    NEW_ROUND = "new_round"
    CLOSE_ISSUED = "close_issued"
    CLOSE_NOT_ISSUED = "close_not_issued"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


# Plain strings for CHECK constraints.
STATES: tuple[str, ...] = tuple(state.value for state in State)
ACTIONS: tuple[str, ...] = tuple(action.value for action in Action)

# The report is with the agency: from here on it may read the report and the confirmed findings.
RELEASED_STATES = frozenset({State.RELEASED, State.ANSWERED, State.CLOSED_ISSUED, State.CLOSED_NOT_ISSUED})
# A finding may be decided while the reviewer works; later the report is built on the decisions.
DECIDING_STATES = frozenset({State.ASSIGNED, State.APPRAISING})
# A new version may come before acceptance, while the office waits for papers, and to open the next round.
UPLOAD_STATES = frozenset({State.SUBMITTED, State.RETURNED, State.PAUSED, State.RELEASED, State.ANSWERED})
# What the agency reads of the history: its own steps and those addressed to it. Who worked on the appraisal inside
# the office, and why a report went back and forth there, stays in the office.
AGENCY_SEES = frozenset(
    {
        Action.SUBMIT, Action.ACCEPT, Action.RETURN, Action.PAUSE, Action.RESUME, Action.RELEASE, Action.ANSWER,
        Action.NEW_ROUND, Action.WITHDRAW, Action.REOPEN, Action.CLOSE_ISSUED, Action.CLOSE_NOT_ISSUED,
    }
)  # fmt: skip

STATE_LABELS_VI: dict[State, str] = {
    State.SUBMITTED: "Chờ tiếp nhận",
    State.RETURNED: "Đã trả lại để bổ sung",
    State.ACCEPTED: "Đã tiếp nhận",
    State.ASSIGNED: "Đã phân công",
    State.APPRAISING: "Đang thẩm định",
    State.PAUSED: "Tạm dừng",
    State.REPORT_DRAFTED: "Đã dự thảo báo cáo",
    State.HEAD_APPROVED: "Trưởng phòng đã duyệt",
    State.SIGNED: "Đã ký",
    State.RELEASED: "Đã phát hành",
    State.ANSWERED: "Cơ quan đã giải trình",
    State.CLOSED_ISSUED: "Kết thúc, đã ban hành",
    State.CLOSED_NOT_ISSUED: "Kết thúc, không ban hành",
    State.WITHDRAWN: "Đã rút",
}

ACTION_LABELS_VI: dict[Action, str] = {
    Action.SUBMIT: "Gửi lại hồ sơ",
    Action.ACCEPT: "Tiếp nhận",
    Action.RETURN: "Trả lại để bổ sung",
    Action.ASSIGN: "Phân công",
    Action.START: "Bắt đầu thẩm định",
    Action.REASSIGN: "Phân công lại",
    Action.PAUSE: "Tạm dừng",
    Action.RESUME: "Tiếp tục",
    Action.EXTEND: "Gia hạn",
    Action.DRAFT_REPORT: "Trình dự thảo báo cáo",
    Action.HEAD_APPROVE: "Duyệt báo cáo",
    Action.HEAD_RETURN: "Trả lại chuyên viên",
    Action.SIGN: "Ký báo cáo",
    Action.DIRECTOR_RETURN: "Trả lại trưởng phòng",
    Action.RELEASE: "Phát hành",
    Action.ANSWER: "Gửi giải trình, tiếp thu",
    Action.NEW_ROUND: "Gửi thẩm định lại",
    Action.CLOSE_ISSUED: "Kết thúc: văn bản đã ban hành",
    Action.CLOSE_NOT_ISSUED: "Kết thúc: không ban hành",
    Action.WITHDRAW: "Rút hồ sơ",
    Action.REOPEN: "Mở lại hồ sơ",
}


@dataclass(frozen=True, slots=True)
class DossierView:
    """One dossier as permissions and workflow see it; built by the services inside their transaction.

    `report_drafted_by` and `head_approved_by` belong to the current round: empty after `new_round`, replaced
    by each `draft_report` and `head_approve`. `paused_from` is set exactly while the state is `paused`.
    `named_ids`: the people a restricted dossier was opened to.
    """

    id: int
    state: State
    agency_id: int
    created_by: int
    round: int = 1
    assignee_id: int | None = None
    paused_from: State | None = None
    restricted: bool = False
    named_ids: frozenset[int] = frozenset()
    version_authors: frozenset[int] = frozenset()
    report_drafted_by: int | None = None
    head_approved_by: int | None = None
