"""Who reviews what: ``NAME=RULE``, the first rule that fits a row wins."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pimreport.errors import UsageError
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pimreport.review.rows import Row

_FIELDS = ("group", "role", "person", "access")
_INVISIBLE = re.compile(r"⟦U\+[0-9A-F]{4,6}⟧")
_ADDRESS = re.compile(r"[^\s<>,;]+@[^\s<>,;]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One reviewer and the rows that are theirs.

    ``text``: as it was given. ``field``: what the pattern (``*`` and ``?``) is held against: group,
    role, person or access.
    """

    text: str
    reviewer: str
    field: str
    pattern: str

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read ``Katrin Vogel=group:PIM Tier 0*``; without a field the pattern is a group's.

        Raises:
            UsageError: it is not written so.
        """
        reviewer, mark, rule = text.partition("=")
        field, colon, pattern = rule.partition(":")
        if not colon or field not in _FIELDS:
            field, pattern = "group", rule
        if not (reviewer.strip() and mark and pattern.strip()):
            message = (
                f"--reviewer {text!r}: write NAME=RULE, such as"
                " 'katrin@contoso.example=group:PIM Tier 0*', 'Liam=role:Global*' or 'Ida=*'."
            )
            raise UsageError(message)
        return cls(text, visible(reviewer.strip()), field, plain(pattern))

    def fits(self, row: Row) -> bool:
        """The row is this reviewer's."""
        if self.field == "group":
            return self._matches(row.group_name) or self._matches(row.group)
        if self.field == "person":
            return any(map(self._matches, (row.person, row.upn, row.principal)))
        if self.field == "role":
            lines = row.leads_to.split("\n")
            return any(map(self._matches, (*lines, *(one.rpartition(" (")[0] for one in lines))))
        return self._matches(row.access)

    def _matches(self, text: str) -> bool:
        return fnmatchcase(plain(text), self.pattern)


def assigned(rows: Iterable[Row], rules: Sequence[Rule]) -> Iterator[Row]:
    """The rows with their reviewers; nobody is given their own access to review."""
    for row in rows:
        fitting = (
            rule.reviewer for rule in rules if rule.fits(row) and not is_subject(rule.reviewer, row)
        )
        yield replace(row, reviewer=next(fitting, ""))


def is_subject(reviewer: str, row: Row) -> bool:
    """The reviewer is the person of the row.

    An address decides where one is written; a name alone, in whatever order its words stand,
    counts for everybody who bears it, and so does what stands before the @.
    """
    told, upn = _seen(reviewer), _seen(row.upn)
    addresses = [one.removeprefix("mailto:") for one in _ADDRESS.findall(told)]
    if addresses:
        return upn in addresses
    return told in {upn.partition("@")[0], row.principal} or _words(told) == _words(
        _seen(row.person)
    )


def _seen(text: str) -> str:
    """Plain, and without the characters that nobody sees, which are spelt out by now."""
    return plain(_INVISIBLE.sub("", text))


def _words(name: str) -> list[str]:
    """``Vogel, Katrin`` is Katrin Vogel."""
    return sorted(re.findall(r"[^\W_]+", name))


def plain(text: str) -> str:
    """The text without differences that a reader does not see."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
