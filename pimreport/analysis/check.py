"""What a check is: one weakness, its texts, what it needs, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.controls import applying
from pimreport.model.findings import Confidence, Finding
from pimreport.model.making import maker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.controls import Control
    from pimreport.model.evidence import Origin
    from pimreport.model.findings import NotAssessed, Reference, Remedy, Severity
    from pimreport.model.paths import RoleRef
    from pimreport.wording import Wording

_finding = maker(Finding)


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
        looked_at: what a pass rests on, as a clause; None: access paths.
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
    looked_at: Callable[[Case], Wording] | None = None

    def finding(  # noqa: PLR0913  # what a finding says
        self,
        *about: str,
        severity: Severity,
        title: Wording,
        subject: str,
        group: str | None,
        roles: tuple[str, ...],
        detail: Wording,
        remediation: Wording,
        reaching: Iterable[RoleRef],
        origins: tuple[Origin, ...],
        remedies: Sequence[Remedy] = (),
        confidence: Confidence = Confidence.CERTAIN,
        controls: Sequence[Control] | None = None,
    ) -> Finding:
        """Something that the check found.

        Args:
            about: what tells this finding from others of the check, next quarter, too.
            severity: how bad it is.
            title: the finding in a few words.
            subject: id of whom or what it is about.
            group: id of the group on the way, if there is one.
            roles: names of the roles it leads to, as printed.
            detail: the whole of it.
            remediation: the advice.
            reaching: the roles that decide which of the controls it bears on.
            origins: the evidence.
            remedies: the alternatives in full.
            confidence: how sure it is.
            controls: those that come into question; None: all of the check's.
        """
        return _finding(
            key=":".join((self.name, *about)),
            check=self.name,
            severity=severity,
            title=title,
            subject=subject,
            group=group,
            roles=roles,
            detail=detail,
            remediation=remediation,
            origins=origins,
            controls=applying(self.controls if controls is None else controls, reaching),
            remedies=remedies,
            confidence=confidence,
        )
