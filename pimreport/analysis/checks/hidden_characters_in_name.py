"""Names on the way to a role that are not what they look like."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import counted, evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related, told
from pimreport.analysis.joiners import without_rightful_joiners
from pimreport.analysis.reach import PATHS
from pimreport.analysis.references import GRAPH
from pimreport.analysis.severity import highest, severity_of
from pimreport.model.findings import Finding, NotAssessed
from pimreport.visible import visible
from pimreport.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import Group, Principal
    from pimreport.model.findings import AccessPath

_WORDS = {"name": "display name", "upn": "userPrincipalName"}


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    on_path: defaultdict[str, list[AccessPath]] = defaultdict(list)
    for path in case.paths:
        for one in dict.fromkeys((path.principal.id, path.group, *path.via)):
            on_path[one].append(path)
    nameless = 0
    for one, paths in on_path.items():
        thing = case.tenant.group(one) if case.tenant.is_group(one) else case.tenant.principal(one)
        deceiving = _deceiving(thing)
        if deceiving:
            yield _finding(thing, deceiving, paths)
        elif thing.name is None:
            nameless += 1
    if nameless:
        named = counted(nameless, "principal or group", "principals and groups")
        yield NotAssessed(what=f"{named} (displayName not exported)")


def _deceiving(thing: Principal | Group) -> dict[str, str]:
    """The names that differ from what they look like, by what they are, spelt out."""
    named = {word: getattr(thing, attribute, None) for attribute, word in _WORDS.items()}
    return {word: visible(name) for word, name in named.items() if name and _deceives(name)}


def _deceives(name: str) -> bool:
    plain = without_rightful_joiners(name)
    return visible(plain) != plain


def _finding(
    thing: Principal | Group, deceiving: dict[str, str], paths: Sequence[AccessPath]
) -> Finding:
    top = highest(path.role for path in paths)
    name = next(iter(deceiving.values()))
    told_names = listed(f"{word} {shown}" for word, shown in deceiving.items())
    origins = tuple(dict.fromkeys((*thing.origins, *(o for path in paths for o in path.origins))))
    return Finding(
        key=f"hidden-characters-in-name:{thing.id}",
        check=CHECK.name,
        # Suspicious, not harmful by itself, and ordinary in some scripts: two steps.
        severity=severity_of(top, True, True),  # noqa: FBT003  # two circumstances
        title=f"{name} hides characters in its name, on the way to {top.name}",
        subject=thing.id,
        group=paths[0].group,
        roles=tuple(dict.fromkeys(path.role.name for path in paths)),
        detail=(
            f"The {told_names} (id {thing.id}) hold{'s' * (len(deceiving) == 1)} characters that are"
            f" not seen when printed; they are spelt out here. This is on the way to {top.name}. Two"
            " things that look alike can be confused in a review or an approval. Joiners (U+200C,"
            " U+200D) are not questioned between letters of scripts that use them and in emoji."
            f" {evidence(origins)}"
        ),
        remediation=(
            f"Check by its id who {name} is, and how the name came about; then rename it without"
            " the hidden characters."
        ),
        controls=told(CHECK.controls, [path.role for path in paths]),
        origins=origins,
    )


CHECK = Check(
    name="hidden-characters-in-name",
    title="Name with characters that cannot be seen",
    rationale=(
        "Control, direction-changing, zero-width and blank characters let one name look like"
        " another's. A reviewer or approver then decides about somebody else than they think. Users"
        " may often change their own display name, guests bring theirs along."
    ),
    remediation="Identify by object id, and rename.",
    references=(GRAPH,),
    controls=(
        *related("NIST", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=PATHS,
    find=_find,
)
