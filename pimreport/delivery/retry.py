"""Waiting before another try: longer each time, never for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 300.0
"""Seconds that a server may ask us to wait; beyond it, a later run is the better answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often to try, and how long to wait in between.

    Attributes:
        sleep: waits so many seconds; injected, so that tests do not wait.
        pauses: seconds before each further try; their number bounds the tries.
    """

    sleep: Callable[[float], None]
    pauses: tuple[float, ...] = (5, 30, 120)

    def wait(self, failures: int, asked: float | None = None) -> bool:
        """Wait after the so many-th failure; False where another try is no use.

        Args:
            failures: tries that failed so far, from 1.
            asked: seconds the server asked for, if it did.
        """
        if failures > len(self.pauses) or (asked or 0) > LONGEST:
            return False
        self.sleep(max(self.pauses[failures - 1], asked or 0))
        return True
