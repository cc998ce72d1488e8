"""Sentences of the fact files, for ``make messages``; Babel calls it, the program never does."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def sentences(
    file: BinaryIO, _keywords: object, _tags: object, options: Mapping[str, str]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Every string that stands under one of the keys in the option ``fields``, however deep.

    A table under such a key is nothing but sentences.
    """
    fields = options["fields"].split()
    for sentence in _under(tomllib.load(file), fields):
        yield 1, None, sentence, []


def _under(node: Any, fields: Collection[str]) -> Iterator[str]:  # noqa: ANN401  # TOML of any shape
    if isinstance(node, dict):
        for key, value in node.items():
            if key in fields and isinstance(value, str):
                yield value
            else:
                inside = {*fields, *value} if key in fields and isinstance(value, dict) else fields
                yield from _under(value, inside)
    elif isinstance(node, list):
        for one in node:
            yield from _under(one, fields)
