"""Reading of drafts of normative documents: text, provision tree, rules; bytes in, frozen values out."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlp.pipeline import scan as scan

__all__ = ["scan"]


def __getattr__(name: str) -> Any:
    """`from nlp import scan`, without loading spaCy for those who need only `nlp.text` or `nlp.types`."""
    if name == "scan":
        return importlib.import_module("nlp.pipeline").scan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
