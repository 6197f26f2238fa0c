"""The main job over the API alone: from the draft handed in to the report with the agency, and the next round."""

from __future__ import annotations

import io

import pytest
from docx import Document

from tests.integration.api.conftest import Api, Seeded, problem, walk

pytestmark = [pytest.mark.db, pytest.mark.slow]


def test_a_dossier_goes_from_submission_to_the_released_report(api: Api, scanned: Seeded) -> None:
    states = []
    for action, who, body in (
        ("accept", "intake", {}),
        ("assign", "head", {"assignee": "chuyenvien"}),
        ("start", "reviewer", {}),
    ):
        answer = api.act(scanned.dossier, action, who, **body)
        assert answer.status_code == 200, answer.text
        states.append((answer.get_json()["state"], answer.get_json()["assignee"]))
    decided = api.decide(scanned.finding, "reviewer", "1", "confirmed", wording="Bỏ khoản 1 Điều 1.")
    assert decided.status_code == 200, decided.text
    assert decided.get_json()["decided_by"] == "chuyenvien"
    walk(
        api, scanned.dossier, ("draft_report", "reviewer"), ("head_approve", "head"), ("sign", "director"),
        ("release", "intake"),
    )  # fmt: skip

    dossier = api.get(f"/dossiers/{scanned.dossier}", "officer").get_json()
    assert states == [("accepted", None), ("assigned", "chuyenvien"), ("appraising", "chuyenvien")]
    assert dossier["state"] == "released"
    assert dossier["assignee"] == "chuyenvien"
    report = api.get(f"/dossiers/{scanned.dossier}/report.docx", "officer")
    assert report.status_code == 200
    words = "\n".join(
        [paragraph.text for paragraph in Document(io.BytesIO(report.data)).paragraphs]
        + [
            cell.text
            for table in Document(io.BytesIO(report.data)).tables
            for row in table.rows
            for cell in row.cells
        ]
    )
    assert "Bỏ khoản 1 Điều 1." in words


def test_the_next_round_begins_with_a_new_version(api: Api, scanned: Seeded) -> None:
    _release(api, scanned)
    walk(api, scanned.dossier, ("answer", "officer"))
    added = api.new_version(scanned.dossier, draft=[("sua.txt", "Điều 1. Đã sửa đổi".encode())])
    assert added.status_code == 201, added.text
    walk(api, scanned.dossier, ("new_round", "officer"))

    dossier = api.get(f"/dossiers/{scanned.dossier}", "officer").get_json()
    assert (dossier["state"], dossier["round"]) == ("submitted", 2)
    assert dossier["versions"] == [added.get_json()["id"], scanned.version]
    assert dossier["assignee"] is None


def test_actions_offered_are_those_that_succeed(api: Api, scanned: Seeded) -> None:
    offered = api.get(f"/dossiers/{scanned.dossier}", "intake").get_json()["actions"]
    assert "accept" in offered
    assert "assign" not in offered
    assert api.get(f"/dossiers/{scanned.dossier}", "inspector").get_json()["actions"] == []


def test_an_unread_version_cannot_be_accepted_and_the_action_is_not_offered(api: Api) -> None:
    dossier = api.submit().get_json()
    assert "accept" not in api.get(f"/dossiers/{dossier['id']}", "intake").get_json()["actions"]
    body = problem(api.act(dossier["id"], "accept", "intake"), 422, "guard_failed")
    assert body["errors"][0]["field"] == "version_processed"


def test_the_first_decision_starts_the_appraisal(api: Api, scanned: Seeded) -> None:
    walk(api, scanned.dossier, ("accept", "intake"), ("assign", "head"))
    assert api.decide(scanned.finding, "reviewer", "1", "confirmed").status_code == 200
    assert api.get(f"/dossiers/{scanned.dossier}", "reviewer").get_json()["state"] == "appraising"


def test_a_report_is_not_drafted_while_a_suspicion_is_undecided(api: Api, appraising: Seeded) -> None:
    answer = api.act(
        appraising.dossier, "draft_report", "reviewer", fields={"conclusion": "du_dieu_kien_trinh"}
    )
    assert problem(answer, 422, "guard_failed")["errors"][0]["field"] == "report_ready"


def test_four_eyes_intake_does_not_accept_what_it_handed_in(api: Api) -> None:
    dossier = api.submit("intake").get_json()
    problem(api.act(dossier["id"], "accept", "intake"), 403, "four_eyes")


def test_the_agency_reads_findings_only_after_release_and_only_confirmed_ones(
    api: Api, scanned: Seeded
) -> None:
    path = f"/versions/{scanned.version}/findings"
    problem(api.get(path, "officer"), 403, "forbidden")
    assert api.get(f"/versions/{scanned.version}", "officer").get_json()["counts"] is None
    _release(api, scanned)
    shown = api.get(path, "officer").get_json()["items"]
    assert [(each["id"], each["disposition"]) for each in shown] == [(scanned.finding, "confirmed")]


def test_the_agency_never_reads_a_dismissed_finding(api: Api, scanned: Seeded) -> None:
    _release(api, scanned, disposition="dismissed", reason="Đã có luật quy định.")
    assert api.get(f"/versions/{scanned.version}/findings", "officer").get_json()["items"] == []
    assert len(api.get(f"/versions/{scanned.version}/findings", "head").get_json()["items"]) == 1


def test_a_version_handed_in_after_release_shows_the_agency_no_suspicions(api: Api, scanned: Seeded) -> None:
    from_release = _release(api, scanned)
    added = api.new_version(from_release, draft=[("sua.txt", "Điều 1. Đã sửa đổi".encode())]).get_json()
    assert added["counts"] is None
    assert added["statement"] is None
    problem(api.get(f"/versions/{added['id']}/findings", "officer"), 403, "forbidden")
    assert api.get(f"/versions/{added['id']}/findings", "reviewer").status_code == 200


def test_the_agency_gets_no_report_before_release(api: Api, appraising: Seeded) -> None:
    path = f"/dossiers/{appraising.dossier}/report.docx"
    problem(api.get(path, "reviewer"), 404, "not_found")
    api.decide(appraising.finding, "reviewer", "1", "confirmed")
    walk(api, appraising.dossier, ("draft_report", "reviewer"))
    problem(api.get(path, "officer"), 403, "forbidden")
    draft = api.get(path, "head")
    assert draft.status_code == 200
    assert "du-thao" in draft.headers["Content-Disposition"]


def _release(api: Api, scanned: Seeded, disposition: str = "confirmed", reason: str = "") -> int:
    walk(api, scanned.dossier, ("accept", "intake"), ("assign", "head"), ("start", "reviewer"))
    decided = api.decide(scanned.finding, "reviewer", "1", disposition, reason=reason)
    assert decided.status_code == 200, decided.text
    walk(
        api, scanned.dossier, ("draft_report", "reviewer"), ("head_approve", "head"), ("sign", "director"),
        ("release", "intake"),
    )  # fmt: skip
    return scanned.dossier
