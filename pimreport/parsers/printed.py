"""Rows as understood, ready for JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pimreport.parsers.dates import moments
from pimreport.parsers.gaps import Gap


def printed(record: dict[str, Any]) -> dict[str, object]:
    """The record in JSON's types: dates in UTC, ``unknown`` and ``ambiguous`` for gaps."""
    return {name: _value(value) for name, value in record.items()}


def _value(value: Any) -> object:  # noqa: ANN401 - whatever a row holds
    if isinstance(value, Gap):
        return value.value
    if isinstance(value, datetime):
        return moments.iso(value)
    if isinstance(value, dict):
        return printed(value)
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    return value or None if value == "" else value
