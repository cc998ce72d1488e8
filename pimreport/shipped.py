"""Where ``templates/`` and ``samples/`` are: inside an installed package or at a checkout's root."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The directory of files that ship with pimreport, such as ``templates``.

    The wheel carries them inside the package; a checkout has them beside it.

    Raises:
        FileNotFoundError: neither place has it, so the installation is broken.
    """
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    message = f"pimreport's own {name}/ is missing: reinstall it"
    raise FileNotFoundError(message)
