"""`python -m index`: build, ask, check and rebuild an index from the command line, without the database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from index.errors import IndexFault
from index.types import Hit, Query, Record
from index.whoosh_engine import WhooshIndex

_TEXTS = ("id", "kind", "title", "text", "number", "agency", "type", "date", "parent")
_WAIT_SECONDS = 30.0


class BadRecord(ValueError):
    """A line of the input that is no record: says which line and why."""


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 when the index or the input is at fault; argparse exits with 2."""
    arguments = _parser().parse_args(argv)
    index = WhooshIndex(arguments.folder, wait_seconds=_WAIT_SECONDS)
    try:
        status: int = arguments.command(index, arguments)
    except (IndexFault, BadRecord) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        index.close()
    return status


def read_records(lines: Iterable[bytes]) -> Iterator[Record]:
    """The records of JSON lines in UTF-8; keys not known are passed over. Raises BadRecord."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _record(line, number)


def _record(line: bytes, number: int) -> Record:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise BadRecord(f"dòng {number}: không phải JSON ({error})") from None
    if not isinstance(values, dict):
        raise BadRecord(f"dòng {number}: phải là một đối tượng JSON")
    texts = {name: "" if values.get(name) is None else values[name] for name in _TEXTS}
    wrong = [name for name, value in texts.items() if not isinstance(value, str)]
    audience = values.get("audience") or []
    if wrong or not isinstance(audience, list) or not all(isinstance(mark, str) for mark in audience):
        raise BadRecord(f"dòng {number}: sai kiểu dữ liệu ở {', '.join(wrong) or 'audience'}")
    if not texts["id"]:
        raise BadRecord(f"dòng {number}: thiếu id")
    return Record(**texts, audience=frozenset(audience))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="Chỉ mục tìm kiếm.")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    build = commands.add_parser("build", help="lập chỉ mục mới từ các bản ghi JSON (mỗi dòng một bản ghi)")
    search = commands.add_parser("search", help="tìm trong chỉ mục")
    check = commands.add_parser("check", help="kiểm tra chỉ mục có đọc được trọn vẹn")
    rebuild = commands.add_parser("rebuild", help="lập lại chỉ mục từ các bản ghi đang lưu trong nó")
    for command, run in ((build, _build), (search, _search), (check, _check), (rebuild, _rebuild)):
        command.add_argument("folder", type=Path, metavar="DIR")
        command.set_defaults(command=run)
    search.add_argument("query", metavar="QUERY")
    search.add_argument(
        "--audience",
        action="append",
        metavar="A",
        help="nhóm người xem; không nêu thì không lọc (chỉ để bảo trì)",
    )
    search.add_argument("--limit", type=_positive, default=20, metavar="N")
    search.add_argument("--json", action="store_true", help="mỗi kết quả một dòng JSON")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("phải từ 1 trở lên")
    return number


def _build(index: WhooshIndex, arguments: argparse.Namespace) -> int:
    return _report(index.rebuild(lambda: read_records(sys.stdin.buffer)))


def _rebuild(index: WhooshIndex, arguments: argparse.Namespace) -> int:
    return _report(index.rebuild(index.records))


def _check(index: WhooshIndex, arguments: argparse.Namespace) -> int:
    index.check()
    return _report(len(index.ids()))


def _report(count: int) -> int:
    print(f"{count} bản ghi")
    return 0


def _search(index: WhooshIndex, arguments: argparse.Namespace) -> int:
    audience = None if arguments.audience is None else frozenset(arguments.audience)
    answer = index.search(Query(arguments.query, audience, limit=arguments.limit))
    if answer.message:
        print(answer.message, file=sys.stderr)
    _print_hits(answer.hits, as_json=arguments.json)
    if not arguments.json:
        print(f"{answer.total} kết quả")
    return 0


def _print_hits(hits: Iterable[Hit], *, as_json: bool) -> None:
    for hit in hits:
        if as_json:
            print(json.dumps(_as_json(hit), ensure_ascii=False))
        else:
            print(f"{hit.score:8.2f}  {hit.id}  {hit.title}\n          {' '.join(hit.snippet.split())}")


def _as_json(hit: Hit) -> dict[str, Any]:
    marks = [{"start": mark.start, "end": mark.end, "text": mark.text} for mark in hit.highlights]
    return {"id": hit.id, "score": round(hit.score, 4), "highlights": marks}


if __name__ == "__main__":
    sys.exit(main())
