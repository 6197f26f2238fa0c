"""The processor time that one unit may take: a pattern that runs wild costs its unit, never the whole draft."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds from any point on; processor time, so that a busy machine refuses nothing."""


class Allowance:
    """The seconds left to one unit over all rules that read it; `refused` names the rules it could not afford."""

    def __init__(self, seconds: float = math.inf, clock: Clock = time.process_time) -> None:
        self._left = seconds
        self.clock = clock
        self.refused: set[str] = set()

    def spend(self, since: float) -> None:
        """Takes off the time since a reading of the clock."""
        self._left -= self.clock() - since

    def admits(self, rule: str) -> bool:
        """Whether there is time left; a rule turned away is remembered."""
        if self._left > 0:
            return True
        self.refused.add(rule)
        return False
