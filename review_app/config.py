"""Settings: one frozen object, read once from the environment (prefix REVIEW_APP_) and passed on."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from review_app.errors import SettingsError

PREFIX = "REVIEW_APP_"
_OUTSIDE = frozenset({"REVIEW_APP_EVALUATION"})
"""Variables with our prefix that the service itself never reads (tests and benchmarks do)."""


class Settings(BaseSettings):
    """Every setting of the service; the description of each is its documentation."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    data: Path = Field(Path("var"), description="Folder of the database, files, index and sockets.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    redis_url: str = Field("", description="Redis or Valkey URL; empty: the socket in the data folder.")
    storage_url: str = Field("", description="Folder of uploaded files; empty: in the data folder.")
    secret_key: str = Field(
        "", description="Key that signs sessions; empty: made once, kept in the data folder."
    )
    search_engine: str = Field("whoosh", pattern="^whoosh$", description="Search engine.")
    max_upload_mb: int = Field(50, ge=1, le=500, description="Largest file taken, in MB.")
    job_timeout_s: int = Field(600, ge=10, description="Longest time one processing job may take.")
    job_memory_mb: int = Field(4096, ge=256, description="Address space one processing job may use.")
    secure_cookies: bool = Field(False, description="Send cookies over HTTPS only (set it behind TLS).")
    trusted_proxies: int = Field(0, ge=0, le=5, description="Reverse proxies in front, for client addresses.")
    login_attempts: str = Field("10 per minute", description="Login attempts per address.")
    office_name: str = Field("Sở Tư pháp", description="Name of the office, as pages show it.")
    province_name: str = Field("", description="Name of the province, as pages show it: 'tỉnh …'.")
    log_json: bool = Field(False, description="Log lines as JSON.")

    @property
    def sqlalchemy_url(self) -> str:
        """Where the database is; plain `postgresql://` gets the driver the project ships."""
        url = self.database_url or f"sqlite:///{self.data.absolute() / 'review-app.sqlite3'}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1).replace(
            "postgres://", "postgresql+psycopg://", 1
        )

    @property
    def redis_socket(self) -> Path:
        """Socket of the queue server that the demo starts."""
        return self.data.absolute() / "run" / "valkey.sock"

    @property
    def queue_url(self) -> str:
        """URL of Redis or Valkey."""
        return self.redis_url or f"unix://{self.redis_socket}"

    @property
    def files(self) -> Path:
        """Folder of uploaded files."""
        return Path(self.storage_url.removeprefix("file://")) if self.storage_url else self.data / "files"

    @property
    def index(self) -> Path:
        """Folder of the search index."""
        return self.data / "index"

    @property
    def max_upload_bytes(self) -> int:
        """Largest file taken, in bytes."""
        return self.max_upload_mb * 1024 * 1024


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises SettingsError naming any variable that is unknown or malformed.

    Bare DATABASE_URL and REDIS_URL are taken when ours are not set.
    """
    environ = os.environ if environ is None else environ
    known = {PREFIX + name.upper() for name in Settings.model_fields} | _OUTSIDE
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"unknown setting: {', '.join(unknown)}")
    values = {
        name: environ[PREFIX + name.upper()]
        for name in Settings.model_fields
        if environ.get(PREFIX + name.upper())
    }
    for name in ("database_url", "redis_url"):
        if name not in values and environ.get(name.upper()):
            values[name] = environ[name.upper()]
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        wrong = "; ".join(f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError(wrong) from None


def secret_key(settings: Settings) -> str:
    """The session key: the one set, else one made on first use and kept in the data folder, mode 600."""
    if settings.secret_key:
        if len(settings.secret_key) < 32:
            raise SettingsError("REVIEW_APP_SECRET_KEY is shorter than 32 characters")
        return settings.secret_key
    path = settings.data / "secret-key"
    if not path.exists():
        _make_key(path)
    return path.read_text(encoding="ascii")


def _make_key(path: Path) -> None:
    """Write a key whole before it gets its name: web processes start together, and none may read half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32))
    with suppress(FileExistsError):  # another process was first: its key is the key
        os.link(draft, path)
    draft.unlink()
