"""The reader of PDF files that hold text: letters and their places, lines, paragraphs."""

from nlp.extract.pdf.reader import read_pdf

__all__ = ["read_pdf"]
