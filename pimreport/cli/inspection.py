"""What ``inspect`` prints for people: files in blocks, alike ones in one, then what is missing."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from pimreport.cli.terminal import add_row, console, copyable, show, table
from pimreport.model.evidence import graph_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from pimreport.model.evidence import Missing, Source
    from pimreport.model.provenance import Provenance

_NUMBERS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+", re.IGNORECASE)
"""What differs in the names of files that were written one after the other."""
_ALIKE = 4
"""So many files of one kind in a row are told in one block."""
_SHOWN = 3


def print_sources(sources: Sequence[Source], *, rows: bool) -> None:
    """Every file that was read, and then those that were not needed."""
    show(_counted(sources), style="bold")
    read = [one for one in sources if not one.passed_over]
    for block in _blocks(read, apart=rows):
        show("")
        _print_block(block)
        if rows:
            for one in block:
                _print_records(one)
    _print_passed_over([one for one in sources if one.passed_over and one.as_collected is None])


def _counted(sources: Sequence[Source]) -> str:
    of: dict[str, set[str]] = defaultdict(set)
    for one in sources:
        kind = "passed over" if one.passed_over else "NOT READ" if one.error else "read"
        of["empty" if _is_empty(one) else kind].add(one.file)
    files = len({one.file for one in sources})
    order = ("read", "NOT READ", "empty", "passed over")
    told = ", ".join(f"{len(of[kind])} {kind}" for kind in order if of[kind])
    return f"{files} file{'s' * (files != 1)}: {told or 'nothing to read'}"


def _is_empty(one: Source) -> bool:
    return one.resource == "unknown" and not one.error and not one.passed_over


def _blocks(sources: Sequence[Source], *, apart: bool) -> Iterator[list[Source]]:
    """The sources of one file, or of many files that are alike in everything but their rows."""
    files = [list(block) for _, block in groupby(sources, key=lambda one: one.file)]
    for _, run in groupby(files, key=_kind):
        alike = list(run)
        if apart or len(alike) < _ALIKE:
            yield from alike
        else:
            yield [one for block in alike for one in block]


def _kind(block: Sequence[Source]) -> Hashable:
    return tuple(
        (
            _NUMBERS.sub("*", one.file),
            one.resource,
            one.tool,
            one.format,
            one.error,
            one.complete,
            tuple(sorted({warning.code for warning in one.warnings})),
            bool(one.rejected),
        )
        for one in block
    )


def _print_block(block: Sequence[Source]) -> None:
    files = list(dict.fromkeys(one.file for one in block))
    more = f"  and {len(files) - 1} more like it, to {files[-1]}" if len(files) > 1 else ""
    copyable(f"{files[0]}{more}", style="bold")
    by_resource: dict[str, list[Source]] = defaultdict(list)
    for one in block:
        by_resource[one.resource].append(one)
    for resource, alike in by_resource.items():
        first = alike[0]
        if first.error:
            show(f"    NOT READ ({first.format})", indent=4, style="red")
            show(f"    ! {first.error}", indent=6, style="red")
            continue
        here = resource == block[0].resource
        written = f"{'' if _is_empty(first) else ' · '}{first.format}" if here else ""
        held = "" if _is_empty(first) else f"{graph_name(resource)}: {_rows(alike)}"
        show(f"    {held}{written}{_collected(first)}", indent=6)
        if here and first.tool:
            show(f"    {first.tool}", indent=6)
        if first.partial:
            show(f"    ! Not the whole list: at most {first.partial}.", indent=6, style="yellow")
        _print_warnings(alike)


def _rows(sources: Sequence[Source]) -> str:
    rows, rejected, repeated = (
        sum(getattr(one, name) for one in sources) for name in ("rows", "rejected", "duplicates")
    )
    told = f"{rows} row{'s' * (rows != 1)}"
    told += f", {rejected} rejected" if rejected else ""
    told += f", {repeated} repeated" if repeated else ""
    told += "" if all(one.complete for one in sources) else ", CUT OFF"
    return told + ("" if len(sources) == 1 else f" in {len(sources)} files")


def _collected(one: Source) -> str:
    if one.as_collected is None:
        return ""
    return (
        " · as the collector wrote it" if one.as_collected else " · CHANGED since it was collected"
    )


def _print_warnings(sources: Sequence[Source]) -> None:
    """Those of the first file; of files that are alike the others say the same of themselves."""
    for warning in sources[0].warnings:
        row = f"row {warning.row}: " if warning.row and len(sources) == 1 else ""
        message = warning.message.removeprefix(f"Row {warning.row} ") if row else warning.message
        show(f"    ! {row}{message}", indent=6, style="yellow")
    if sources[0].warnings and len(sources) > 1:
        show("      (said of the first of them)", indent=6, style="dim")


def _print_passed_over(sources: Sequence[Source]) -> None:
    if not sources:
        return
    why: dict[str, list[str]] = defaultdict(list)
    for one in sources:
        told = " ".join(warning.message for warning in one.warnings) or "No export."
        why[told].append(one.file)
    show("")
    show("Passed over", style="bold")
    for told, files in why.items():
        show(f"    {told}", indent=4)
        for file in files[:_SHOWN]:
            copyable(f"      {file}", style="dim")
        if len(files) > _SHOWN:
            show(f"      and {len(files) - _SHOWN} more", style="dim")


def print_provenance(one: Provenance) -> None:
    """What is known of where the files come from."""
    show("")
    show(f"Provenance: {one.standing.value}", style="bold")
    for told in (*one.collected, *one.reasons):
        show(f"    {told}", indent=4)


def print_missing(missing: Sequence[Missing]) -> None:
    """What cannot be concluded, and the lines that supply it, each once."""
    show("")
    show(f"Missing evidence: {len(missing) or 'none'}", style="bold")
    width = len(str(len(missing)))
    for number, gap in enumerate(missing, 1):
        text = f"{graph_name(gap.resource)}: {gap.consequence}."
        show(f"  {number:>{width}}  {text}", indent=4 + width)
    lines: dict[str, list[int]] = defaultdict(list)
    for number, gap in enumerate(missing, 1):
        if gap.command:
            lines[gap.command].append(number)
    if lines:
        _print_lines(lines)


def _print_lines(lines: dict[str, list[int]]) -> None:
    from pimreport.analysis import supply  # noqa: PLC0415  # imported when used

    show("")
    show("How to supply it, in PowerShell after Connect-MgGraph. Once:", style="bold")
    copyable(supply.HELPER)
    for line, numbers in lines.items():
        copyable(f"{supply.short(line)}  # {_some(numbers)}")


def _some(numbers: Sequence[int]) -> str:
    told = ", ".join(map(str, numbers[:8]))
    return f"{told} ..." if len(numbers) > 8 else told  # noqa: PLR2004


def _print_records(source: Source) -> None:
    """As a table where it fits, else record by record, each as far as it says something."""
    columns = list(dict.fromkeys(key for record in source.records for key in record))
    rows = [[_cell(record.get(column)) for column in columns] for record in source.records]
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    terminal = console(data=True)
    if rows and sum(widths) + 2 * len(widths) + len(str(len(rows))) + 4 <= terminal.width:
        listing = table("", "row", *columns)
        for number, row in enumerate(rows, 1):
            add_row(listing, number, *row)
        terminal.print(listing)
        return
    for number, record in enumerate(source.records, 1):
        told = [f"{name}: {_cell(value)}" for name, value in record.items() if value is not None]
        show(f"    {number}  {'; '.join(told)}", indent=7)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
