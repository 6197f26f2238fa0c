"""A unit that takes too long: what has not run there is told, and the other units are read as ever."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from nlp.pipeline import extract_draft, parse_draft, term_finder
from nlp.rules.allowance import Allowance
from nlp.rules.engine import RuleRun, run_rules
from nlp.types import ParsedDraft, SourceFile
from tests.unit.nlp.scan_helpers import knowledge

DAY = datetime.date(2026, 5, 5)
ARTICLE = (
    "Điều {n}. Hồ sơ hỗ trợ\n"
    "Hộ gia đình nộp 01 bộ hồ sơ gồm: đơn đề nghị theo Mẫu số 01; bản sao giấy chứng nhận tại Ủy ban nhân dân xã.\n"
)


def draft() -> ParsedDraft:
    text = "QUYẾT ĐỊNH\nVề việc hỗ trợ giống\n" + ARTICLE.format(n=1) + ARTICLE.format(n=2)
    source = SourceFile("a.txt", text.encode())
    return parse_draft(extract_draft([source]), issuer="ubnd_tinh", date=DAY, today=DAY)


def run(readings: Iterator[float]) -> RuleRun:
    """The rules on two like articles under a clock that gives these readings, then stands still."""
    last = 0.0

    def clock() -> float:
        nonlocal last
        last = next(readings, last)
        return last

    return run_rules(draft(), knowledge(), term_finder(knowledge()), clock)


def outcomes(done: RuleRun) -> dict[str, str]:
    return {outcome.rule: f"{outcome.outcome} {outcome.reason}".strip() for outcome in done.outcomes}


def tthc_places(done: RuleRun) -> set[str | None]:
    return {finding.provision for finding in done.findings if finding.family == "tthc"}


def test_with_time_enough_every_rule_runs_everywhere() -> None:
    done = run(iter(()))

    assert done.unread == ()
    assert tthc_places(done) == {"dieu-1", "dieu-2"}
    assert "not_run timeout" not in outcomes(done).values()


def test_a_unit_out_of_time_is_unread_and_the_next_unit_is_read() -> None:
    limit = knowledge().engine.unit_seconds
    done = run(iter((0.0, limit + 1)))  # the first pattern on the first article takes it all

    (unread,) = done.unread
    parsed = draft()
    assert parsed.document.text[unread.start : unread.end].startswith("Điều 1.")
    assert "Điều 2" not in parsed.document.text[unread.start : unread.end]
    assert unread.reason == "timeout"
    assert tthc_places(done) == {"dieu-2"}
    told = outcomes(done)
    assert told["tthc.dossier"] == "hit"
    procedural = {rule.id for rule in knowledge().rules if rule.kind == "procedure"}
    assert {told[name] for name in procedural} == {"hit", "not_run timeout"}, "none of them may be clean"


def test_an_allowance_is_used_up_by_what_is_spent_and_names_whom_it_refused() -> None:
    readings = iter((0.0, 3.0, 3.0, 5.0))
    allowance = Allowance(5.0, lambda: next(readings))

    for rule in ("a", "b"):
        assert allowance.admits(rule)
        allowance.spend(allowance.clock())

    assert not allowance.admits("c")
    assert allowance.refused == {"c"}
