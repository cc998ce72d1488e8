"""Why a message did not leave; a way out turns these into results, one per recipient."""

from __future__ import annotations


class Trouble(Exception):  # noqa: N818  # no error of the user's: it becomes a result
    """Nothing left. ``final``: another try is no use. ``refused``: by the server, for good."""

    def __init__(self, why: str, *, final: bool, refused: bool = False) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.final = final
        self.refused = refused


class TooLarge(Exception):  # noqa: N818  # answered by leaving the files out
    """The server takes no message of this size. Nothing left."""
