"""The values that a scan passes along and returns: the draft's text, its provision tree and the findings.

Every offset is a Python string index into `Document.text`, half-open, and `quote == text[start:end]` always holds.
`to_json` gives the scan contract `scan/1`; keys may be added, never changed or dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from nlp.errors import ErrorCode

DocumentType = Literal[
    "nghi_quyet", "quyet_dinh", "chi_thi", "cong_van", "luat", "nghi_dinh", "thong_tu", "other"
]
Issuer = Literal[
    "hdnd_tinh", "ubnd_tinh", "ct_ubnd_tinh", "dac_khu", "hdnd_xa", "ubnd_xa", "central", "other"
]
Regime = Literal["R1", "R2", "R3"]
DateSource = Literal["text", "option", "today"]
ProvisionKind = Literal[
    "phan", "chuong", "muc", "tieu_muc", "dieu", "khoan", "diem", "gach", "phu_luc", "kem_theo", "mau",
    "trich_dan", "can_cu", "mo_dau", "ky", "noi_nhan", "chu_thich",
]  # fmt: skip
ProcedurePart = Literal[
    "ten", "trinh_tu", "cach_thuc", "ho_so", "thoi_han", "doi_tuong", "co_quan", "ket_qua", "mau_don",
    "dieu_kien", "phi",
]  # fmt: skip
Family = Literal[
    "tthc", "authority", "condition", "incentive", "ban", "sanction", "duty", "conflict", "format", "reference",
    "validity", "effect", "duplication", "institution", "language", "structure",
]  # fmt: skip
Severity = Literal["violation", "suspect", "info"]
BasisStatus = Literal["verified", "secondary", "unverified"]
Verdict = Literal[
    "assigned", "content_only", "decentralisation", "special_law", "not_shown", "not_applicable"
]
EvidenceKind = Literal["delegation", "preamble", "article", "published_procedure", "self_declaration"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a draft as a person handed it in: its name (never trusted) and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ScanWarning:
    """Something a reader of the result must know: doubtful encoding, missing date, no articles, ..."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the draft (or, with no offsets, a part of the file) that no rule has seen, and why."""

    start: int | None
    end: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of one file: NFC, line end `\\n`, a paragraph or table row a line; headers and footers apart.

    `notes_at` is the offset where foot- and endnotes begin (they stand at the end), None without notes.
    """

    text: str
    format: str
    notes_at: int | None = None
    headers: tuple[str, ...] = ()
    warnings: tuple[ScanWarning, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftText:
    """The text of a whole draft: its files in order, joined by `\\n\\f\\n`; `parts` are their ranges in `text`."""

    text: str
    parts: tuple[tuple[int, int], ...]
    notes_at: tuple[int | None, ...]
    warnings: tuple[ScanWarning, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What the draft says of itself, and the regime of law that applies on its date."""

    text: str
    number: str | None
    type: DocumentType | None
    issuer: Issuer | None
    title: str | None
    date: str | None
    date_source: DateSource | None
    regime: Regime | None


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of the provision tree; `id` is the path of `kind-number` steps, unique in the document."""

    id: str
    parent: str | None
    kind: ProvisionKind
    label: str
    heading: str
    start: int
    end: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation of another text or of a place in this one; `resolved` is {number, provision, id} or None."""

    start: int
    end: int
    quote: str
    number: str | None
    provision: str | None
    resolved: Mapping[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A range inside a provision."""

    provision: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Procedure:
    """The parts of one administrative procedure, gathered over several places of the draft."""

    id: str
    name: str | None
    parts: Mapping[ProcedurePart, tuple[Place, ...]]
    missing: tuple[ProcedurePart, ...]
    findings: tuple[int, ...]
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for (`supports`) or against the authority to set the procedure."""

    supports: bool
    what: EvidenceKind
    quote: str
    start: int | None
    end: int | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Authority:
    """Whether the draft's authority to set the procedure is shown, and by what."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A provision of law a finding rests on; `citation` of an unverified one is never a citation of law."""

    id: str
    citation: str
    regime: Regime | None
    status: BasisStatus
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's remark on a place of the draft: what, where, why, on which basis, how sure (0..1)."""

    rule: str
    family: Family
    severity: Severity
    provision: str | None
    start: int
    end: int
    quote: str
    explanation: str
    suggestion: str
    confidence: float
    parts: tuple[ProcedurePart, ...] = ()
    actors: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    """The state bodies the quoted sentence names, as it names them."""
    authority: Authority | None = None
    legal_basis: tuple[LegalBasis, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What became of one rule on this draft; `not_run` always says why."""

    rule: str
    outcome: Literal["hit", "clean", "not_run"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was examined, by which release of the knowledge, and what was not."""

    knowledge: str
    provisions: int
    rules: tuple[RuleOutcome, ...]
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDraft:
    """A draft's text with its provision tree, citations and what its heading says of it."""

    draft: DraftText
    document: Document
    provisions: tuple[Provision, ...]
    references: tuple[Reference, ...]
    findings: tuple[Finding, ...] = ()
    """Faults of structure and of internal references, found while parsing."""
    warnings: tuple[ScanWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanError:
    """Why a file has no result."""

    code: ErrorCode
    message: str


@dataclass(frozen=True, slots=True)
class ScanResult:
    """One line of the scan contract: either `error`, or a document with its tree, findings and coverage."""

    file: str | tuple[str, ...]
    error: ScanError | None = None
    document: Document | None = None
    provisions: tuple[Provision, ...] = ()
    references: tuple[Reference, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: Coverage | None = None
    warnings: tuple[ScanWarning, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The result as the JSON object of contract `scan/1`."""
        file = list(self.file) if isinstance(self.file, tuple) else self.file
        return {"schema": "scan/1", "file": file} | {
            name: to_plain(getattr(self, name))
            for name in (
                "error", "document", "provisions", "references", "procedures", "findings", "coverage", "warnings"
            )
        }  # fmt: skip


def to_plain(value: Any) -> Any:
    """Dataclasses, mappings and tuples as JSON's objects and arrays; `supports` is written `for`."""
    if hasattr(value, "__dataclass_fields__"):
        return {
            "for" if name == "supports" else name: to_plain(getattr(value, name))
            for name in value.__dataclass_fields__
        }
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return value
