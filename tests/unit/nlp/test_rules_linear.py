"""Every pattern of every rule takes time in proportion to the text, whatever the text: a draft may be hostile."""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from nlp.knowledge import Knowledge
from nlp.rules.schema import EngineSettings, Rule
from tests.unit.nlp.scan_helpers import knowledge

LENGTH = 20_000
WORTH_TIMING = 0.05
"""Processor seconds below which a growth ratio is noise; none of our patterns comes near."""
MOST_GROWTH = 2.8
"""Twice the text: twice the time when linear, four times when quadratic."""
SLOWEST = 0.5

_sre: Any = importlib.import_module("re._parser")
Pattern = tuple[str, "re.Pattern[str]", tuple[str, ...]]


def of_rule(rule: Rule) -> Iterator[Pattern]:
    for detector in rule.detectors:
        yield detector.id, detector.pattern, detector.anchors
    spec = rule.clause
    if spec is None:
        return
    anchors = tuple(anchor for cue in spec.cues for anchor in cue.anchors)
    for cue in spec.cues:
        yield cue.id, cue.pattern, cue.anchors
    for name in ("beside", "unless", "unless_heading", "unless_title", "preamble_with", "preamble_unless"):
        for pattern in getattr(spec, name):
            yield name, pattern, anchors


def of_engine(settings: EngineSettings) -> Iterator[Pattern]:
    yield "name_pattern", settings.name_pattern, ()
    for context in settings.contexts:
        yield context.id, context.pattern, context.anchors
    for prior in (*settings.heading_priors, *settings.title_priors):
        yield prior.id, prior.pattern, ()


def all_patterns(release: Knowledge) -> dict[str, list[Pattern]]:
    found = {rule.id: list(of_rule(rule)) for rule in release.rules}
    return {name: patterns for name, patterns in found.items() if patterns} | {
        "engine": list(of_engine(release.engine))
    }


PATTERNS = all_patterns(knowledge())


def unbounded_faults(source: str) -> list[str]:
    """What in a pattern may run without bound: a repeat inside a repeat, or one that eats anything but a class."""
    faults: list[str] = []
    _walk(_sre.parse(source), False, faults)
    return faults


def _walk(tree: Any, repeated: bool, faults: list[str]) -> None:
    for operator, argument in tree:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = argument
            unbounded = most == _sre.MAXREPEAT
            if unbounded and repeated:
                faults.append("an unbounded repeat inside a repeat")
            if unbounded and (len(body) != 1 or not _is_narrow(*body[0])):
                faults.append("an unbounded repeat of more than a class of letters, digits or spaces")
            _walk(body, repeated or most > 1, faults)
            continue
        for part in _inner(argument):
            _walk(part, repeated, faults)


def _inner(argument: Any) -> Iterator[Any]:
    if isinstance(argument, _sre.SubPattern):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for part in argument:
            yield from _inner(part)


def _is_narrow(operator: Any, argument: Any) -> bool:
    if str(operator) == "IN":
        return not any(str(kind) == "NEGATE" for kind, _ in argument)
    return str(operator) == "LITERAL"


def hostile_texts(anchors: tuple[str, ...]) -> Iterator[str]:
    runs = ["a", " ", "1", "a ", "- ", " ".join(anchors) + " ", *(f"{anchor} " for anchor in anchors)]
    for run in dict.fromkeys(runs):
        yield (run * LENGTH)[:LENGTH]


def seconds(pattern: re.Pattern[str], text: str) -> float:
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_stay_linear_on_hostile_texts(name: str) -> None:
    for part, pattern, anchors in PATTERNS[name]:
        assert unbounded_faults(pattern.pattern) == [], part
        for text in hostile_texts(anchors):
            taken = seconds(pattern, text)
            if taken > WORTH_TIMING:
                growth = taken / seconds(pattern, text[: LENGTH // 2])
                assert growth < MOST_GROWTH, f"{part}: {growth:.1f} times the time for twice {text[:20]!r}…"
            assert taken < SLOWEST, f"{part}: {taken:.2f} s for {LENGTH} characters of {text[:20]!r}…"


@pytest.mark.parametrize(
    ("pattern", "faults"),
    [
        (r"nộp [^.;\n]{0,80}?hồ sơ", 0), (r"điều \d+", 0), (r"sở [a-zà-ỹđ]+", 0), (r"^\W*điều", 0),
        (r"nộp .*hồ sơ", 1), (r"nộp [^.]+hồ sơ", 1), (r"(?:hồ sơ )+x", 1), (r"(?:a+b){1,3}", 1),
        (r"(?:a+)+", 2), (r"x(?:y|(?:z[^;]*))", 1), (r"(?=.*hồ sơ)nộp", 1),
    ],
)  # fmt: skip
def test_what_may_run_without_bound_is_seen(pattern: str, faults: int) -> None:
    assert len(unbounded_faults(pattern)) == faults


def test_growth_is_seen_where_it_is_quadratic() -> None:
    pattern = re.compile(r"\d+ ngày")
    text = "1" * 4_000

    assert seconds(pattern, text * 2) / seconds(pattern, text) > MOST_GROWTH
