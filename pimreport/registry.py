"""Whatever can be added is one file: this finds the values that modules of a package define.

There is no decorator, no mutable global and no second list. ``registered(checks, Check)`` walks
the package, imports its modules and returns every ``Check`` value they define, ordered by name.
It works from a checkout, an editable install and an installed wheel alike.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from types import ModuleType


class Named(Protocol):
    """Anything that may be registered: it is ordered by, and unique in, its name."""

    @property
    def name(self) -> str:
        """The name under which users and other modules know it."""


Kind = TypeVar("Kind", bound=Named)


@cache
def registered(package: ModuleType, kind: type[Kind]) -> tuple[Kind, ...]:
    """Every value of ``kind`` defined at the top of a module of ``package``, by name.

    Raises:
        ValueError: two modules define the same name; one of them would be silently lost.
    """
    found: dict[str, Kind] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for value in vars(module).values():
            if not isinstance(value, kind):
                continue
            if found.setdefault(value.name, value) is not value:
                message = f"{package.__name__}: two modules define {kind.__name__} {value.name!r}"
                raise ValueError(message)
    return tuple(found[name] for name in sorted(found))
