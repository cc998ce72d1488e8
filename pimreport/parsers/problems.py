"""What makes a file unusable, as a sentence its reader can act on."""

from __future__ import annotations


class UnreadableError(Exception):
    """A file, or one resource in it, cannot be used. Caught per file, never shown as a traceback.

    Args:
        sentence: what is wrong, where (row or line), and how to export it right.
        resource: what the file would have held, where that much is evident.
    """

    def __init__(self, sentence: str, resource: str = "unknown") -> None:
        """Keep the sentence as the message."""
        super().__init__(sentence)
        self.sentence = sentence
        self.resource = resource


class UndecidedListError(UnreadableError):
    """A list of directory objects under a bare id: other files may tell what that id is."""
