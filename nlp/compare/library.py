"""The texts of law an office has imported, cut into clauses and indexed by runs of words; one index a process.

An index entry is one 64-bit number (run of words, clause) in one sorted array: half a million of them take 4 MB and are
searched by bisection among those of the same first bits, after a bitmap of 2 MB has turned away nearly all runs that
the library does not hold.
"""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.compare.words import Words, each, is_number, words_of
from nlp.knowledge.material import LawText, status_key
from nlp.structure import parse, read_heading
from nlp.text import shadow
from nlp.types import DraftText, Provision

LONGEST_CLAUSE = 400
"""Words of one clause: a longer khoản is indexed by its điểm."""
RUN = 5
"""Words of a run: what no clause of law has five words in a row of, follows none."""
_CLAUSE_BITS = 22
_CLAUSE_MASK = (1 << _CLAUSE_BITS) - 1
_RUN_MASK = (1 << (64 - _CLAUSE_BITS)) - 1
_CHUNK_BITS = 16
"""Entries are searched by chunks of the same first bits."""
_CHUNK_SHIFT = 64 - _CLAUSE_BITS - _CHUNK_BITS
_PART_BITS = 6
"""... and sorted by larger parts, since a list of them all would take eight times the room of an array."""
_PART_SHIFT = 64 - _CLAUSE_BITS - _PART_BITS
_FILTER_BITS = 24
_FILTER_MASK = (1 << (_FILTER_BITS - 3)) - 1
_ANY_NUMBER = "0"
_REMEMBERED = 256
_FILE_NUMBER = re.compile(
    r"(?<!\d)(\d{1,5})-(\d{4})(?:-(qh\d{1,2}|ubtvqh\d{1,2}|(?:nd|nđ|tt|ttlt|qd|qđ|nq)-[a-zđ]{1,12}))?(?![a-zđ0-9])"
)
_SYMBOLS = {"nd": "NĐ", "qd": "QĐ", "hdnd": "HĐND"}
_LOCAL = re.compile(r"/(?:nq-hđnd|qđ-(?:ct)?ubnd|ct-ubnd)", re.I)
_PLACE = re.compile(r"(?:tỉnh|thành\s+phố)\s+([^\W\d_]+(?:\s+[^\W\d_]+){0,3})")
_CODIFIED = re.compile(r"điều \d+\.\d+\.[a-zđ]{1,3}\.")
_ORIGIN = re.compile(r"\(điều (\d+[a-zđ]?) [^()\n]{0,40}?số (\d{1,5}/\d{4}/[a-zđ0-9-]{2,20})")
_CODIFIER_NOTE = re.compile(r"\n\s*\((?:điều|chương|mục) [^\n]{0,2000}", re.I)
_TITLE_END = re.compile(r"\s+(?:năm|số)\s+\d.*$")


@dataclass(frozen=True, slots=True)
class LibraryClause:
    """A khoản, điểm or whole article of the library: its document, its place there, its range in that text."""

    document: int
    number: str | None
    place: str
    """How a jurist names it: 'khoản 2 Điều 5'."""
    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """One imported text; `number` is None where neither its heading nor its file name tells one."""

    name: str
    number: str | None
    title: str
    """The name of a law in comparable form; '' where there is none."""
    text: str
    local: bool
    head: str
    """The beginning in shadow text: it names the province of a local text."""


class Library:
    """All clauses of the imported texts, found by words in common or by citation."""

    def __init__(self, texts: Sequence[LawText]) -> None:
        self.documents: list[LibraryDocument] = []
        self.clauses: list[LibraryClause] = []
        self._ids: dict[str, int] = {}
        self._codes = array("I")
        self._ends = array("I")
        self._filter = bytearray(1 << (_FILTER_BITS - 3))
        self.words = functools.lru_cache(_REMEMBERED)(self._words)
        self.pairs = functools.lru_cache(_REMEMBERED)(self._pairs)
        parts = [array("Q") for _ in range(1 << _PART_BITS)]
        for text in texts:
            document, clauses = _read(text, len(self.documents))
            self.documents.append(document)
            for clause in clauses:
                self._add(clause, parts)
        self._entries, self._chunks = _in_order(parts)
        self._by_number: dict[str, list[int]] = {}
        for index, clause in enumerate(self.clauses):
            if clause.number:
                self._by_number.setdefault(status_key(clause.number), []).append(index)
        self._by_title = {document.title: document.number for document in self.documents if document.title}

    def _add(self, clause: LibraryClause, parts: Sequence[array[int]]) -> None:
        """Takes in a clause: its words as codes, its runs as entries and in the filter."""
        index = len(self.clauses)
        self.clauses.append(clause)
        codes = each(self._read_words(clause).words, self._new_code)
        self._codes.extend(codes)
        self._ends.append(len(self._codes))
        for run in set(_runs(codes)):
            parts[run >> _PART_SHIFT].append((run << _CLAUSE_BITS) | index)
            self._filter[(run >> 3) & _FILTER_MASK] |= 1 << (run & 7)

    def _words(self, index: int) -> Words:
        """The words of a clause; ranges count in its document's text. The last few hundred are remembered."""
        return self._read_words(self.clauses[index])

    def _pairs(self, index: int) -> frozenset[int]:
        """The pairs of words that follow each other in a clause; see `pairs_of`."""
        start = self._ends[index - 1] if index else 0
        return frozenset(pairs_of(self._codes[start : self._ends[index]]))

    def codes(self, words: Sequence[str]) -> list[int]:
        """A number for each word, the same for all numbers in figures; 0 for one that the library does not have."""
        return each(words, lambda word: self._ids.get(_ANY_NUMBER if is_number(word) else word, 0))

    def _new_code(self, word: str) -> int:
        return self._ids.setdefault(_ANY_NUMBER if is_number(word) else word, len(self._ids) + 1)

    def _read_words(self, clause: LibraryClause) -> Words:
        text = self.documents[clause.document].text[clause.start : clause.end]
        low = shadow(text)
        if _CODIFIED.match(low):
            low = _CODIFIER_NOTE.sub(lambda match: " " * len(match.group()), low)
        return words_of(low, clause.start)

    def holders(self, codes: Sequence[int], most: int) -> list[Sequence[int] | None]:
        """For each word, given by its code, the clauses that hold the run beginning there; None where none does.

        () where more than `most` do, which tells nothing of the topic.
        """
        held, runs = self._filter, _runs(codes)
        perhaps = [run for run in {*runs} - {-1} if held[(run >> 3) & _FILTER_MASK] & (1 << (run & 7))]
        found = {run: self._holders(run, most) for run in perhaps}
        return list(map(found.get, runs))

    def _holders(self, run: int, most: int) -> Sequence[int] | None:
        chunk = run >> _CHUNK_SHIFT
        end = self._chunks[chunk + 1]
        low = bisect_left(self._entries, run << _CLAUSE_BITS, self._chunks[chunk], end)
        high = bisect_left(self._entries, (run + 1) << _CLAUSE_BITS, low, min(end, low + most + 1))
        if low == high:
            return None
        return () if high - low > most else [entry & _CLAUSE_MASK for entry in self._entries[low:high]]

    def clauses_of(self, number: str) -> Sequence[int]:
        """The indexes of the clauses of a document, () when the library does not have it."""
        return self._by_number.get(status_key(number), ())

    def number_of_law(self, name: str) -> str | None:
        """The number of the law of this name ('Luật Đất đai năm 2024'), None when the library has none."""
        return self._by_title.get(law_name(name))


@functools.lru_cache(maxsize=2)
def open_library(texts: tuple[LawText, ...]) -> Library:
    """The index of these texts; built when first asked for, about half a second a million characters."""
    return Library(texts)


def _in_order(parts: list[array[int]]) -> tuple[array[int], array[int]]:
    """All entries in order, and where each chunk begins; the last number is the end of the last. Empties `parts`."""
    ordered, begins = array("Q"), array("I", [0])
    while parts:
        ordered.extend(sorted(parts.pop(0)))
    sizes = Counter(entry >> (64 - _CHUNK_BITS) for entry in ordered)
    for chunk in range(1 << _CHUNK_BITS):
        begins.append(begins[-1] + sizes[chunk])
    return ordered, begins


def pairs_of(codes: Sequence[int]) -> list[int]:
    """The pairs of words that follow each other, each as a number."""
    return [first << 32 | second for first, second in pairwise(codes)]


def _runs(codes: Sequence[int]) -> list[int]:
    """The runs of the words in order, each as a number; -1 for one with a word the library does not have."""
    words = zip(*(codes[ahead:] for ahead in range(RUN)), strict=False)
    return [hash(run) & _RUN_MASK if 0 not in run else -1 for run in words]


def law_name(words: str) -> str:
    """A law's name in comparable form: no 'Luật', number, year, capitals or punctuation."""
    low = _TITLE_END.sub("", " ".join(re.findall(r"\w+", shadow(words))))
    for kind in ("bộ luật ", "luật ", "pháp lệnh "):
        low = low.removeprefix(kind)
    return low


def place_names(head: str) -> set[str]:
    """The provinces a text's beginning (shadow text) names, first two words of each name."""
    return {" ".join(match.group(1).split()[:2]) for match in _PLACE.finditer(head)}


def _read(law: LawText, document: int) -> tuple[LibraryDocument, list[LibraryClause]]:
    draft = DraftText(law.text, ((0, len(law.text)),), (None,))
    provisions = parse(draft).provisions
    heading = read_heading(draft, provisions)
    number = _document_number(law.name, heading.number)
    title = ""
    if heading.title and number and re.search(r"/(?:ubtv)?qh\d", number, re.I):
        title = law_name(heading.title)
    read = LibraryDocument(
        name=law.name,
        number=number,
        title=title,
        text=law.text,
        local=bool(number and _LOCAL.search(number)),
        head=shadow(law.text[:1500]),
    )
    return read, list(_clauses(law.text, provisions, number, document))


def _document_number(name: str, heading: str | None) -> str | None:
    """The number in the heading unless the file's name speaks of another text; else the one in the name."""
    match = _FILE_NUMBER.search(shadow(name))
    if match is None:
        return heading
    serial, year, symbol = match.groups()
    key = f"{serial.lstrip('0')}/{year}/"
    if heading and status_key(heading).startswith(key):
        return heading
    if symbol is None:
        symbol = "nd-cp" if shadow(name).startswith(("nghi-dinh", "nghị định", "nd-", "nđ-")) else ""
    if not symbol:
        return heading
    parts = [_SYMBOLS.get(part, part.upper()) for part in symbol.split("-")]
    return f"{serial}/{year}/{'-'.join(parts)}"


def _clauses(
    text: str, provisions: Sequence[Provision], number: str | None, document: int
) -> Iterator[LibraryClause]:
    children: dict[str | None, list[Provision]] = {}
    for provision in provisions:
        children.setdefault(provision.parent, []).append(provision)
    for article in provisions:
        if article.kind != "dieu" or "trich-dan" in article.id:
            continue
        origin = _origin(text, article)
        of, shown = origin if origin else (number, "")
        for part in _parts(article, children):
            place = part.label if not shown else f"{part.label.rpartition('Điều ')[0]}Điều {shown}"
            yield LibraryClause(document, of, place, part.id, part.start, part.end)


def _parts(article: Provision, children: dict[str | None, list[Provision]]) -> Iterable[Provision]:
    """An article's khoản, or the article itself; what is too long goes by the parts it has."""
    below = [child for child in children.get(article.id, ()) if child.kind in ("khoan", "diem")]
    khoan = [child for child in below if child.kind == "khoan"]
    if not khoan and article.end - article.start < LONGEST_CLAUSE * 5:
        yield article
        return
    for part in khoan or below:
        points = [child for child in children.get(part.id, ()) if child.kind == "diem"]
        if points and part.end - part.start > LONGEST_CLAUSE * 5:
            yield from points
        else:
            yield part


def _origin(text: str, article: Provision) -> tuple[str, str] | None:
    """Of an article in the codified law: the number of the document it comes from, and its number there."""
    low = shadow(text[article.start : article.start + 600])
    if not _CODIFIED.match(low):
        return None
    match = _ORIGIN.search(low)
    return (match.group(2).upper(), match.group(1)) if match else None
