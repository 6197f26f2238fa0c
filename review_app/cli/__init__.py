"""`review-app`: every command of the service. Commands import what they run only when they run."""

from __future__ import annotations

import sys

import click

from review_app.cli.data import check_group, db_group, index_group, users_group
from review_app.cli.demo import demo
from review_app.cli.office import agencies_group, deadline, import_file
from review_app.cli.processes import scheduler, serve, worker
from review_app.errors import AppError, SettingsError

_UNDEFINED = frozenset({"42P01", "42703"})
"""PostgreSQL's codes for a table or a column that is not there."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Thẩm định văn bản quy phạm pháp luật: the appraisal service of a Department of Justice."""


for command in (
    serve, worker, scheduler, db_group, index_group, agencies_group, users_group, import_file, deadline, check_group,
    demo,
):  # fmt: skip
    commands.add_command(command)


def main() -> None:
    """Run a command; what a person can mend is said in one line, without a traceback."""
    try:
        commands(standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (SettingsError, AppError) as error:
        print(f"review-app: {error}", file=sys.stderr)
        sys.exit(2)
    except _database_errors() as error:
        said = _database_trouble(error)
        if not said:
            raise
        print(f"review-app: {said}", file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)


def _database_errors() -> type[Exception]:
    """Python asks for this only when a command failed; commands without a database start without SQLAlchemy."""
    from sqlalchemy.exc import DBAPIError

    return DBAPIError


def _database_trouble(error: Exception) -> str:
    """What a person can do about a failure of the database; '' when it is a fault of ours."""
    from sqlalchemy.exc import OperationalError

    inner: object = getattr(error, "orig", None)
    words = str(inner).strip().partition("\n")[0]
    unmigrated = ("no such table", "no such column")  # SQLite has no codes for them
    if words.startswith(unmigrated) or getattr(inner, "sqlstate", None) in _UNDEFINED:
        return "the database has no schema yet, or an older one: run `review-app db upgrade` first"
    return f"the database cannot be used: {words}" if isinstance(error, OperationalError) else ""
