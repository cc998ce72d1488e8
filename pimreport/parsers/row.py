"""A shaped object with typed questions; every answer of None means *not in the evidence*."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pimreport.parsers import object_ids
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from pimreport.parsers.document import Page, Raw


class Row:
    """One record of an export, in Graph's words."""

    __slots__ = ("number", "page", "values")

    def __init__(self, number: int, values: Raw, page: Page) -> None:
        """Wrap shaped ``values``; ``number`` counts records of the file from 1."""
        self.number = number
        self.values = values
        self.page = page

    def __contains__(self, name: str) -> bool:
        """The property was exported, be it with null."""
        return name in self.values

    def lost(self, name: str) -> bool:
        """The property was exported and its value did not survive."""
        return isinstance(self.values.get(name), Gap)

    def survived(self, name: str) -> bool:
        """The property was exported and says something, be it null."""
        return name in self.values and not self.lost(name)

    def text(self, name: str) -> str | None:
        """A non-empty text; numbers are written out."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value or None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return None

    def id(self, name: str = "id") -> str | None:
        """An object id or other identifier in lower case, without what others wrap around it."""
        text = self.values.get(name)
        if type(text) is str and len(text) == object_ids.LENGTH:
            return text.lower()
        text = self.text(name)
        return object_ids.settled(text).lower() or None if text else None

    def word(self, name: str) -> str | None:
        """An enumeration value in lower case: its case differs between exports."""
        text = self.text(name)
        return text.strip().lower() or None if text else None

    def flag(self, name: str) -> bool | None:
        """True or False as exported; null and anything else is unknown."""
        value = self.values.get(name)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in {"true", "false"}:
            return value.lower() == "true"
        return None

    def moment(self, name: str) -> datetime | None:
        """A date and time in UTC."""
        value = self.values.get(name)
        return value if isinstance(value, datetime) else None

    def strings(self, name: str) -> tuple[str, ...] | None:
        """A collection of words; None if it is absent, null or lost."""
        value = self.values.get(name)
        if not isinstance(value, list):
            return None
        if any(isinstance(one, Gap) for one in value):
            return None
        return tuple(one for one in value if isinstance(one, str))

    def part(self, name: str) -> Row | None:
        """A nested object; None if it is absent, a stub of nulls, or lost."""
        value = self.values.get(name)
        return Row(self.number, value, self.page) if isinstance(value, dict) else None

    def parts(self, name: str) -> list[Row] | None:
        """A collection of objects; None if it is absent, null, or any of it is lost."""
        value = self.values.get(name)
        if isinstance(value, dict):  # Windows PowerShell unrolls lists of one
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            return None
        return [Row(self.number, one, self.page) for one in value]

    @property
    def type(self) -> str | None:
        """Graph's type of the object in lower case (``user``), from ``@odata.type``."""
        value = self.values.get("@odata.type")
        if not isinstance(value, str):
            return None
        return value.lower().removeprefix("#microsoft.graph.").removeprefix("#")
