"""Names on the way to a role that are not what they look like."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.reach import PATHS
from pimreport.analysis.references import GRAPH
from pimreport.analysis.severity import gravest, role_names, severity_of
from pimreport.model.entra import TENANT_SCOPE
from pimreport.model.evidence import united_origins
from pimreport.model.findings import Finding, NotAssessed
from pimreport.visible import spelt_out, without_rightful_joiners
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import Group, Principal
    from pimreport.model.paths import AccessPath

_WORDS = {"name": Text("display name"), "upn": Text("userPrincipalName")}


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    on_path: dict[str, None] = {}
    for path in case.paths:
        on_path[path.principal.id] = on_path[path.group] = None
        if path.via:
            on_path.update(dict.fromkeys(path.via))
    things = {
        one: case.tenant.group(one) if case.tenant.is_group(one) else case.tenant.principal(one)
        for one in on_path
    }
    deceiving = {one: told for one, thing in things.items() if (told := _deceiving(thing))}
    if deceiving:
        paths = _paths_of(case, deceiving)
        for one, told_names in deceiving.items():
            yield _finding(things[one], told_names, paths[one])
    nameless = sum(
        1 for one, thing in things.items() if thing.name is None and one not in deceiving
    )
    if nameless:
        yield NotAssessed(
            what=Text.plural(
                "{told} principal or group (displayName not exported)",
                "{told} principals and groups (displayName not exported)",
                nameless,
            )
        )


def _paths_of(case: Case, those: Collection[str]) -> Mapping[str, Sequence[AccessPath]]:
    """The paths on which each of those stands."""
    found: defaultdict[str, list[AccessPath]] = defaultdict(list)
    for path in case.paths:
        for one in dict.fromkeys((path.principal.id, path.group, *path.via)):
            if one in those:
                found[one].append(path)
    return found


def _deceiving(thing: Principal | Group) -> dict[Text, str]:
    """The names that differ from what they look like, by what they are, spelt out."""
    together = f"{thing.name}{getattr(thing, 'upn', None)}"
    if together.isascii() and together.isprintable() and not together.startswith(" "):
        return {}
    named = {word: getattr(thing, attribute, None) for attribute, word in _WORDS.items()}
    return {word: spelt_out(name) for word, name in named.items() if name and _deceives(name)}


def _deceives(name: str) -> bool:
    if name.isspace():
        return True
    if name.isascii() and name.isprintable():
        return False
    plain = without_rightful_joiners(name)
    return spelt_out(plain) != plain


def _finding(
    thing: Principal | Group, deceiving: dict[Text, str], paths: Sequence[AccessPath]
) -> Finding:
    worst = gravest(paths)
    top = worst.role
    name = next(iter(deceiving.values()))
    told_names = listed(
        Text("{what} {name}", what=word, name=shown) for word, shown in deceiving.items()
    )
    origins = united_origins([thing, *paths])
    return CHECK.finding(
        thing.id,
        # Suspicious, not harmful by itself, and ordinary in some scripts: two steps.
        severity=severity_of(top, True, True, worst.scope != TENANT_SCOPE),  # noqa: FBT003  # two circumstances
        title=Text(
            "{name} hides characters in its name, on the way to {role}", name=name, role=top.name
        ),
        subject=thing.id,
        group=paths[0].group,
        roles=role_names(paths),
        detail=joined(
            " ",
            (
                Text.plural(
                    "The {told_names} (id {id}) holds characters that are not seen when printed;"
                    " they are spelt out here. This is on the way to {role}. Two things that look"
                    " alike can be confused in a review or an approval. Joiners (U+200C, U+200D)"
                    " are not questioned between letters of scripts that use them and in emoji.",
                    "The {told_names} (id {id}) hold characters that are not seen when printed;"
                    " they are spelt out here. This is on the way to {role}. Two things that look"
                    " alike can be confused in a review or an approval. Joiners (U+200C, U+200D)"
                    " are not questioned between letters of scripts that use them and in emoji.",
                    len(deceiving),
                    told_names=told_names,
                    id=thing.id,
                    role=top.name,
                ),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Check by its id who {name} is, and how the name came about; then rename it"
            " without the hidden characters.",
            name=name,
        ),
        reaching=[path.role for path in paths],
        origins=origins,
    )


CHECK = Check(
    name="hidden-characters-in-name",
    title=Text("Name with characters that cannot be seen"),
    rationale=Text(
        "Control, direction-changing, zero-width and blank characters let one name look"
        " like another's. A reviewer or approver then decides about somebody else than"
        " they think. Users may often change their own display name, guests bring theirs"
        " along."
    ),
    remediation=Text("Identify by object id, and rename."),
    references=(GRAPH,),
    controls=(
        *related("NIST", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=PATHS,
    find=_find,
)
