"""Sequences whose items are found when somebody asks for them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

Item = TypeVar("Item")


class OnDemand(Sequence[Item]):
    """Equal to whatever lists the same items; a subclass says how to list them."""

    __slots__ = ()

    @abstractmethod
    def __iter__(self) -> Iterator[Item]:
        """All items in order, found anew."""

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, at: int | slice) -> Item | tuple[Item, ...]:
        """One of them, or some."""
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        """Equal to a tuple, too."""
        if isinstance(other, type(self) | tuple):
            return tuple(self) == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        """As the tuple of them."""
        return hash(tuple(self))
