"""Large tenants are millions of objects, and none of them is garbage in a cycle."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_MANY = 5_000


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let nobody look for garbage among them: that costs as much as making them.

    Where many were made, nobody need look at them later either: they live as long as the program.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if gc.get_count()[0] > _MANY:
                gc.freeze()
            gc.enable()
