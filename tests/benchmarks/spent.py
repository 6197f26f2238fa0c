"""What a command takes: `python -m tests.benchmarks.spent CMD…` prints its wall seconds and peak memory as JSON.

A program of its own that loads nothing, since Linux counts the memory of whoever starts a process as that process's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


def main() -> int:
    """Run the command, its output thrown away; the exit status is its own."""
    started = time.monotonic()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    print(json.dumps({"seconds": time.monotonic() - started, "mb": usage.ru_maxrss * 1024 / 1e6}))
    return process.returncode


if __name__ == "__main__":
    raise SystemExit(main())
