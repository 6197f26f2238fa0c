"""Commands on the data: schema, index, accounts, integrity."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import click

from review_app.config import load_settings
from review_app.domain.roles import ROLES


@click.group("db")
def db_group() -> None:
    """The database and its schema."""


@db_group.command("upgrade")
def db_upgrade() -> None:
    """Migrate to the newest schema and import the base data that is not there yet."""
    from review_app.cli.database import upgrade
    from review_app.services.base_data import import_base
    from review_app.services.office import open_office

    office = open_office(load_settings())
    upgrade(office.database.engine)
    with office.database.write() as session:
        import_base(session, datetime.now(UTC))


@db_group.command("current")
def db_current() -> None:
    """Print the schema's revision and the newest there is."""
    from review_app.cli.database import current
    from review_app.services.office import open_office

    at, newest = current(open_office(load_settings()).database.engine)
    print(f"{at or 'empty'} (newest: {newest})")


@db_group.command("check")
def db_check() -> None:
    """Exit 1 when the schema is behind, or is not what the models say."""
    from review_app.cli.database import current, differences
    from review_app.services.office import open_office

    engine = open_office(load_settings()).database.engine
    at, newest = current(engine)
    problems = [f"at {at}, newest is {newest}"] if at != newest else differences(engine)
    print("\n".join(problems) or "ok")
    sys.exit(bool(problems))


@click.group("index")
def index_group() -> None:
    """The search index, which can always be built anew from the database."""


@index_group.command("rebuild")
def index_rebuild() -> None:
    """Build the index anew and swap it in."""
    from review_app.services.indexing import rebuild_index
    from review_app.services.office import open_office

    print(f"{rebuild_index(open_office(load_settings()))} records")


@index_group.command("check")
def index_check() -> None:
    """Exit 1 when the index lacks records of the database or holds others."""
    from index.errors import IndexFault
    from review_app.services.indexing import all_records
    from review_app.services.office import open_office

    office = open_office(load_settings())
    try:
        office.search.check()
        held = office.search.ids()
    except IndexFault as fault:
        print(str(fault))
        sys.exit(1)
    wanted = {record.id for record in all_records(office)}
    print(json.dumps({"missing": sorted(wanted - held), "extra": sorted(held - wanted)}))
    sys.exit(wanted != held)


@click.group("users")
def users_group() -> None:
    """Accounts and API tokens."""


@users_group.command("add")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--agency", help="Code of the agency, for role agency_officer.")
@click.password_option()
def users_add(login: str, name: str, role: str, agency: str | None, password: str) -> None:
    """Create an account."""
    from review_app.domain.roles import Role
    from review_app.services.accounts import add_user
    from review_app.services.office import open_office

    with open_office(load_settings()).database.write() as session:
        add_user(session, login, name, Role(role), password, agency)


@users_group.command("token")
@click.argument("login")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, required=True)
def users_token(login: str, name: str, scopes: tuple[str, ...]) -> None:
    """Print a new API token of an account; it is not shown again."""
    from review_app.services.accounts import find_user, issue_token
    from review_app.services.office import open_office

    with open_office(load_settings()).database.write() as session:
        print(issue_token(session, find_user(session, login), name, scopes, datetime.now(UTC)))


@users_group.command("lock")
@click.argument("login")
def users_lock(login: str) -> None:
    """Close an account: its sessions and tokens end at once."""
    from review_app.services.accounts import find_user, lock_user
    from review_app.services.office import open_office

    with open_office(load_settings()).database.write() as session:
        lock_user(session, find_user(session, login))


@click.group("check")
def check_group() -> None:
    """Checks of what is stored."""


@check_group.command("files")
def check_files() -> None:
    """Read every stored file and compare it with its hash; exit 1 when one is missing or changed."""
    from review_app.services.integrity import damaged_files
    from review_app.services.office import open_office

    damaged = damaged_files(open_office(load_settings()))
    for sha256, problem in damaged:
        print(f"{sha256} {problem}")
    print(f"{len(damaged)} damaged", file=sys.stderr)
    sys.exit(bool(damaged))


@check_group.command("queue")
def check_queue() -> None:
    """Exit 1 unless the database and the queue server answer: the health of workers and scheduler."""
    from sqlalchemy import text

    from review_app.jobs.queue import JobQueue, connect
    from review_app.services.office import open_office

    settings = load_settings()
    with open_office(settings).database.read() as session:
        session.execute(text("SELECT 1"))
    sys.exit(not JobQueue(connect(settings.queue_url), settings.job_timeout_s).alive())
