"""The provision tree while it grows: open nodes, their ranges, and at the end their ids and labels."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp.types import Provision, ProvisionKind

SCOPES = frozenset({"kem_theo", "phu_luc", "mau", "trich_dan"})
RANKS: dict[str, int] = {
    "phan": 1, "chuong": 2, "muc": 3, "tieu_muc": 4, "dieu": 5, "roman": 6, "khoan": 7, "khoan.1": 8, "khoan.2": 9,
    "khoan.3": 10, "diem": 11, "gach": 12, "gach+": 13,
}  # fmt: skip
_NAMES = {
    "phan": "Phần", "chuong": "Chương", "muc": "Mục", "tieu_muc": "Tiểu mục", "dieu": "Điều", "khoan": "khoản",
    "diem": "điểm",
}  # fmt: skip
_FIXED = {
    "mo_dau": "Phần mở đầu", "ky": "Phần ký", "noi_nhan": "Nơi nhận", "chu_thich": "Chú thích",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Node:
    """A provision in the making. `after` is where its own text begins, `shown` its number as the text writes it."""

    kind: ProvisionKind
    number: str
    start: int
    after: int
    rank: int = 0
    parent: Node | None = None
    shown: str = ""
    value: int = 0
    end: int = -1
    children: list[Node] = field(default_factory=list)
    last: dict[str, tuple[int, str]] = field(default_factory=dict)
    heading: str = ""
    id: str = ""
    repeated: bool = False
    holds_dieu: bool = False
    """Of a scope: whether articles stand directly in it."""

    @property
    def is_scope(self) -> bool:
        """Whether it holds articles of its own."""
        return self.kind in SCOPES

    def scope(self) -> Node | None:
        """The nearest attached text, appendix, form or quotation this node stands in; None in the body."""
        node = self.parent
        while node is not None and not node.is_scope:
            node = node.parent
        return node

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in text order."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.children))


class Tree:
    """All nodes of a draft; top-level nodes have no parent."""

    def __init__(self) -> None:
        self.roots: list[Node] = []

    def add(self, node: Node, parent: Node | None) -> Node:
        """Hangs the node below its parent (None: at the top), after all that came before it."""
        node.parent = parent
        (parent.children if parent else self.roots).append(node)
        return node

    def remove(self, node: Node) -> None:
        """Takes a node out again that turned out to be none."""
        (node.parent.children if node.parent else self.roots).remove(node)

    def walk(self) -> Iterator[Node]:
        """All nodes in text order."""
        for root in self.roots:
            yield from root.walk()

    def finish(self, text: str) -> None:
        """Cuts trailing blanks off every range and gives every node its id."""
        used: Counter[str] = Counter()
        self.roots = [
            node for node in self.roots if text[node.start : node.end].strip()
        ]  # an empty file is none
        for node in self.walk():
            end = node.end
            while end > node.start and text[end - 1].isspace():
                end -= 1
            node.end = end
            wanted = _path(node)
            used[wanted] += 1
            node.repeated = used[wanted] > 1
            if node.kind == "dieu" and (above := node.scope()) is not None:
                above.holds_dieu = True
            node.id = f"{wanted}~{used[wanted]}" if node.repeated else wanted

    def provisions(self, part_starts: list[int]) -> tuple[Provision, ...]:
        """The finished tree as contract values, in text order."""
        return tuple(
            Provision(
                id=node.id,
                parent=node.parent.id if node.parent else None,
                kind=node.kind,
                label=label(node),
                heading=node.heading,
                start=node.start,
                end=node.end,
                part=max(0, bisect_right(part_starts, node.start) - 1),
            )
            for node in self.walk()
        )


def _path(node: Node) -> str:
    step = node.kind.replace("_", "-") + (f"-{node.number}" if node.number else "")
    above = node.scope() if node.kind in ("dieu", "can_cu") else node.parent
    return f"{above.id}/{step}" if above else step


def label(node: Node) -> str:
    """How a jurist names the provision: 'điểm a khoản 2 Điều 3 Quy định kèm theo'."""
    words = [_own_label(node)]
    above = node.parent
    if node.kind == "dieu":
        above = node.scope()
    while above is not None:
        if above.kind == "mo_dau":
            break
        if not (above.kind == "khoan" == node.kind):  # 'khoản 1.1 Điều 5' says its khoản already
            words.append(_own_label(above))
        above = above.scope() if above.kind == "dieu" else above.parent
    return " ".join(words)


def _own_label(node: Node) -> str:
    fixed = _FIXED.get(node.kind)
    if fixed:
        return fixed
    if node.kind in ("kem_theo", "phu_luc", "mau"):
        return node.shown
    if node.kind == "gach":
        return f"gạch đầu dòng thứ {node.number}"
    if node.kind == "can_cu":
        return f"căn cứ thứ {node.number}"
    if node.kind == "trich_dan":
        return f"(đoạn trích dẫn {node.number})"
    return f"{_NAMES[node.kind]} {node.shown or node.number}"
