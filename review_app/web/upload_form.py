"""Files of a form: sent with it, or sent before it one by one and named by a token.

A token is signed and holds the person's id, so that nobody can hand in a file by knowing its hash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from review_app.domain.roles import Actor
from review_app.errors import AppError
from review_app.services.intake import ATTACHMENT_KINDS, Upload, clean_name
from review_app.storage import StoredBlob
from review_app.web.context import office

DRAFT = "draft"
TOKEN_SECONDS = 24 * 3600
PAPER_FIELDS = {f"paper_{kind}": kind for kind in ATTACHMENT_KINDS}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is in storage, as the form carries it on."""

    filename: str
    size: int
    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    filename: str
    error: AppError


@dataclass(slots=True)
class FormFiles:
    """All files of one form: what was stored by field, and what was refused."""

    stored: dict[str, list[tuple[Upload, KeptFile]]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    @property
    def draft(self) -> list[Upload]:
        """The parts of the draft, in order."""
        return [upload for upload, _ in self.stored.get(DRAFT, [])]

    @property
    def papers(self) -> list[Upload]:
        """The papers, by kind."""
        return [upload for name in PAPER_FIELDS for upload, _ in self.stored.get(name, [])]

    def kept(self, name: str) -> list[KeptFile]:
        """What the form shows as received in a field."""
        return [kept for _, kept in self.stored.get(name, [])]


def read_files(person: Actor) -> FormFiles:
    """Store what came with the form and look up what came before it; one bad file stops no other."""
    files = FormFiles()
    for name in (DRAFT, *PAPER_FIELDS):
        kind = PAPER_FIELDS.get(name, "other")
        kept = [_known(token, person, kind) for token in request.form.getlist(f"{name}_token")]
        files.stored[name] = [pair for pair in kept if pair is not None]
        for sent in request.files.getlist(name):
            if not sent.filename:
                continue
            try:
                files.stored[name].append(store_one(sent, person, kind))
            except AppError as error:
                files.refused.append(Refused(clean_name(sent.filename), error))
    return files


def store_one(sent: FileStorage, person: Actor, kind: str = "other") -> tuple[Upload, KeptFile]:
    """Put one file into storage; raises TooLarge, Invalid."""
    name = clean_name(sent.filename or "")
    blob = office().files.put(sent.stream, name)
    token = _signer().dumps({"u": person.id, "n": name, "h": blob.sha256, "s": blob.size})
    return Upload(name, blob, kind), KeptFile(name, blob.size, token)


def _known(token: str, person: Actor, kind: str) -> tuple[Upload, KeptFile] | None:
    try:
        said: dict[str, Any] = _signer().loads(token, max_age=TOKEN_SECONDS)
    except BadSignature:
        return None
    if said["u"] != person.id or not office().files.path(said["h"]).exists():
        return None
    blob = StoredBlob(said["h"], said["s"])
    return Upload(said["n"], blob, kind), KeptFile(said["n"], blob.size, token)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="uploaded-file")
