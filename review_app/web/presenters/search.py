"""Snippets of search answers, cut at their highlights; templates escape every piece."""

from __future__ import annotations

from dataclasses import dataclass

from review_app.services.searching import Found

Snippet = tuple["Piece", ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; `hit` when the question's words stand in it."""

    text: str
    hit: bool


def snippet_of(found: Found) -> Snippet:
    """The snippet in pieces, in order and without loss."""
    pieces, at = [], 0
    for light in sorted(found.highlights, key=lambda light: light.start):
        if light.start < at:
            continue
        pieces += [
            Piece(found.snippet[at : light.start], False),
            Piece(found.snippet[light.start : light.end], True),
        ]
        at = light.end
    pieces.append(Piece(found.snippet[at:], False))
    return tuple(piece for piece in pieces if piece.text)
