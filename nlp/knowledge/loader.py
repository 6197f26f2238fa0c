"""Puts a release of the knowledge together: the packaged base, then folders that override it by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path

from nlp.errors import KnowledgeError
from nlp.knowledge.compare import read_compare
from nlp.knowledge.documents import read_documents
from nlp.knowledge.material import MaterialFile, MaterialKind, effective, read_material
from nlp.knowledge.reader import Entry, parse_yaml
from nlp.knowledge.rules import read_engine, read_rules
from nlp.knowledge.types import (
    BasisEntry,
    Delegation,
    Institution,
    Institutions,
    Knowledge,
    RegimeEntry,
    Wording,
)
from nlp.rules.schema import Rule
from nlp.types import BasisStatus, Issuer, Regime

BASE_RELEASE = "base-2"
_MATERIAL: Mapping[str, MaterialKind] = {
    "procedures.jsonl": "procedures", "procedures.jsonl.gz": "procedures", "status.csv": "status",
}  # fmt: skip
_STATUS: dict[str, BasisStatus] = {
    "V": "verified", "V2": "secondary", "V*": "secondary", "VP": "secondary", "M": "unverified",
}  # fmt: skip


def load_knowledge(*dirs: Path) -> Knowledge:
    """The packaged knowledge with the rules of `dirs` laid over it, later folders winning by rule id.

    Raises KnowledgeError, which names file and entry, when a folder is missing or an entry is not well formed.
    """
    digest = hashlib.sha256()
    files = dict(_packaged(digest))
    fragments = _fragments(files["fragments.yaml"].below("fragments"))
    rules: dict[str, Rule] = {}
    for name in sorted(files):
        if name.startswith("rules/"):
            _add(rules, files[name], fragments, override=False)
    base = digest.hexdigest()
    for folder in dirs:
        for file in _folder(folder, digest):
            _add(rules, file, fragments, override=True)
    lexicons = files["lexicons.yaml"]
    knowledge = Knowledge(
        release=_release(BASE_RELEASE, digest.hexdigest()) if digest.hexdigest() != base else BASE_RELEASE,
        digest=digest.hexdigest(),
        rules=tuple(rules[name] for name in sorted(rules)),
        bases={basis.id: basis for basis in map(_basis, files["legal_bases.yaml"].entries("bases"))},
        regimes=tuple(map(_regime, files["regimes.yaml"].entries("regimes"))),
        delegations=tuple(map(_delegation, files["delegations.yaml"].entries("delegations"))),
        lexicons={name: lexicons.texts(name) for name in lexicons.values},
        engine=read_engine(files["engine.yaml"], fragments),
        wording=_wording(files["wording.yaml"]),
        compare=read_compare(files["compare.yaml"]),
        documents=read_documents(files["documents.yaml"]),
        institutions=_institutions(files["institutions.yaml"], fragments),
    )
    _check_bases(knowledge)
    return lay_material(knowledge, [file for folder in dirs for file in _material(folder)])


def lay_material(knowledge: Knowledge, files: Iterable[MaterialFile]) -> Knowledge:
    """The release with raw material in place of what it had, under a name of its own; without files as it is.

    The name follows from content alone: the same material gives the same release from a folder or a database.
    Raises MaterialError.
    """
    laid = effective(files)
    if not laid:
        return knowledge
    digest = hashlib.sha256(knowledge.digest.encode())
    for file in laid:
        digest.update("\0".join((*file.slot, file.sha256)).encode())
    base = knowledge.release.partition("+")[0]
    return replace(
        knowledge,
        release=_release(base, digest.hexdigest()),
        digest=digest.hexdigest(),
        material=read_material(laid),
    )


def _release(base: str, digest: str) -> str:
    return f"{base}+{digest[:12]}"


def _packaged(digest: hashlib._Hash) -> Iterator[tuple[str, Entry]]:
    base = resources.files("nlp.knowledge") / "base"
    found = [(item.name, item) for item in base.iterdir() if item.name.endswith(".yaml")]
    found += [
        (f"rules/{item.name}", item) for item in (base / "rules").iterdir() if item.name.endswith(".yaml")
    ]
    for name, item in sorted(found, key=lambda pair: pair[0]):
        data = item.read_bytes()
        digest.update(name.encode() + b"\0" + data)
        yield name, parse_yaml(data, name)


def _folder(folder: Path, digest: hashlib._Hash) -> Iterator[Entry]:
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: no such folder")
    for path in sorted((folder / "rules").glob("*.yaml")):
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data)
        yield parse_yaml(data, path)


def _material(folder: Path) -> Iterator[MaterialFile]:
    """The raw material of a folder as files of their kinds."""
    found = [(folder / name, kind) for name, kind in _MATERIAL.items() if (folder / name).is_file()]
    library: MaterialKind = "library"
    for path, kind in [*found, *((path, library) for path in sorted((folder / "library").glob("*.txt")))]:
        try:
            yield MaterialFile(kind, path.name, path.read_bytes())
        except OSError as wrong:
            raise KnowledgeError(f"{path.name}: {wrong.strerror}") from wrong


def _fragments(entry: Entry) -> dict[str, str]:
    """The pieces that patterns are put together from; one may name those above it."""
    found: dict[str, str] = {}
    for name in entry.values:
        found[name] = entry.expanded(name, found)
    return found


def _add(rules: dict[str, Rule], file: Entry, fragments: dict[str, str], *, override: bool) -> None:
    seen: set[str] = set()
    for rule in read_rules(file, fragments):
        if rule.id in seen or (rule.id in rules and not override):
            raise KnowledgeError(f"{file.place}, {rule.id}: the id occurs twice")
        seen.add(rule.id)
        rules[rule.id] = rule


def _status(entry: Entry, key: str = "mark") -> BasisStatus:
    mark = entry.get(key, str)
    if mark not in _STATUS:
        raise entry.fail(f"{key}: {mark!r} is none of {', '.join(_STATUS)}")
    return _STATUS[mark]


def _basis(entry: Entry) -> BasisEntry:
    entry.allow("id", "citation", "mark", "source", "valid_from", "valid_to", "quote")
    return BasisEntry(
        id=entry.get("id", str),
        citation=entry.get("citation", str),
        status=_status(entry),
        valid_from=entry.first_day("valid_from"),
        valid_to=entry.day("valid_to"),
        source=entry.get("source", str),
        quote=entry.get("quote", str, ""),
    )


def _regime(entry: Entry) -> RegimeEntry:
    entry.allow("id", "title", "valid_from", "valid_to")
    return RegimeEntry(
        id=entry.choice("id", Regime),
        title=entry.get("title", str),
        valid_from=entry.first_day("valid_from"),
        valid_to=entry.day("valid_to"),
    )


def _delegation(entry: Entry) -> Delegation:
    entry.allow(
        "id", "number", "provision", "kind", "rank", "to", "valid_from", "valid_to", "mark", "source",
        "in_force_mark", "in_force_source", "special", "place",
    )  # fmt: skip
    kind, rank = entry.get("kind", str), entry.get("rank", str)
    if kind not in ("P", "C", "internal"):
        raise entry.fail(f"kind: {kind!r} is none of P, C, internal")
    if rank not in ("luat", "nghi_quyet_qh", "nghi_dinh", "thong_tu"):
        raise entry.fail(f"rank: {rank!r} is none of luat, nghi_quyet_qh, nghi_dinh, thong_tu")
    number, provision = entry.get("number", str), entry.get("provision", str)
    return Delegation(
        id=entry.get("id", str),
        number=number,
        provision=provision,
        citation=f"{provision} văn bản số {number}",
        kind=kind,
        to=entry.choices("to", Issuer),
        rank=rank,
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        status=_status(entry),
        source=entry.get("source", str),
        in_force=_status(entry, "in_force_mark"),
        in_force_source=entry.get("in_force_source", str),
        special=entry.get("special", bool, False),
        place=entry.get("place", str, ""),
    )


def _institutions(file: Entry, fragments: dict[str, str]) -> Institutions:
    file.allow("institutions", "mentions")
    mentions = file.below("mentions")
    mentions.allow("around", "before", "after")
    return Institutions(
        entries=tuple(_institution(entry, fragments) for entry in file.entries("institutions")),
        around=mentions.patterns("around", fragments),
        before=mentions.patterns("before", fragments),
        after=mentions.patterns("after", fragments),
    )


def _institution(entry: Entry, fragments: dict[str, str]) -> Institution:
    entry.allow("id", "name", "kind", "pattern", "valid_to", "successor", "mark", "source", "led_by")
    kind = entry.get("kind", str)
    if kind not in ("level", "department", "ministry"):
        raise entry.fail(f"kind: {kind!r} is none of level, department, ministry")
    return Institution(
        id=entry.get("id", str),
        name=entry.get("name", str),
        kind=kind,
        pattern=entry.pattern("pattern", fragments),
        valid_to=entry.first_day("valid_to"),
        successor=entry.get("successor", str),
        status=_status(entry),
        source=entry.get("source", str),
        led_by=entry.pattern("led_by", fragments) if "led_by" in entry.values else None,
    )


def _wording(file: Entry) -> Wording:
    file.allow("issuers", "verdicts", "notes")
    groups = [file.below(name) for name in ("issuers", "verdicts", "notes")]
    return Wording(*({key: group.get(key, str) for key in group.values} for group in groups))


def _check_bases(knowledge: Knowledge) -> None:
    for rule in knowledge.rules:
        for ids in rule.bases.values():
            for name in ids:
                if name not in knowledge.bases:
                    raise KnowledgeError(f"{rule.id}: legal basis {name} is not in legal_bases.yaml")
