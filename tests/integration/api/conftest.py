"""The API as its callers see it: one bearer token an account, answers read as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from review_app.models import User
from review_app.services.accounts import SCOPES, issue_token
from review_app.services.base_data import import_base, layout_for
from review_app.services.office import Office
from tests.factories import DRAFT_TEXT, NOW, People, make_dossier, mark_scanned, with_base_data

File = tuple[str, bytes]
METADATA: Mapping[str, Any] = {
    "title": "Quy định cấp phép bến thủy nội địa",
    "document_type": "quyet_dinh",
    "issuer": "ubnd_tinh",
    "agency": "so-xd",
}


@dataclass
class Api:
    """Calls `/api/v1` as one of the people (by the field names of People) or, with '', as nobody."""

    client: FlaskClient
    office: Office
    people: People
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, who: str, scopes: Sequence[str] = SCOPES) -> str:
        """A bearer token of this person, made on first use."""
        key = f"{who}:{','.join(scopes)}"
        if key not in self.tokens:
            with self.office.database.write() as session:
                user = session.get_one(User, getattr(self.people, who).id)
                self.tokens[key] = issue_token(session, user, "thử nghiệm", scopes, datetime.now(UTC))
        return self.tokens[key]

    def call(
        self, method: str, path: str, who: str, *, scopes: Sequence[str] = SCOPES,
        headers: Mapping[str, str] | None = None, **kwargs: Any,
    ) -> TestResponse:  # fmt: skip
        """One request; `path` below /api/v1."""
        sent = dict(headers or {})
        if who:
            sent["Authorization"] = f"Bearer {self.token(who, scopes)}"
        return self.client.open(f"/api/v1{path}", method=method, headers=sent, **kwargs)

    def get(self, path: str, who: str, **kwargs: Any) -> TestResponse:
        return self.call("GET", path, who, **kwargs)

    def submit(
        self, who: str = "officer", *, draft: Sequence[File] = (("du-thao.txt", DRAFT_TEXT.encode()),),
        papers: Sequence[tuple[str, File]] = (), headers: Mapping[str, str] | None = None, **metadata: Any,
    ) -> TestResponse:  # fmt: skip
        """Hand in a dossier; each paper is its kind and its file."""
        data = {"metadata": json.dumps(dict(METADATA) | metadata)} | _parts(draft, papers)
        return self.call("POST", "/dossiers", who, data=data, headers=headers)

    def new_version(
        self, dossier: int, who: str = "officer", *, draft: Sequence[File],
        papers: Sequence[tuple[str, File]] = (), headers: Mapping[str, str] | None = None,
    ) -> TestResponse:  # fmt: skip
        """Hand in the next version."""
        return self.call(
            "POST", f"/dossiers/{dossier}/versions", who, data=_parts(draft, papers), headers=headers
        )

    def act(self, dossier: int, action: str, who: str, etag: str | None = None, **body: Any) -> TestResponse:
        """Do an action with the etag given, or the present one."""
        etag = etag or self.get(f"/dossiers/{dossier}", who).json["etag"]  # type: ignore[index]
        return self.call(
            "POST", f"/dossiers/{dossier}/actions/{action}", who, json=body, headers={"If-Match": f'"{etag}"'}
        )

    def decide(self, finding: int, who: str, etag: str, disposition: str, **body: Any) -> TestResponse:
        """Decide on a finding."""
        return self.call(
            "PUT", f"/findings/{finding}/disposition", who, json={"disposition": disposition} | body,
            headers={"If-Match": f'"{etag}"'},
        )  # fmt: skip


def _parts(draft: Sequence[File], papers: Sequence[tuple[str, File]]) -> dict[str, Any]:
    return {
        "draft": [(io.BytesIO(data), name) for name, data in draft],
        "attachments": [(io.BytesIO(data), name) for _, (name, data) in papers],
        "attachment_kinds": [kind for kind, _ in papers],
    }


@dataclass(frozen=True, slots=True)
class Seeded:
    """Ids of what stands in the database before a test."""

    dossier: int
    version: int
    finding: int
    etag: str


@pytest.fixture(scope="session")
def migrated_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with the base data in it, imported once."""
    return with_base_data(migrated_sqlite, tmp_path_factory.mktemp("with-base"))


@pytest.fixture
def api(client: FlaskClient, office: Office, people: People, request: pytest.FixtureRequest) -> Api:
    """The API on an office with base data and an account per role."""
    if request.config.getoption("--postgres"):
        with office.database.write() as session:
            import_base(session, NOW)
    return Api(client, office, people)


@pytest.fixture
def scanned(api: Api) -> Seeded:
    """A scanned dossier of `so-xd` in state submitted, with one open finding."""
    with api.office.database.write() as session:
        dossier = make_dossier(api.office, session, api.people.officer)
        version = mark_scanned(session, dossier)
        dossier_id, version_id = dossier.id, version.id
    return seeded(api, dossier_id, version_id)


@pytest.fixture
def appraising(api: Api, scanned: Seeded) -> Seeded:
    """The same dossier taken to state appraising, with `reviewer` as its assignee."""
    walk(api, scanned.dossier, ("accept", "intake"), ("assign", "head"), ("start", "reviewer"))
    return seeded(api, scanned.dossier, scanned.version)


def seeded(api: Api, dossier: int, version: int) -> Seeded:
    finding = api.get(f"/versions/{version}/findings", "inspector").json["items"][0]["id"]  # type: ignore[index]
    etag = api.get(f"/dossiers/{dossier}", "inspector").json["etag"]  # type: ignore[index]
    return Seeded(dossier, version, finding, etag)


def walk(api: Api, dossier: int, *steps: tuple[str, str]) -> None:
    """Do the actions in order, each as its person; fails on the first that is refused."""
    bodies: Mapping[str, dict[str, Any]] = {
        "assign": {"assignee": "chuyenvien"},
        "draft_report": {"fields": {"conclusion": first_conclusion(api)}},
    }
    for action, who in steps:
        answer = api.act(dossier, action, who, **bodies.get(action, {"reason": "Theo quy trình."}))
        assert answer.status_code == 200, answer.text


def first_conclusion(api: Api) -> str:
    """A conclusion that the present base data knows for a decision of the province."""
    with api.office.database.read() as session:
        layout = layout_for(session, "quyet_dinh", "ubnd_tinh", datetime.now(UTC).date())
    assert layout is not None
    return layout.conclusions[0].code


def problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The body of a refusal, once it is seen to be problem+json with this status and code."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = answer.get_json(force=True)
    assert (body["status"], body["code"]) == (status, code), body
    assert body["title"]
    return body


PEOPLE = tuple(each.name for each in fields(People))
