"""Random trees written out in the usual drafting styles parse back to themselves."""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extract import join, read
from nlp.structure import parse
from nlp.types import DraftText, SourceFile
from tests.unit.nlp.structure_helpers import LETTERHEAD, SIGNATURE, draft_of, tree_faults

LETTERS = "abcdđeghiklmnopqrstuvxy"
ENGLISH = "abcdefghijklmnopqrstuvwxyz"
WORDS = (
    "bến", "đò", "phao", "đèn", "người", "trông", "khách", "đi", "qua", "sông", "trong", "ngày", "làm", "việc", "theo",
    "quy", "định", "của", "pháp", "luật", "Sở", "Xây", "dựng", "Ủy", "ban", "nhân", "dân", "khoản", "Điều", "và", "số",
    "15/2020/NĐ-CP", "điểm", "a", "1,5", "tại", "mẫu", "Nghị", "định", "này", "(nếu có)", "-", "“bến tạm”",
)  # fmt: skip
title = st.sampled_from(
    (
        "Phạm vi",
        "Hồ sơ mở bến",
        "Trách nhiệm của Sở",
        "Thời hạn",
        "Mức thu",
        "Xử lý chuyển tiếp",
        "Văn bản đến",
    )
)


@dataclass(frozen=True)
class Style:
    """How a drafter writes.

    `article` stands between an article's number and its title, `clause` before the number of a khoản, `point` after
    the letter of a điểm; `bold` marks headings as web editors do, `wrap` cuts lines at this width (0: never).
    """

    article: str = ". "
    clause: str = ""
    point: str = ")"
    letters: str = LETTERS
    blank: bool = False
    capitals: bool = True
    roman: bool = True
    title_below: bool = True
    bold: bool = False
    wrap: int = 0


@dataclass
class Tree:
    """What is expected: (id, parent, first words) in text order; the lines that say it."""

    nodes: list[tuple[str, str | None, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def add(self, identifier: str, parent: str | None, line: str) -> str:
        self.nodes.append((identifier, parent, first_words(line)))
        self.lines.append(line)
        return identifier


def first_words(line: str) -> str:
    """The beginning of a provision without marks of emphasis and white space, which wrapping moves."""
    return "".join(char for char in line[:40] if not char.isspace() and char not in "*")[:12]


styles = st.builds(
    Style, article=st.sampled_from((". ", ": ", "\n", ".\n")), clause=st.sampled_from(("", "", "Khoản ")),
    point=st.sampled_from((")", ")", ".")), letters=st.sampled_from((LETTERS, ENGLISH)), blank=st.booleans(),
    capitals=st.booleans(), roman=st.booleans(), title_below=st.booleans(), bold=st.booleans(),
)  # fmt: skip
# what stands inside an article comes from its seed: drawing each word would take longer than parsing
Article = tuple[str, int]
articles = st.lists(st.tuples(title, st.integers(0, 10**6)), min_size=1, max_size=8)
chapters = st.lists(st.tuples(title, articles), max_size=4)
ROMAN = ("I", "II", "III", "IV", "V")


def sentence(chance: random.Random) -> str:
    return f"Việc {' '.join(chance.choices(WORDS, k=chance.randint(1, 14)))} được thực hiện"


def heading_line(number: int, heading: str, style: Style) -> str:
    if style.bold:
        return f"**Điều {number}{style.article.rstrip()}**{' ' if style.article.endswith(' ') else chr(10)}{heading}"
    return f"Điều {number}{style.article}{heading}"


def write_articles(
    tree: Tree, prefix: str, parent: str | None, given_articles: list[Article], first: int, style: Style
) -> int:
    for number, (heading, seed) in enumerate(given_articles, first):
        chance = random.Random(seed)
        dieu = f"{prefix}dieu-{number}"
        count = chance.choice((0, 0, 1, 2, 3, 12))
        if not count and chance.random() < 0.5:
            tree.add(dieu, parent, f"Điều {number}. {sentence(chance)}.")
            continue
        tree.add(dieu, parent, heading_line(number, heading, style))
        if not count:
            tree.lines.append(f"{sentence(chance)}.")
        for n in range(1, count + 1):
            write_clause(tree, dieu, n, chance, style)
    return first + len(given_articles)


def write_clause(tree: Tree, dieu: str, number: int, chance: random.Random, style: Style) -> None:
    points, dashes, subs = chance.choice(
        ((0, 0, 0), (0, 0, 0), (0, 3, 0), (2, 0, 0), (7, 0, 0), (20, 0, 0), (0, 0, 3))
    )
    end = ":" if points or dashes or subs else "."
    khoan = tree.add(f"{dieu}/khoan-{number}", dieu, f"{style.clause}{number}. {sentence(chance)}{end}")
    for letter in style.letters[:points]:
        identifier = f"{khoan}/diem-{letter.replace('đ', 'dd')}"
        tree.add(identifier, khoan, f"{letter}{style.point} {sentence(chance)};")
    for dash in range(1, dashes + 1):
        tree.add(f"{khoan}/gach-{dash}", khoan, f"- {sentence(chance)};")
    for sub in range(1, subs + 1):
        tree.add(f"{khoan}/khoan-{number}.{sub}", khoan, f"{number}.{sub}. {sentence(chance)}.")


def write_chapters(
    tree: Tree, prefix: str, given_chapters: list[tuple[str, list[Article]]], style: Style
) -> None:
    parent = prefix.removesuffix("/") or None
    number = 1
    for n, (heading, given_articles) in enumerate(given_chapters, 1):
        shown = ROMAN[n - 1] if style.roman else str(n)
        word = "CHƯƠNG" if style.capitals else "Chương"
        line = (
            f"{word} {shown}\n{heading.upper()}"
            if style.title_below
            else f"{word} {shown}. {heading.upper()}"
        )
        chapter = tree.add(f"{prefix}chuong-{n}", parent, line)
        number = write_articles(tree, prefix, chapter, given_articles, number, style)


def write_annexes(tree: Tree, count: int, forms: int, chance: random.Random) -> None:
    for n in range(1, count + 1):
        annex = tree.add(
            f"phu-luc-{n}", None, f"PHỤ LỤC {ROMAN[n - 1]}\nDANH MỤC BẾN ĐÒ\n{sentence(chance)}."
        )
        for form in range(1, forms + 1) if n == count else ():
            tree.add(f"{annex}/mau-{form}", annex, f"Mẫu số 0{form}\nĐƠN ĐỀ NGHỊ\n{sentence(chance)}.")


def write_amendments(tree: Tree, number: int, count: int, marks: str, chance: random.Random) -> None:
    """An article whose khoản amend another text, each with the new text as a quotation of its own."""
    dieu = tree.add(
        f"dieu-{number}", None, f"Điều {number}. Sửa đổi, bổ sung một số điều của Quy định về bến đò"
    )
    for n in range(1, count + 1):
        khoan = tree.add(f"{dieu}/khoan-{n}", dieu, f"{n}. Sửa đổi, bổ sung Điều {n + 4} như sau:")
        quote = tree.add(
            f"{khoan}/trich-dan-1", khoan, f"{marks[0]}Điều {n + 4}. Bến số {n}\n1. {plain_sentence(chance)}:"
        )
        inner = f"{quote}/dieu-{n + 4}"
        tree.nodes += [(inner, quote, first_words(f"Điều {n + 4}. Bến số {n}"))]
        tree.nodes += [(f"{inner}/khoan-1", inner, first_words(tree.lines[-1].split("\n")[1]))]
        for letter in "ab":
            last = letter == "b"
            line = f"{letter}) {plain_sentence(chance)}{'.' + marks[1] if last else ';'}"
            tree.add(f"{inner}/khoan-1/diem-{letter}", f"{inner}/khoan-1", line)


def plain_sentence(chance: random.Random) -> str:
    """A sentence without quotation marks, as it stands inside quoted text."""
    return sentence(chance).replace("“", "").replace("”", "")


def sign(tree: Tree) -> None:
    tree.lines.append(SIGNATURE.rstrip())
    tree.nodes += [("noi-nhan", None, "Nơinhận:"), ("ky", None, "TM.ỦYBANNHÂN")]


def rendered(tree: Tree, style: Style) -> DraftText:
    lines = tree.lines
    if style.wrap:
        pieces = [piece for line in lines for piece in line.split("\n")]
        # A line that begins with a dash is an item to any reader: no sentence is cut before its dash.
        kept = [piece[:2] + piece[2:].replace(" - ", "\u00a0- ") for piece in pieces]
        wrapped = "\n".join("\n".join(textwrap.wrap(piece, style.wrap)) for piece in kept)
        return join([read(SourceFile("a.txt", (LETTERHEAD + wrapped + "\n").encode()))])
    return draft_of(LETTERHEAD + ("\n\n" if style.blank else "\n").join(lines) + "\n")


def check(tree: Tree, style: Style) -> None:
    draft = rendered(tree, style)
    structure = parse(draft)
    assert tree_faults(draft.text, structure.provisions) == []
    found = [
        (p.id, p.parent, first_words(draft.text[p.start :]))
        for p in structure.provisions
        if p.kind not in ("mo_dau", "can_cu")
    ]
    assert [(i, p) for i, p, _ in found] == [(i, p) for i, p, _ in tree.nodes]
    for (_, _, words), (_, _, expected) in zip(found, tree.nodes, strict=True):
        assert words.startswith(expected[: len(words)])
    assert {finding.rule for finding in structure.findings} <= {"structure.letters"}  # lists without đ
    assert structure.warnings == ()


@settings(max_examples=100, deadline=None)
@given(articles, chapters, st.booleans(), styles)
def test_random_trees_parse_back(
    body: list[Article], attached: list[tuple[str, list[Article]]], bare: bool, style: Style
) -> None:
    tree = Tree()
    write_articles(tree, "", None, body, 1, style)
    if attached:
        sign(tree)
        tree.add(
            "kem-theo-1", None, "QUY CHẾ\nQUẢN LÝ BẾN ĐÒ\n(Ban hành kèm theo Quyết định số    /2026/QĐ-UBND)"
        )
        if bare:
            write_articles(tree, "kem-theo-1/", "kem-theo-1", attached[0][1], 1, style)
        else:
            write_chapters(tree, "kem-theo-1/", attached, style)
    check(tree, style)


@settings(max_examples=60, deadline=None)
@given(articles, st.integers(1, 3), st.integers(0, 3), st.booleans(), st.integers(0, 10**6), styles)
def test_appendices_and_forms_stand_before_or_after_the_signature(
    body: list[Article], count: int, forms: int, before: bool, seed: int, style: Style
) -> None:
    tree = Tree()
    last = write_articles(tree, "", None, body, 1, style)
    write_articles(tree, "", None, [("Hiệu lực", 0)] * max(0, 4 - last), last, Style())
    if not before:
        sign(tree)
    write_annexes(tree, count, forms, random.Random(seed))
    if before:
        sign(tree)
    check(tree, style)


@settings(max_examples=60, deadline=None)
@given(articles, st.integers(1, 4), st.sampled_from(("“”", '""')), st.integers(0, 10**6), styles)
def test_quoted_amendments_are_texts_of_their_own(
    body: list[Article], count: int, marks: str, seed: int, style: Style
) -> None:
    tree = Tree()
    write_amendments(tree, 1, count, marks, random.Random(seed))
    write_articles(tree, "", None, body, 2, style)
    sign(tree)
    check(tree, style)


@settings(max_examples=60, deadline=None)
@given(articles, st.sampled_from((62, 72, 84)), st.sampled_from((". ", ": ")))
def test_lines_cut_by_width_parse_back(body: list[Article], width: int, article: str) -> None:
    style = Style(article=article, wrap=width)
    tree = Tree()
    write_articles(tree, "", None, body, 1, style)
    check(tree, style)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from((
            "Điều 1. Bến", "Điều 2", "Điều 9: Phao", "1. Đèn", "a) Bến;", "đ) Phao", "“Điều 4. Bến", "phao.”", "\f", "",
            "Chương I", "PHỤ LỤC", "Mẫu số 01", "QUY CHẾ", "(Ban hành kèm theo Quyết định số 1/QĐ-UBND)",
            "TM. ỦY BAN NHÂN DÂN",
            "Nơi nhận:", "| Điều 3. A | 1. B |", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Căn cứ Luật số 1/2020/QH14;",
            "I. BẾN",
            "1.1. Bến", "- Phao", "+ Đèn", "Mục 1", '"2. Bến', 'bến."', "theo quy định tại", "Họ Tên",
        )),
        max_size=40,
    ),
    st.integers(0, 3),
)  # fmt: skip
def test_any_jumble_of_lines_gives_a_sound_tree(lines: list[str], cut: int) -> None:
    half = len(lines) // 2
    draft = draft_of("\n".join(lines)) if cut else draft_of("\n".join(lines[:half]), "\n".join(lines[half:]))
    assert tree_faults(draft.text, parse(draft).provisions) == []
