"""The sample data holds together: files exist, every state is shown, the register matches what it should."""

from __future__ import annotations

import csv
import io
import re

import pytest
from docx import Document
from docx.document import Document as WordDocument

from review_app.sample.catalogue import (
    Catalogue,
    draft_docx,
    load_catalogue,
    paper_docx,
    register_csv,
    sample_files,
)

STATES = {
    "submitted", "returned", "accepted", "assigned", "appraising", "paused", "report_drafted", "head_approved",
    "signed", "released", "answered", "closed_issued", "closed_not_issued", "withdrawn",
}  # fmt: skip
ROLES = {"agency_officer", "intake", "reviewer", "head", "director", "rule_editor", "admin", "inspector"}
ISSUERS = {"hdnd_tinh", "ubnd_tinh", "ct_ubnd_tinh", "hdnd_xa"}
MARKUP = re.compile(r"(?m)^(?:# |\* |~ |~# |< |\d# |a# |@)|\*\*|\{")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def text_of(document: WordDocument) -> str:
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(paragraphs + cells)


@pytest.mark.parametrize("name", sorted(sample_files()))
def test_each_draft_opens_in_word_without_markup_left_over(name: str) -> None:
    text = text_of(Document(io.BytesIO(draft_docx(name))))
    assert "Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15" in text
    assert "CHỦ TỊCH" in text
    assert MARKUP.search(text) is None


def test_the_drafts_of_the_check_are_long(catalogue: Catalogue) -> None:
    assert len(catalogue.check_drafts) == 3
    for name in catalogue.check_drafts:
        assert len(text_of(Document(io.BytesIO(draft_docx(name))))) >= 40_000


@pytest.mark.parametrize("name", sorted(sample_files()))
def test_articles_run_without_gap_except_in_the_draft_that_shows_the_fault(name: str) -> None:
    attachment = re.split(r"(?m)^# QUY (?:ĐỊNH|CHẾ)$", sample_files()[name])[-1]
    numbers = [int(number) for number in re.findall(r"(?m)^\* Điều (\d+)\. ", attachment)]
    gapless = numbers == list(range(1, len(numbers) + 1))
    assert gapless == (name != "qd-thoat-nuoc.txt")


def test_no_long_line_stands_in_two_articles_of_one_draft() -> None:
    for name, text in sample_files().items():
        lines = [line for line in text.splitlines() if len(line) > 90 and not line.startswith(("~#", "#"))]
        assert len(lines) == len(set(lines)), name


def test_every_state_is_shown_by_exactly_one_dossier(catalogue: Catalogue) -> None:
    assert sorted(dossier.state for dossier in catalogue.dossiers) == sorted(STATES)


def test_every_draft_belongs_to_one_dossier(catalogue: Catalogue) -> None:
    assert sorted(dossier.draft for dossier in catalogue.dossiers) == sorted(sample_files())
    assert {catalogue.dossier_of(name).draft for name in catalogue.check_drafts} == set(
        catalogue.check_drafts
    )


def test_dossiers_use_the_codes_of_the_service(catalogue: Catalogue) -> None:
    agencies = {agency.code for agency in catalogue.agencies}
    assert agencies == {"so-xd", "so-nnmt"}
    for dossier in catalogue.dossiers:
        assert dossier.agency in agencies
        assert dossier.issuer in ISSUERS
        assert dossier.document_type == (
            "nghi_quyet" if dossier.title.startswith("Nghị quyết") else "quyet_dinh"
        )
    assert {dossier.issuer for dossier in catalogue.dossiers} == ISSUERS
    assert [dossier.state for dossier in catalogue.dossiers if dossier.expedited] == ["assigned"]


def test_the_title_of_a_dossier_is_the_title_its_draft_bears(catalogue: Catalogue) -> None:
    for dossier in catalogue.dossiers:
        subject = dossier.title.split(" ", 2)[2]
        assert subject.casefold() in sample_files()[dossier.draft].casefold()


def test_accounts_cover_every_role_and_only_officers_belong_to_an_agency(catalogue: Catalogue) -> None:
    assert {account.role for account in catalogue.accounts} == ROLES
    assert len({account.login for account in catalogue.accounts}) == len(catalogue.accounts)
    officers = [account.agency for account in catalogue.accounts if account.agency is not None]
    assert sorted(officers) == ["so-nnmt", "so-xd"]
    assert sum(account.role == "reviewer" for account in catalogue.accounts) == 2


def test_the_first_dossier_has_every_kind_of_paper(catalogue: Catalogue) -> None:
    assert {paper.kind for paper in catalogue.dossiers[0].papers} == {
        "to_trinh",
        "danh_gia_tac_dong_tthc",
        "y_kien_tthc",
        "tong_hop_y_kien",
    }


def test_papers_are_written_for_the_draft_they_go_with(catalogue: Catalogue) -> None:
    for dossier in catalogue.dossiers:
        for paper in dossier.papers:
            text = text_of(Document(io.BytesIO(paper_docx(paper, dossier, catalogue))))
            assert dossier.title in text
            assert catalogue.agency(dossier.agency).name in text
            assert "{" not in text


def test_an_unknown_draft_or_agency_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        catalogue.dossier_of("khong-co.txt")
    with pytest.raises(KeyError):
        catalogue.agency("so-khac")


def test_the_register_shows_matches_and_one_missing_number(catalogue: Catalogue) -> None:
    rows = list(csv.DictReader(io.StringIO(register_csv().decode("utf-8"))))
    titles = {row["trich_yeu"]: row["so_ky_hieu"] for row in rows}
    matched = {d.state: titles[d.title] for d in catalogue.dossiers if d.title in titles}
    assert set(matched) == {"closed_issued", "answered", "released"}
    issued = next(d for d in catalogue.dossiers if d.state == "closed_issued")
    assert f"Số: {matched['closed_issued']}" in sample_files()[issued.draft]
    provincial = {row["so_ky_hieu"] for row in rows if row["co_quan_ban_hanh"] == "Ủy ban nhân dân tỉnh"}
    numbers = {int(number.split("/")[0]) for number in provincial}
    assert set(range(min(numbers), max(numbers) + 1)) - numbers == {23}
