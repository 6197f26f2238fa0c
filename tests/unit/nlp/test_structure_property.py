"""Random trees written out in the usual drafting styles parse back to themselves."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.structure import parse
from tests.unit.nlp.structure_helpers import LETTERHEAD, SIGNATURE, draft_of, tree_faults

LETTERS = "abcdđeghiklmnopqrstuvxy"
WORDS = (
    "bến", "đò", "phao", "đèn", "người", "trông", "khách", "đi", "qua", "sông", "trong", "ngày", "làm", "việc", "theo",
    "quy", "định", "của", "pháp", "luật", "Sở", "Xây", "dựng", "Ủy", "ban", "nhân", "dân", "khoản", "Điều", "và", "số",
    "15/2020/NĐ-CP", "điểm", "a", "1,5", "tại", "mẫu", "Nghị", "định", "này", "(nếu có)", "-", "“bến tạm”",
)  # fmt: skip
title = st.sampled_from(
    ("Phạm vi", "Hồ sơ mở bến", "Trách nhiệm của Sở", "Thời hạn", "Mức thu", "Xử lý chuyển tiếp")
)


@dataclass(frozen=True)
class Style:
    """How a drafter writes: what follows a number, blank lines between paragraphs, capitals."""

    article: str
    blank: bool
    capitals: bool
    roman: bool
    title_below: bool


@dataclass
class Tree:
    """What is expected: (id, parent, first words) in text order; the lines that say it."""

    nodes: list[tuple[str, str | None, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def add(self, identifier: str, parent: str | None, line: str) -> str:
        self.nodes.append((identifier, parent, line.split("\n")[0]))
        self.lines.append(line)
        return identifier


styles = st.builds(
    Style, article=st.sampled_from((".", ":")), blank=st.booleans(), capitals=st.booleans(), roman=st.booleans(),
    title_below=st.booleans(),
)  # fmt: skip
# what stands inside an article comes from its seed: drawing each word would take longer than parsing
Article = tuple[str, int]
articles = st.lists(st.tuples(title, st.integers(0, 10**6)), min_size=1, max_size=8)
chapters = st.lists(st.tuples(title, articles), max_size=4)
ROMAN = ("I", "II", "III", "IV", "V")


def sentence(chance: random.Random) -> str:
    return f"Việc {' '.join(chance.choices(WORDS, k=chance.randint(1, 14)))} được thực hiện"


def write_articles(
    tree: Tree, prefix: str, parent: str | None, given_articles: list[Article], first: int, style: Style
) -> int:
    for number, (heading, seed) in enumerate(given_articles, first):
        chance = random.Random(seed)
        dieu = f"{prefix}dieu-{number}"
        count = chance.choice((0, 0, 1, 2, 3, 12))
        if not count and chance.random() < 0.5:
            tree.add(dieu, parent, f"Điều {number}{style.article} {sentence(chance)}.")
            continue
        tree.add(dieu, parent, f"Điều {number}{style.article} {heading}")
        if not count:
            tree.lines.append(f"{sentence(chance)}.")
        for n in range(1, count + 1):
            write_clause(tree, dieu, n, chance)
    return first + len(given_articles)


def write_clause(tree: Tree, dieu: str, number: int, chance: random.Random) -> None:
    points, dashes = chance.choice(((0, 0), (0, 0), (0, 3), (2, 0), (7, 0), (len(LETTERS), 0)))
    end = ":" if points or dashes else "."
    khoan = tree.add(f"{dieu}/khoan-{number}", dieu, f"{number}. {sentence(chance)}{end}")
    for letter in LETTERS[:points]:
        tree.add(f"{khoan}/diem-{letter.replace('đ', 'dd')}", khoan, f"{letter}) {sentence(chance)};")
    for dash in range(1, dashes + 1):
        tree.add(f"{khoan}/gach-{dash}", khoan, f"- {sentence(chance)};")


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


@settings(max_examples=100, deadline=None)
@given(articles, chapters, st.booleans(), styles)
def test_random_trees_parse_back(
    body: list[Article], attached: list[tuple[str, list[Article]]], bare: bool, style: Style
) -> None:
    tree = Tree()
    write_articles(tree, "", None, body, 1, style)
    if attached:
        tree.lines.append(SIGNATURE.rstrip())
        tree.nodes += [("noi-nhan", None, "Nơi nhận:"), ("ky", None, "TM. ỦY BAN NHÂN DÂN")]
        tree.add(
            "kem-theo-1", None, "QUY CHẾ\nQUẢN LÝ BẾN ĐÒ\n(Ban hành kèm theo Quyết định số    /2026/QĐ-UBND)"
        )
        if bare:
            write_articles(tree, "kem-theo-1/", "kem-theo-1", attached[0][1], 1, style)
        else:
            write_chapters(tree, "kem-theo-1/", attached, style)
    draft = draft_of(LETTERHEAD + ("\n\n" if style.blank else "\n").join(tree.lines) + "\n")
    structure = parse(draft)
    assert tree_faults(draft.text, structure.provisions) == []
    found = [
        (p.id, p.parent, draft.text[p.start :].split("\n")[0])
        for p in structure.provisions
        if p.kind not in ("mo_dau", "can_cu")
    ]
    assert found == tree.nodes
    assert structure.findings == ()
    assert structure.warnings == ()


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
