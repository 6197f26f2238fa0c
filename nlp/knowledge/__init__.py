"""The knowledge of the scan as data: rules, legal bases, regimes, delegations, institutions, lexicons, raw material."""

from nlp.knowledge.loader import lay_material, load_knowledge
from nlp.knowledge.material import MaterialError, MaterialFile, MaterialKind
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
    "MaterialError",
    "MaterialFile",
    "MaterialKind",
    "RegimeEntry",
    "lay_material",
    "load_knowledge",
]
