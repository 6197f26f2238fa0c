"""The measuring tools on cases worked out by hand: intervals, weights, gains and losses, looks at half B."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.knowledge import load_knowledge
from tests.evaluation import accepted, half_b, written
from tests.evaluation.accepted import Change, below_accepted, changes
from tests.evaluation.alarms import Alarms, without_reason
from tests.evaluation.articles import MeasuredArticle, Score
from tests.evaluation.card_page import card, half_b_figures
from tests.evaluation.draw import sha, squeezed
from tests.evaluation.figures import Judged, figures, reliability, share
from tests.evaluation.measure import SETS, baseline, family_counts, labels_of, measured, place_of
from tests.evaluation.quality_run import QualityRun, gate
from tests.evaluation.scans import Scans


def unit(name: str, gold: bool, flagged: bool, **other: Any) -> Judged:
    return Judged(name, "local", gold, flagged, False, **other)


def test_the_interval_is_that_of_wilson() -> None:
    found = share([1.0] * 8, [1.0] * 2)

    assert found.value == 0.8
    assert (round(found.low, 4), round(found.high, 4)) == (0.4902, 0.9433)
    assert str(share([], [])) == "–"


def test_weights_move_the_share_and_widen_its_interval() -> None:
    found = share([9.0], [1.0, 1.0, 1.0])

    assert found.value == 0.75
    assert found.n == pytest.approx(144 / 84)
    assert found.high - found.low > share([1.0] * 3, [1.0]).high - share([1.0] * 3, [1.0]).low


def test_figures_count_rules_and_baseline_apart_and_as_in_the_field() -> None:
    units = [
        unit("1", True, True, weight=1.0), unit("2", True, False, weight=3.0),
        unit("3", False, True, weight=1.0), unit("4", False, False, weight=5.0),
    ]  # fmt: skip
    plain, field = figures(units), figures(units, weighted=True)

    assert (plain.tp, plain.fp, plain.fn, plain.tn) == (1, 1, 1, 1)
    assert (plain.precision.value, plain.recall.value, plain.f1) == (0.5, 0.5, 0.5)
    assert (field.precision.value, field.recall.value) == (0.5, 0.25)
    assert figures(units, baseline=True).tp == 0


def test_confidence_is_compared_with_how_often_it_is_right() -> None:
    sure = [
        unit("1", True, True, confidence=0.95),
        unit("2", False, True, confidence=0.95),
        unit("3", True, False),
    ]
    found = reliability(sure)

    ((low, high, count, mean, right),) = found.bins
    assert (low, high, count, right.value) == (0.9, 1.0, 2, 0.5)
    assert mean == pytest.approx(0.95)
    assert found.brier == pytest.approx((0.05**2 + 0.95**2) / 2)
    assert found.ece == pytest.approx(0.45)


def test_three_words_of_the_baseline_flag_a_text() -> None:
    assert baseline("Hồ sơ gồm tờ khai, nộp trong 03 ngày làm việc")
    assert not baseline("Hồ sơ, tờ khai, hồ sơ")


SCAN = {
    "document": {"text": "Điều 1. Một hai\nba.\nĐiều 2. Khác."},
    "provisions": [{"id": "dieu-1", "start": 0, "end": 19}, {"id": "dieu-2", "start": 20, "end": 34}],
}


def label(text: str, start: int, name: str = "dieu-1") -> dict[str, Any]:
    return {
        "unit": name, "start": start, "end": start + len(text), "sha256": sha(text),
        "squeezed_sha256": sha(squeezed(text)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (label("Điều 1. Một hai\nba.", 0), (0, 19)),
        (label("Điều 1. Một hai ba.", 400), (0, 19)),  # the line was joined otherwise, and everything moved
        (label("Điều 2. Khác.", 3, "dieu-1~2"), (20, 34)),  # numbered otherwise
        (label("Điều 1. Một hai bốn.", 0), None),
    ],
)
def test_a_labelled_unit_is_found_by_its_letters_or_is_a_fault(
    given: dict[str, Any], place: tuple[int, int] | None
) -> None:
    assert place_of(given, SCAN) == place


def run_of(flags: dict[str, list[bool]]) -> dict[str, list[Judged]]:
    """Sets whose first unit sets a procedure and whose second sets none, flagged as given."""
    return {
        name: [unit(f"{name}{number}", number == 0, said) for number, said in enumerate(said_of)]
        for name, said_of in flags.items()
    }


def test_gains_and_losses_are_named_in_open_sets_and_only_counted_in_closed_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepted, "FILE", tmp_path / "accepted.json")
    accepted.accept(run_of({"A": [True, False], "B": [False, False]}), {"at": "2026-05-05"})
    before = accepted.accepted()
    assert before is not None
    now = run_of({"A": [False, False, False], "B": [True, True]})
    a, b = changes(before, now)

    assert (a.gained, a.lost, a.new) == ((), ("A0",), 1)
    assert str(a) == "A: gained 0, lost 1, not in the accepted run 1; - A0"
    assert str(b) == "B: gained 1, lost 1"
    assert "B0" not in accepted.FILE.read_text(encoding="utf-8")
    assert below_accepted(before, "A", now["A"])
    assert not below_accepted(before, "B", now["B"])


def test_a_look_at_half_b_is_written_down_once_for_each_state_of_rules_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(half_b, "FILE", tmp_path / "runs.jsonl")
    first = {"digest": "a", "code": "x", "release": "base-2"}

    assert half_b.record(first) == half_b.record(first | {"at": "later"}) == [first]
    assert len(half_b.record(first | {"code": "y"})) == 2
    assert len(half_b.runs()) == 2


def quality_run(half_a: list[Judged], half_b_units: list[Judged], faults: tuple[str, ...] = ()) -> QualityRun:
    class Fixed(QualityRun):
        @property
        def sets(self) -> dict[str, list[Judged]]:
            return {"A": half_a, "B": half_b_units}

    return Fixed({}, (), {"all": Score((), "", True)}, {}, {}, faults=faults)


def test_the_gate_names_faults_a_low_half_a_and_a_loss_on_half_b(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepted, "FILE", tmp_path / "accepted.json")
    good, missed = [unit("1", True, True)], [unit("1", True, False)]
    assert gate(quality_run(good, good)) == ["there is no accepted run to compare with"]

    accepted.accept({"A": good, "B": good}, {})
    assert gate(quality_run(good, good)) == []
    assert gate(quality_run(missed, missed, ("score.py: broken",))) == [
        "score.py: broken",
        "half A: F1 0.000 is below 0.9",
        "half B: F1 is below that of the accepted run",
    ]


def test_a_family_of_many_alarms_needs_a_reason() -> None:
    loud, calm = Alarms(10, 100, 4.01, 0.0, 9), Alarms(10, 100, 4.0, 4.0, 9)

    assert without_reason({"ban": {"normative": loud}, "duty": {"normative": calm}, "effect": {}}) == ["ban"]


@pytest.mark.slow
def test_every_labelled_unit_is_found_in_the_documents(evaluation: Path, tmp_path: Path) -> None:
    for name in SETS:
        units, faults = measured(labels_of(name), Scans(evaluation, tmp_path))
        assert faults == []
        assert len(units) + sum(item["sets"] == "borderline" for item in labels_of(name)) == len(
            labels_of(name)
        )
        assert family_counts(units)


def test_labels_hold_places_and_fingerprints_and_no_text() -> None:
    allowed = {
        "id", "document", "unit", "start", "end", "sha256", "squeezed_sha256", "pool", "stratum", "weight", "sets",
        "parts", "conf", "families",
    }  # fmt: skip
    for name in SETS:
        labels = labels_of(name)
        assert len(labels) >= 40
        assert {key for item in labels for key in item} <= allowed
        assert max(len(json.dumps(value)) for item in labels for value in item.values()) < 200


def test_the_card_shows_every_measurement_and_says_what_is_faulty() -> None:
    good = MeasuredArticle(
        "A",
        "a.txt",
        unit("A1", True, True, confidence=0.95),
        frozenset({"phi"}),
        frozenset({"phi"}),
        frozenset({"phi"}),
    )
    closed = MeasuredArticle(
        "B", "138-2025.txt", unit("B1", True, False), frozenset(), frozenset({"phi"}), frozenset({"phi"})
    )
    run = QualityRun(
        about={
            "at": "2026-05-05",
            "release": "base-2",
            "digest": "d" * 64,
            "code": "c" * 64,
            "commit": "abc",
        },
        articles=(good, closed),
        scores={"half A": Score(("--half", "A"), "all precision 1.000", True)},
        labels={},
        units=dict.fromkeys(SETS, ()),
        alarms={"ban": {"normative": Alarms(101, 900, 4.5, 4.25, 80)}, "duty": {}},
        planted={
            "planted": {
                "seed": 3,
                "shares": {"all": {"hits": 97, "of": 100, "share": 0.97, "low": 0.91, "high": 0.99}},
            }
        },
        faults=("tthc-dev: not found as labelled: D001",),
    )
    page = card(run, [Change("B", ("B1",), (), 0)], [{"release": "base-2"}, {"release": "base-1"}])

    for line in (
        "- tthc-dev: not found as labelled: D001",
        "`tests/evaluation/half_b_runs.jsonl`: 1 for `base-2`, 2 in all.",
        "| half A | all | rules | 1.000 (0.21–1.00) | 1.000 (0.21–1.00) | 1.000 | 1 | 0 | 0 | 0 |",
        "| half B | all | rules | – | 0.000 (0.00–0.79) | 0.000 | 0 | 0 | 1 | 0 |",
        "A − B (F1 over all): +1.000.",
        "| phi | 1.000 (0.21–1.00) | 1.000 (0.21–1.00) |",
        "| ban | 4.50 / 4.25 | 80/101 | none | all |  |",
        "Above 4 without a written reason: ban.",
        "| all | 0.970 (0.91–0.99) | 97/100 |",
        "| 0.90–1.00 | 1 | 0.95 | 1.000 (0.21–1.00) |",
        "- B: gained 1, lost 0\n",
    ):  # fmt: skip
        assert line in page
    assert half_b_figures(run)["half_B_without"]["fn"] == 0


def test_written_provisions_are_read_with_a_head_and_whole_drafts_with_their_own() -> None:
    units = list(written.measure("families-held", load_knowledge()))
    assert len(units) == 238
    assert sum(unit.gold for unit in units) == 136
    assert {unit.about for unit in units} >= {"duty", "numbering", "format"}
    shares = written.shares("families-held", units)
    assert shares["families-held: recall"]["of"] == 136
    assert shares["families-held: duty, look-alikes flagged"]["of"] == 6
