"""The checks that need no weighing of evidence, by the id of the rule they carry out; one module a subject."""

from nlp.rules.checks.amendment import CHECKS as _AMENDMENT
from nlp.rules.checks.authority import CHECKS as _AUTHORITY
from nlp.rules.checks.effect import CHECKS as _EFFECT
from nlp.rules.checks.format import CHECKS as _FORMAT
from nlp.rules.checks.institution import CHECKS as _INSTITUTION
from nlp.rules.checks.kind import Check
from nlp.rules.checks.preamble import CHECKS as _PREAMBLE

CHECKS: dict[str, Check] = {
    **_AMENDMENT,
    **_AUTHORITY,
    **_EFFECT,
    **_FORMAT,
    **_INSTITUTION,
    **_PREAMBLE,
}
"""Rule id to the function that carries it out."""

__all__ = ["CHECKS", "Check"]
