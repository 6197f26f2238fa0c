"""Commands of an office at work: its agencies, the register of issued documents, when a term ends."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from review_app.config import load_settings


@click.group("agencies")
def agencies_group() -> None:
    """Agencies that submit drafts."""


@agencies_group.command("add")
@click.argument("code")
@click.option("--name", required=True, help="Full name, as papers address it.")
def agencies_add(code: str, name: str) -> None:
    """Add an agency; its officers get their accounts with `users add`."""
    from review_app.services.accounts import add_agency
    from review_app.services.office import open_office

    with open_office(load_settings()).database.write() as session:
        add_agency(session, code, name)


@click.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "kind", required=True, type=click.Choice(["issued"]), help="What the file holds.")
@click.option("--by", "login", help="Account that imports it (default: the only intake account).")
def import_file(path: Path, kind: str, login: str | None) -> None:
    """Import the register of issued documents (CSV, XLSX); prints every line's outcome, exit 1 if one was refused."""
    from review_app.services.accounts import importer
    from review_app.services.office import open_office
    from review_app.services.register import import_register, import_shape

    with open_office(load_settings()).database.write() as session:
        result = import_register(
            session, importer(session, login), datetime.now(UTC), path.name, path.read_bytes()
        )
        shape = import_shape(result)
    print(json.dumps(shape, ensure_ascii=False))
    sys.exit(shape["refused"] > 0)


@click.command("deadline")
@click.option(
    "--received", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Day of receipt; not counted."
)
@click.option("--days", required=True, type=click.IntRange(1, 3650))
@click.option("--unit", required=True, type=click.Choice(["calendar", "working"]))
@click.option("--json", "as_json", is_flag=True, help="Print the whole count, day by day.")
def deadline(received: datetime, days: int, unit: str, as_json: bool) -> None:
    """When a term ends by the office's calendar; years whose holidays nobody confirmed are named."""
    from review_app.domain.deadlines import Unit, due_date
    from review_app.services.base_data import calendar
    from review_app.services.clock import term_shape
    from review_app.services.office import open_office

    with open_office(load_settings()).database.read() as session:
        running = calendar(session)
    term = due_date(received.date(), days, Unit(unit), running)
    if as_json:
        shape = term_shape(term)
        days_off = [
            {"day": day.isoformat(), "kind": kind.value} for day, kind in sorted(running.days.items())
        ]
        years = {"unconfirmed_years": shape.pop("unconfirmed_years")}
        print(json.dumps(shape | {"calendar": years | {"days": days_off}}, ensure_ascii=False))
        return
    doubt = ", ".join(map(str, term.unconfirmed_years))
    print(term.due.isoformat() + (f" (calendar not confirmed: {doubt})" if doubt else ""))
