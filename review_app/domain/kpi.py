"""The share of issued documents that were appraised: counted from the register, never typed.

The law gives no formula; this one is the office's own. Counted is a document issued in the period that had to be
appraised; appraised is one whose dossier holds a released report signed on or before the day of issue. What that
report concluded does not change the rate; those whose report said the draft was not ready are counted beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nlp.text import fold, nfc
from review_app.domain.base_data import Needs
from review_app.domain.matching import normal_number


class Standing(StrEnum):
    """Where an issued document stands against its appraisal."""

    APPRAISED = "appraised"
    LATE = "late"
    NO_REPORT = "no_report"
    UNMATCHED = "unmatched"


class Counting(StrEnum):
    """In which part of the figure a document counts."""

    COUNTED = "counted"
    UNKNOWN = "unknown"
    GOP_Y = "gop_y"
    EXCLUDED = "excluded"


STANDING_VI: dict[Standing, str] = {
    Standing.APPRAISED: "Đã thẩm định trước khi ban hành",
    Standing.LATE: "Báo cáo thẩm định ký sau ngày ban hành",
    Standing.NO_REPORT: "Có hồ sơ nhưng chưa có báo cáo thẩm định đã phát hành",
    Standing.UNMATCHED: "Chưa gắn với hồ sơ thẩm định nào",
}
COUNTING_VI: dict[Counting, str] = {
    Counting.COUNTED: "Phải thẩm định",
    Counting.UNKNOWN: "Chưa xác định có phải thẩm định hay không",
    Counting.GOP_Y: "Chỉ phải góp ý",
    Counting.EXCLUDED: "Không phải thẩm định",
}

NOT_READY = "chua_du_dieu_kien"
"""The conclusion, in every layout of the report, that a draft may not yet be submitted for issue."""

NOT_READY_VI = "báo cáo kết luận chưa đủ điều kiện trình"


@dataclass(frozen=True, slots=True)
class IssuedFact:
    """One row of the register with what is known of it; `needs` None when no requirement row speaks.

    `dossier_id` is set by a sure match or by a person, never by a mere candidate. `signed_on` and `conclusion` are
    those of the released report it rests on: the last one signed by the day of issue, else the first.
    """

    id: int
    number: str
    title: str
    issuer: str
    issued_on: date
    needs: Needs | None
    dossier_id: int | None = None
    signed_on: date | None = None
    conclusion: str = ""
    agency_name: str = ""


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One document of the period, how it counts and how it stands."""

    fact: IssuedFact
    counting: Counting
    standing: Standing

    @property
    def not_ready(self) -> bool:
        """Whether the document was appraised in time, but issued on a report that said the draft was not ready."""
        return self.standing is Standing.APPRAISED and self.fact.conclusion == NOT_READY


@dataclass(frozen=True, slots=True)
class Kpi:
    """The figure of a period. Rates are shares from 0 to 1, None when nothing counts.

    `rate_if_unknown_counts`: the rate if every document of unknown requirement had to be appraised. `not_ready`: how
    many of the numerator rest on a report that said the draft was not ready.
    """

    first: date
    last: date
    numerator: int
    denominator: int
    rate: float | None
    rate_if_unknown_counts: float | None
    unknown: int
    gop_y: int
    not_ready: int
    missing_numbers: tuple[str, ...]
    rows: tuple[KpiRow, ...]


def count(facts: Iterable[IssuedFact], first: date, last: date) -> Kpi:
    """The figure for documents issued from `first` to `last`, both included.

    `facts` is the whole register: gaps in the running numbers are looked for in every year the period touches.
    """
    known = list(facts)
    issued = [fact for fact in known if first <= fact.issued_on <= last]
    rows = tuple(KpiRow(fact, counting_of(fact), standing_of(fact)) for fact in issued)
    counted = [row for row in rows if row.counting is Counting.COUNTED]
    unknown = [row for row in rows if row.counting is Counting.UNKNOWN]
    numerator = sum(row.standing is Standing.APPRAISED for row in counted)
    appraised_unknown = sum(row.standing is Standing.APPRAISED for row in unknown)
    return Kpi(
        first=first,
        last=last,
        numerator=numerator,
        denominator=len(counted),
        rate=_share(numerator, len(counted)),
        rate_if_unknown_counts=_share(numerator + appraised_unknown, len(counted) + len(unknown)),
        unknown=len(unknown),
        gop_y=sum(row.counting is Counting.GOP_Y for row in rows),
        not_ready=sum(row.not_ready for row in counted),
        missing_numbers=missing_numbers(known, range(first.year, last.year + 1)),
        rows=rows,
    )


def counting_of(fact: IssuedFact) -> Counting:
    """In which part of the figure the document counts; a requirement nobody knows is never taken for none."""
    if fact.needs is Needs.NONE:
        return Counting.EXCLUDED
    if fact.needs is Needs.THAM_DINH:
        return Counting.COUNTED
    return Counting.GOP_Y if fact.needs is Needs.GOP_Y else Counting.UNKNOWN


def standing_of(fact: IssuedFact) -> Standing:
    """How the document stands; a report signed on the very day of issue still came in time."""
    if fact.dossier_id is None:
        return Standing.UNMATCHED
    if fact.signed_on is None:
        return Standing.NO_REPORT
    return Standing.APPRAISED if fact.signed_on <= fact.issued_on else Standing.LATE


_NUMBER = re.compile(r"(\d{1,4})/((?:19|20)\d{2})/(\S+)")
_SHARED_CODES = frozenset({"hdnd_xa", "ubnd_xa", "dac_khu"})


def missing_numbers(facts: Iterable[IssuedFact], years: Iterable[int]) -> tuple[str, ...]:
    """The numbers from 1 to the highest that the register lacks, per issuer, symbol and year.

    A gap is a document nobody imported, a number that was never given, or one entered wrong: someone has to look.
    Numbers without a year are no normative documents and have no place in these series.
    """
    wanted = set(years)
    given: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    spelling: dict[tuple[str, str, int], str] = {}
    for fact in facts:
        parts = _NUMBER.fullmatch(normal_number(fact.number))
        if not parts or int(parts[2]) not in wanted:
            continue
        issuer = (
            f"{fact.issuer} {fold(nfc(fact.agency_name))}" if fact.issuer in _SHARED_CODES else fact.issuer
        )
        series = (issuer, parts[3], int(parts[2]))
        given[series].add(int(parts[1]))
        symbol = re.sub(r"\s+", "", nfc(fact.number)).rsplit("/", 1)[-1]
        owner = f" ({fact.agency_name})" if fact.issuer in _SHARED_CODES and fact.agency_name else ""
        spelling.setdefault(series, f"{parts[2]}/{symbol}{owner}")
    return tuple(
        f"{number:02d}/{spelling[series]}"
        for series in sorted(given, key=lambda each: (each[2], each[0], each[1]))
        for number in range(1, max(given[series]))
        if number not in given[series]
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
