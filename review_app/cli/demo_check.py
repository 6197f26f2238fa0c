"""Proof of the main job: every step is done by one role through one door and read back through another."""

from __future__ import annotations

import html
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import requests

from review_app.cli.demo_stack import Stack, say
from review_app.cli.http_client import Person, Refused
from review_app.reports.read_back import read_back
from review_app.sample.catalogue import Catalogue, draft_docx, load_catalogue, paper_docx
from review_app.services.clock import local_date

SCAN_WITHIN_S = 300.0
SEEN_WITHIN_S = 30.0
FIRST_ISSUED = 700
"""Numbers of issue begin above those that drafts state of themselves: two dossiers with one number match neither."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how long it took, whether it was proved, and what was seen."""

    step: str
    seconds: float
    ok: bool
    detail: str

    def to_json(self) -> dict[str, Any]:
        """The step as `--json` prints it."""
        return asdict(self)


class NotProved(Exception):
    """The second door shows something else than the first one wrote."""


@dataclass
class Case:
    """One draft on its way: what is known of it so far."""

    name: str
    data: bytes
    title: str
    papers: list[tuple[str, str, bytes]]
    key: str
    issued_as: str
    id: int = 0
    number: str = ""
    version: int = 0


class Check:
    """Runs the steps; a draft whose step fails takes no further steps, the others go on."""

    def __init__(self, stack: Stack, quiet: bool) -> None:
        self.people = {f"{a['role']}/{a['agency']}": Person(stack.url, a) for a in reversed(stack.accounts)}
        self.quiet = quiet
        self.steps: list[Step] = []
        self.officer = next(p for p in self.people.values() if p.role == "agency_officer")
        self.other_officer = next(
            p for p in self.people.values() if p.role == "agency_officer" and p is not self.officer
        )

    def __getattr__(self, role: str) -> Person:
        """The account of a role: `check.intake`, `check.head`, ..."""
        try:
            return self.__dict__["people"][f"{role}/None"]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(role) from None

    def step(self, name: str, act: Callable[[], str]) -> bool:
        """Run one step and write down what came of it."""
        started = time.monotonic()
        try:
            detail, ok = act(), True
        except (Refused, NotProved, requests.RequestException) as error:
            detail, ok = str(error), False
        self.steps.append(Step(name, round(time.monotonic() - started, 2), ok, detail))
        if not self.quiet:
            mark = "ok  " if ok else "FAIL"
            print(f"{mark} {self.steps[-1].seconds:7.2f} s  {name:<42} {detail}", flush=True)
        return ok

    def sign_in(self) -> str:
        """Every role signs in on the login page, and the page that follows names the account."""
        for person in self.people.values():
            expect(html.escape(person.name) in person.sign_in(), f"{person.login}: the page does not name it")
        return f"{len(self.people)} accounts"

    def upload(self, case: Case) -> str:
        """The officer hands in the draft with three papers; intake sees it in the queue page."""
        metadata = {
            "title": case.title, "document_type": "quyet_dinh", "issuer": "ubnd_tinh", "agency": self.officer.agency,
        }  # fmt: skip
        files = [("draft", (case.name, case.data))]
        files += [("attachments", (name, data)) for _, name, data in case.papers]
        fields = {"metadata": json.dumps(metadata), "attachment_kinds": [kind for kind, _, _ in case.papers]}
        first = self.officer.send_files("/dossiers", fields, files, key=case.key)
        again = self.officer.send_files("/dossiers", fields, files, key=case.key)
        expect(first["id"] == again["id"], "the same Idempotency-Key made a second dossier")
        case.id, case.number, case.version = first["id"], first["number"], first["versions"][0]
        expect(case.number in self.intake.page("/dossiers"), "not in the queue of intake")
        return case.number

    def wait(self, case: Case) -> str:
        """The version is scanned; the review desk shows its text."""
        until = time.monotonic() + SCAN_WITHIN_S
        while True:
            version = self.reviewer.get(f"/versions/{case.version}")
            if version["state"] in ("scanned", "failed") or time.monotonic() > until:
                break
            time.sleep(0.2)
        expect(version["state"] == "scanned", f"{version['state']} {version['code']} {version['reason']}")
        counts = version["counts"]
        found = self._findings(case)
        expect(len(found) == counts["total"], f"{len(found)} findings listed, {counts['total']} counted")
        return f"{counts['total']} findings, {counts['suspect']} suspect"

    def _findings(self, case: Case, reader: Person | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor: int | None = 0
        while cursor is not None:
            page = (reader or self.inspector).get(
                f"/versions/{case.version}/findings", cursor=cursor, limit=100
            )
            found += page["items"]
            cursor = page["next"]
        return found

    def act(self, case: Case, person: Person, action: str, **body: Any) -> dict[str, Any]:
        """Do an action with the etag just read."""
        etag = person.get(f"/dossiers/{case.id}")["etag"]
        done: dict[str, Any] = person.post(f"/dossiers/{case.id}/actions/{action}", body, etag)
        return done

    def accept_and_assign(self, case: Case) -> str:
        """Intake accepts, the head assigns; the reviewer finds it among the own dossiers, another agency nothing."""
        accepted = self.act(case, self.intake, "accept", fields={"has_tthc": True})
        expect(accepted["due_on"] is not None, "no deadline after acceptance")
        self.act(case, self.head, "assign", assignee=self.reviewer.login)
        mine = self.reviewer.get("/dossiers", assignee=self.reviewer.login, limit=100)["items"]
        expect(any(row["id"] == case.id for row in mine), "not among the reviewer's dossiers")
        try:
            self.other_officer.get(f"/dossiers/{case.id}")
        except Refused as refusal:
            expect(refusal.status == 404, f"another agency is answered {refusal.status}, not 404")
        else:
            raise NotProved("another agency can read the dossier")
        return f"due {accepted['due_on']}"

    def decide(self, case: Case) -> str:
        """The reviewer decides every finding; the inspector reads the decisions, and the desk shows them."""
        self.act(case, self.reviewer, "start")
        for number, finding in enumerate(self._findings(case, self.reviewer)):
            confirm = number % 3 != 2
            body = {"disposition": "confirmed" if confirm else "dismissed"}
            if not confirm:
                body["reason"] = "Chỉ viện dẫn quy định hiện hành."
            self.reviewer.put(f"/findings/{finding['id']}/disposition", body, finding["etag"])
        decided = self._findings(case)
        expect(all(f["disposition"] != "open" for f in decided), "a finding is still open")
        page = self.head.page(f"/dossiers/{case.id}")
        expect(html.escape(case.number) in page, "the dossier page does not show the number")
        return f"{len(decided)} decided"

    def approve(self, case: Case) -> str:
        """Report drafted, approved, signed, released; the officer sees it released."""
        self.act(
            case, self.reviewer, "draft_report", fields={"conclusion": "du_dieu_kien_sau_khi_hoan_thien"}
        )
        for person, action in (
            (self.head, "head_approve"),
            (self.director, "sign"),
            (self.intake, "release"),
        ):
            self.act(case, person, action)
        state = str(self.officer.get(f"/dossiers/{case.id}")["state"])
        expect(state == "released", f"the officer sees {state}")
        return state

    def report(self, case: Case) -> str:
        """The officer downloads the report; reopened, it lists the findings as they were decided."""
        data = self.officer.download(f"/dossiers/{case.id}/report.docx")
        reread = sorted((item.quote, item.disposition) for item in read_back(data))
        stated = sorted((f["quote"], f["disposition"]) for f in self._findings(case))
        expect(reread == stated, f"report lists {len(reread)} findings, the service {len(stated)}")
        return f"{len(data)} bytes, {len(reread)} findings"

    def search(self, case: Case) -> str:
        """The inspector finds the dossier by its title, an agency that has no part in it does not."""
        until = time.monotonic() + SEEN_WITHIN_S
        while True:
            hits = self.inspector.get("/search", q=f'"{case.title}"', limit=100)["items"]
            if any(hit["dossier"] == case.id for hit in hits):
                break
            expect(time.monotonic() < until, "not found by its title")
            time.sleep(0.3)
        others = self.other_officer.get("/search", q=f'"{case.title}"', limit=100)["items"]
        expect(not any(hit["dossier"] == case.id for hit in others), "another agency finds it")
        return f"{sum(hit['dossier'] == case.id for hit in hits)} answers"

    def close(self, case: Case) -> str:
        """The agency answers, intake closes the dossier as issued under its number; the head sees it closed."""
        self.act(case, self.officer, "answer")
        self.act(case, self.intake, "close_issued", fields={"number": case.issued_as})
        state = str(self.head.get(f"/dossiers/{case.id}")["state"])
        expect(state == "closed_issued", f"the head sees {state}")
        return case.issued_as

    def register(self, cases: Sequence[Case]) -> str:
        """Intake imports the issued documents, one of them never appraised; the KPI page shows the counted rate."""
        today = _today()
        lines = ["so_ky_hieu,trich_yeu,loai,co_quan_ban_hanh,ngay_ban_hanh"]
        issued = [(case.issued_as, case.title) for case in cases]
        issued.append((f"{len(cases) + 900}/{today.year}/QĐ-UBND", "Quyết định ban hành không qua thẩm định"))
        for number, title in issued:
            lines.append(f'{number},"{title}",Quyết định,Ủy ban nhân dân tỉnh,{today:%d/%m/%Y}')
        data = "\n".join(lines).encode()
        self.intake.send_files("/issued-documents/import", {}, [("file", ("so-van-ban.csv", data))])
        kpi = self.head.get("/kpi", **{"from": today.isoformat(), "to": today.isoformat()})
        expect(
            (kpi["numerator"], kpi["denominator"]) == (len(cases), len(cases) + 1),
            f"counted {kpi['numerator']}/{kpi['denominator']}, not {len(cases)}/{len(cases) + 1}",
        )
        page = self.head.page(f"/kpi?from={today:%d/%m/%Y}&to={today:%d/%m/%Y}")
        shown = re.sub(r"<[^>]+>|\s+", "", page)
        expect(f"{kpi['numerator']}/{kpi['denominator']}" in shown, "the page shows another figure")
        return f"{kpi['numerator']}/{kpi['denominator']}"


def expect(true: bool, otherwise: str) -> None:
    """Raise NotProved unless the second door shows what the first one wrote."""
    if not true:
        raise NotProved(otherwise)


def run_check(stack: Stack, files: Sequence[Path], quiet: bool) -> list[Step]:
    """Run all steps on the files (default: the sample drafts) and return them."""
    check = Check(stack, quiet)
    cases = _cases(files, load_catalogue())
    alive = cases if check.step("sign in", check.sign_in) else []
    for name, act in (
        ("upload", check.upload), ("read and scan", check.wait), ("accept, assign", check.accept_and_assign),
        ("decide", check.decide), ("report, approve, sign, release", check.approve), ("report reopened", check.report),
        ("search", check.search), ("answer, close as issued", check.close),
    ):  # fmt: skip
        alive = [case for case in alive if check.step(f"{name}: {case.name[:40]}", partial(act, case))]
    check.step("register and KPI", lambda: check.register(alive))
    if not quiet:
        failed = sum(not step.ok for step in check.steps)
        total = sum(step.seconds for step in check.steps)
        say(
            f"{len(check.steps)} steps, {failed} failed, {total:.1f} s; {len(alive)} of {len(cases)} drafts all the way"
        )
    sys.stdout.flush()
    return check.steps


def _today() -> date:
    return local_date(datetime.now(UTC))


def _cases(files: Sequence[Path], catalogue: Catalogue) -> list[Case]:
    sample = catalogue.dossiers[0]
    wanted = ("to_trinh", "danh_gia_tac_dong_tthc", "y_kien_tthc")
    papers = [
        (paper.kind, paper.file.replace(".txt", ".docx"), paper_docx(paper, sample, catalogue))
        for paper in catalogue.papers
        if paper.kind in wanted
    ]
    drafts = [(path.name, path.read_bytes()) for path in files] or [
        (name.replace(".txt", ".docx"), draft_docx(name)) for name in catalogue.check_drafts
    ]
    return [
        Case(
            name,
            data,
            f"Dự thảo kiểm tra số {number} {Path(name).stem}",
            papers,
            f"check-{number}",
            f"{FIRST_ISSUED + number}/{_today().year}/QĐ-UBND",
        )
        for number, (name, data) in enumerate(drafts, start=1)
    ]
