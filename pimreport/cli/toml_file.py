"""Reading the user's TOML files: every problem in a sentence, all of them at once."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def read_toml(path: Path) -> dict[str, Any]:
    """The content of the file.

    Raises:
        UsageError: there is no such file, or it is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8. Save it as UTF-8."
    except ValueError as error:  # of TOML, or of a number with thousands of digits
        message = f"{path} is no TOML: {error}."
    except RecursionError:
        message = f"{path} is no TOML: it is nested too deeply."
    raise UsageError(message)


def unknown_names(
    path: Path, where: str, given: Mapping[str, object], known: Iterable[str]
) -> list[str]:
    """A sentence for every name that nothing reads: a typing error must not pass unseen."""
    names = list(known)
    return [
        f"{path}: {where}{name} is not known; there are {', '.join(names)}."
        for name in given
        if name not in names
    ]
