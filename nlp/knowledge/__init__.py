"""The knowledge of the scan as data: rules, legal bases, regimes, delegations, institutions and lexicons."""

from nlp.knowledge.loader import load_knowledge
from nlp.knowledge.types import (
    NOT_CITABLE,
    BasisEntry,
    Delegation,
    Institution,
    Institutions,
    Knowledge,
    RegimeEntry,
)

__all__ = [
    "NOT_CITABLE",
    "BasisEntry",
    "Delegation",
    "Institution",
    "Institutions",
    "Knowledge",
    "RegimeEntry",
    "load_knowledge",
]
