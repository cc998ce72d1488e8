"""What a file lost on the way, told once and with the command that keeps it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.parsers import filenames
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from pimreport.parsers.contents import Part
    from pimreport.parsers.dates.culture import Outcome
    from pimreport.parsers.document import Page
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row
    from pimreport.parsers.shape import Shaper


GROUP_IN_NAME = "group_only_in_file_name"
_PAGE_SIZES = frozenset({100, 999})
"""What Graph sends at once unless asked, and at most ($top)."""


def tell_assumed(part: Part, rows: list[Row]) -> None:
    """Say that rows were read as what they are only because properties are absent."""
    assumption = part.resource.assumption
    if not assumption or not rows or rows[0].type in {one.lower() for one in part.resource.types}:
        return
    if assumption.holds(rows[0].values):
        message = f"{assumption.sentence} Export all properties: {part.resource.command}"
        part.reading.warn(assumption.code, message)


def tell_group_in_name(part: Part, group: str) -> None:
    """Say that the rows of PIM's own list name no group."""
    part.reading.warn(
        GROUP_IN_NAME,
        f"No row has groupId; only the file name says that they are about group {group}.",
    )


def tell_page_size(part: Part, page: Page, rows: list[Row]) -> None:
    """Say that a list is exactly as long as the first page of Graph's answer."""
    if len(rows) in _PAGE_SIZES and page.context is None and page.next_link is None:
        part.reading.warn(
            "may_be_first_page",
            f"The list has exactly {len(rows)} records, as the first page of a longer one has: without "
            f"-All the others are missing, and nothing in the file shows it. Make sure of: "
            f"{part.resource.command}",
        )


def tell_list_read_as_users(part: Part) -> None:
    """Rows with all a user has and no type, in a file named as the list of one group or unit."""
    name = part.reading.file.rpartition("/")[2].lower()
    listed = re.search("member|owner", name)
    if part.resource.name == "users" and listed and len(filenames.guids(name)) == 1:
        part.reading.warn(
            "list_read_as_users",
            f"The file is named as a list of {listed.group()}s, but its rows are users and do not say "
            "whose list they are in: nobody's membership was read from it. Export with "
            "Get-MgGroupMember (or Get-MgGroupOwner) ... | ConvertTo-Json -Depth 5.",
        )


def tell_only_a_header(part: Part, page: Page) -> None:
    """A table without rows says less than an empty list: a list that is empty has no columns."""
    page.cut = True
    part.reading.warn(
        "only_a_header",
        "The table has a header and no rows. Export-Csv writes no header where there are no rows, so rows "
        "were removed, or what wrote the header found none or failed: nothing was concluded from it. "
        f"Export again: {part.resource.command}",
    )


def tell_missing_columns(part: Part, rows: list[Row]) -> None:
    """A column the export does not have is unknown in every row: never none, never no."""
    for name in part.resource.expected if rows else ():
        without = [row for row in rows if name not in row]
        if without and len(without) < len(rows):
            for row in without:
                row.values[name] = Gap.LOST
            part.reading.warn(
                f"missing_property:{name}",
                f"{len(without)} rows have no {name} and others do: it is unknown there, not empty.",
                without[0].number,
            )
        if len(without) < len(rows):
            continue
        for row in rows:
            row.values[name] = Gap.LOST
        part.reading.warn(
            f"missing_column:{name}",
            f"No row has {name}: it is unknown here, not empty. (Export-Csv takes its columns "
            f"from the first object; Graph omits what is not selected.) Export with "
            f"{part.resource.command}",
        )


def tell_losses(part: Part, page: Page, shaper: Shaper) -> None:
    """Say what the page lost on the way, as far as this resource would have read it."""
    reads, reading = part.resource.reads, part.reading
    for name, row in shaper.lost.items():
        if name in reads and page.tabular:
            reading.warn(
                f"object_cell_lost:{name}",
                f"Column {name} holds .NET type names instead of values: they are unknown. CSV "
                f"cannot hold lists and objects; export with {part.resource.command} | "
                "ConvertTo-Json -Depth 10.",
                row,
            )
    if not page.tabular:
        cut = [(row, name) for name, row in (shaper.lost | shaper.joined).items() if name in reads]
        if cut:
            reading.warn(
                "truncated_by_depth",
                f"ConvertTo-Json cut {', '.join(sorted(name for _, name in cut))} off at its "
                "depth (2 unless given): what was below is unknown. Export with -Depth 10.",
                min(cut)[0],
            )
    for name, (row, text) in shaper.unclear.items():
        reading.warn(
            f"unreadable_flag:{name}",
            f"{name} is neither True nor False but {text[:40]!r}: it is unknown in such rows. The "
            f"file was changed after the export; export again with {part.resource.command}",
            row,
        )
    for name, row in shaper.conflicts.items():
        reading.warn(
            f"conflicting_values:{name}",
            f"A row gives {name} twice with different values; the first one was taken.",
            row,
        )


def tell_dates(part: Part, outcome: Outcome) -> None:
    """Say which dates were left out, and why."""
    reading = part.reading
    for name, row in outcome.ambiguous.items():
        reading.warn(
            "ambiguous_dates",
            f"In column {name} day and month cannot be told apart: every number is at most 12. "
            "The dates were left out. Say which with --dates dmy or --dates mdy, or export JSON.",
            row,
        )
    for name, row in outcome.halves.items():
        reading.warn(
            f"half_of_day_unknown:{name}",
            f"In column {name} no hour is above 12 and nothing says morning or afternoon: machines "
            "set to zh-TW write no word for it, and Windows PowerShell's Export-Csv turns words that "
            "are not ASCII into question marks. The dates were left out rather than read twelve hours "
            "early. Export JSON, or under [cultureinfo]::CurrentCulture = 'sv-SE'.",
            row,
        )
    _tell_inferred_dates(reading, outcome)
    for name, row in outcome.unreadable.items():
        reading.warn(
            f"unreadable_date:{name}",
            f"Column {name} holds dates in a writing that is not known (the first is "
            f"{outcome.examples.get(name, '')[:40]!r}); they are unknown. Export JSON, or under "
            "[cultureinfo]::CurrentCulture = 'sv-SE', which writes 2025-05-11 08:00:00.",
            row,
        )


def _tell_inferred_dates(reading: Reading, outcome: Outcome) -> None:
    """Dates that were not written as such, or not in full, and what was made of them."""
    for name, row in outcome.serials.items():
        reading.warn(
            f"spreadsheet_dates:{name}",
            f"Column {name} holds a spreadsheet's numbers instead of dates (the first is "
            f"{outcome.examples[name][:40]!r}). All of them are days between 2010 and 2099, so they "
            "were read as Excel counts days (from 1899-12-30). Compare one with the portal, or "
            "export JSON and do not save it in a spreadsheet.",
            row,
        )
    for name, row in outcome.exchanged.items():
        reading.warn(
            f"spreadsheet_dates_ambiguous:{name}",
            f"Column {name} holds a spreadsheet's numbers instead of dates (the first is "
            f"{outcome.examples[name][:40]!r}), and no day among them is above 12: a spreadsheet set "
            "to another country exchanges day and month of just such dates. They were left out. "
            "Export JSON and do not save it in a spreadsheet.",
            row,
        )
    for name, row in outcome.short_years.items():
        reading.warn(
            f"two_digit_years:{name}",
            f"The years in column {name} have two digits (the first date is "
            f"{outcome.examples[name][:40]!r}). Where they stand follows from the other dates of the "
            "file; they were read as years of this century.",
            row,
        )


def name_the_group(part: Part) -> None:
    """An empty list names no group in its rows; its context or file name may."""
    group, in_context = _whose(part)
    if group is None:
        part.reading.warn(
            "group_of_empty_list_unknown",
            "The list is empty and nothing says of which group it is: it proves nothing. Put the "
            "group's id into the file name.",
        )
        return
    part.reading.groups.add(group)
    if not in_context:
        part.reading.warn(
            GROUP_IN_NAME,
            f"The list is empty; only the file name says that it is the list of group {group}.",
        )


def name_the_unit(part: Part) -> None:
    """The same of the members of an administrative unit; nothing hangs on a list of none."""
    unit, _ = _whose(part)
    if unit is not None:
        part.reading.groups.add(unit)


def _whose(part: Part) -> tuple[str | None, bool]:
    """Whose list this is by context or file name, and whether the context says so."""
    in_context = filenames.guids(" ".join(page.context or "" for page in part.pages))
    if len(in_context) == 1:
        return in_context[0], True
    return filenames.only_guid(part.reading.file), bool(in_context)
