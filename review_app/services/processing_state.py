"""The processing state of a version as people and other processes see it: no reading or scanning happens here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from review_app import outbox
from review_app.domain.permissions import Permission, require
from review_app.domain.roles import Actor
from review_app.errors import Conflict
from review_app.models import DraftVersion, JobRun
from review_app.services.dossiers import get_version

FAILURES_VI = {
    "not_found": "Không còn tìm thấy tệp trong kho lưu trữ.",
    "empty": "Tệp không có nội dung.",
    "unsupported": "Định dạng tệp chưa đọc được.",
    "encrypted": "Tệp được đặt mật khẩu.",
    "damaged": "Tệp bị hỏng.",
    "too_large": "Tệp quá lớn để đọc an toàn.",
    "no_text": "Tệp là bản quét, không có lớp chữ.",
    "timeout": "Quá thời gian xử lý.",
    "knowledge": "Không đọc được một tài liệu của bộ tri thức; hãy báo người quản trị.",
    "worker_died": "Tiến trình xử lý dừng đột ngột nhiều lần.",
    "internal": "Lỗi của hệ thống khi xử lý.",
}
"""What each failure code means, in one line; the stored reason says more."""


def give_up(session: Session, job: JobRun, now: datetime) -> None:
    """A job ended without success: the version it was to process shows as failed, never as examined."""
    if job.name != outbox.PROCESS_VERSION:
        return
    version = session.get(DraftVersion, job.args["version"], with_for_update={"of": DraftVersion})
    if version is not None and version.state in ("received", "processing"):
        version.state, version.code = "failed", job.code or "internal"
        version.reason = FAILURES_VI.get(version.code, FAILURES_VI["internal"])


def retry(session: Session, actor: Actor, now: datetime, version_id: int) -> DraftVersion:
    """Owe a failed version another try; it starts at the first step not done. Raises Conflict unless it failed."""
    version, view = get_version(session, actor, version_id)
    require(Permission.RETRY_PROCESSING, actor, view)
    session.refresh(version, with_for_update={"of": DraftVersion})
    if version.state != "failed":
        raise Conflict("Phiên bản này không ở trạng thái lỗi nên không cần xử lý lại.", code="not_failed")
    version.state, version.code, version.reason = "received", None, None
    outbox.enqueue(session, outbox.PROCESS_VERSION, {"version": version.id}, now)
    return version
