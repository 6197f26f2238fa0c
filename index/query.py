"""What a person types into the search box, read into a tree that any engine can evaluate.

Words stand side by side and are all required; `"..."` is a phrase, `HOẶC`/`OR` an alternative, `KHÔNG`/`NOT`
or a leading minus an exclusion, `xxx*` a beginning, brackets group. Nothing that can be typed is an error:
what cannot be read is left out and a Vietnamese message says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from index.analysis import mentions, syllables
from nlp.text import fold, nfc, shadow

PREFIX_LETTERS = 3
WORDS_AT_MOST = 40
_CHARS_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable as typed and without marks; `marked` tells that the two differ."""

    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        """Whether the asker typed tone or vowel marks, so that texts with the same marks rank first."""
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a syllable, at least `PREFIX_LETTERS` long."""

    exact: str
    folded: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Syllables that follow one another, whatever punctuation stands between them."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number spelt as in `index.analysis.mentions`; it may go on after `key` unless `whole`."""

    key: str
    whole: bool


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every child is required; `run` holds the words typed side by side, whose neighbourhood ranks higher."""

    children: tuple[Node, ...]

    @property
    def run(self) -> tuple[Word, ...]:
        """The plain words among the children, in the order typed."""
        return tuple(child for child in self.children if isinstance(child, Word))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One child is enough."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Excluding:
    """What `wanted` finds without what `unwanted` finds."""

    wanted: Node
    unwanted: tuple[Node, ...]


Leaf: TypeAlias = Word | Prefix | Phrase | DocumentNumber
Node: TypeAlias = Leaf | AllOf | AnyOf | Excluding


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, None when there is nothing to look for, and what to tell the asker ('' if nothing)."""

    node: Node | None
    message: str = ""


def leaves(node: Node) -> tuple[Leaf, ...]:
    """What is looked for, to be marked in the texts found; exclusions are left out."""
    if isinstance(node, AllOf | AnyOf):
        return tuple(leaf for child in node.children for leaf in leaves(child))
    if isinstance(node, Excluding):
        return leaves(node.wanted)
    return (node,)


def loosened(node: Node) -> Node | None:
    """The same question with one match being enough; None where nothing can be loosened."""
    if isinstance(node, Excluding):
        wanted = loosened(node.wanted)
        return None if wanted is None else Excluding(wanted, node.unwanted)
    if isinstance(node, AllOf):
        return AnyOf(node.children)
    if isinstance(node, DocumentNumber) and node.key.count("/") == 2:
        return DocumentNumber(node.key.rpartition("/")[0], whole=True)
    return None


_Role = Literal["word", "phrase", "number", "and", "or", "not", "open", "close"]
_ENGLISH: dict[str, _Role] = {"AND": "and", "OR": "or", "NOT": "not", "&&": "and", "||": "or", "|": "or"}
_VIETNAMESE: dict[str, _Role] = {"VÀ": "and", "HOẶC": "or", "KHÔNG": "not"}
_ABBREVIATION = r"(?:nd|qd|nq|tt|ttlt|ct|kh|cv|tb)(?:-[a-z\d]+)*"
_SERIAL = r"0*(\d{1,5})/(\d{4})"
_LEXEME = re.compile(
    r'(?P<phrase>"[^"]*(?:"|$))'
    r"|(?P<open>\()|(?P<close>\))"
    rf"|(?P<before>(?<![^\W_])(?P<letters>{_ABBREVIATION})\s+(?:so\s+)?{_SERIAL}(?![\w/]))"
    rf"|(?P<after>(?<![\w/]){_SERIAL}\s+(?P<suffix>{_ABBREVIATION})(?![\w/]))"
    r'|(?P<word>[^\s()"]+)'
)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    role: _Role
    exact: str
    number: str = ""


def parse(text: str) -> Parsed:
    """Read a question; never raises. Uses the first `WORDS_AT_MOST` pieces and says when more came."""
    messages: list[str] = []
    lexemes = _lex(nfc(text[:_CHARS_AT_MOST]), messages)
    if len(text) > _CHARS_AT_MOST or len(lexemes) > WORDS_AT_MOST:
        lexemes = lexemes[:WORDS_AT_MOST]
        messages.append(f"Câu tìm quá dài, chỉ dùng {WORDS_AT_MOST} từ đầu.")
    node = _Parser(lexemes, messages).read()
    if node is None and not messages:
        messages.append("Hãy nhập ít nhất một từ hoặc số, ký hiệu văn bản cần tìm.")
    return Parsed(node, " ".join(dict.fromkeys(messages)))


def _lex(text: str, messages: list[str]) -> list[_Lexeme]:
    exact_text = shadow(text)
    folded_text = fold(exact_text)
    if exact_text.count('"') % 2:
        messages.append("Thiếu một dấu ngoặc kép; cụm từ được hiểu là kéo dài đến hết câu tìm.")
    operators = _ENGLISH if _is_shouted(text) else _ENGLISH | _VIETNAMESE
    lexemes: list[_Lexeme] = []
    for found in _LEXEME.finditer(folded_text):
        exact = exact_text[found.start() : found.end()]
        if found["word"]:
            role = operators.get(text[found.start() : found.end()])
            if role is None and found["word"].startswith("-") and len(found["word"]) > 1:
                lexemes.append(_Lexeme("not", "-"))
                exact = exact[1:]
            lexemes.append(_Lexeme(role or "word", exact))
        elif found["before"]:
            lexemes.append(_Lexeme("number", exact, f"{found[6]}/{found[7]}/{found['letters']}"))
        elif found["after"]:
            lexemes.append(_Lexeme("number", exact, f"{found[9]}/{found[10]}/{found['suffix']}"))
        else:
            lexemes.append(
                _Lexeme("phrase" if found["phrase"] else "open" if found["open"] else "close", exact)
            )
    return lexemes


def _is_shouted(text: str) -> bool:
    """Whether a heading in capitals was pasted: there KHÔNG is a word of the heading, not an exclusion."""
    words = [word for word in text.split() if word.upper() not in _VIETNAMESE and word.isalpha()]
    return len(words) >= 3 and all(word.isupper() for word in words)


class _Parser:
    """Reads alternatives of conjunctions of single terms; notes in `messages` what it drops."""

    def __init__(self, lexemes: list[_Lexeme], messages: list[str]) -> None:
        self._lexemes = lexemes
        self._at = 0
        self._messages = messages

    def read(self) -> Node | None:
        nodes: list[Node] = []
        while self._at < len(self._lexemes):
            node = self._alternatives()
            if node is not None:
                nodes.append(node)
            if self._role() == "close":
                self._messages.append("Thừa dấu ngoặc đơn đóng; đã bỏ qua.")
                self._at += 1
        return _joined(nodes)

    def _role(self) -> _Role | None:
        return self._lexemes[self._at].role if self._at < len(self._lexemes) else None

    def _alternatives(self) -> Node | None:
        options = [self._conjunction()]
        while self._role() == "or":
            self._at += 1
            options.append(self._conjunction())
        found = [option for option in options if option is not None]
        if len(found) < len(options) and len(options) > 1:
            self._messages.append("HOẶC cần có từ ở cả hai bên.")
        return AnyOf(tuple(found)) if len(found) > 1 else found[0] if found else None

    def _conjunction(self) -> Node | None:
        wanted: list[Node] = []
        unwanted: list[Node] = []
        negative = False
        while (role := self._role()) not in (None, "or", "close"):
            if role in ("and", "not"):
                negative = negative or role == "not"
                self._at += 1
                continue
            node = self._term()
            if node is not None:
                (unwanted if negative else wanted).append(node)
            negative = False
        if negative:
            self._messages.append("Sau KHÔNG cần có từ muốn loại trừ.")
        joined = _joined(wanted)
        if joined is None and unwanted:
            self._messages.append("Cần ít nhất một từ để tìm, ngoài phần loại trừ.")
            return None
        return Excluding(joined, tuple(unwanted)) if joined is not None and unwanted else joined

    def _term(self) -> Node | None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.role == "open":
            node = self._alternatives()
            if self._role() == "close":
                self._at += 1
            else:
                self._messages.append("Thiếu dấu ngoặc đơn đóng.")
            return node
        if lexeme.role == "number":
            return DocumentNumber(lexeme.number, whole=False)
        return _sequence(lexeme.exact) if lexeme.role == "phrase" else self._word(lexeme.exact)

    def _word(self, exact: str) -> Node | None:
        if "*" in exact:
            return self._prefix(exact)
        numbers: list[Node] = [
            DocumentNumber(mention.keys[-1], whole=len(mention.keys) == 1)
            for mention in mentions(fold(exact))
        ]
        return _joined(numbers) or _sequence(exact)

    def _prefix(self, exact: str) -> Node | None:
        head, _, tail = exact.partition("*")
        words = syllables(head)
        if tail.strip("*.,;") or not words or not head[-1].isalnum():
            self._messages.append("Dấu * chỉ dùng ở cuối một từ, ví dụ: đăng*.")
            return _sequence(exact)
        if len(words[-1]) < PREFIX_LETTERS:
            self._messages.append(f"Trước dấu * cần ít nhất {PREFIX_LETTERS} chữ cái.")
            return _sequence(head)
        last: Node = Prefix(words[-1], fold(words[-1]))
        return last if len(words) == 1 else AllOf((*(Word(word, fold(word)) for word in words[:-1]), last))


def _sequence(exact: str) -> Node | None:
    """One syllable is a word; several written as one ('HS-2025-12', a phrase) must follow one another."""
    words = tuple(Word(word, fold(word)) for word in syllables(exact))
    if not words:
        return None
    return words[0] if len(words) == 1 else Phrase(words)


def _joined(nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))
