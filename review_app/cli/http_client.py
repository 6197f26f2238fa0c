"""A person or program at the service's door: pages with a session, the API with a token."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import requests

CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
File = tuple[str, bytes]


class Refused(Exception):
    """The service answered with an error: status and body say which."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__(f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:300]}")
        self.status = answer.status_code


class Person:
    """One account of the demo, as the API and as the pages know it."""

    def __init__(self, url: str, account: dict[str, Any]) -> None:
        self.url = url
        self.role: str = account["role"]
        self.login: str = account["login"]
        self.name: str = account["name"]
        self.agency: str | None = account["agency"]
        self._password: str = account["password"]
        self._token: str = account["token"]
        self._browser = requests.Session()

    def sign_in(self) -> str:
        """Sign in on the login page; returns the page that follows."""
        page = self._browser.get(f"{self.url}/login", timeout=30)
        token = CSRF.search(page.text)
        if token is None:
            raise Refused(page)
        form = {"login": self.login, "password": self._password, "csrf_token": token[1]}
        return self._text(self._browser.post(f"{self.url}/login", data=form, timeout=30))

    def page(self, path: str) -> str:
        """A page as HTML."""
        return self._text(self._browser.get(self.url + path, timeout=60))

    def get(self, path: str, **query: Any) -> Any:
        """Read something of the API."""
        return self._call("GET", path, params=query).json()

    def download(self, path: str) -> bytes:
        """A file of the API."""
        return self._call("GET", path).content

    def post(self, path: str, body: dict[str, Any], etag: str | None = None) -> Any:
        """Write with a JSON body; `etag` names what was read before."""
        return self._call("POST", path, json=body, headers={"If-Match": etag} if etag else {}).json()

    def put(self, path: str, body: dict[str, Any], etag: str) -> Any:
        """Replace with a JSON body."""
        return self._call("PUT", path, json=body, headers={"If-Match": etag}).json()

    def send_files(
        self, path: str, fields: dict[str, Any], files: Sequence[tuple[str, File]], key: str | None = None
    ) -> Any:
        """Write with files (field, (name, content)) as a browser's form would."""
        headers = {"Idempotency-Key": key} if key else {}
        return self._call("POST", path, data=fields, files=list(files), headers=headers).json()

    def _call(
        self, method: str, path: str, headers: dict[str, str] | None = None, **how: Any
    ) -> requests.Response:
        headers = {"Authorization": f"Bearer {self._token}"} | (headers or {})
        answer = requests.request(method, f"{self.url}/api/v1{path}", headers=headers, timeout=120, **how)
        if not answer.ok:
            raise Refused(answer)
        return answer

    def _text(self, answer: requests.Response) -> str:
        if not answer.ok:
            raise Refused(answer)
        return answer.text
