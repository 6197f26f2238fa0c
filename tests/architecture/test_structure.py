"""The shape of the code: import contracts, sizes, imports without effects, locked files without addresses."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("review_app", "nlp", "index")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)


def name_of(path: Path) -> str:
    """Dotted name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.slow
def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 420, "a module of more than 400 lines: give it rooms"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno <= 45, f"{node.name} is longer than about 40 lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_say_what_they_are(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), "a module without a docstring"


@pytest.mark.slow
def test_imports_do_nothing_but_define(tmp_path: Path) -> None:
    """Every module can be imported with the network closed, in an empty folder, with no setting."""
    names = [name_of(path) for path in MODULES if path.name != "__main__.py"]
    code = (
        "import importlib, socket, sys\n"
        "def no(*a, **k): raise RuntimeError('socket at import')\n"
        "socket.socket.connect = no\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "import os; print(os.listdir('.'))"
    )
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:review_app", "-c", code],
        cwd=tmp_path, env=environ, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_by_hash_and_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.findall(r"^[a-z0-9].*==", text, re.M)
    assert len(pins) > 50
    assert text.count("--hash=sha256:") >= len(pins)


@pytest.mark.parametrize("module", ["nlp.text", "nlp.types", "review_app.app"])
def test_what_must_start_fast_does_not_load_spacy(module: str) -> None:
    code = f"import sys, {module}; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
