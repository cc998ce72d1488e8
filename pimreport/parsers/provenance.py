"""Whether the files are what the collector's manifest says: hashes and counts, file by file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.model.provenance import Provenance, Standing
from pimreport.parsers import runs, spread
from pimreport.parsers.runs import Doubts
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.model.as_of import AsOf
    from pimreport.model.entra import Fact
    from pimreport.model.evidence import Source
    from pimreport.parsers.manifest import Asked, Found, PageFile
    from pimreport.wording import Wording

_ONLY_NAMED = "_only_in_file_name"
_DIFFERS = (
    "The file is not as the collector wrote it: its SHA-256 is another one than in the manifest."
)


def checked(
    manifests: Sequence[Found], sources: Sequence[Source], told: Sequence[Fact], as_of: AsOf
) -> tuple[Provenance, list[Source]]:
    """The verdict, and the sources, each marked with what the manifests say of it.

    Args:
        manifests: those among the files.
        sources: as read.
        told: the facts of all files.
        as_of: the moment the report speaks about.
    """
    doubts = Doubts()
    tenants = spread.tenants(told, manifests, doubts)
    apart = spread.times(told, sources, as_of, doubts, dated=bool(manifests))
    sources = spread.marked(sources, tenants, apart)
    if not manifests:
        reasons = (*Provenance().reasons, *doubts.broken, *doubts.gaps)
        return Provenance(reasons=reasons), list(sources)
    doubts.broken += [
        Text("{file} cannot be understood: {problem}.", file=one.file, problem=one.problem)
        for one in manifests
        if not one.manifest
    ]
    listed = _listed(manifests, doubts)
    marked = [_marked(source, listed) for source in sources]
    _compare(marked, listed, doubts)
    done = [one.manifest for one in manifests if one.manifest]
    asked = [one for run in done for one in run.queries]
    refusals = tuple(runs.refusals(asked))
    runs.times(asked, as_of, doubts)
    runs.questions(done, refusals, doubts)
    standing = Standing.PARTIAL if doubts.gaps else Standing.VERIFIED
    provenance = Provenance(
        standing=Standing.UNVERIFIED if doubts.broken else standing,
        reasons=(*doubts.broken, *doubts.gaps),
        collected=tuple(runs.collected(run) for run in done),
        refusals=refusals,
        # Nobody eligible is a strong thing to say on the word of a manifest that is wrong elsewhere.
        not_in_pim=frozenset()
        if doubts.broken
        else frozenset(one.item.lower() for one in asked if one.outcome == "not-in-pim"),
    )
    return provenance, marked


def _listed(manifests: Iterable[Found], doubts: Doubts) -> dict[str, tuple[PageFile, Asked]]:
    listed: dict[str, tuple[PageFile, Asked]] = {}
    twice: list[str] = []
    for manifest in manifests:
        for label, page, asked in manifest.pages():
            if label in listed:
                twice.append(label)
            listed[label] = (page, asked)
    if twice:
        doubts.broken.append(Text("Named twice in the manifest: {files}.", files=runs.some(twice)))
    return listed


def _marked(source: Source, listed: dict[str, tuple[PageFile, Asked]]) -> Source:
    if source.file not in listed:
        return source
    page, asked = listed[source.file]
    if not asked.resource:
        # Only the collector needed it, to know what to ask next.
        source = replace(
            source,
            error=None,
            passed_over=True,
            resource="unknown",
            rows=0,
            rejected=0,
            warnings=(),
        )
    if source.sha256.lower() == page.sha256.lower():
        return replace(source, as_collected=True, warnings=_still_true(source, asked))
    warning = SourceWarning(code="hash_differs", message=_DIFFERS)
    return replace(source, as_collected=False, warnings=(warning, *source.warnings))


def _still_true(source: Source, asked: Asked) -> tuple[SourceWarning, ...]:
    """Not only the file's name says whose list it is: the manifest does."""
    if not asked.item or asked.item.lower() not in source.file.lower():
        return source.warnings
    return tuple(one for one in source.warnings if not one.code.endswith(_ONLY_NAMED))


def _compare(
    sources: Sequence[Source], listed: dict[str, tuple[PageFile, Asked]], doubts: Doubts
) -> None:
    rows: defaultdict[str, int] = defaultdict(int)
    for source in sources:
        rows[source.file] += source.rows + source.rejected + source.duplicates
    there = {source.file: source for source in sources}
    wrong: defaultdict[Text, list[Wording]] = defaultdict(list)
    for label, (page, asked) in listed.items():
        one = there.get(label)
        if one is None:
            wrong[Text("In the manifest, but not among the files")].append(label)
        elif one.as_collected is False:
            wrong[Text("Changed after they were collected")].append(label)
        elif asked.resource and (one.resource != asked.resource or one.error):
            wrong[Text("Not what the manifest says they hold")].append(
                f"{label} ({asked.resource})"
            )
        elif asked.resource and rows[label] != page.count:
            counts = Text(
                "{file} ({rows} rows, {listed} in the manifest)",
                file=label,
                rows=rows[label],
                listed=page.count,
            )
            wrong[Text("Other counts than in the manifest")].append(counts)
    doubts.broken += [
        Text("{what}: {files}.", what=what, files=runs.some(which)) for what, which in wrong.items()
    ]
    added = sorted(
        {one.file for one in sources if one.as_collected is None and not one.passed_over}
    )
    if added:
        doubts.gaps.append(Text("No manifest vouches for {files}.", files=runs.some(added)))
