"""Commands of an office at work: its agencies, the register of issued documents, when a term ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from review_app.config import load_settings

if TYPE_CHECKING:
    from nlp.knowledge import MaterialKind

ISSUED = "issued"
MATERIAL: Mapping[str, MaterialKind] = {
    "procedures": "procedures", "status": "status", "library": "library",
}  # fmt: skip


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
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--as", "kind", required=True, type=click.Choice([ISSUED, *MATERIAL]), help="What it holds.")
@click.option(
    "--by",
    "login",
    help="Account that imports it (default: the only intake account for the register, else the only rule editor).",
)
def import_file(path: Path, kind: str, login: str | None) -> None:
    """Import PATH as the register of issued documents (issued: CSV, XLSX) or as material of the knowledge.

    procedures: JSONL as published, packed or not; status: CSV; library: a .txt file, a folder of them or a zip.
    Prints every line's or file's outcome as JSON; exit 1 if a line of the register was refused, 2 if a file was.
    """
    if kind == ISSUED:
        _import_register(path, login)
    else:
        _import_material(path, MATERIAL[kind], login)


def _import_register(path: Path, login: str | None) -> None:
    from review_app.domain.roles import Role
    from review_app.services.accounts import importer
    from review_app.services.office import open_office
    from review_app.services.register import import_register, import_shape

    if path.is_dir():
        raise click.UsageError(f"{path} is a folder; the register is one file")
    with open_office(load_settings()).database.write() as session:
        actor = importer(session, login, Role.INTAKE)
        shape = import_shape(import_register(session, actor, datetime.now(UTC), path.name, path.read_bytes()))
    print(json.dumps(shape, ensure_ascii=False))
    sys.exit(shape["refused"] > 0)


def _import_material(path: Path, kind: MaterialKind, login: str | None) -> None:
    from review_app.domain.roles import Role
    from review_app.services.accounts import importer
    from review_app.services.knowledge import current, import_material, store_material
    from review_app.services.knowledge_files import read_path
    from review_app.services.office import open_office

    office = open_office(load_settings())
    with office.database.read() as session:
        actor = importer(session, login, Role.RULE_EDITOR)
    files, left_out = read_path(kind, path)
    checked = store_material(office.files, actor, files)
    with office.database.write() as session:
        done = import_material(session, actor, datetime.now(UTC), checked)
    told = [{"name": each.row.name, "entries": each.row.entries, "outcome": each.outcome} for each in done]
    shape = {"knowledge": current(office).release, "kind": kind, "files": told, "left_out": list(left_out)}
    print(json.dumps(shape, ensure_ascii=False))


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
