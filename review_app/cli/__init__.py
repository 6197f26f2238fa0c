"""`review-app`: every command of the service. Commands import what they run only when they run."""

from __future__ import annotations

import sys

import click

from review_app.cli.data import check_group, db_group, index_group, users_group
from review_app.cli.demo import demo
from review_app.cli.office import agencies_group, deadline, import_file
from review_app.cli.processes import scheduler, serve, worker
from review_app.errors import AppError, SettingsError


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
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
