"""The spaCy pipeline: syllables as tokens, one spelling as their norm, and the terms of the lexicons as spans.

Vietnamese writes a space between syllables, not words; a trained word segmenter joins the same term in one sentence
and splits it in the next. Syllables never vary, so a term of the lexicon is found wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import spacy
from spacy.attrs import NORM  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from nlp.terms import Term
from nlp.text import shadow

SPANS = "terms"
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)+|\d+(?:[/-]\w+)+|\w+|[^\w\s]|\s+)( (?!\s))?")


class SyllableTokenizer:
    """Cuts a text into syllables, numbers and signs; document numbers and dates stay whole; `doc.text` is the text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        pieces = _TOKEN.findall(text)
        return Doc(self.vocab, words=[word for word, _ in pieces], spaces=[gap != "" for _, gap in pieces])


class TermSpotter:
    """Marks the terms of the lexicons in `doc.spans["terms"]`; of overlapping ones the leftmost longest stays.

    A lexicon named `noise` holds longer phrases that only look like a term ("tổ chức thực hiện" is no organisation).
    """

    def __init__(self, language: Language, lexicons: Mapping[str, Sequence[str]]) -> None:
        self._matcher = PhraseMatcher(language.vocab, attr="NORM")
        for label, terms in lexicons.items():
            self._matcher.add(label, [language.make_doc(term) for term in terms])

    def __call__(self, doc: Doc) -> Doc:
        spans = self._matcher(doc, as_spans=True)
        doc.spans[SPANS] = list(_leftmost_longest(spans))
        return doc


def _leftmost_longest(spans: Iterable[Span]) -> Iterable[Span]:
    end = 0
    for span in sorted(spans, key=lambda found: (found.start, -found.end)):
        if span.start >= end:
            end = span.end
            if span.label_ != "noise":
                yield span


@Language.factory("review_terms", default_config={"lexicons": {}})
def create_term_spotter(nlp: Language, name: str, lexicons: dict[str, list[str]]) -> TermSpotter:
    """The component under its name in the pipeline; `lexicons` maps a label to its terms."""
    return TermSpotter(nlp, lexicons)


def build_language(lexicons: Mapping[str, Sequence[str]]) -> Language:
    """A `Language` that cuts into syllables and marks the lexicons' terms; builds no model and reads no file."""
    language = spacy.blank("xx")
    language.tokenizer = SyllableTokenizer(language.vocab)
    language.vocab.lex_attr_getters[NORM] = shadow  # type: ignore[attr-defined]  # compiled, stub incomplete
    language.add_pipe(
        "review_terms", config={"lexicons": {name: list(terms) for name, terms in lexicons.items()}}
    )
    return language


def find_terms(language: Language, text: str) -> tuple[Term, ...]:
    """The terms of the lexicons in one unit of text (an article, never a whole document), in text order."""
    doc = language(text)
    return tuple(Term(span.label_, span.start_char, span.end_char) for span in doc.spans[SPANS])
