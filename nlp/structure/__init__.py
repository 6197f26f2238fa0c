"""The provision tree of a draft: from its text to Điều, khoản, điểm, attached texts, forms and quotations."""

from nlp.structure.heading import Heading, read_heading
from nlp.structure.parse import Structure, parse

__all__ = ["Heading", "Structure", "parse", "read_heading"]
