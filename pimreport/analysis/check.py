"""What a check is: one weakness, its texts, what it needs, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.findings import Finding
from pimreport.model.making import maker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pimreport.analysis.case import Case
    from pimreport.analysis.controls import Control
    from pimreport.model.findings import NotAssessed, Reference
    from pimreport.wording import Wording

finding = maker(Finding)
"""The constructor of findings, for checks that make them by the ten thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One weakness of PIM for Groups. Define one at the top of a module in ``checks``.

    Attributes:
        name: kebab-case id that names the problem; part of every finding's key.
        title: the weakness in a few words.
        rationale: why it matters, for an auditor.
        remediation: what to do, in general; findings may be more specific.
        references: dated sources of what the check claims.
        controls: framework controls it bears on (``analysis.controls``).
        needs: resources it cannot do without; of each inner tuple one is enough.
        over_paths: it speaks about access paths, so it cannot pass while some may be hidden.
        find: yields findings, and ``NotAssessed`` for each subject it could not look at.
    """

    name: str
    title: Wording
    rationale: Wording
    remediation: Wording
    references: tuple[Reference, ...]
    controls: tuple[Control, ...]
    needs: tuple[tuple[str, ...], ...]
    find: Callable[[Case], Iterator[Finding | NotAssessed]]
    over_paths: bool = True
