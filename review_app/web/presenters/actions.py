"""The actions a person may take next, with what each needs and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from review_app.domain.dossier import ACTION_LABELS_VI, Action, State
from review_app.domain.workflow import ActionOffer


@dataclass(frozen=True, slots=True)
class ActionForm:
    """One action as a form; `tone` main, quiet or grave."""

    action: str
    label: str
    consequence: str
    enabled: bool
    why_not: str
    needs_reason: bool
    needs_assignee: bool
    needs_due_on: bool
    asks_tthc: bool
    asks_conclusion: bool
    asks_number: bool
    tone: str


CONSEQUENCES: Mapping[Action, str] = {
    Action.SUBMIT: "Hồ sơ được gửi lại cho văn thư kiểm tra.",
    Action.ACCEPT: "Hồ sơ được coi là đầy đủ; thời hạn thẩm định được tính từ ngày tiếp theo.",
    Action.RETURN: "Hồ sơ quay về cơ quan soạn thảo kèm lý do; thời hạn chưa được tính.",
    Action.ASSIGN: "Chuyên viên được chọn thấy hồ sơ trong việc hôm nay của mình.",
    Action.START: "Chuyên viên bắt đầu xử lý các phát hiện.",
    Action.REASSIGN: "Hồ sơ chuyển sang chuyên viên khác; các phát hiện đã xử lý được giữ nguyên.",
    Action.PAUSE: "Thời hạn ngừng tính cho đến khi tiếp tục.",
    Action.RESUME: "Thời hạn được tính tiếp với số ngày còn lại.",
    Action.EXTEND: "Thời hạn dời sang ngày mới; ngày cũ và lý do được lưu.",
    Action.DRAFT_REPORT: "Báo cáo được lập từ các phát hiện đã xử lý và trình trưởng phòng.",
    Action.HEAD_APPROVE: "Báo cáo được trình giám đốc ký.",
    Action.HEAD_RETURN: "Báo cáo quay về chuyên viên kèm lý do.",
    Action.SIGN: "Báo cáo được khóa nội dung và chuyển văn thư phát hành. Không sửa được sau khi ký.",
    Action.DIRECTOR_RETURN: "Báo cáo quay về trưởng phòng kèm lý do.",
    Action.RELEASE: "Báo cáo được cấp số và gửi cho cơ quan soạn thảo.",
    Action.ANSWER: "Văn thư biết cơ quan đã giải trình, tiếp thu.",
    Action.NEW_ROUND: "Hồ sơ bắt đầu vòng thẩm định mới với phiên bản dự thảo mới nhất.",
    Action.CLOSE_ISSUED: "Hồ sơ kết thúc; văn bản đã được ban hành.",
    Action.CLOSE_NOT_ISSUED: "Hồ sơ kết thúc; văn bản không được ban hành.",
    Action.WITHDRAW: "Hồ sơ dừng lại; lịch sử vẫn được lưu.",
    Action.REOPEN: "Hồ sơ trở lại xử lý; lý do được lưu.",
}
_MAIN = frozenset(
    {
        Action.SUBMIT, Action.ACCEPT, Action.ASSIGN, Action.START, Action.RESUME, Action.DRAFT_REPORT,
        Action.HEAD_APPROVE, Action.SIGN, Action.RELEASE, Action.ANSWER, Action.CLOSE_ISSUED,
    }
)  # fmt: skip
_GRAVE = frozenset({Action.WITHDRAW, Action.CLOSE_NOT_ISSUED})

WAITING: Mapping[State, str] = {
    State.SUBMITTED: "Văn thư kiểm tra thành phần hồ sơ, rồi tiếp nhận hoặc trả lại để bổ sung.",
    State.RETURNED: "Cơ quan soạn thảo bổ sung tài liệu hoặc dự thảo, rồi gửi lại hồ sơ.",
    State.ACCEPTED: "Trưởng phòng phân công chuyên viên.",
    State.ASSIGNED: "Chuyên viên được phân công bắt đầu thẩm định.",
    State.APPRAISING: "Chuyên viên xử lý các phát hiện tại bàn rà soát, rồi trình dự thảo báo cáo.",
    State.PAUSED: "Việc thẩm định tạm dừng; thời hạn không tính cho đến khi tiếp tục.",
    State.REPORT_DRAFTED: "Trưởng phòng đọc báo cáo, rồi duyệt hoặc trả lại chuyên viên.",
    State.HEAD_APPROVED: "Giám đốc ký báo cáo hoặc trả lại trưởng phòng.",
    State.SIGNED: "Văn thư cấp số và phát hành báo cáo.",
    State.RELEASED: "Cơ quan soạn thảo đọc báo cáo, rồi gửi giải trình, tiếp thu hoặc gửi thẩm định lại.",
    State.ANSWERED: "Văn thư ghi nhận kết quả ban hành văn bản.",
    State.CLOSED_ISSUED: "Hồ sơ đã kết thúc; không còn việc phải làm.",
    State.CLOSED_NOT_ISSUED: "Hồ sơ đã kết thúc; không còn việc phải làm.",
    State.WITHDRAWN: "Cơ quan soạn thảo đã rút hồ sơ.",
}


def forms_of(offers: Sequence[ActionOffer]) -> list[ActionForm]:
    """The offers as forms, the step that moves the dossier on first."""
    forms = [
        ActionForm(
            action=offer.action.value,
            label=ACTION_LABELS_VI[offer.action],
            consequence=CONSEQUENCES[offer.action],
            enabled=offer.enabled,
            why_not=offer.why_not,
            needs_reason=offer.needs_reason,
            needs_assignee="assignee_id" in offer.needs,
            needs_due_on="due_on" in offer.needs,
            asks_tthc=offer.action is Action.ACCEPT,
            asks_conclusion=offer.action is Action.DRAFT_REPORT,
            asks_number=offer.action is Action.CLOSE_ISSUED,
            tone="main" if offer.action in _MAIN else "grave" if offer.action in _GRAVE else "quiet",
        )
        for offer in offers
    ]
    return sorted(forms, key=lambda form: form.tone != "main")
