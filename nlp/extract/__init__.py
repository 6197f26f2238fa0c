"""Text out of the files people hand in: docx, pdf with a text layer, html, txt; told apart by content alone."""

from nlp.extract.parts import join
from nlp.extract.reader import read

__all__ = ["join", "read"]
