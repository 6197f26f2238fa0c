"""Reads the packaged sample data: who signs in, which dossiers exist in which state, and their files."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, cast

import yaml

from review_app.sample.build import build_docx

_DRAFTS = "drafts"
_PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class SampleAgency:
    """A body that drafts documents and sends them for appraisal."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """Who may sign in; `display_name` is the role's name in Vietnamese, `agency` None for staff of the Sở."""

    login: str
    role: str
    agency: str | None
    display_name: str


@dataclass(frozen=True, slots=True)
class SamplePaper:
    """A paper sent with a draft: its attachment kind, its file below `papers/` and its title."""

    kind: str
    file: str
    title: str


@dataclass(frozen=True, slots=True)
class SampleDossier:
    """One request for appraisal and the workflow state in which the sample shows it.

    `draft` is a file below `drafts/`; `title` is what the register of issued documents would call the text.
    """

    draft: str
    title: str
    document_type: str
    issuer: str
    agency: str
    expedited: bool
    state: str
    papers: tuple[SamplePaper, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sample data; `check_drafts` are the long drafts that the end-to-end check uploads by default."""

    agencies: tuple[SampleAgency, ...]
    accounts: tuple[SampleAccount, ...]
    papers: tuple[SamplePaper, ...]
    dossiers: tuple[SampleDossier, ...]
    check_drafts: tuple[str, ...]

    def dossier_of(self, draft: str) -> SampleDossier:
        """Return the dossier that shows this draft file; raises KeyError when none does."""
        for dossier in self.dossiers:
            if dossier.draft == draft:
                return dossier
        raise KeyError(draft)

    def agency(self, code: str) -> SampleAgency:
        """Return the agency with this code; raises KeyError when there is none."""
        for agency in self.agencies:
            if agency.code == code:
                return agency
        raise KeyError(code)


def load_catalogue() -> Catalogue:
    """Read the packaged catalogue; raises KeyError when a dossier names a paper that is not declared."""
    raw = cast(dict[str, Any], yaml.safe_load(_folder().joinpath("catalogue.yaml").read_text("utf-8")))
    papers = {name: SamplePaper(**value) for name, value in raw["papers"].items()}
    return Catalogue(
        agencies=tuple(SampleAgency(**row) for row in raw["agencies"]),
        accounts=tuple(SampleAccount(**row) for row in raw["accounts"]),
        papers=tuple(papers.values()),
        dossiers=tuple(_dossier(row, papers) for row in raw["dossiers"]),
        check_drafts=tuple(raw["check_drafts"]),
    )


def sample_files() -> dict[str, str]:
    """Return the text of every draft by its file name, in the order of the names."""
    drafts = (entry for entry in _folder().joinpath(_DRAFTS).iterdir() if entry.name.endswith(".txt"))
    return {entry.name: entry.read_text("utf-8") for entry in sorted(drafts, key=lambda entry: entry.name)}


def draft_docx(draft: str) -> bytes:
    """Return the Word document of a draft file."""
    return build_docx(_folder().joinpath(_DRAFTS, draft).read_text("utf-8"))


def paper_docx(paper: SamplePaper, dossier: SampleDossier, catalogue: Catalogue) -> bytes:
    """Return the Word document of a paper, written for this dossier's draft and drafting agency."""
    agency = catalogue.agency(dossier.agency).name
    text = _folder().joinpath(_PAPERS, paper.file).read_text("utf-8")
    values = {"{title}": dossier.title, "{agency}": agency, "{AGENCY}": agency.upper()}
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return build_docx(text)


def register_csv() -> bytes:
    """Return the sample register of issued documents as UTF-8 CSV with a header row."""
    return _folder().joinpath("register.csv").read_bytes()


def _dossier(row: dict[str, Any], papers: dict[str, SamplePaper]) -> SampleDossier:
    return SampleDossier(**{**row, "papers": tuple(papers[name] for name in row["papers"])})


def _folder() -> Traversable:
    return files("review_app.sample")
