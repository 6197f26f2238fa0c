"""Fills an empty installation for the demo: accounts with tokens and, with --samples, dossiers in every state.

Everything goes through the services, as the roles, with the clock set back: nothing is written past the rules.
"""

from __future__ import annotations

import csv
import io
import json
import secrets
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.knowledge import Knowledge
from review_app.cli.database import upgrade
from review_app.cli.demo_stack import say, write_private
from review_app.config import load_settings
from review_app.domain.dossier import Action, State
from review_app.domain.roles import Actor, Role
from review_app.errors import SettingsError
from review_app.models import Agency, Dossier, Finding, JobRun, User
from review_app.sample.catalogue import (
    Catalogue,
    SampleDossier,
    draft_docx,
    load_catalogue,
    paper_docx,
    register_csv,
)
from review_app.services.accounts import SCOPES, actor_of, add_user, issue_token
from review_app.services.appraisal import Request, run_action
from review_app.services.base_data import import_base
from review_app.services.dossiers import latest_version
from review_app.services.findings import Decision, dispose
from review_app.services.indexing import rebuild_index
from review_app.services.intake import Submission, Upload, submit_dossier
from review_app.services.knowledge import current
from review_app.services.office import Office, open_office
from review_app.services.processing import process_version
from review_app.services.register import import_register

_TO_RELEASED = (
    Action.ACCEPT, Action.ASSIGN, Action.START, Action.DRAFT_REPORT, Action.HEAD_APPROVE, Action.SIGN, Action.RELEASE,
)  # fmt: skip
PATHS: dict[State, tuple[Action, ...]] = {
    State.SUBMITTED: (),
    State.RETURNED: (Action.RETURN,),
    State.ACCEPTED: _TO_RELEASED[:1],
    State.ASSIGNED: _TO_RELEASED[:2],
    State.APPRAISING: _TO_RELEASED[:3],
    State.PAUSED: (*_TO_RELEASED[:3], Action.PAUSE),
    State.REPORT_DRAFTED: _TO_RELEASED[:4],
    State.HEAD_APPROVED: _TO_RELEASED[:5],
    State.SIGNED: _TO_RELEASED[:6],
    State.RELEASED: _TO_RELEASED,
    State.ANSWERED: (*_TO_RELEASED, Action.ANSWER),
    State.CLOSED_ISSUED: (*_TO_RELEASED, Action.ANSWER, Action.CLOSE_ISSUED),
    State.CLOSED_NOT_ISSUED: (*_TO_RELEASED, Action.ANSWER, Action.CLOSE_NOT_ISSUED),
    State.WITHDRAWN: (Action.WITHDRAW,),
}
"""How a dossier comes to each state."""

BETWEEN_ACTS = timedelta(hours=20)

REASONS = {
    Action.RETURN: "Hồ sơ thiếu bản tổng hợp ý kiến góp ý; đề nghị bổ sung.",
    Action.PAUSE: "Chờ cơ quan soạn thảo cung cấp thêm tài liệu về nguồn lực thực hiện.",
    Action.WITHDRAW: "Cơ quan soạn thảo rút hồ sơ để xây dựng lại dự thảo.",
}
WHO = {
    Action.ACCEPT: Role.INTAKE, Action.RETURN: Role.INTAKE, Action.RELEASE: Role.INTAKE,
    Action.CLOSE_ISSUED: Role.INTAKE, Action.CLOSE_NOT_ISSUED: Role.INTAKE, Action.ASSIGN: Role.HEAD,
    Action.HEAD_APPROVE: Role.HEAD, Action.START: Role.REVIEWER, Action.DRAFT_REPORT: Role.REVIEWER,
    Action.PAUSE: Role.REVIEWER, Action.SIGN: Role.DIRECTOR, Action.ANSWER: Role.AGENCY_OFFICER,
    Action.WITHDRAW: Role.AGENCY_OFFICER,
}  # fmt: skip


class Loader:
    """Loads the sample dossiers, each as the people of the catalogue would have moved it."""

    def __init__(
        self, office: Office, catalogue: Catalogue, actors: dict[str, Actor], knowledge: Knowledge
    ) -> None:
        self.office = office
        self.catalogue = catalogue
        self.actors = actors
        self.knowledge = knowledge

    def load(self) -> None:
        """Load every dossier and the register."""
        now = datetime.now(UTC)
        issued = {row["trich_yeu"]: row["ngay_ban_hanh"] for row in _register_rows()}
        for number, sample in enumerate(self.catalogue.dossiers, start=1):
            say(f"  hồ sơ mẫu {number}/{len(self.catalogue.dossiers)}: {sample.state}")
            self.load_dossier(sample, handed_in(sample, issued.get(sample.title), now))
        with self.office.database.write() as session:
            import_register(session, self._role(Role.INTAKE), now, "so-dang-ky-mau.csv", register_csv())
        rebuild_index(self.office)

    def _role(self, role: Role, agency: str | None = None) -> Actor:
        account = next(a for a in self.catalogue.accounts if a.role == role and a.agency in (None, agency))
        return self.actors[account.login]

    def load_dossier(self, sample: SampleDossier, at: datetime) -> None:
        """Hand in, read, and move one dossier; each act a little later than the one before."""
        officer = self._role(Role.AGENCY_OFFICER, sample.agency)
        draft = [self._upload(sample.draft.replace(".txt", ".docx"), draft_docx(sample.draft), "other")]
        papers = [
            self._upload(
                paper.file.replace(".txt", ".docx"), paper_docx(paper, sample, self.catalogue), paper.kind
            )
            for paper in sample.papers
        ]
        submission = Submission(
            sample.title, sample.document_type, sample.issuer, sample.agency, sample.expedited,
            expected_issue_date=(at + timedelta(days=45)).date(),
        )  # fmt: skip
        with self.office.database.write() as session:
            dossier = submit_dossier(session, officer, at, submission, draft, papers)
            version = latest_version(session, dossier.id)
        if version is not None:
            process_version(self.office, self.knowledge, version.id, lambda: at)
        self._close_jobs(at)
        for step, action in enumerate(PATHS[State(sample.state)], start=1):
            self._act(dossier, sample, action, at + BETWEEN_ACTS * step)

    def _upload(self, name: str, data: bytes, kind: str) -> Upload:
        return Upload(name, self.office.files.put(io.BytesIO(data), name), kind)

    def _close_jobs(self, at: datetime) -> None:
        with self.office.database.write() as session:
            for job in session.scalars(select(JobRun).where(JobRun.state == "queued")):
                job.state, job.finished_at = "done", at

    def _act(self, dossier: Dossier, sample: SampleDossier, action: Action, at: datetime) -> None:
        actor = self._role(WHO[action], sample.agency)
        if action is Action.DRAFT_REPORT:
            self._decide_all(actor, dossier.id, at)
        assignee = self._role(Role.REVIEWER).id if action is Action.ASSIGN else None
        with self.office.database.write() as session:
            run_action(
                session,
                actor,
                at,
                dossier.id,
                Request(action, REASONS.get(action, ""), assignee),
                None,
            )

    def _decide_all(self, actor: Actor, dossier_id: int, at: datetime) -> None:
        """The reviewer confirms what is sure and dismisses what is not, with a reason."""
        with self.office.database.write() as session:
            version = latest_version(session, dossier_id)
            for finding in _findings(session, version.id if version else 0):
                sure = finding.severity != "info" and finding.confidence >= 0.6
                dispose(
                    session, actor, at, finding.id,
                    Decision("confirmed") if sure
                    else Decision("dismissed", "Chỉ viện dẫn quy định hiện hành, không đặt thêm thủ tục."),
                    None,
                )  # fmt: skip


def handed_in(sample: SampleDossier, issued_on: str | None, now: datetime) -> datetime:
    """When a sample was handed in: long enough ago for its acts, and weeks before its document was issued, if it was.

    One of them is left lying, so that the queue shows an overdue dossier.
    """
    path = PATHS[State(sample.state)]
    at = now - BETWEEN_ACTS * (len(path) + 1)
    if State(sample.state) is State.REPORT_DRAFTED:
        at -= timedelta(days=20)
    if issued_on is not None:
        at = min(at, datetime.strptime(issued_on, "%d/%m/%Y").replace(tzinfo=UTC) - timedelta(days=40))
    return at


def _register_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(register_csv().decode("utf-8-sig").splitlines()))


def _findings(session: Session, version_id: int) -> list[Finding]:
    return list(session.scalars(select(Finding).where(Finding.version_id == version_id)))


def make_accounts(
    session: Session, catalogue: Catalogue, now: datetime
) -> tuple[list[dict[str, object]], dict[str, Actor]]:
    """Agencies, accounts with random passwords and a token each: as `demo.json` lists them, and as actors by login."""
    for agency in catalogue.agencies:
        session.add(Agency(code=agency.code, name=agency.name))
    session.flush()
    described: list[dict[str, object]] = []
    actors = {}
    for account in catalogue.accounts:
        password = secrets.token_urlsafe(12)
        user = add_user(
            session, account.login, account.display_name, Role(account.role), password, account.agency
        )
        described.append(
            {
                "role": account.role, "login": account.login, "name": account.display_name,
                "password": password, "totp_secret": None, "agency": account.agency,
                "token": issue_token(session, user, "demo", SCOPES, now),
            }
        )  # fmt: skip
        actors[account.login] = actor_of(user)
    return described, actors


def refuse_accounts(office: Office) -> None:
    """Raise SettingsError for a database in use: accounts whose passwords lie in a file have no place there."""
    with office.database.read() as session:
        if session.scalar(select(User.id).limit(1)) is not None:
            raise SettingsError(
                "the database holds accounts but the data folder no demo.json: the demo needs an empty database; "
                "remove what a broken-off start left behind, or set REVIEW_APP_DATA (and REVIEW_APP_DATABASE_URL)"
            )


def main(samples: bool) -> None:
    """Migrate, import the base data, make the accounts and, if asked, the sample dossiers; then write demo.json."""
    settings = load_settings()
    office = open_office(settings)
    upgrade(office.database.engine)
    refuse_accounts(office)
    now, catalogue = datetime.now(UTC), load_catalogue()
    with office.database.write() as session:
        import_base(session, now)
        described, actors = make_accounts(session, catalogue, now)
    if samples:
        Loader(office, catalogue, actors, current(office)).load()
    else:
        rebuild_index(office)
    text = json.dumps({"url": "", "accounts": described}, ensure_ascii=False, indent=1)
    write_private(settings.data / "demo.json", text)


if __name__ == "__main__":
    try:
        main("--samples" in sys.argv[1:])
    except SettingsError as error:
        sys.exit(f"review-app: {error}")
