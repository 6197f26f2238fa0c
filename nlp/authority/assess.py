"""The verdict on a draft's authority, from its issuer, its regime, what it cites and the delegation table.

Nothing is cleared that is not in the table with its wording and its days in force read somewhere: what a draft cites
beyond that is evidence, no verdict.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.authority.cited import (
    Pinpoint,
    cited_provisions,
    declares_no_procedure,
    hands_down,
    pinpoint,
    publishes_procedures,
)
from nlp.knowledge import Delegation, Knowledge
from nlp.text import shadow
from nlp.types import (
    Authority,
    Document,
    Evidence,
    EvidenceKind,
    ParsedDraft,
    ProcedurePart,
    Reference,
    Regime,
    Severity,
    Verdict,
)

_RANKS: dict[Regime, tuple[str, ...]] = {
    "R1": ("luat",),
    "R2": ("luat", "nghi_quyet_qh"),
    "R3": ("luat", "nghi_quyet_qh", "nghi_dinh"),
}
"""Ranks of text whose assignment each regime accepts: a law; or a resolution of the National Assembly; or a decree."""
_ADDED: frozenset[ProcedurePart] = frozenset({"ho_so", "dieu_kien", "thoi_han"})
"""What a text on decentralisation must not add: papers, conditions, time."""


_LOCAL_SYMBOL = re.compile(r"(?:ubnd|hđnd)$")


@dataclass(frozen=True, slots=True)
class DraftAuthority:
    """The verdict for the whole draft, with the evidence for and against and short notes on it (ids of wordings)."""

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    notes: tuple[tuple[str, str], ...]
    """Pairs of a wording's id and the quote it speaks of."""

    def as_authority(self) -> Authority:
        """The verdict as a finding carries it."""
        return Authority(self.verdict, self.evidence)

    def severity(self, parts: Iterable[ProcedurePart]) -> Severity:
        """`info` where authority is shown or not needed; handing down powers must add no papers, conditions, time."""
        if self.verdict in ("not_shown", "content_only"):
            return "suspect"
        if self.verdict == "decentralisation" and _ADDED & set(parts):
            return "suspect"
        return "info"


def assess(parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date) -> DraftAuthority:
    """The authority the draft shows to set administrative procedures on its date."""
    document = parsed.document
    if _is_central(document):
        return DraftAuthority("not_applicable", (), (("central", ""),))
    if publishes_procedures(document):
        return DraftAuthority("not_applicable", (), (("publication", ""),))
    evidence: list[Evidence] = []
    notes: list[tuple[str, str]] = []
    verdicts: set[Verdict] = set()
    for reference, cited in cited_provisions(parsed):
        verdict, found, note = _weigh(reference, cited, parsed, knowledge, day)
        evidence.append(found)
        if verdict:
            verdicts.add(verdict)
        if note:
            notes.append((note, reference.quote))
    if document.regime == "R3" and hands_down(parsed):
        verdicts.add("decentralisation")
    declared = declares_no_procedure(document.text)
    if declared:
        start, end = declared
        evidence.append(Evidence(False, "self_declaration", document.text[start:end], start, end, None))
        notes.append(("self_declaration", ""))
    if document.regime == "R2" and document.issuer in ("ubnd_tinh", "ct_ubnd_tinh", "ubnd_xa"):
        notes.append(("committee_r2", ""))
    order: tuple[Verdict, ...] = ("assigned", "special_law", "decentralisation", "content_only")
    chosen: Verdict = next((verdict for verdict in order if verdict in verdicts), "not_shown")
    return DraftAuthority(chosen, tuple(evidence[:12]), tuple(dict.fromkeys(notes)))


def _is_central(document: Document) -> bool:
    """Whether the rule on local documents does not apply; a local symbol outweighs what the heading seemed to say."""
    if _LOCAL_SYMBOL.search(shadow(document.number or "")):
        return False
    return document.issuer == "central" or document.type in ("luat", "nghi_dinh", "thong_tu")


def _weigh(
    reference: Reference, cited: Pinpoint, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> tuple[Verdict | None, Evidence, str]:
    """What one cited provision is worth: a verdict or None, its evidence, and a note's id or ''."""
    delegation = _known(reference, cited, parsed, knowledge, day)
    if delegation is None:
        return None, _evidence(reference, True, "preamble", None), "pinpoint"
    if not delegation.may_hold_on(day):
        return None, _evidence(reference, False, "delegation", delegation.id), "not_in_force"
    checked = delegation.is_known_to_hold_on(day)
    if delegation.kind != "P":
        note = "" if checked else "content_unchecked"
        return "content_only", _evidence(reference, False, "delegation", delegation.id), note
    regime = parsed.document.regime
    if regime is None or delegation.rank not in _RANKS[regime]:
        return None, _evidence(reference, False, "delegation", delegation.id), "decree"
    if not checked:
        return None, _evidence(reference, True, "delegation", delegation.id), "unchecked"
    verdict: Verdict = "special_law" if delegation.special else "assigned"
    return verdict, _evidence(reference, True, "delegation", delegation.id), ""


def _known(
    reference: Reference, cited: Pinpoint, parsed: ParsedDraft, knowledge: Knowledge, day: datetime.date
) -> Delegation | None:
    """The table's row for a cited provision and this issuer; one that may hold on the day before one that cannot."""
    heading = shadow(parsed.document.text[:3000])
    found = [
        delegation
        for delegation in knowledge.delegations
        if delegation.number == reference.number
        and (given := pinpoint(delegation.provision)) is not None
        and cited.within(given)
        and parsed.document.issuer in delegation.to
        and delegation.place in heading
    ]
    found.sort(key=lambda delegation: not delegation.may_hold_on(day))
    return found[0] if found else None


def _evidence(reference: Reference, supports: bool, what: EvidenceKind, source: str | None) -> Evidence:
    return Evidence(supports, what, reference.quote, reference.start, reference.end, source)
