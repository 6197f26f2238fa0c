"""Where the parser stands: a stack of texts within texts, each with its own open nodes and numbering."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.structure.tree import RANKS, Node, Tree


@dataclass(slots=True)
class Frame:
    """One text with articles of its own: the body, an attached text, an appendix, a form or a quotation.

    `node` is its scope (None for the body), `counts` the last numbers of what may stand directly in it, `dieu`
    its last Điều. `closing` is the signature or list of receivers once the text proper has ended.
    """

    node: Node | None
    counts: Node
    open: list[Node] = field(default_factory=list)
    dieu: tuple[int, str] = (0, "")
    started: bool = False
    free: bool = False
    closing: Node | None = None
    rest_at: int = -1

    @property
    def kind(self) -> str:
        """`body`, or the kind of the scope's node."""
        return self.node.kind if self.node else "body"

    @property
    def is_annex(self) -> bool:
        """Whether it is an appendix or a form, where numbering follows no rule of drafting."""
        return self.kind in ("phu_luc", "mau")

    def current(self, kind: str) -> Node | None:
        """The open node of this kind, if any."""
        return next((node for node in reversed(self.open) if node.kind == kind), None)

    def above(self, rank: int) -> Node:
        """The node that would be the parent of one of this rank, or the frame's counts when there is none."""
        return next((node for node in reversed(self.open) if node.rank < rank), self.counts)


class Builder:
    """Opens and closes nodes at offsets; keeps siblings apart and children inside their parents."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.frames: list[Frame] = [Frame(None, _counts())]

    @property
    def frame(self) -> Frame:
        """The innermost frame."""
        return self.frames[-1]

    def close(self, rank: int, at: int) -> None:
        """Ends every open node of this rank or below in the innermost frame."""
        opened = self.frame.open
        while opened and opened[-1].rank >= rank:
            opened.pop().end = at

    def push(self, node: Node, level: str) -> Node:
        """Opens a node of the innermost frame after closing what it ends. `level` is a key of RANKS."""
        node.rank = RANKS[level]
        self.close(node.rank, node.start)
        frame = self.frame
        self.tree.add(node, frame.open[-1] if frame.open else frame.node)
        frame.open.append(node)
        frame.started = True
        return node

    def put(self, node: Node) -> Node:
        """Adds a node that holds no levels (preamble, signature): below the frame's scope, after what is open."""
        self.close(0, node.start)
        return self.tree.add(node, self.frame.node)

    def enter(self, node: Node, parent: Node | None, *, free: bool = False) -> Frame:
        """Begins a text within the text."""
        self.tree.add(node, parent)
        self.frames.append(Frame(node, _counts(), free=free))
        return self.frame

    def leave(self, at: int, inner_end: int | None = None) -> None:
        """Ends the innermost text at `at`; what is open in it ends at `inner_end`, else there too."""
        self.close(0, at if inner_end is None else inner_end)
        frame = self.frames.pop()
        if frame.closing is not None and frame.closing.end < 0:
            frame.closing.end = at
        if frame.node is not None:
            frame.node.end = at


def _counts() -> Node:
    return Node("dieu", "", -1, -1)
