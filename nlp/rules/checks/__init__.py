"""The checks that need no weighing of evidence, by the id of the rule they carry out; one module a subject."""

from nlp.rules.checks.amendment import CHECKS as _AMENDMENT
from nlp.rules.checks.authority import CHECKS as _AUTHORITY
from nlp.rules.checks.effect import CHECKS as _EFFECT
from nlp.rules.checks.format import CHECKS as _FORMAT
from nlp.rules.checks.institution import CHECKS as _INSTITUTION
from nlp.rules.checks.kind import Check, Unexamined
from nlp.rules.checks.law import CHECKS as _LAW
from nlp.rules.checks.law import UNEXAMINED as _LAW_UNEXAMINED
from nlp.rules.checks.preamble import CHECKS as _PREAMBLE
from nlp.rules.checks.status import CHECKS as _STATUS
from nlp.rules.checks.status import UNEXAMINED as _STATUS_UNEXAMINED

CHECKS: dict[str, Check] = {
    **_AMENDMENT,
    **_AUTHORITY,
    **_EFFECT,
    **_FORMAT,
    **_INSTITUTION,
    **_LAW,
    **_PREAMBLE,
    **_STATUS,
}
"""Rule id to the function that carries it out."""

UNEXAMINED: dict[str, Unexamined] = {**_LAW_UNEXAMINED, **_STATUS_UNEXAMINED}
"""Rule id to what it could not examine of a draft: without a hit the rule is then not clean."""

__all__ = ["CHECKS", "UNEXAMINED", "Check", "Unexamined"]
