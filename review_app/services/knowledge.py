"""The knowledge of the office: the packaged release with the material of the database laid over it.

Material is imported file by file, checked before a byte of it is stored, and replaced by a later import of the same
kind (in the library: of the same name). What scans use is what the database names; each process keeps the release it
built until the database names other material.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

import structlog
from sqlalchemy import Select, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from nlp.knowledge import Knowledge, MaterialError, MaterialFile, MaterialKind, lay_material, load_knowledge
from nlp.knowledge.material import read_law_text, read_procedures, read_status
from nlp.structure import parse
from nlp.types import DraftText
from review_app.domain.errors import Unprocessable
from review_app.domain.permissions import Permission, require
from review_app.domain.roles import Actor
from review_app.errors import AppError, Conflict, NotFound
from review_app.models import KnowledgeMaterial
from review_app.services.intake import clean_name, stored_file
from review_app.services.knowledge_files import in_words
from review_app.services.office import Office
from review_app.storage import FileStore, StoredBlob

log = structlog.get_logger("knowledge")

Outcome = Literal["added", "replaced", "same"]
_Named = tuple[MaterialKind, str, str]
"""Kind, name and hash of a file in use."""


class MaterialUnusable(AppError):
    """Material that the database names cannot be read: no draft may be scanned as if there were none."""

    status, code = 500, "knowledge"


@dataclass(frozen=True, slots=True)
class CheckedMaterial:
    """A file of material that was read without fault and is in storage."""

    kind: MaterialKind
    slot: str
    name: str
    entries: int
    blob: StoredBlob


@dataclass(frozen=True, slots=True)
class ImportedMaterial:
    """What an import made of a file; `same` when this very content was in use already."""

    row: KnowledgeMaterial
    outcome: Outcome


def store_material(store: FileStore, actor: Actor, files: Sequence[MaterialFile]) -> list[CheckedMaterial]:
    """Check every file, then put all into storage: a fault in the content of one leaves nothing of any.

    Raises NotAllowed, TooLarge, and Unprocessable naming the file, the line and what is wrong.
    """
    require(Permission.IMPORT_KNOWLEDGE, actor)
    named = [MaterialFile(file.kind, clean_name(file.name), file.data) for file in files]
    _refuse_doubles(named)
    counted = [(file, _count(file)) for file in named]
    return [
        CheckedMaterial(
            file.kind, file.slot[1], file.name, entries, store.put(io.BytesIO(file.data), file.name)
        )
        for file, entries in counted
    ]


def _refuse_doubles(files: Sequence[MaterialFile]) -> None:
    if not files:
        raise Unprocessable("file", "Chưa chọn tệp nào.")
    seen = set()
    for file in files:
        if file.slot in seen:
            said = "Mỗi lần chỉ nhập một tệp của loại này." if file.kind != "library" else (
                f"Có hai tệp cùng tên “{file.name}”; chưa nhận tệp nào."
            )  # fmt: skip
            raise Unprocessable("file", said)
        seen.add(file.slot)


def _count(file: MaterialFile) -> int:
    """Procedures, documents or articles in the file; raises Unprocessable in words for the person who sent it."""
    try:
        if file.kind == "procedures":
            return len(read_procedures(file))
        if file.kind == "status":
            return len(read_status(file))
        articles = _articles(read_law_text(file).text)
    except MaterialError as error:
        raise Unprocessable("file", in_words(error)) from error
    if not articles:
        raise Unprocessable(
            "file",
            f"Tệp “{file.name}”: không nhận ra điều nào (“Điều 1…”), nên không so sánh được với dự thảo.",
        )
    return articles


def _articles(text: str) -> int:
    """The articles that a scan would find in a text of law; quoted ones belong to another."""
    provisions = parse(DraftText(text, ((0, len(text)),), (None,))).provisions
    return sum(each.kind == "dieu" and "trich-dan" not in each.id for each in provisions)


def import_material(
    session: Session, actor: Actor, now: datetime, files: Sequence[CheckedMaterial]
) -> list[ImportedMaterial]:
    """Put the files to use; what each takes the place of stays on record. Raises NotAllowed, Conflict."""
    require(Permission.IMPORT_KNOWLEDGE, actor)
    in_use = {
        (row.kind, row.slot): row
        for row in session.scalars(_in_use().with_for_update(of=KnowledgeMaterial))
    }  # fmt: skip
    try:
        outcomes = [
            _import_one(session, actor, now, file, in_use.get((file.kind, file.slot))) for file in files
        ]
        session.flush()
    except IntegrityError as error:  # on PostgreSQL another import filled the same place meanwhile
        raise Conflict(
            "Bộ tri thức vừa được người khác nhập cùng lúc; chưa nhận tệp nào. Hãy nhập lại.",
            code="knowledge_busy",
        ) from error
    for done in outcomes:
        session.refresh(done.row)
    return outcomes


def _import_one(
    session: Session, actor: Actor, now: datetime, file: CheckedMaterial, before: KnowledgeMaterial | None
) -> ImportedMaterial:
    stored = stored_file(session, file.blob, now)
    if before is not None and (before.file_id, before.name) == (stored.id, file.name):
        return ImportedMaterial(before, "same")
    if before is not None:
        before.replaced_at, before.replaced_by_id = now, actor.id
        session.flush()  # the place is empty before the new row takes it
    row = KnowledgeMaterial(
        kind=file.kind, slot=file.slot, name=file.name, file_id=stored.id, entries=file.entries,
        imported_by_id=actor.id, imported_at=now,
    )  # fmt: skip
    session.add(row)
    return ImportedMaterial(row, "added" if before is None else "replaced")


def withdraw_material(session: Session, actor: Actor, now: datetime, material_id: int) -> KnowledgeMaterial:
    """Take a file out of use without another in its place. Raises NotAllowed, NotFound (also: out of use already)."""
    require(Permission.IMPORT_KNOWLEDGE, actor)
    row = session.scalar(
        _in_use().where(KnowledgeMaterial.id == material_id).with_for_update(of=KnowledgeMaterial)
    )
    if row is None:
        raise NotFound("Tài liệu này không còn trong bộ tri thức.")
    row.replaced_at, row.replaced_by_id = now, actor.id
    session.flush()
    return row


def material_in_use(session: Session, actor: Actor) -> Sequence[KnowledgeMaterial]:
    """What scans use, lists first, then the library by name."""
    require(Permission.SEE_KNOWLEDGE, actor)
    rows = session.scalars(_in_use()).all()
    return sorted(rows, key=lambda row: (row.kind == "library", row.kind, row.name))


def material_before(session: Session, actor: Actor, limit: int = 20) -> Sequence[KnowledgeMaterial]:
    """What was replaced or withdrawn, the latest first."""
    require(Permission.SEE_KNOWLEDGE, actor)
    ended = select(KnowledgeMaterial).where(KnowledgeMaterial.replaced_at.is_not(None))
    return session.scalars(
        ended.order_by(KnowledgeMaterial.replaced_at.desc(), KnowledgeMaterial.id.desc()).limit(limit)
    ).all()


def _in_use() -> Select[KnowledgeMaterial]:
    return (
        select(KnowledgeMaterial)
        .where(KnowledgeMaterial.replaced_at.is_(None))
        .order_by(KnowledgeMaterial.id)
    )


def current(office: Office) -> Knowledge:
    """The knowledge to scan by now; built anew only when the material in use is other than at the last call.

    Raises MaterialUnusable when the storage has lost a file, or one cannot be read any more.
    """
    with office.database.read() as session:
        named = tuple(map(_named, session.scalars(_in_use())))
    if not named:
        return packaged()
    built = _built.get(named)
    if built is None:
        _built.clear()  # before the new one is built: both together would be the most this process ever holds
        built = _built[named] = _lay(office.files, named)
    return built


def _named(row: KnowledgeMaterial) -> _Named:
    return cast(MaterialKind, row.kind), row.name, row.file.sha256  # the table's CHECK allows no other kind


_built: dict[tuple[_Named, ...], Knowledge] = {}
"""The one release this process holds, by the material in it."""


def ready(office: Office) -> Knowledge:
    """`current`, or the packaged release where it cannot be had: for words on pages and warming up, not to scan by."""
    try:
        return current(office)
    except (MaterialUnusable, DBAPIError) as error:
        log.warning("knowledge_not_current", error=str(error))
        return packaged()


@functools.lru_cache(maxsize=1)
def packaged() -> Knowledge:
    """The release that comes with the program."""
    return load_knowledge()


def _lay(store: FileStore, named: Sequence[_Named]) -> Knowledge:
    try:
        return lay_material(
            packaged(), [MaterialFile(kind, name, store.read(sha256)) for kind, name, sha256 in named]
        )
    except FileNotFoundError as error:
        raise MaterialUnusable(
            "Kho lưu trữ không còn một tệp của bộ tri thức; hãy nhập lại tài liệu ở trang Bộ tri thức."
        ) from error
    except MaterialError as error:
        raise MaterialUnusable(f"Không đọc được tài liệu của bộ tri thức. {in_words(error)}") from error
