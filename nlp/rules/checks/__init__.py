"""The checks that need no weighing of evidence, by the id of the rule they carry out; one module a subject."""

from nlp.rules.checks.basic import CHECKS as _BASIC
from nlp.rules.checks.kind import Check

CHECKS: dict[str, Check] = {**_BASIC}
"""Rule id to the function that carries it out."""

__all__ = ["CHECKS", "Check"]
