"""What the user can put right: one class per exit status, each carrying plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class PimreportError(Exception):
    """A problem the user can act on. Printed as sentences, never as a traceback.

    Args:
        problems: one sentence each; all of them, not only the first.
    """

    exit_code = 1

    def __init__(self, *problems: str) -> None:
        """Keep every problem; ``str(error)`` joins them by line breaks."""
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


class UnusableExportsError(PimreportError):
    """Nothing in the given exports can be used (exit status 3)."""

    exit_code = 3


class UsageError(PimreportError):
    """The command cannot be carried out as it was given (exit status 2)."""

    exit_code = 2


class MissingLibraryError(PimreportError):
    """A native library is not installed; the other outputs were written (exit status 4)."""

    exit_code = 4


class PartialDeliveryError(PimreportError):
    """The mail was not accepted for every recipient (exit status 5)."""

    exit_code = 5


class VerificationError(PimreportError):
    """Evidence is not what its manifest says, or a gate fails (exit status 6)."""

    exit_code = 6
