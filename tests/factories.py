"""Things that tests need: accounts, agencies, dossiers, a version that has been scanned."""

from __future__ import annotations

import functools
import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from review_app.db import Database, open_engine
from review_app.domain.roles import Actor, Role
from review_app.models import Agency, Dossier, DraftVersion, Finding, StepRun, User, VersionText
from review_app.services.accounts import actor_of
from review_app.services.base_data import import_base
from review_app.services.dossiers import latest_version
from review_app.services.intake import Submission, Upload, submit_dossier
from review_app.services.office import Office

NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
PASSWORD = "mat-khau-thu-nghiem"
DRAFT_TEXT = (
    "Điều 1. Hồ sơ đề nghị cấp phép\n"
    "1. Tổ chức, cá nhân nộp 01 bộ hồ sơ tại Sở Xây dựng.\n"
    "Điều 2. Hiệu lực thi hành\n"
    "Quyết định này có hiệu lực kể từ ngày 01 tháng 10 năm 2026."
)


@dataclass(frozen=True, slots=True)
class People:
    """One account per role (two reviewers, officers of two agencies)."""

    officer: Actor
    other_officer: Actor
    intake: Actor
    reviewer: Actor
    other_reviewer: Actor
    head: Actor
    director: Actor
    rule_editor: Actor
    admin: Actor
    inspector: Actor

    def by_role(self) -> dict[Role, Actor]:
        """The first account of each role."""
        return {
            actor.role: actor
            for actor in (
                self.officer, self.intake, self.reviewer, self.head, self.director, self.rule_editor, self.admin,
                self.inspector,
            )
        }  # fmt: skip


@functools.cache
def password_hash() -> str:
    """The hash of PASSWORD, made once: argon2 is slow on purpose."""
    return PasswordHasher().hash(PASSWORD)


def make_people(session: Session) -> People:
    """Two agencies (`so-xd`, `so-nnmt`) and accounts named after their roles, all with PASSWORD."""
    for code, name in (("so-xd", "Sở Xây dựng"), ("so-nnmt", "Sở Nông nghiệp và Môi trường")):
        session.add(Agency(code=code, name=name))
    session.flush()

    def person(login: str, role: Role, agency: str | None = None) -> Actor:
        user = User(
            login=login, name=login, role=role.value, password_hash=password_hash(),
            agency_id=session.scalar(select(Agency.id).where(Agency.code == agency)) if agency else None,
        )  # fmt: skip
        session.add(user)
        session.flush()
        return actor_of(user)

    return People(
        officer=person("soanthao", Role.AGENCY_OFFICER, "so-xd"),
        other_officer=person("soanthao2", Role.AGENCY_OFFICER, "so-nnmt"),
        intake=person("tiepnhan", Role.INTAKE),
        reviewer=person("chuyenvien", Role.REVIEWER),
        other_reviewer=person("chuyenvien2", Role.REVIEWER),
        head=person("truongphong", Role.HEAD),
        director=person("giamdoc", Role.DIRECTOR),
        rule_editor=person("bientap", Role.RULE_EDITOR),
        admin=person("quantri", Role.ADMIN),
        inspector=person("kiemtra", Role.INSPECTOR),
    )


def upload(
    office: Office, name: str = "du-thao.txt", data: bytes = DRAFT_TEXT.encode(), kind: str = "other"
) -> Upload:
    """A file put into storage."""
    return Upload(name, office.files.put(io.BytesIO(data), name), kind)


def make_dossier(
    office: Office, session: Session, actor: Actor, *, title: str = "Quy định cấp phép bến thủy", agency: str = "so-xd",
    now: datetime = NOW, papers: tuple[str, ...] = (), draft: Sequence[Upload] = (), **changes: Any,
) -> Dossier:  # fmt: skip
    """A dossier as `actor` hands it in, by default with one text file as its draft; a paper of each kind asked for."""
    submission = Submission(
        title=title, document_type="quyet_dinh", issuer="ubnd_tinh", agency=agency, **changes
    )
    files = [upload(office, f"{kind}.txt", kind.encode(), kind) for kind in papers]
    return submit_dossier(session, actor, now, submission, draft or [upload(office)], files)


def finding_body(start: int, end: int, **changes: Any) -> dict[str, Any]:
    """A finding as contract `scan/1` writes it, on DRAFT_TEXT."""
    return {
        "rule": "tthc.dossier", "family": "tthc", "severity": "suspect", "provision": "dieu-1/khoan-1",
        "start": start, "end": end, "quote": DRAFT_TEXT[start:end], "parts": ["ho_so", "cach_thuc"],
        "actors": ["tổ chức", "cá nhân"],
        "authority": {"verdict": "not_shown", "evidence": []},
        "legal_basis": [
            {"id": "r3.nd78.d5", "citation": "Điều 5 Nghị định số 78/2025/NĐ-CP", "regime": "R3",
             "status": "secondary", "quote": ""}
        ],
        "explanation": "Khoản này đặt ra hồ sơ phải nộp.", "suggestion": "Bỏ hoặc nêu rõ căn cứ giao.",
        "confidence": 0.9,
    } | changes  # fmt: skip


def mark_scanned(session: Session, dossier: Dossier, now: datetime = NOW, **finding: Any) -> DraftVersion:
    """Write what processing would leave on the newest version: its text, tree, coverage and one finding."""
    version = latest_version(session, dossier.id)
    assert version is not None
    start = DRAFT_TEXT.index("Tổ chức")
    end = DRAFT_TEXT.index("\nĐiều 2")
    second = DRAFT_TEXT.index("Điều 2")
    provisions = [
        _provision("dieu-1", None, "dieu", "Điều 1", "Hồ sơ đề nghị cấp phép", 0, end),
        _provision("dieu-1/khoan-1", "dieu-1", "khoan", "khoản 1 Điều 1", "", start - 3, end),
        _provision("dieu-2", None, "dieu", "Điều 2", "Hiệu lực thi hành", second, len(DRAFT_TEXT)),
    ]
    scan = {
        "schema": "scan/1", "file": "du-thao.txt", "error": None,
        "document": {"number": None, "type": "quyet_dinh", "issuer": "ubnd_tinh", "title": None,
                     "date": "2026-09-01", "date_source": "today", "regime": "R3"},
        "provisions": provisions, "references": [], "procedures": [],
        "coverage": {"knowledge": "base-1", "provisions": 3, "unread": [],
                     "rules": [{"rule": "tthc.dossier", "outcome": "hit", "reason": ""}]},
        "warnings": [],
    }  # fmt: skip
    session.merge(VersionText(version_id=version.id, text=DRAFT_TEXT, draft={}, parsed={}, scan=scan))
    body = finding_body(start, end, **finding)
    session.add(
        Finding(
            version_id=version.id, position=0, rule=body["rule"], family=body["family"], severity=body["severity"],
            provision=body["provision"], start=start, end=end, confidence=body["confidence"], body=body,
        )
    )  # fmt: skip
    for step in ("extract", "parse", "scan"):
        version.steps.append(StepRun(step=step, state="done", started_at=now, finished_at=now))
    version.state, version.done, version.scanned_at, version.knowledge = "scanned", 3, now, "base-1"
    session.flush()
    return version


def _provision(
    id_: str, parent: str | None, kind: str, label: str, heading: str, start: int, end: int
) -> dict[str, Any]:
    return {
        "id": id_, "parent": parent, "kind": kind, "label": label, "heading": heading, "start": start, "end": end,
        "part": 0,
    }  # fmt: skip


def user_of(session: Session, actor: Actor) -> User:
    """The account behind an actor."""
    return session.get_one(User, actor.id)


def with_base_data(template: Path, folder: Path) -> Path:
    """A copy of a migrated SQLite file with the base data in it."""
    path = folder / "base.sqlite3"
    shutil.copy(template, path)
    database = Database(open_engine(f"sqlite:///{path}"))
    with database.write() as session:
        import_base(session, NOW)
    database.engine.dispose()
    return path
