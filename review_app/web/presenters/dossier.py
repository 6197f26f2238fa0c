"""The dossier page: reading state, papers, deadline, reports and history as it shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from review_app.domain.base_data import Status
from review_app.domain.deadlines import UNIT_VI, WHY_VI, Unit, Why
from review_app.models import Attachment, DraftVersion, TransitionLog
from review_app.reports.words import SECONDARY_BASIS_VI
from review_app.services.papers import CheckLine
from review_app.services.processing_state import FAILURES_VI
from review_app.web.presenters import words

RUNNING = ("received", "processing")
TERMS_VI: Mapping[str, str] = {
    "completion_request": "Kiểm tra, yêu cầu bổ sung hồ sơ",
    "appraisal": "Thẩm định",
}
NEXT_TRY: Mapping[str, str] = {
    "no_text": "Tải lên bản Word hoặc bản PDF có lớp chữ (mở được và bôi đen được chữ).",
    "encrypted": "Gỡ mật khẩu của tệp rồi tải lên thành phiên bản mới.",
    "unsupported": "Lưu lại thành .docx hoặc PDF rồi tải lên thành phiên bản mới.",
    "damaged": "Mở tệp bằng Word, lưu thành tệp mới rồi tải lên lại.",
    "knowledge": "Báo người quản trị nhập lại tài liệu ở trang “Bộ tri thức”, rồi bấm “Xử lý lại”.",
    "empty": "Kiểm tra lại tệp rồi tải lên thành phiên bản mới.",
    "too_large": "Tách phụ lục thành tệp riêng rồi tải lên thành phiên bản mới.",
}
TRY_AGAIN = "Bấm “Xử lý lại”. Nếu vẫn lỗi, báo người quản trị kèm mã lỗi."


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of reading a version; `mark` is done, failed, now or waiting."""

    label: str
    mark: str
    detail: str


@dataclass(frozen=True, slots=True)
class Processing:
    """How far a version has been read."""

    version_id: int
    state: str
    label: str
    running: bool
    done: int
    total: int
    steps: tuple[StepLine, ...]
    code: str
    reason: str
    what_to_do: str


def processing_of(version: DraftVersion) -> Processing:
    """The processing state with every step, the failed one with its reason and what to do."""
    code = version.code or ""
    return Processing(
        version_id=version.id,
        state=version.state,
        label=words.PROCESSING[version.state],
        running=version.state in RUNNING,
        done=version.done,
        total=version.total,
        steps=tuple(_steps(version)),
        code=code,
        reason=version.reason or FAILURES_VI.get(code, ""),
        what_to_do=NEXT_TRY.get(code, TRY_AGAIN) if code else "",
    )


def _steps(version: DraftVersion) -> Iterable[StepLine]:
    done = {run.step for run in version.steps if run.state == "done"}
    for step, label in words.STEPS.items():
        if step in done:
            yield StepLine(label, "done", "xong")
        elif version.step == step and version.state == "failed":
            yield StepLine(label, "failed", "không xong")
        elif version.step == step and version.state == "processing":
            yield StepLine(label, "now", "đang làm")
        else:
            yield StepLine(label, "waiting", "chưa làm")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the checklist with the files that answer it; `mark` is present, missing, optional or by_eye."""

    name: str
    mark: str
    words: str
    basis: str
    note: str
    files: tuple[Attachment, ...]


_REQUIRED_VI = {
    "yes": "bắt buộc",
    "if_tthc": "bắt buộc nếu dự thảo có quy định thủ tục hành chính",
    "no": "nếu có",
}


def papers_of(checklist: Sequence[CheckLine], attachments: Sequence[Attachment]) -> list[PaperLine]:
    """The checklist first, then files of a kind it does not name."""
    by_kind: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        by_kind.setdefault(attachment.kind, []).append(attachment)
    lines = [_paper(line, by_kind) for line in checklist]
    listed = {line.kind for line in checklist if line.present is not None}
    lines += [
        PaperLine(words.ATTACHMENT_KINDS[kind], "extra", "đã nộp", "", "", tuple(files))
        for kind, files in by_kind.items()
        if kind not in listed
    ]
    return lines


def _paper(line: CheckLine, by_kind: Mapping[str, list[Attachment]]) -> PaperLine:
    files = tuple(by_kind.get(line.kind, ())) if line.present is not None else ()
    needed = _REQUIRED_VI[line.required]
    if line.present:
        return PaperLine(line.name, "present", "đã có", line.citation, line.note, files)
    if line.present is None:
        return PaperLine(line.name, "by_eye", f"{needed}; kiểm tra bằng mắt", line.citation, line.note, files)
    mark = "missing" if line.required == "yes" else "optional"
    return PaperLine(line.name, mark, f"chưa có, {needed}", line.citation, line.note, files)


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    """The running or last term with its calculation, line by line."""

    term: str
    head: str
    basis: str
    steps: tuple[tuple[date, str], ...]
    notes: tuple[str, ...]


def deadline_of(deadline: Mapping[str, Any] | None, *, with_reasons: bool) -> DeadlineShown | None:
    """How the date came about; None for a dossier without any term.

    `with_reasons`: whether the reader may know why the office moved the date.
    """
    if not deadline:
        return None
    length = (
        f"{deadline['days']} {UNIT_VI[Unit(deadline['unit'])]}" if deadline.get("days") else "chưa xác định"
    )
    return DeadlineShown(
        term=TERMS_VI[deadline["term"]] if "term" in deadline else "Thời hạn",
        head=f"{length}, tính từ sau ngày {_day(deadline['from'])}" if "from" in deadline else length,
        basis=deadline.get("citation", ""),
        steps=tuple(_step(step) for step in deadline.get("steps", ())),
        notes=tuple(_deadline_notes(deadline, with_reasons)),
    )


def extension_of(deadline: Mapping[str, Any] | None, latest: date | None) -> str:
    """How far the running term may be moved and by which source; '' where its source sets no limit."""
    if not deadline or latest is None:
        return ""
    length = f"{deadline['extendable_to']} {UNIT_VI[Unit(deadline['unit'])]}"
    check = f", {SECONDARY_BASIS_VI}" if deadline["status"] == Status.SECONDARY else ""
    return (
        f"Kể cả gia hạn, thời hạn không quá {length}: muộn nhất ngày {latest:%d/%m/%Y} "
        f"({deadline['citation']}{check})."
    )


def _step(step: Mapping[str, Any]) -> tuple[date, str]:
    number = f"ngày thứ {step['number']}: " if step["number"] else ""
    return date.fromisoformat(step["day"]), number + WHY_VI[Why(step["why"])]


def _deadline_notes(deadline: Mapping[str, Any], with_reasons: bool) -> Iterable[str]:
    for year in deadline.get("unconfirmed_years", ()):
        yield f"Lịch nghỉ năm {year} chưa được xác nhận; ngày đến hạn có thể thay đổi."
    for pause in deadline.get("pauses", ()):
        yield f"Tạm dừng từ {_day(pause['paused_on'])} đến {_day(pause['resumed_on'])}."
    for move in deadline.get("moves", ()):
        why = f": {move['reason']}" if with_reasons else "."
        yield f"Gia hạn ngày {_day(move['on'])} đến {_day(move['to'])}{why}"
    if held := deadline.get("held"):
        left = f", còn {held['days_left']} ngày" if held["days_left"] is not None else ""
        yield f"Đang ngừng tính từ {_day(held['on'])}{left}."
    if stopped := deadline.get("stopped_on"):
        yield f"Ngừng tính từ {_day(stopped)}."
    if note := deadline.get("note"):
        yield note


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done."""

    at: datetime
    action: str
    to_state: str
    who: str
    reason: str


def history_lines(logs: Sequence[TransitionLog]) -> list[HistoryLine]:
    """What was done, newest first; the first handing-in has its own words."""
    return [
        HistoryLine(
            at=row.at,
            action="Nộp hồ sơ"
            if row.action == "submit" and position == len(logs) - 1
            else words.action_vi(row.action),
            to_state=words.state_vi(row.to_state),
            who=row.actor.name,
            reason=row.reason,
        )
        for position, row in enumerate(logs)
    ]
