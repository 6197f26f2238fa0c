"""What a rule is: its sentence of law, the detectors that look for it, and how the engine weighs what they find."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from nlp.rules.actors import ActorNeed, ActorPatterns
from nlp.types import DateSource, DocumentType, Family, Issuer, ProcedurePart, ProvisionKind, Regime, Severity

RuleKind = Literal["procedure", "clause", "check", "comparison", "structure"]
"""How a rule is carried out; a comparison reads the gathered procedures beside the published ones."""
Alone = Literal["", "person", "always"]
Need = Literal[
    "text_date", "local", "normative", "administrative", "regime", "library", "procedures", "status"
]  # fmt: skip
"""What a rule cannot run without: the signing day in the text, a local issuer, a normative number (or, for
`administrative`, a document that is none), a known regime, or imported material."""
NOT_RUN: Mapping[Need, str] = {
    "regime": "no_regime",
    "text_date": "no_date_in_text",
    "normative": "not_normative",
    "administrative": "normative_document",
    "local": "central_document",
    "library": "no_library",
    "procedures": "no_published_procedures",
    "status": "no_status_list",
}
"""The reason a rule is reported under when what it needs is not there."""
NOT_VALID_ON_DATE = "not_valid_on_date"
"""The reason for a rule outside its period of validity."""
Effect = Literal["negation", "reference", "referral", "publication", "internal", "sanction", "fee"]
"""Why a find is worth less; `referral`: its sentence sets nothing but sends the reader to the law."""


@dataclass(frozen=True, slots=True)
class Detector:
    """A pattern on shadow text that speaks for a part of a procedure.

        `weight` is what one find is worth; `keeps` are the context effects that do not weaken it (a numbered time limit
    stays one beside "theo quy định"). `needs_person` counts it only beside a citizen or organisation; `alone` lets it
    decide for a clause by itself, always or beside such a person; `decisive` marks what sets a part rather than names
    it: the only kind that counts where the heading speaks of duties. `beside` names another detector of the rule,
    without which the find says nothing (an oath makes a page an application only under an application's title). `actor`
    says whose act it must be, which no name beside it can tell: a department also sends lists to the commune.
    """

    id: str
    pattern: re.Pattern[str]
    anchors: tuple[str, ...]
    weight: float
    parts: tuple[ProcedurePart, ...]
    keeps: frozenset[Effect] = frozenset()
    needs_person: bool = False
    alone: Alone = ""
    decisive: bool = False
    beside: str = ""
    actor: ActorNeed = ""
    group: str = ""
    """What the find adds up with; '' for the first part it names. Numbered steps are evidence of their own."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on shadow text that a clause rule looks for, and how sure one find is (0..1)."""

    id: str
    pattern: re.Pattern[str]
    anchors: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class ClauseSpec:
    """Where a clause rule looks and what must, or must not, stand beside its cues.

    `reads` is the stretch in which `beside` (each must occur) and `unless` (none may occur) are looked for. `kinds` are
    the units it reads; `types` and `issuers` the documents, () for all. `preamble_with` must each occur before the
    first article, `preamble_unless` must not.
    """

    cues: tuple[Cue, ...]
    reads: Literal["sentence", "clause", "article"]
    kinds: tuple[ProvisionKind, ...]
    beside: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    unless_heading: tuple[re.Pattern[str], ...] = ()
    unless_title: tuple[re.Pattern[str], ...] = ()
    types: tuple[DocumentType, ...] = ()
    issuers: tuple[Issuer, ...] = ()
    preamble_with: tuple[re.Pattern[str], ...] = ()
    preamble_unless: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must find (or must leave alone), checked by `python -m nlp rules check`."""

    text: str
    title: str = ""
    type: DocumentType = "quyet_dinh"
    issuer: Issuer = "ubnd_tinh"
    number: str | None = None
    date_source: DateSource = "text"
    procedures: tuple[Mapping[str, str], ...] = ()
    """Published procedures the example is read beside, by the keys of the publication."""
    status: str = ""
    """Rows of a status list (CSV without its header) that the example needs."""
    library: tuple[tuple[str, str], ...] = ()
    """Texts of law that the example needs: file name and text."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a lawyer would state it (`title`), with its detectors, wording, bases per regime and examples."""

    id: str
    title: str
    family: Family
    kind: RuleKind
    severity: Severity
    part: ProcedurePart | None
    detectors: tuple[Detector, ...]
    explanation: str
    suggestion: str
    bases: Mapping[Regime, tuple[str, ...]]
    since: str
    """The release (`base-2`) or day (`2026-05-05`) with which the rule entered."""
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    clause: ClauseSpec | None = None
    hits: tuple[Example, ...] = ()
    look_alikes: tuple[Example, ...] = ()
    narrow: str = ""
    """Why the rule may rest on fewer than three documents."""
    days: int = 0
    """A number of days the rule compares with, where it compares days."""
    needs: frozenset[Need] = frozenset()
    days_by_issuer: Mapping[Regime, Mapping[Issuer, int]] = field(default_factory=dict)
    """Where the law of a period gives some issuers another number."""

    def days_for(self, regime: Regime | None, issuer: Issuer | None) -> int:
        """The number of days for a text of this period and issuer; an issuer nobody knows gets the smallest."""
        by_issuer = self.days_by_issuer.get(regime, {}) if regime else {}
        if issuer is None:
            return min((self.days, *by_issuer.values()))
        return by_issuer.get(issuer, self.days)

    def on(self, day: datetime.date) -> bool:
        """Whether the rule applies to a text of that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Context:
    """Words that change what a find in the same sentence is worth: negation, reference to other law, ...

    `reach`: `after` (finds that follow), `before`, or `both`, each within `scope` characters of the sentence.
    """

    id: str
    effect: Effect
    pattern: re.Pattern[str]
    anchors: tuple[str, ...]
    reach: Literal["after", "before", "both"]
    scope: int
    factor: float
    unless_person: bool = False
    """Whether the words change nothing where a citizen or organisation stands in the sentence."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A factor on a unit's score for what its heading or its document's title says the text is about."""

    id: str
    pattern: re.Pattern[str]
    factor: float
    clause_factor: float = 1.0
    """What a clause inside the unit is worth by itself: principles and final provisions seldom hide a procedure."""
    decisive_only: bool = False
    """Whether only decisive finds count in such a unit."""
    staff: bool = False
    """Whether whoever acts in such a document is the state's own staff, whatever it calls them."""
    unless_named: bool = False
    """Whether it says nothing of an article whose own heading names a procedure."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How finds add up to a decision: thresholds, priors, contexts and the scale of confidence."""

    article_threshold: float
    clause_threshold: float
    min_finds: int
    """How many kinds of find an article needs."""
    report_weight: float
    """A part's score below this is not reported on its own."""
    second_factor: float
    """The share of a part's second and third find."""
    no_person_factor: float
    no_clause_person_factor: float
    request_factor: float
    """In place of the two before where the text speaks of what only outsiders ask for (a licence, a permit)."""
    agencies_only_factor: float
    confidence_middle: float
    confidence_slope: float
    confidence_cap: float
    unit_seconds: float
    """Processor seconds one unit may take; what has not run by then does not run there."""
    contexts: tuple[Context, ...]
    heading_priors: tuple[Prior, ...]
    title_priors: tuple[Prior, ...]
    actors: ActorPatterns
    name_pattern: re.Pattern[str]
    """Headings that name a procedure."""
