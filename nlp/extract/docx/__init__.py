"""The reader of Word's .docx: package and its parts, styles, list numbering, paragraphs, tables, notes."""

from nlp.extract.docx.reader import read_docx

__all__ = ["read_docx"]
