"""Vietnamese text made comparable without losing its offsets: NFC, shadow text, folding. Standard library only."""

from nlp.text.clean import clean, clean_lines
from nlp.text.fold import fold
from nlp.text.normalise import nfc
from nlp.text.shadow import draft_shadow, shadow

__all__ = ["clean", "clean_lines", "draft_shadow", "fold", "nfc", "shadow"]
