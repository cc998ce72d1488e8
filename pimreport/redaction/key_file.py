"""The key: the secret that pseudonyms come from, and what stands behind those given out so far."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from pimreport.errors import UsageError
from pimreport.redaction.pseudonyms import GUID, Pseudonyms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = "pimreport/redaction-key/1"
_SECRET_BYTES = 32


def fresh() -> Pseudonyms:
    """Pseudonyms from a new secret."""
    return Pseudonyms(secrets.token_bytes(_SECRET_BYTES))


def written(names: Pseudonyms) -> bytes:
    """The file's content: JSON in ASCII, since a name may hold what no encoding can write."""
    content = {
        "schema": SCHEMA,
        "secret": names.secret.hex(),
        "pseudonyms": dict(sorted(names.recorded.items())),
    }
    return json.dumps(content, ensure_ascii=True, indent=1).encode("ascii") + b"\n"


def parsed(content: bytes, path: Path) -> Pseudonyms:
    """The pseudonyms of a key file.

    Raises:
        UsageError: it is none, or it was changed.
    """
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict) and told.get("schema") == SCHEMA and _sound(told):
        return Pseudonyms(bytes.fromhex(told["secret"]), told["pseudonyms"])
    message = (
        f"{path} is no key file of pimreport, or it was changed. Name the key of the earlier"
        " reports, or a file that does not exist yet: it is then created."
    )
    raise UsageError(message)


def _sound(told: dict[str, object]) -> bool:
    secret, recorded = told.get("secret"), told.get("pseudonyms")
    if not isinstance(secret, str) or not isinstance(recorded, dict):
        return False
    try:
        long_enough = len(bytes.fromhex(secret)) == _SECRET_BYTES
    except ValueError:
        return False
    return long_enough and all(
        isinstance(real, list) and real and all(isinstance(one, str) for one in real)
        for real in recorded.values()
    )


def looked_up(names: Pseudonyms, word: str) -> Iterator[tuple[str, str]]:
    """Pseudonym and what it stands for, for a pseudonym, an id, or a real name.

    A person's pseudonym, address and id begin alike, so that either of them finds all three.
    """
    wanted = word.strip().casefold()
    code = _code(wanted)
    for pseudonym, real in names.recorded.items():
        same = pseudonym.casefold() == wanted or (code and _code(pseudonym.casefold()) == code)
        if same or any(one.casefold() == wanted for one in real):
            for one in real:
                yield pseudonym, one


def _code(pseudonym: str) -> str:
    """The digits that tell one thing from another: of ``person 7f3a-91c2`` 7f3a91c2."""
    if GUID.fullmatch(pseudonym):
        return pseudonym[:8]
    kind, _, code = pseudonym.partition(" ")
    if kind in {"person", "principal", "application", "group", "unit", "role"}:
        return code.replace("-", "")[:8]
    if pseudonym.startswith("account-"):
        return pseudonym.removeprefix("account-").replace("-", "")[:8]
    return ""
