"""Finds in a draft what speaks for its authority: cited provisions, decentralisation, statements about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.rules.document_kind import is_administrative
from nlp.text import draft_shadow, shadow
from nlp.types import Document, ParsedDraft, Provision, Reference

_ARTICLE = re.compile(r"điều (\d+[a-zđ]?)\b")
_CLAUSE = re.compile(r"khoản (\d+[a-zđ]?)\b")
_POINT = re.compile(r"điểm ([a-zđ]{1,2})\b")
_NO_PROCEDURE = re.compile(
    r"không (?:làm )?(?:phát sinh|quy định|đặt ra|ban hành)(?: thêm)?(?: mới)?(?: các)? thủ tục hành chính"
)


_PUBLISHES = re.compile(r"(?:công bố|danh mục|phê duyệt)[^\n]{0,80}thủ tục hành chính")


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A provision of law by article, clause and point; what is None is not narrowed."""

    article: str
    clause: str | None
    point: str | None

    def within(self, other: Pinpoint) -> bool:
        """Whether this provision is the other one or lies inside it."""
        return (
            self.article == other.article
            and other.clause in (None, self.clause)
            and other.point in (None, self.point)
        )


def pinpoint(provision: str) -> Pinpoint | None:
    """The narrowest single provision that words like 'điểm a khoản 2 Điều 5' name; None without an article."""
    low = shadow(provision)
    articles, clauses, points = _ARTICLE.findall(low), _CLAUSE.findall(low), _POINT.findall(low)
    if len(articles) != 1:
        return None
    return Pinpoint(
        articles[0],
        clauses[0] if len(clauses) == 1 else None,
        points[0] if len(points) == 1 and len(clauses) == 1 else None,
    )


def cited_provisions(parsed: ParsedDraft) -> Iterator[tuple[Reference, Pinpoint]]:
    """Citations in the preamble, title and first article that name an article of a numbered text."""
    places = [
        (provision.start, provision.end)
        for provision in parsed.provisions
        if provision.kind in ("can_cu", "mo_dau") or _is_scope(provision)
    ]
    places.append((0, _preamble_end(parsed.provisions)))
    for reference in parsed.references:
        if reference.number is None or reference.provision is None:
            continue
        if any(start <= reference.start < end for start, end in places):
            found = pinpoint(reference.provision)
            if found:
                yield reference, found


def _is_scope(provision: Provision) -> bool:
    """Articles where a draft says which provision it details: its first one, or that of an attached text."""
    return provision.kind == "dieu" and provision.id.endswith("dieu-1")


def _preamble_end(provisions: Sequence[Provision]) -> int:
    return min((provision.start for provision in provisions if provision.kind == "dieu"), default=0)


def hands_down(parsed: ParsedDraft) -> bool:
    """Whether the draft is a decentralisation or delegation of powers under the 2025 law on local government."""
    title = shadow(parsed.document.title or "")
    if not re.search(r"phân cấp|ủy quyền", title):
        return False
    preamble = shadow(parsed.document.text[: _preamble_end(parsed.provisions) or 8000])
    return "72/2025/qh15" in preamble


def publishes_procedures(document: Document) -> bool:
    """Whether an administrative document makes known procedures that others set: it publishes, it does not set them."""
    return is_administrative(document) and _PUBLISHES.search(shadow(document.title or "")) is not None


def declares_no_procedure(text: str) -> tuple[int, int] | None:
    """Where the draft says of itself that it sets no procedure."""
    match = _NO_PROCEDURE.search(draft_shadow(text))
    return match.span() if match else None
