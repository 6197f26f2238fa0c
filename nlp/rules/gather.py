"""Gathers the parts of one procedure that a draft spreads over articles, clauses, its appendices and forms.

Signs are first put together by the article (or, where the heading speaks of other matters, by the clause) they stand
in; these are joined when they speak of the same act and thing, when a heading like 'Trình tự thực hiện' follows under
the same section, or when an article cites the form. Two acts on one thing ('cấp', 'gia hạn') are two procedures.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from nlp.authority.topic import (
    NOTHING,
    Topic,
    asked_for,
    is_other_matter,
    is_part_label,
    is_procedural,
    names_procedure,
    plain_name,
    topic_of,
)
from nlp.rules.procedure import Sign
from nlp.text import draft_shadow, shadow
from nlp.types import ParsedDraft, Place, Procedure, ProcedurePart, Provision

BASIC: tuple[ProcedurePart, ...] = (
    "ten", "trinh_tu", "cach_thuc", "ho_so", "thoi_han", "doi_tuong", "co_quan",
)  # fmt: skip
"""The parts every procedure must have (Điều 8 Nghị định 63/2010/NĐ-CP, khoản 2 điểm a to g); the rest only where they
apply."""
_FORMS = ("mau", "phu_luc")
_SCOPES = ("kem_theo", "trich_dan")
_APPLIED: frozenset[ProcedurePart] = frozenset({"trinh_tu", "cach_thuc", "ho_so", "mau_don"})
"""Parts whose sentence names the applicant when it names a citizen or organisation."""
_NEAR = 2
"""How many articles further on a heading without a topic still belongs to the procedure before it."""
_CITED = re.compile(r"\b(mẫu(?: đơn)?|phụ lục|biểu mẫu)(?: số)? ?(\d{1,3}[a-zđ]?|[ivx]{1,5})\b")
_FORM_TITLE = re.compile(
    r"\n[ ]{0,20}((?:đơn(?! vị)|tờ khai|giấy (?:đề nghị|đăng ký)|phiếu (?:đăng ký|đề nghị)|bản (?:kê )?khai|"
    r"văn bản đề nghị)\b[^\n]{0,200})"
)
_MARKER = re.compile(r"\s*(?:Điều \d+[a-zđ]?[.:]?|\d[\d.]*[.)]?|[a-zđ]{1,2}\)|[-+*])\s*", re.I)
_SHORTEST, _LEAD, _HEADING = 6, 240, 400
"""Characters of a clause's first line, and of an article's, that may name a procedure."""
_FORM_HEAD = 1500
"""Characters of a form within which its title stands."""
_READ = 4000
"""Characters of a place read for the words 'đề nghị cấp …' where nothing else names its procedure."""
_LABELS = 2
"""How many clauses that begin with the name of a part make the whole article one procedure."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A procedure and the articles, clauses, appendices or forms its parts stand in, in text order."""

    procedure: Procedure
    places: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """The signs of one article, clause, appendix or form, and what it says the procedure is."""

    place: Provision
    indices: tuple[int, ...]
    name: str | None
    named: Place | None
    """Where a heading gives the name; None for a name taken from running text."""
    topic: Topic
    cites: frozenset[str]


class _Tree:
    """The draft's provisions by id, with the questions that gathering asks of them."""

    def __init__(self, parsed: ParsedDraft) -> None:
        self.text = parsed.document.text
        self.low = draft_shadow(self.text)
        self.by_id = {provision.id: provision for provision in parsed.provisions}
        self._inside: dict[str | None, list[Provision]] = defaultdict(list)
        for item in parsed.provisions:
            self._inside[item.parent].append(item)
        holding = {item.parent for item in parsed.provisions if item.kind == "mau"}
        self._pages = [item for item in parsed.provisions if item.kind in _FORMS and item.id not in holding]
        articles = [item.id for item in parsed.provisions if item.kind in ("dieu", "trich_dan", *_FORMS)]
        self._rank = {name: number for number, name in enumerate(articles)}

    def above(self, provision: Provision) -> Iterator[Provision]:
        """The provisions around one, from the inside out."""
        parent = provision.parent
        while parent is not None:
            provision = self.by_id[parent]
            yield provision
            parent = provision.parent

    def scope(self, provision: Provision) -> str:
        """The attached text or quotation a provision stands in; '' for the draft itself."""
        return next((item.id for item in self.above(provision) if item.kind in _SCOPES), "")

    def article(self, provision: Provision) -> Provision:
        """The article, appendix or form a provision is or stands in."""
        if provision.id in self._rank:
            return provision
        return next((item for item in self.above(provision) if item.id in self._rank), provision)

    def steps(self, first: Provision, second: Provision) -> int:
        """How many articles further on the second stands."""
        a, b = self.article(first), self.article(second)
        return self._rank.get(b.id, 0) - self._rank.get(a.id, 0)

    def heading(self, article: Provision) -> tuple[str, int]:
        """An article's heading and where it stands; its first line where it was read as a sentence."""
        if article.heading:
            return article.heading, max(
                article.start, self.text.find(article.heading, article.start, article.end)
            )
        line = self.text[article.start : article.end].split("\n", 1)[0]
        marker = _MARKER.match(line)
        begin = marker.end() if marker else 0
        short = 0 < len(line) - begin <= _HEADING
        return (line[begin:].rstrip(" .:"), article.start + begin) if short else ("", article.start)

    def lead(self, clause: Provision) -> tuple[str, int]:
        """The words before the colon in a clause's first line, where they stand like a heading; '' otherwise."""
        line = self.text[clause.start : clause.end].split("\n", 1)[0]
        marker = _MARKER.match(line)
        begin = marker.end() if marker else 0
        stop = line.find(":", begin, _LEAD + begin)
        return (line[begin:stop], clause.start + begin) if stop - begin >= _SHORTEST else ("", clause.start)

    def named_below(self, unit: Provision, inner: Provision) -> Provision:
        """The outermost section or clause of an appendix, around a provision, that names a procedure; else itself."""
        chain = [inner, *self.above(inner)]
        inside = itertools.takewhile(lambda item: item.id != unit.id, chain)
        named = [item for item in inside if names_procedure(item.heading or self.lead(item)[0])]
        return named[-1] if named and unit.kind != "mau" else unit

    def clause_with(self, unit: Provision, start: int, end: int) -> Provision:
        """The clause of an article that holds most of a range; the article itself where none does."""
        shares = [(min(end, item.end) - max(start, item.start), item) for item in self._inside[unit.id]]
        most, best = max(shares, key=lambda pair: pair[0], default=(0, unit))
        return best if most > 0 else unit

    def has_part_labels(self, article: Provision) -> bool:
        """Whether two or more parts of an article or clause begin with the name of a part ('Thành phần hồ sơ:')."""
        return sum(is_part_label(self.lead(item)[0]) for item in self._inside[article.id]) >= _LABELS

    def section_name(self, provision: Provision) -> Provision | None:
        """The chapter or section around an article whose heading names one procedure."""
        for item in self.above(self.article(provision)):
            if item.kind in ("chuong", "muc", "tieu_muc") and names_procedure(item.heading):
                return item
        return None

    def form_title(self, provision: Provision) -> tuple[str, int]:
        """The title of an application form ('ĐƠN ĐỀ NGHỊ …') and where it stands; '' without one."""
        match = _FORM_TITLE.search(
            self.low, provision.start, min(provision.end, provision.start + _FORM_HEAD)
        )
        return (self.text[match.start(1) : match.end(1)].rstrip(), match.start(1)) if match else ("", 0)

    @functools.cached_property
    def forms(self) -> tuple[tuple[Provision, Place], ...]:
        """The application forms of the draft with the place of their title; an appendix of forms is none itself."""
        titled = ((item, *self.form_title(item)) for item in self._pages)
        return tuple((item, Place(item.id, at, at + len(title))) for item, title, at in titled if title)


def gather(signs: Sequence[Sign], parsed: ParsedDraft) -> tuple[Gathered, ...]:
    """The procedures behind the signs, in text order; `signs` and the draft's findings share their indices."""
    tree = _Tree(parsed)
    groups: list[list[_Block]] = []
    blocks = _blocks(signs, tree)
    for block in blocks:
        group = _home(block, groups, tree)
        if group is None:
            groups.append([block])
        else:
            group.append(block)
    return tuple(_gathered(number, group, signs, tree) for number, group in enumerate(groups, start=1))


def _blocks(signs: Sequence[Sign], tree: _Tree) -> list[_Block]:
    """The signs by article, or by clause where the article's heading speaks of other matters."""
    by_place: dict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(signs)), key=lambda number: signs[number].start):
        by_place[_block_place(signs[index], tree).id].append(index)
    return [_block(tree.by_id[name], indices, signs, tree) for name, indices in by_place.items()]


def _block_place(sign: Sign, tree: _Tree) -> Provision:
    unit = sign.unit.provision
    if unit.kind != "dieu":
        return tree.named_below(unit, sign.provision)
    heading, _ = tree.heading(unit)
    if is_procedural(heading):
        return unit
    if not is_other_matter(heading) and tree.has_part_labels(unit):
        return unit
    return tree.clause_with(unit, sign.start, sign.end)


def _block(place: Provision, indices: Sequence[int], signs: Sequence[Sign], tree: _Tree) -> _Block:
    name, named = _name(place, indices, signs, tree)
    low = tree.low[place.start : place.end]
    cites = frozenset(_form_key(*match.groups()) for match in _CITED.finditer(low))
    return _Block(place, tuple(indices), name, named, topic_of(name) if name else NOTHING, cites)


def _name(
    place: Provision, indices: Sequence[int], signs: Sequence[Sign], tree: _Tree
) -> tuple[str | None, Place | None]:
    """What a block calls its procedure, and where its heading does so."""
    if place.kind in _FORMS:
        title = tree.form_title(place)[0] or place.heading if place.kind == "mau" else place.heading
        at = tree.text.find(title, place.start, place.end) if title else -1
        if at >= 0 and place.kind != "mau" and not is_other_matter(title):
            return title, Place(place.id, at, at + len(title))
        if title and place.kind == "mau":
            return title, None
    elif place.kind == "dieu":
        heading, at = tree.heading(place)
        announced = is_procedural(heading) or (tree.has_part_labels(place) and not is_other_matter(heading))
        if announced and topic_of(heading).says_something():
            return heading, Place(place.id, at, at + len(heading))
    else:
        lead, start = tree.lead(place) if not place.heading else tree.heading(place)
        if lead and topic_of(lead).thing and (is_procedural(lead) or tree.has_part_labels(place)):
            return lead, Place(place.id, start, start + len(lead))
    stretches = [(signs[index].start, signs[index].end) for index in indices]
    if place.kind != "phu_luc":  # an appendix may list many procedures
        stretches.append((place.start, min(place.end, place.start + _READ)))
    quoted = (asked_for(tree.text[start:end]) for start, end in stretches)
    return next((words for words in quoted if words), None), None


def _form_key(kind: str, number: str) -> str:
    """'Mẫu số 01' and 'mẫu 1' become one key; appendices in Roman or Arabic numbers likewise."""
    group = "phu_luc" if kind.startswith("phụ") else "mau"
    roman = {
        "i": "1",
        "ii": "2",
        "iii": "3",
        "iv": "4",
        "v": "5",
        "vi": "6",
        "vii": "7",
        "viii": "8",
        "ix": "9",
    }
    return f"{group} {roman.get(number, number.lstrip('0') or number)}"


def _keys_of(provision: Provision, tree: _Tree) -> frozenset[str]:
    """The keys under which articles cite a form: its own number, else that of the appendix it stands in."""
    chain = [provision, *tree.above(provision)]
    for item in chain:
        found = _CITED.search(shadow(item.label)) if item.kind in _FORMS else None
        if found:
            return frozenset({_form_key(*found.groups())})
    return frozenset()


def _home(block: _Block, groups: Sequence[list[_Block]], tree: _Tree) -> list[_Block] | None:
    """The group a block belongs to; None when it begins a procedure of its own."""
    scope = tree.scope(block.place)
    if block.place.kind in _FORMS:
        return _home_of_form(block, groups, tree)
    near = [group for group in reversed(groups) if tree.scope(group[-1].place) == scope]
    for group in near:
        if _same_topic(block, group):
            return group
    if block.topic.thing or not near:
        return None
    last = near[0]
    if block.topic.other_act(_topic(last)) or _repeats(block, last):
        return None
    article, before = tree.article(block.place), tree.article(last[-1].place)
    if article.id == before.id:
        return last
    announced = block.place.kind == "dieu" and is_procedural(tree.heading(block.place)[0])
    near_by = article.parent == before.parent and tree.steps(before, article) <= _NEAR
    return last if announced and near_by else None


def _home_of_form(block: _Block, groups: Sequence[list[_Block]], tree: _Tree) -> list[_Block] | None:
    """An appendix or form goes with the articles that cite it, and among those, or without, by what it asks for."""
    keys = _keys_of(block.place, tree)
    citing = [group for group in groups if any(keys & item.cites for item in group)]
    same = [group for group in citing or groups if _same_topic(block, group)]
    if same:
        return same[-1]
    if len(citing) == 1:
        return citing[0]
    around = {item.id for item in tree.above(block.place)}
    return next((group for group in groups if group[0].place.id in around and not block.topic.thing), None)


def _topic(group: Sequence[_Block]) -> Topic:
    """The topic of a group: of its first block that has one."""
    return next((block.topic for block in group if block.topic.says_something()), NOTHING)


def _same_topic(block: _Block, group: Sequence[_Block]) -> bool:
    return any(
        block.topic.same_thing(other.topic) and not block.topic.other_act(other.topic) for other in group
    )


def _repeats(block: _Block, group: Sequence[_Block]) -> bool:
    """Whether an article's heading is one the group already has: a second 'Hồ sơ' begins another procedure."""
    heading = shadow(block.place.heading)
    return bool(heading) and any(shadow(other.place.heading) == heading for other in group)


def _gathered(number: int, group: Sequence[_Block], signs: Sequence[Sign], tree: _Tree) -> Gathered:
    name, named = _group_name(group, tree)
    parts = _parts(group, signs, named)
    for form in _cited_forms(group, tree):
        parts["mau_don"] = tuple(dict.fromkeys((*parts.get("mau_don", ()), form)))
    ordered = {part: parts[part] for part in get_args(ProcedurePart) if part in parts}
    procedure = Procedure(
        id=f"p{number}",
        name=plain_name(name) if name else None,
        parts=ordered,
        missing=tuple(part for part in BASIC if part not in ordered),
        findings=tuple(sorted(index for block in group for index in block.indices)),
    )
    return Gathered(procedure, tuple(block.place for block in group))


def _group_name(group: Sequence[_Block], tree: _Tree) -> tuple[str | None, Place | None]:
    """The fullest heading that names the procedure, else its section's heading, else the words of its text or form."""
    headed = [block for block in group if block.named and block.topic.thing]
    if headed:
        first = headed[0]
        return first.name, first.named
    section = tree.section_name(group[0].place)
    if section is not None:
        at = max(section.start, tree.text.find(section.heading, section.start, section.end))
        return section.heading, Place(section.id, at, at + len(section.heading))
    said = next((block for block in group if block.name and block.topic.thing), None)
    if said is not None:
        return said.name, None
    return next(((block.name, block.named) for block in group if block.name), (None, None))


def _parts(
    group: Sequence[_Block], signs: Sequence[Sign], named: Place | None
) -> dict[ProcedurePart, tuple[Place, ...]]:
    """Where each part is set; applicants also where the sentence on filing names them."""
    places: dict[ProcedurePart, dict[Place, None]] = defaultdict(dict)
    if named is not None:
        places["ten"][named] = None
    for block in group:
        for index in block.indices:
            sign = signs[index]
            here = Place(sign.provision.id, sign.start, sign.end)
            for part in sign.parts:
                if part != "ten":
                    places[part][here] = None
            if sign.actors and _APPLIED & set(sign.parts):
                places["doi_tuong"][here] = None
    return {part: tuple(found) for part, found in places.items()}


def _cited_forms(group: Sequence[_Block], tree: _Tree) -> Iterator[Place]:
    """The application forms of the draft that the group's articles cite, whether or not a rule spoke of them."""
    cited = frozenset(key for block in group for key in block.cites)
    if not cited:
        return
    for provision, title in tree.forms:
        if _keys_of(provision, tree) & cited:
            yield title
