"""Layout nests calls a hundred deep, which costs CPython more than it should."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

_SLOTS = 1 << 17
"""Of eight bytes, none of them touched: room for about a thousand calls behind it."""


def roomy(function: Callable[P, R]) -> Callable[P, R]:
    """Let everything that the function calls share one piece of the interpreter's stack.

    CPython (3.11 and later) keeps frames in pieces of 16 KiB and returns a piece to the system when its
    first call is over. Calls that go to and fro across the end of a piece fetch and return memory each
    time, twenty thousand times in a document of fifteen pages. A function that claims to need much gets
    a piece so large that what it calls fits behind it.
    """
    code = function.__code__
    function.__code__ = code.replace(co_stacksize=_SLOTS)
    return function
