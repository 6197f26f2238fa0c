"""Sample data: drafts of an invented province, their papers, accounts and a register of issued documents."""

from review_app.sample.build import build_docx
from review_app.sample.catalogue import (
    Catalogue,
    SampleAccount,
    SampleAgency,
    SampleDossier,
    SamplePaper,
    draft_docx,
    load_catalogue,
    paper_docx,
    register_csv,
    sample_files,
)

__all__ = [
    "Catalogue",
    "SampleAccount",
    "SampleAgency",
    "SampleDossier",
    "SamplePaper",
    "build_docx",
    "draft_docx",
    "load_catalogue",
    "paper_docx",
    "register_csv",
    "sample_files",
]
