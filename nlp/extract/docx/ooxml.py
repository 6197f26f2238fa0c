"""The parts of an OOXML package as parsed XML, found through relationships; names of elements used by the reader."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from nlp.extract.archive import Archive, damaged

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math",
     b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip
_PARAGRAPH_PROPERTIES, _STYLE, _NUMBERING, _MARK = W + "pPr", W + "pStyle", W + "numPr", W + "rPr"
_MARK_DELETED = frozenset({W + "del", W + "moveFrom"})
_VALUE = W + "val"
OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part points to; `kind` is the last step of the relationship's type."""

    kind: str
    target: str


def parse(data: bytes) -> etree._Element:
    """The root of a part. Entities are not resolved, nothing is fetched; a part with a DTD is refused.

    Raises NlpError `damaged`.
    """
    if b"purl.oclc.org" in data:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise damaged()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged()
    return root


class Package:
    """The main part of a Word package and the parts it points to, each unpacked and parsed when asked for."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        main = [r.target for r in self._relations("") if r.kind == "officeDocument"]
        self.main_name = next((name for name in (*main, "word/document.xml") if name in archive), "")
        if not self.main_name:
            raise damaged()
        self.relations = tuple(self._relations(self.main_name))

    def main(self) -> etree._Element:
        """The root of the main part."""
        return parse(self._archive.read(self.main_name))

    def parts(self, kind: str) -> Iterator[etree._Element]:
        """The roots of the parts the main part points to by this kind of relationship, each part once."""
        targets = dict.fromkeys(r.target for r in self.relations if r.kind == kind)
        for target in targets:
            if target in self._archive:
                yield parse(self._archive.read(target))

    def part(self, kind: str) -> etree._Element | None:
        """The one part of this kind, None where there is none."""
        return next(self.parts(kind), None)

    def _relations(self, source: str) -> Iterator[Relation]:
        folder, name = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._archive:
            return
        for relation in parse(self._archive.read(path)).iter(_RELATIONSHIPS):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            resolved = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            yield Relation(relation.get("Type", "").rsplit("/", 1)[-1], posixpath.normpath(resolved))


def value(element: etree._Element | None, name: str) -> str | None:
    """The `w:val` of the child of this name; None where child or value is missing."""
    child = element.find(W + name) if element is not None else None
    return None if child is None else child.get(W + "val")


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a toggle (w:vanish, w:isLgl, ...) is set among these properties."""
    child = properties.find(W + name) if properties is not None else None
    return child is not None and child.get(W + "val", "1") not in OFF


def integer(text: str | None, default: int) -> int:
    """The number an attribute holds, the default where it holds none."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


class ParagraphProperties(NamedTuple):
    """What the reader asks of a paragraph's properties."""

    style: str | None = None
    numbering: etree._Element | None = None
    mark_deleted: bool = False
    """The paragraph's end is deleted (or moved away): its text runs into the next paragraph."""


def paragraph_properties(paragraph: etree._Element) -> ParagraphProperties:
    """The properties of a paragraph, read in one pass."""
    style: str | None = None
    numbering: etree._Element | None = None
    deleted = False
    for each in next(paragraph.iterchildren(_PARAGRAPH_PROPERTIES), ()):
        tag = each.tag
        if tag == _STYLE:
            style = each.get(_VALUE)
        elif tag == _NUMBERING:
            numbering = each
        elif tag == _MARK:
            deleted = any(change.tag in _MARK_DELETED for change in each)
    return ParagraphProperties(style, numbering, deleted)
