"""Which roles a group opens where no access path says so: for members to come, and nested groups."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.review.names import scoped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.review.canonical import Json
    from pimreport.review.names import Names


class Reach:
    """The roles of groups, and the groups above them."""

    def __init__(self, snapshot: Json, names: Names) -> None:
        """Index the snapshot."""
        self._names = names
        self._roles: defaultdict[str, list[Json]] = defaultdict(list)
        for one in snapshot["role_assignments"]:
            self._roles[one["principal"]].append(one)
        self._above: defaultdict[str, set[str]] = defaultdict(set)
        for one in snapshot["memberships"]:
            self._above[one["principal"]].add(one["group"])

    def told(self, group: str) -> str:
        """One role a line: ``Global Reader (through PIM Reporting)``."""
        return "\n".join(dict.fromkeys(self._lines(group))) or "no directory role"

    def _lines(self, group: str) -> Iterator[str]:
        """Each group above once: the ways through a ladder of groups double with every rung."""
        seen: set[str] = set()
        ahead = [group]
        while ahead:
            here = ahead.pop()
            if here in seen:
                continue
            seen.add(here)
            through = f" (through {self._names.group(here)})" if here != group else ""
            for one in self._roles.get(here, ()):
                yield f"{self._names.role(one['role'])}{scoped(one['scope'])}{through}"
            ahead.extend(sorted(self._above.get(here, ()), reverse=True))
