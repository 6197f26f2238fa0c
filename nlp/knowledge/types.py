"""The knowledge a scan works with: rules, legal bases, regimes, delegations and lexicons, frozen in one release."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nlp.compare.settings import CompareSettings
from nlp.knowledge.documents import KnownDocument
from nlp.knowledge.material import Material
from nlp.rules.schema import EngineSettings, Rule
from nlp.types import BasisStatus, Issuer, LegalBasis, Regime

NOT_CITABLE = "căn cứ cần được kiểm tra"
"""What stands in place of a citation that nobody has verified."""


@dataclass(frozen=True, slots=True)
class RegimeEntry:
    """A period of the law on making normative documents; both days inclusive, `valid_to` None while in force."""

    id: Regime
    title: str
    valid_from: datetime.date
    valid_to: datetime.date | None


@dataclass(frozen=True, slots=True)
class BasisEntry:
    """A provision of law that rules rest on, with the days it is in force and how well it was verified."""

    id: str
    citation: str
    status: BasisStatus
    valid_from: datetime.date
    valid_to: datetime.date | None
    source: str
    quote: str = ""

    def on(self, day: datetime.date) -> bool:
        """Whether the provision is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def as_basis(self, regime: Regime | None) -> LegalBasis:
        """The basis as a finding shows it: an unverified provision is never shown as a citation of law."""
        citable = self.status != "unverified"
        return LegalBasis(
            id=self.id,
            citation=self.citation if citable else NOT_CITABLE,
            regime=regime,
            status=self.status,
            quote=self.quote if citable else "",
        )


@dataclass(frozen=True, slots=True)
class Delegation:
    """A provision that hands a matter to a local body: `P` a procedure, `C` content only, `internal` neither.

    `special` marks a law for one place or field that sets its own rule beside the general one.
    """

    id: str
    number: str
    provision: str
    citation: str
    kind: str
    to: tuple[Issuer, ...]
    rank: str
    """luat, nghi_quyet_qh, nghi_dinh or thong_tu: what the regime accepts as an assignment."""
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    status: BasisStatus
    """How well its wording was verified."""
    source: str
    in_force: BasisStatus
    """How well its days in force were verified."""
    in_force_source: str
    special: bool = False
    place: str = ""

    def may_hold_on(self, day: datetime.date) -> bool:
        """Whether nothing known of its days in force excludes that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def is_known_to_hold_on(self, day: datetime.date) -> bool:
        """Whether wording and days in force were both read somewhere, and that day is one of them."""
        read = self.status != "unverified" and self.in_force != "unverified"
        return read and self.valid_from is not None and self.may_hold_on(day)


@dataclass(frozen=True, slots=True)
class Institution:
    """A body or level of government that is gone after `valid_to`, with the words that name it in shadow text."""

    id: str
    name: str
    kind: str
    """level, department or ministry."""
    pattern: re.Pattern[str]
    valid_to: datetime.date
    successor: str
    """Whom to name instead, as the end of a sentence."""
    status: BasisStatus
    source: str
    led_by: re.Pattern[str] | None = None
    """What must stand right before the name ("sở", also at the head of a list of departments)."""


@dataclass(frozen=True, slots=True)
class Institutions:
    """The bodies that are gone, and the words beside which their name is history, transition or quotation.

    `around` is looked for in the whole passage of a mention, `before` and `after` only on that side of it.
    """

    entries: tuple[Institution, ...] = ()
    around: tuple[re.Pattern[str], ...] = ()
    before: tuple[re.Pattern[str], ...] = ()
    after: tuple[re.Pattern[str], ...] = ()

    def gone_on(self, day: datetime.date) -> tuple[Institution, ...]:
        """The bodies that no longer exist on that day."""
        return tuple(entry for entry in self.entries if day > entry.valid_to)


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences explanations are made of, by issuer, verdict and note."""

    issuers: Mapping[str, str]
    verdicts: Mapping[str, str]
    notes: Mapping[str, str]

    def issuer(self, code: Issuer | None) -> str:
        """The name of an issuer in a sentence."""
        return self.issuers.get(code or "other", self.issuers["other"])


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One frozen, dated release of all data a scan uses; two with the same digest give the same findings."""

    release: str
    digest: str
    rules: tuple[Rule, ...]
    bases: Mapping[str, BasisEntry]
    regimes: tuple[RegimeEntry, ...]
    delegations: tuple[Delegation, ...]
    lexicons: Mapping[str, tuple[str, ...]]
    engine: EngineSettings
    wording: Wording
    compare: CompareSettings
    documents: tuple[KnownDocument, ...]
    """What the law states of a few documents without an imported list: replaced by what, from when."""
    material: Material = field(default_factory=Material)
    institutions: Institutions = field(default_factory=Institutions)

    def regime_on(self, day: datetime.date) -> Regime | None:
        """The regime in force on that day; None before 01/07/2016, which no rule set of ours covers."""
        for entry in self.regimes:
            if entry.valid_from <= day and (entry.valid_to is None or day <= entry.valid_to):
                return entry.id
        return None
