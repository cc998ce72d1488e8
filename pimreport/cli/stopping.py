"""Stopped from outside (Ctrl-C, kill, a closed terminal): what was begun is taken away, and the exit status tells."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(BaseException):
    """No error and no bug, so that nothing catches it but what cleans up.

    ``exit_code``: 128 and the signal's number, as shells have it. 1 would be a finding.
    """

    def __init__(self, number: int) -> None:
        """Keep which signal it was."""
        super().__init__(number)
        self.exit_code = 128 + number
        self.name = signal.Signals(number).name


def listen() -> None:
    """Raise ``Stopped`` where the signals arrive; one that is ignored (nohup) stays so."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_DFL)  # whoever insists ends it at once
    raise Stopped(number)
