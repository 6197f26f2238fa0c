"""Writes that meet: etags, stale decisions with both values, requests that come twice."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from review_app.models import DispositionLog, Dossier, TransitionLog
from tests.integration.api.conftest import Api, Seeded, problem

pytestmark = pytest.mark.db


def test_the_etag_header_is_the_etag_of_the_body(api: Api, scanned: Seeded) -> None:
    answer = api.get(f"/dossiers/{scanned.dossier}", "intake")
    assert answer.headers["ETag"] == f'"{answer.get_json()["etag"]}"'
    done = api.act(scanned.dossier, "accept", "intake")
    assert done.headers["ETag"] == f'"{done.get_json()["etag"]}"'
    assert done.get_json()["etag"] != answer.get_json()["etag"]


@pytest.mark.parametrize("etag", ['"{}"', "{}", 'W/"{}"', "*"])
def test_if_match_is_read_in_each_spelling(api: Api, scanned: Seeded, etag: str) -> None:
    answer = api.call(
        "POST", f"/dossiers/{scanned.dossier}/actions/accept", "intake", json={},
        headers={"If-Match": etag.format(scanned.etag)},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text


def test_a_write_without_if_match_is_refused(api: Api, appraising: Seeded) -> None:
    acted = api.call("POST", f"/dossiers/{appraising.dossier}/actions/pause", "head", json={"reason": "Chờ."})
    problem(acted, 428, "if_match_missing")
    decided = api.call(
        "PUT", f"/findings/{appraising.finding}/disposition", "reviewer", json={"disposition": "confirmed"}
    )
    problem(decided, 428, "if_match_missing")


def test_an_if_match_of_another_service_is_refused(api: Api, appraising: Seeded) -> None:
    answer = api.act(appraising.dossier, "pause", "head", etag="abc", reason="Chờ.")
    problem(answer, 422, "etag_malformed")


def test_a_stale_action_is_told_the_present_state(api: Api, scanned: Seeded) -> None:
    api.act(scanned.dossier, "accept", "intake", etag=scanned.etag)
    answer = api.act(scanned.dossier, "accept", "intake", etag=scanned.etag)
    current = problem(answer, 412, "stale")["current"]
    assert current["state"] == "accepted"
    assert current["etag"] == api.get(f"/dossiers/{scanned.dossier}", "intake").get_json()["etag"]


def test_a_stale_decision_is_told_both_values_and_changes_nothing(api: Api, appraising: Seeded) -> None:
    first = api.decide(appraising.finding, "reviewer", "1", "confirmed", wording="Bỏ khoản này.")
    assert first.status_code == 200
    answer = api.decide(appraising.finding, "reviewer", "1", "dismissed", reason="Có căn cứ.")
    body = problem(answer, 412, "stale")
    assert body["current"]["disposition"] == "confirmed"
    assert body["current"]["wording"] == "Bỏ khoản này."
    assert body["current"]["etag"] == first.get_json()["etag"]
    assert body["yours"] == {"disposition": "dismissed", "reason": "Có căn cứ."}
    kept = api.get(f"/versions/{appraising.version}/findings", "head").get_json()["items"][0]
    assert kept["disposition"] == "confirmed"


def test_a_decision_may_be_taken_back_with_the_new_etag(api: Api, appraising: Seeded) -> None:
    etag = api.decide(appraising.finding, "reviewer", "1", "confirmed").get_json()["etag"]
    taken_back = api.decide(appraising.finding, "reviewer", etag, "open")
    assert taken_back.get_json()["disposition"] == "open"
    assert taken_back.get_json()["decided_by"] is None
    with api.office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(DispositionLog)) == 2


@pytest.mark.slow
def test_of_many_decisions_at_once_one_wins_and_the_others_are_told(api: Api, appraising: Seeded) -> None:
    api.token("reviewer")

    def decide(number: int) -> int:
        client = api.client.application.test_client()
        answer = client.put(
            f"/api/v1/findings/{appraising.finding}/disposition",
            json={"disposition": "confirmed", "wording": f"Ý kiến {number}"},
            headers={"If-Match": '"1"', "Authorization": f"Bearer {api.token('reviewer')}"},
        )
        return answer.status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(decide, range(8)))
    assert statuses == [200] + [412] * 7
    with api.office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(DispositionLog)) == 1


def test_a_request_that_comes_twice_is_done_once_and_answered_twice(api: Api) -> None:
    first = api.submit(headers={"Idempotency-Key": "k-1"})
    again = api.submit(headers={"Idempotency-Key": "k-1"})
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert again.headers["Location"] == first.headers["Location"]
    assert len(api.get("/dossiers", "officer").get_json()["items"]) == 1


def test_the_same_key_with_another_request_is_a_conflict(api: Api) -> None:
    assert api.submit(headers={"Idempotency-Key": "k-1"}).status_code == 201
    for other in (
        api.submit(headers={"Idempotency-Key": "k-1"}, title="Tên khác"),
        api.submit(headers={"Idempotency-Key": "k-1"}, draft=[("du-thao.txt", b"Noi dung khac")]),
    ):
        problem(other, 409, "idempotency_conflict")
    assert len(api.get("/dossiers", "officer").get_json()["items"]) == 1


def test_keys_are_each_accounts_own(api: Api) -> None:
    first = api.submit("officer", headers={"Idempotency-Key": "k-1"}).get_json()
    other = api.submit("intake", headers={"Idempotency-Key": "k-1"}).get_json()
    assert first["id"] != other["id"]


def test_a_refused_request_leaves_its_key_free(api: Api) -> None:
    problem(api.submit(headers={"Idempotency-Key": "k-1"}, issuer="bo"), 422, "invalid")
    assert api.submit(headers={"Idempotency-Key": "k-1"}).status_code == 201


def test_versions_heed_key_and_etag(api: Api, scanned: Seeded) -> None:
    draft = [("sua.txt", "Điều 1. Đã sửa".encode())]
    first = api.new_version(scanned.dossier, draft=draft, headers={"Idempotency-Key": "v"})
    again = api.new_version(scanned.dossier, draft=draft, headers={"Idempotency-Key": "v"})
    assert first.get_json() == again.get_json()
    stale = api.new_version(scanned.dossier, draft=draft, headers={"If-Match": f'"{scanned.etag}"'})
    problem(stale, 412, "stale")
    assert len(api.get(f"/dossiers/{scanned.dossier}", "officer").get_json()["versions"]) == 2


@pytest.mark.slow
def test_the_same_key_sent_many_times_at_once_is_done_once(api: Api) -> None:
    headers = {"Idempotency-Key": "k-1", "Authorization": f"Bearer {api.token('officer')}"}

    def submit(_: int) -> tuple[int, int]:
        other = Api(api.client.application.test_client(), api.office, api.people, api.tokens)
        answer = other.submit("officer", headers=headers)
        return answer.status_code, json.loads(answer.text).get("id")

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(submit, range(8)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
    with api.office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Dossier)) == 1


@pytest.mark.slow
def test_dossiers_handed_in_at_once_get_numbers_without_gaps(api: Api) -> None:
    api.token("officer")

    def submit(number: int) -> str:
        other = Api(api.client.application.test_client(), api.office, api.people, api.tokens)
        answer = other.submit(
            "officer", title=f"Dự thảo {number}", agency="so-xd" if number % 3 else "không có"
        )
        return str(answer.get_json(force=True).get("number", ""))

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(filter(None, pool.map(submit, range(12))))
    assert [number[-4:] for number in numbers] == [f"{n:04d}" for n in range(1, len(numbers) + 1)]
    assert len(numbers) == 8


def test_every_action_over_the_api_is_in_the_log_with_reason_and_person(api: Api, appraising: Seeded) -> None:
    api.act(appraising.dossier, "pause", "head", reason="Chờ ý kiến của sở.")
    with api.office.database.read() as session:
        last = session.scalars(select(TransitionLog).order_by(TransitionLog.id.desc()).limit(1)).one()
        assert (last.action, last.from_state, last.to_state) == ("pause", "appraising", "paused")
        assert (last.actor_id, last.reason) == (api.people.head.id, "Chờ ý kiến của sở.")
