"""`python -m nlp scan FILE… --json` and `python -m nlp rules check|list|explain ID|page`."""

from __future__ import annotations

import argparse
import datetime
import gc
import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from nlp.errors import KnowledgeError, NlpError
from nlp.knowledge import Knowledge, load_knowledge
from nlp.pipeline import scan, term_finder
from nlp.rules.book import explanation, listing, page
from nlp.rules.examples import check_examples
from nlp.types import Issuer, ScanError, ScanResult, SourceFile

STDIN = "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; 0 all read (or all examples right), 1 some error line (or wrong example), 2 usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        knowledge = load_knowledge(*options.knowledge)
    except KnowledgeError as error:
        parser.error(str(error))
    if options.command == "scan":
        return _scan(options, knowledge)
    if options.action == "explain":
        return _explain(options.id, knowledge, parser)
    if options.action == "check":
        return _check(knowledge)
    print(listing(knowledge) if options.action == "list" else page(knowledge), end="")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description="Scans drafts of normative documents.")
    commands = parser.add_subparsers(dest="command", required=True)
    scanning = commands.add_parser("scan", help="one JSON line a file, contract scan/1")
    scanning.add_argument("files", nargs="+", metavar="FILE", help="a file, or - for standard input")
    scanning.add_argument("--json", action="store_true", required=True, help="JSON lines (the only format)")
    scanning.add_argument("--issuer", choices=get_args(Issuer))
    scanning.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="content date of all files")
    scanning.add_argument("--together", action="store_true", help="the files are the parts of one draft")
    rules = commands.add_parser("rules", help="look at the rules and try their examples")
    actions = rules.add_subparsers(dest="action", required=True)
    explain = actions.add_parser("explain", help="everything about one rule")
    explain.add_argument("id", metavar="ID")
    for command in (
        scanning, explain, actions.add_parser("check", help="run all examples"),
        actions.add_parser("list", help="a line a rule: id, family, severity, kind, since, narrow or -, title"),
        actions.add_parser("page", help="the page docs/rules.md, of all rules by family"),
    ):  # fmt: skip
        command.add_argument("--knowledge", action="append", type=Path, default=[], metavar="DIR")
    return parser


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date YYYY-MM-DD: {text}") from error


def _scan(options: argparse.Namespace, knowledge: Knowledge) -> int:
    gc.freeze()  # rules and patterns stay to the end: not searched for garbage with every file
    groups = [options.files] if options.together else [[name] for name in options.files]
    failed = False
    for names in groups:
        result = _scan_files(names, options, knowledge)
        failed = failed or result.error is not None
        line = json.dumps(result.to_json(), ensure_ascii=False) + "\n"
        sys.stdout.buffer.write(line.encode("utf-8", errors="replace"))
        sys.stdout.buffer.flush()
    return 1 if failed else 0


def _scan_files(names: Sequence[str], options: argparse.Namespace, knowledge: Knowledge) -> ScanResult:
    label = tuple(names) if options.together else names[0]
    try:
        sources = [_source(name) for name in names]
        source = sources if options.together else sources[0]
        return scan(source, knowledge, issuer=options.issuer, date=options.date)
    except NlpError as error:
        return ScanResult(file=label, error=ScanError(error.code, error.message))
    except Exception:  # noqa: BLE001 - the edge: one file that breaks the program must not cost the others
        traceback.print_exc(file=sys.stderr)
        return ScanResult(file=label, error=ScanError("internal", "Lỗi bên trong khi xử lý tệp này."))


def _source(name: str) -> SourceFile:
    if name == STDIN:
        return SourceFile(STDIN, sys.stdin.buffer.read())
    path = Path(name)
    if path.is_dir():
        raise NlpError("unsupported", "Đây là thư mục, không phải tệp.")
    try:
        return SourceFile(name, path.read_bytes())
    except OSError as error:
        raise NlpError("not_found", "Không tìm thấy hoặc không mở được tệp.") from error


def _check(knowledge: Knowledge) -> int:
    failures = list(check_examples(knowledge, term_finder(knowledge)))
    for failure in failures:
        found = ", ".join(failure.found) or "nothing"
        print(f"{failure.rule}: {failure.expected} is wrong, found {found}: {failure.text.strip()[:100]!r}")
    examples = sum(len(rule.hits) + len(rule.look_alikes) for rule in knowledge.rules)
    print(f"{len(knowledge.rules)} rules, {examples} examples, {len(failures)} wrong")
    return 1 if failures else 0


def _explain(name: str, knowledge: Knowledge, parser: argparse.ArgumentParser) -> int:
    rule = next((rule for rule in knowledge.rules if rule.id == name), None)
    if rule is None:
        parser.error(f"no rule {name}")
    print(explanation(rule, knowledge))
    return 0


if __name__ == "__main__":
    sys.exit(main())
