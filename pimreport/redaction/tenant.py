"""A whole tenant without its names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pimreport.data import facts
from pimreport.model.memory import collector_paused
from pimreport.model.provenance import NO_MANIFEST
from pimreport.redaction.fields import Context, noun_of
from pimreport.redaction.walk import Walk
from pimreport.wording import Text, english

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.evidence import Source, SourceWarning
    from pimreport.model.provenance import Provenance, Refusal
    from pimreport.model.tenant import Tenant
    from pimreport.redaction.pseudonyms import Pseudonyms
    from pimreport.wording import Wording

REDACTED = Text(
    "This report is redacted: names, addresses, ids and file names are pseudonyms, which only"
    " whoever has the key file can turn back."
)
"""Printed wherever a report tells where its evidence comes from."""
_ENDINGS = frozenset({".json", ".csv", ".txt", ".xml", ".clixml", ".zip"})


@collector_paused()
def redacted(tenant: Tenant, names: Pseudonyms) -> Tenant:
    """The tenant with a pseudonym for every name, address, id and file; nothing else changes.

    What stays: dates, counts, settings, who is in what with whom, Microsoft's own roles, and the
    SHA-256 of each file, so that the report can still be held against the evidence.
    """
    context = Context(names, _nouns(tenant), _files(tenant.sources, names))
    for one in tenant.principals.values():
        if one.upn:
            names.address(one.upn, one.id)
    walk = Walk(context)
    sources = tuple(_source(one, walk, names) for one in tenant.sources)
    told: dict[str, Any] = {
        field: walk.value(tenant, field, getattr(tenant, field))
        for field in tenant.__dataclass_fields__
        if field not in {"as_of", "sources", "provenance", "coverage", "name"}
    }
    return replace(
        tenant,
        **told,
        sources=sources,
        provenance=_provenance(tenant.provenance, names),
        coverage=type(tenant.coverage).of(sources),
        name=tenant_name(tenant.id, tenant.name, names),
    )


def tenant_name(id_: str | None, name: str | None, names: Pseudonyms) -> str | None:
    """What to call the tenant; None where nobody told its name."""
    if not name:
        return None
    made = names.word("Tenant", id_ or name)
    names.record(made, name)
    return made


def _nouns(tenant: Tenant) -> dict[str, str]:
    nouns = {str(one.id): noun_of(one) for one in tenant.principals.values()}
    return nouns | dict.fromkeys(map(str, tenant.groups), "Group")


def _files(sources: Iterable[Source], names: Pseudonyms) -> dict[str, str]:
    """Labels of files: a file's own name may be a person's, a customer's, or hold a group's id."""
    labels: dict[str, str] = {}
    for one in sources:
        labels.setdefault(one.file, label(one.file, one.resource, names))
    return labels


def label(file: str, resource: str, names: Pseudonyms) -> str:
    """A file by what it holds: ``users-7f3a-91c2.json``."""
    ending = PurePosixPath(file).suffix.lower()
    word = names.word(resource, file).replace(" ", "-").lower()
    made = word + (ending if ending in _ENDINGS else "")
    names.record(made, file)
    return made


def _source(one: Source, walk: Walk, names: Pseudonyms) -> Source:
    bare = replace(one, warnings=(), records=(), error=None)
    made: Source = walk.whole(bare)
    return replace(
        made,
        warnings=tuple(_warning(warning, names) for warning in one.warnings),
        error=None
        if one.error is None
        else f"Nothing of it could be used. {note(one.error, names)}",
    )


def _warning(one: SourceWarning, names: Pseudonyms) -> SourceWarning:
    """Codes are ours up to the colon; a column's name, which may be anything, comes behind it."""
    code = one.code.partition(":")[0]
    words = code.replace("_", " ").capitalize()
    return replace(one, code=code, message=f"{words}. {note(one.message, names)}")


def _provenance(one: Provenance, names: Pseudonyms) -> Provenance:
    return replace(
        one,
        reasons=tuple(
            reason if reason == NO_MANIFEST else note(reason, names) for reason in one.reasons
        ),
        collected=(
            REDACTED,
            *(f"Who collected it, and when: {note(told, names)}" for told in one.collected),
        ),
        refusals=tuple(_refusal(refusal, names) for refusal in one.refusals),
        not_in_pim=frozenset(map(names.id, one.not_in_pim)),
    )


def _refusal(one: Refusal, names: Pseudonyms) -> Refusal:
    """Queries, resources and what is lost are the collector's own words, if its list has them."""
    known = {query["name"]: query for query in facts("collection")["query"]}
    own = one.query in known
    status = one.reason.partition(" ")[0]
    return replace(
        one,
        query=one.query if own else names.word("Query", one.query),
        items=tuple(map(names.id, one.items)),
        reason=f"{status} " * status.isdigit() + note(one.reason, names).rstrip("."),
    )


def note(text: Wording, names: Pseudonyms) -> str:
    """Where the key file keeps a text that may quote the export."""
    return f"In full in the key file, as {names.word('Note', str(english(text)))}."
