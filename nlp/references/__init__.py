"""Citations of other texts and of places in the draft: found first, resolved against its provision tree second."""

from nlp.references.faults import faults
from nlp.references.find import find
from nlp.references.resolve import resolve

__all__ = ["faults", "find", "resolve"]
