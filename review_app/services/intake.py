"""Handing in: a dossier with its draft and papers, or a further version of the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from unicodedata import normalize

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from review_app import outbox
from review_app.db import insert_into
from review_app.domain.base_data import DeadlineStep
from review_app.domain.dossier import UPLOAD_STATES, State
from review_app.domain.errors import NotAllowed, TransitionNotAllowed, Unprocessable
from review_app.domain.permissions import Permission, can_see_dossier, can_submit_for, require
from review_app.domain.roles import Actor
from review_app.models import Agency, Attachment, Dossier, DraftPart, DraftVersion, StoredFile, TransitionLog
from review_app.services.clock import local_date, start_term
from review_app.services.dossiers import get_dossier, view_of
from review_app.services.numbers import next_number
from review_app.storage import StoredBlob

ATTACHMENT_KINDS = (
    "to_trinh", "tong_hop_y_kien", "danh_gia_tac_dong_tthc", "y_kien_tthc", "bao_cao_chinh_sach", "other",
)  # fmt: skip
DOCUMENT_TYPES = ("nghi_quyet", "quyet_dinh", "chi_thi", "other")
ISSUERS = ("hdnd_tinh", "ubnd_tinh", "ct_ubnd_tinh", "dac_khu", "hdnd_xa", "ubnd_xa", "other")

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is in storage already: what it was called, and its content. `kind` only for papers."""

    filename: str
    blob: StoredBlob
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Submission:
    """What the agency says of its draft."""

    title: str
    document_type: str
    issuer: str
    agency: str
    expedited: bool = False
    expected_issue_date: date | None = None
    reference: str = ""
    kind: str = "tham_dinh"


def submit_dossier(
    session: Session,
    actor: Actor,
    now: datetime,
    submission: Submission,
    draft: Sequence[Upload],
    papers: Sequence[Upload] = (),
) -> Dossier:
    """Take in a dossier: it gets its number, its first version is owed a scan. Raises Unprocessable, NotAllowed."""
    agency = _checked(session, actor, submission, draft, papers)
    today = local_date(now)
    number = next_number(session, "dossier", today.year)
    dossier = Dossier(
        kind=submission.kind,
        number=f"HS-{today.year}-{number:04d}",
        title=submission.title.strip(),
        document_type=submission.document_type,
        issuer=submission.issuer,
        agency_id=agency.id,
        reference=submission.reference.strip(),
        expedited=submission.expedited,
        expected_issue_date=submission.expected_issue_date,
        state=State.SUBMITTED.value,
        created_by_id=actor.id,
        created_at=now,
    )
    start_term(session, dossier, DeadlineStep.COMPLETION_REQUEST, today)
    session.add(dossier)
    session.flush()
    _add_version(session, actor, now, dossier, draft)
    _add_papers(session, now, dossier, papers)
    session.add(
        TransitionLog(
            dossier_id=dossier.id, round=1, action="submit", from_state=State.SUBMITTED.value,
            to_state=State.SUBMITTED.value, actor_id=actor.id, at=now,
        )
    )  # fmt: skip
    outbox.mark_for_index(session, dossier.id, now)
    session.flush()
    return dossier


def _checked(
    session: Session, actor: Actor, submission: Submission, draft: Sequence[Upload], papers: Sequence[Upload]
) -> Agency:
    if not submission.title.strip():
        raise Unprocessable("title", "Cần ghi tên (trích yếu) của dự thảo.")
    if len(submission.title) > 2000:
        raise Unprocessable("title", "Tên dự thảo dài quá 2.000 ký tự.")
    if len(submission.reference) > 500:
        raise Unprocessable("reference", "Số, ký hiệu văn bản đề nghị dài quá 500 ký tự.")
    if submission.document_type not in DOCUMENT_TYPES:
        raise Unprocessable("document_type", "Loại văn bản không có trong danh sách.")
    if submission.issuer not in ISSUERS:
        raise Unprocessable("issuer", "Cơ quan ban hành không có trong danh sách.")
    if submission.kind not in ("tham_dinh", "gop_y"):
        raise Unprocessable("kind", "Loại hồ sơ phải là thẩm định hoặc góp ý.")
    agency = session.scalar(select(Agency).where(Agency.code == submission.agency, Agency.active))
    if agency is None:
        raise Unprocessable("agency", "Cơ quan chủ trì soạn thảo không có trong danh sách.")
    if not can_submit_for(actor, agency.id):
        raise NotAllowed("Bạn không được gửi hồ sơ thay cho cơ quan này.")
    _check_files(draft, papers)
    return agency


def _check_files(draft: Sequence[Upload], papers: Sequence[Upload]) -> None:
    if not draft:
        raise Unprocessable("draft", "Cần có ít nhất một tệp dự thảo.")
    if any(paper.kind not in ATTACHMENT_KINDS for paper in papers):
        raise Unprocessable("attachment_kinds", "Loại tài liệu kèm theo không có trong danh sách.")


def stored_file(session: Session, blob: StoredBlob, now: datetime) -> StoredFile:
    """The row of a content that is in storage, made when there is none yet."""
    session.execute(
        insert_into(session, StoredFile)
        .values(sha256=blob.sha256, size=blob.size, stored_at=now)
        .on_conflict_do_nothing()
    )
    return session.scalars(select(StoredFile).where(StoredFile.sha256 == blob.sha256)).one()


def _add_version(
    session: Session, actor: Actor, now: datetime, dossier: Dossier, draft: Sequence[Upload]
) -> DraftVersion:
    last = (
        session.scalar(select(func.max(DraftVersion.number)).where(DraftVersion.dossier_id == dossier.id))
        or 0
    )
    version = DraftVersion(
        dossier_id=dossier.id, number=last + 1, round=dossier.round, created_by_id=actor.id, created_at=now
    )
    for position, upload in enumerate(draft):
        file = stored_file(session, upload.blob, now)
        version.parts.append(
            DraftPart(position=position, filename=clean_name(upload.filename), file_id=file.id)
        )
    session.add(version)
    session.flush()
    outbox.enqueue(session, outbox.PROCESS_VERSION, {"version": version.id}, now)
    return version


def _add_papers(session: Session, now: datetime, dossier: Dossier, papers: Sequence[Upload]) -> None:
    for paper in papers:
        session.add(
            Attachment(
                dossier_id=dossier.id, round=dossier.round, kind=paper.kind, filename=clean_name(paper.filename),
                file_id=stored_file(session, paper.blob, now).id, added_at=now,
            )
        )  # fmt: skip


def add_version(
    session: Session,
    actor: Actor,
    now: datetime,
    dossier_id: int,
    draft: Sequence[Upload],
    papers: Sequence[Upload],
) -> DraftVersion:
    """Add the next version of the draft (and papers with it); raises TransitionNotAllowed in a state that bars it."""
    dossier, view = get_dossier(session, actor, dossier_id, lock=True)
    require(Permission.UPLOAD_VERSION, actor, view)
    if view.state not in UPLOAD_STATES:
        raise TransitionNotAllowed("Hồ sơ đang được xử lý nên chưa nhận phiên bản dự thảo mới.")
    _check_files(draft, papers)
    version = _add_version(session, actor, now, dossier, draft)
    _add_papers(session, now, dossier, papers)
    flag_modified(dossier, "state")  # versions and papers are part of what an etag stands for
    outbox.mark_for_index(session, dossier.id, now)
    session.flush()
    return version


def add_papers(
    session: Session, actor: Actor, now: datetime, dossier_id: int, papers: Sequence[Upload]
) -> Dossier:
    """Add papers to a dossier that is not closed; raises Unprocessable, NotAllowed."""
    dossier, view = get_dossier(session, actor, dossier_id, lock=True)
    require(Permission.UPLOAD_VERSION, actor, view)
    if view.state not in UPLOAD_STATES:
        raise TransitionNotAllowed("Hồ sơ đang được xử lý nên chưa nhận thêm tài liệu.")
    if not papers:
        raise Unprocessable("attachments", "Chưa chọn tài liệu nào.")
    if any(paper.kind not in ATTACHMENT_KINDS for paper in papers):
        raise Unprocessable("attachment_kinds", "Loại tài liệu kèm theo không có trong danh sách.")
    _add_papers(session, now, dossier, papers)
    flag_modified(dossier, "state")
    session.flush()
    return dossier


def same_files(session: Session, actor: Actor, dossier: Dossier) -> list[Dossier]:
    """Other dossiers whose draft holds a file with the same content; only those this person may see."""
    mine = (
        select(DraftPart.file_id).join(DraftVersion, DraftPart.version_id == DraftVersion.id)
        .where(DraftVersion.dossier_id == dossier.id)
    )  # fmt: skip
    holders = (
        select(DraftVersion.dossier_id).join(DraftPart, DraftPart.version_id == DraftVersion.id)
        .where(DraftPart.file_id.in_(mine))
    )  # fmt: skip
    others = select(Dossier).where(Dossier.id.in_(holders), Dossier.id != dossier.id).order_by(Dossier.id)
    return [other for other in session.scalars(others) if can_see_dossier(actor, view_of(session, other))]


def clean_name(filename: str) -> str:
    """A file name as shown and offered for download: no folders, control or direction marks, not too long."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in normalize("NFC", name) if char.isprintable()).strip()
    if len(name) > LONGEST_NAME:
        ending = PurePosixPath(name).suffix[:10]
        name = name[: LONGEST_NAME - len(ending)].rstrip() + ending
    return name if name.strip(". ") else "khong-ten"
