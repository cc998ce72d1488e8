"""JSON whose bytes depend on nothing but its content."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from pimreport.errors import UsageError
from pimreport.wording import Text, english

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Json: TypeAlias = dict[str, Any]


def canonical(content: object) -> bytes:
    """The content with sorted names, one item a line, in ASCII.

    ASCII, because a name may hide a lone surrogate that no encoding can write.
    """
    # On one line first: the standard library indents in Python, msgspec in C.
    told = line(content)
    try:
        indented: bytes = msgspec.json.format(told, indent=1)
    except msgspec.DecodeError:  # which takes no lone surrogate
        indented = json.dumps(json.loads(told), indent=1, sort_keys=True).encode("ascii")
    return indented + b"\n"


def line(content: object) -> bytes:
    """The content as one line, for files that hold one record per line."""
    text = json.dumps(
        content, ensure_ascii=True, allow_nan=False, sort_keys=True, default=_sentence
    )
    return text.encode("ascii") + b"\n"


def _sentence(value: object) -> str:
    """What is kept is English, whatever language somebody reads the outputs in."""
    if isinstance(value, Text):
        return english(value)
    message = f"{value!r} has no place in JSON"
    raise TypeError(message)


def sha256(content: bytes) -> str:
    """The digest as lower-case hex."""
    return hashlib.sha256(content).hexdigest()


def _no_number(name: str) -> None:
    message = f"{name} is no JSON"
    raise ValueError(message)


def read_lines(path: Path) -> Iterator[tuple[int, object]]:
    """The records of a file that holds one per line, with the line's number, from 1.

    Raises:
        UsageError: there is no such file, or a line is no JSON.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise UsageError(message) from error
    for number, one in enumerate(lines, 1):
        try:
            yield number, json.loads(one, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            message = f"{path} is no JSON in line {number}: it was cut off or changed."
            raise UsageError(message) from error


def read_json(path: Path, schema: str | None = None) -> Json:
    """The document, if it bears the schema's name; None: a file that bears none.

    Raises:
        UsageError: there is no such file, or it is something else.
    """
    try:
        content = json.loads(path.read_bytes(), parse_constant=_no_number)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
    except (ValueError, RecursionError):
        message = f"{path} is no JSON: it was cut off or changed."
    else:
        if isinstance(content, dict) and (schema is None or content.get("schema") == schema):
            return content
        message = f"{path} is no {schema or 'JSON'} document."
    raise UsageError(message)
