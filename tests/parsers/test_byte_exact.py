"""Files byte by byte as a named command writes them, and what a careful reader makes of each.

Every clause of what exports lose or falsify has a line here; the files stand in the test.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from powershell import (
    Custom,
    Dictionary,
    Hashtable,
    Model,
    as_text,
    convert_to_json,
    export_clixml,
    export_csv,
    format_list,
    utf7,
)
from written import ADA, AS_OF, BEN, GRAPH, GROUP, OTHER_GROUP, PIM, ROLE, codes, eligible

from pimreport.parsers import read
from pimreport.parsers.printed import printed
from pimreport.parsers.reader import read as read_bytes

if TYPE_CHECKING:
    from pathlib import Path

SCHEDULE = "6b1f3c70-2a4d-4e5f-8a9b-0c1d2e3f4a61"
POLICY = f"Group_{GROUP}_{SCHEDULE}"
KIND = "PrivilegedAccessGroupEligibilityScheduleInstance"
ELIGIBLE = "group_eligibility_schedule_instances"
CONTEXT = GRAPH + PIM + "eligibilityScheduleInstances"
RULES_CONTEXT = f"{GRAPH}policies/roleManagementPolicies('{POLICY}')/rules"
MAY = datetime(2025, 5, 11, 8, tzinfo=UTC)
NOVEMBER = datetime(2025, 11, 30, 8, tzinfo=UTC)


class Gives(NamedTuple):
    """Read: the resource, one partial record per row, and the warnings that must be among them."""

    resource: str
    records: list[dict[str, Any]]
    warnings: frozenset[str] = frozenset()


class Refused(NamedTuple):
    """Not read: words that the sentence must hold."""

    words: tuple[str, ...]


class Case(NamedTuple):
    name: str
    content: str | bytes
    outcome: Gives | Refused


def gives(resource: str, *records: dict[str, Any], warns: str = "") -> Gives:
    return Gives(resource, list(records), frozenset(warns.split()))


def refused(*words: str) -> Refused:
    return Refused(words)


def row(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell
    """An eligible member as the SDK spells it, with the ids PIM makes."""
    return {
        "AccessId": "member",
        "EligibilityScheduleId": f"{GROUP}_member_{SCHEDULE}",
        "EndDateTime": None,
        "GroupId": GROUP,
        "Id": f"{GROUP}_member_{SCHEDULE}",
        "MemberType": "direct",
        "PrincipalId": ADA,
        "StartDateTime": MAY,
    } | changes


def raw(**changes: object) -> dict[str, Any]:
    return eligible(1, id=f"{GROUP}_member_{SCHEDULE}") | changes


def table(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """As Invoke-MgGraphRequest returns it."""
    if isinstance(value, dict):
        return Hashtable({name: table(one) for name, one in value.items()})
    return [table(one) for one in value] if isinstance(value, list) else value


def custom(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """As Invoke-MgGraphRequest -OutputType PSObject returns it."""
    if isinstance(value, dict):
        return Custom({name: custom(one) for name, one in value.items()})
    return [custom(one) for one in value] if isinstance(value, list) else value


def without(name: str, **changes: object) -> dict[str, Any]:
    return {key: one for key, one in row(**changes).items() if key != name}


def group(**changes: object) -> dict[str, Any]:
    return {"Id": GROUP, "DisplayName": "Größe", "SecurityEnabled": True} | changes


def csv_of(*rows: dict[str, Any], **how: Any) -> str:  # noqa: ANN401 - options of export_csv
    return export_csv(list(rows), **how)


def german(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M:%S}"


def british(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M:%S}"


ONE = {"groupId": GROUP, "principalId": ADA, "accessId": "member", "endDateTime": None}
START = ONE | {"startDateTime": "2025-05-11T08:00:00Z"}
TWO = ONE | {"principalId": BEN}
NAMED = {"id": GROUP, "displayName": "Größe"}
PAGE = {"@odata.context": CONTEXT, "value": [raw()]}
MORE = PAGE | {"@odata.nextLink": "https://graph.microsoft.com/v1.0/x?$skiptoken=a"}
LAST = {"@odata.context": CONTEXT, "value": [raw(id="2", principalId=BEN)]}
TRANSCRIPT = (
    "**********************\r\nWindows PowerShell transcript start\r\nUsername: CONTOSO\\admin\r\n"
    "**********************\r\nTranscript started, output file is C:\\t.txt\r\nPS C:\\> Get-MgGroup"
    "\r\n{}PS C:\\> Stop-Transcript\r\n**********************\r\nWindows PowerShell transcript end"
    "\r\n**********************\r\n"
)

ENCODINGS = [
    Case("utf16be.csv", b"\xfe\xff" + csv_of(group()).encode("utf-16-be"), gives("groups", NAMED)),
    Case("utf16_unmarked.csv", csv_of(group()).encode("utf-16-le"), gives("groups", NAMED)),
    Case(
        "utf32be.csv", b"\0\0\xfe\xff" + csv_of(group()).encode("utf-32-be"), gives("groups", NAMED)
    ),
    Case("utf32_unmarked.csv", csv_of(group()).encode("utf-32-le"), gives("groups", NAMED)),
    Case(
        "utf32_unmarked_cyrillic.csv",
        csv_of(group(DisplayName="Администраторы домена")).encode("utf-32-le"),
        gives("groups", {"displayName": "Администраторы домена"}),
    ),
    Case("utf7.csv", utf7(csv_of(group())), gives("groups", NAMED)),
    Case(
        "ansi.csv", csv_of(group()).encode("cp1252"), gives("groups", NAMED, warns="ansi_code_page")
    ),
    Case(
        "utf16_after_utf8.csv",
        csv_of(group()).encode() + csv_of(group(Id=OTHER_GROUP)).encode("utf-16-le"),
        gives("groups", NAMED, NAMED | {"id": OTHER_GROUP}, warns="mixed_encodings"),
    ),
    Case(
        "utf8_after_utf16.csv",
        csv_of(group()).encode("utf-16") + csv_of(group(Id=OTHER_GROUP)).encode(),
        gives("groups", NAMED, NAMED | {"id": OTHER_GROUP}, warns="mixed_encodings"),
    ),
    Case(
        "and_back.csv",
        csv_of(group()).encode()
        + csv_of(group(Id=OTHER_GROUP)).encode("utf-16-le")
        + csv_of(group(Id=ADA)).encode(),
        gives(
            "groups",
            NAMED,
            NAMED | {"id": OTHER_GROUP},
            NAMED | {"id": ADA},
            warns="mixed_encodings",
        ),
    ),
    Case(
        "utf8_appended_to_ansi.csv",
        csv_of(group()).encode("cp1252") + f'"{OTHER_GROUP}","Größe","True"\r\n'.encode(),
        gives("groups", NAMED, NAMED | {"id": OTHER_GROUP}, warns="mixed_encodings"),
    ),
    Case(
        "ansi_appended_to_marked_utf8.csv",
        b"\xef\xbb\xbf"
        + csv_of(group()).encode()
        + f'"{OTHER_GROUP}","Größe","True"\r\n'.encode("cp1252"),
        gives("groups", NAMED, NAMED | {"id": OTHER_GROUP}, warns="mixed_encodings"),
    ),
    Case(
        "ascii.csv",
        csv_of({"Id": ADA, "DisplayName": "Zo?", "UserPrincipalName": "z@c"}),
        gives("users", {"id": ADA, "displayName": "Zo?"}, warns="lossy_ascii_encoding"),
    ),
    Case(
        "cyrillic_in_ascii.csv",
        csv_of(group(DisplayName="??????? ?????")),
        gives("groups", {"id": GROUP}, warns="lossy_ascii_encoding"),
    ),
    Case(
        "ascii.json",
        json.dumps([{"id": ADA, "displayName": "J?rgen", "userPrincipalName": "j@c"}]),
        gives("users", {"id": ADA}, warns="lossy_ascii_encoding"),
    ),
    Case(
        "question.csv", csv_of(group(DisplayName="Who?")), gives("groups", {"displayName": "Who?"})
    ),
]

TABLES = [
    Case(
        "keys_in_any_order_7.2.csv",
        csv_of({name: row()[name] for name in sorted(row(), reverse=True)}, culture=german),
        gives(ELIGIBLE, START),
    ),
    Case(
        "trailing_columns.csv",
        csv_of(row(), culture=german, delimiter=";", as_needed=True).replace("\r\n", ";;;\r\n"),
        gives(ELIGIBLE, START),
    ),
    Case(
        "blank_rows.csv",
        csv_of(row(), culture=german, delimiter=";", as_needed=True) + ";;;;;;;\r\n" * 3,
        gives(ELIGIBLE, START),
    ),
    Case(
        "quoted_sep.csv",
        '"sep=;"\r\n' + csv_of(row(), culture=german, delimiter=";"),
        gives(ELIGIBLE, START),
    ),
    Case(
        "dots.csv",
        csv_of(row(StartDateTime="2025-05-11 08:00:00"), delimiter=".", as_needed=True),
        gives(ELIGIBLE, START),
    ),
    Case(
        "excel_german.csv",
        csv_of(
            group(IsAssignableToRole="WAHR"),
            group(Id=BEN, IsAssignableToRole="FALSCH"),
            delimiter=";",
        ),
        gives("groups", {"isAssignableToRole": True}, {"isAssignableToRole": False}),
    ),
    Case(
        "no_truth.csv",
        csv_of(group(IsAssignableToRole="vielleicht"), group(Id=OTHER_GROUP)),
        gives(
            "groups",
            {"isAssignableToRole": "unknown"},
            {"isAssignableToRole": None},
            warns="unreadable_flag:isAssignableToRole",
        ),
    ),
    Case(
        "banner.csv",
        "Welcome to Microsoft Graph!\r\n\r\nWARNING: x\r\n" + csv_of(row(), culture=german),
        gives(ELIGIBLE, START, warns="text_before_csv"),
    ),
    Case(
        "transcript.txt",
        TRANSCRIPT.format(csv_of(group())),
        gives("groups", NAMED, warns="transcript"),
    ),
    Case(
        "transcript_list.txt",
        TRANSCRIPT.format(format_list([group()])),
        gives("groups", NAMED, warns="transcript console_text"),
    ),
    Case(
        "schedules.csv",
        csv_of(
            Model(
                "PrivilegedAccessGroupEligibilitySchedule",
                {
                    "AccessId": "member",
                    "CreatedUsing": "x",
                    "GroupId": GROUP,
                    "Id": "1",
                    "MemberType": "direct",
                    "PrincipalId": ADA,
                    "Status": "Provisioned",
                    "ScheduleInfo": Model("RequestSchedule", {}),
                },
            )
        ),
        gives(
            "group_eligibility_schedules",
            {"startDateTime": "unknown", "endDateTime": "unknown", "isPermanent": "unknown"},
            warns="object_cell_lost:scheduleInfo",
        ),
    ),
    Case(
        f"{GROUP}_members.csv",
        csv_of(Model("DirectoryObject", {"DeletedDateTime": None, "Id": ADA}, displayName="Ada")),
        gives(
            "group_members",
            {"id": ADA, "displayName": "unknown", "type": "unknown", "groupId": GROUP},
            warns="object_cell_lost:additionalProperties group_only_in_file_name",
        ),
    ),
    Case(
        "first_object.csv",
        csv_of(without("EndDateTime"), row(Id="2", EndDateTime=NOVEMBER), culture=german),
        gives(
            ELIGIBLE,
            {"endDateTime": "unknown"},
            {"endDateTime": "unknown"},
            warns="missing_column:endDateTime",
        ),
    ),
    Case(
        "ids_as_others_write_them.csv",
        csv_of(
            row(GroupId="{" + GROUP.upper() + "}", PrincipalId=f" {ADA} ", AccessId="Member "),
            row(
                Id="2",
                GroupId=GROUP.replace("-", ""),
                PrincipalId=f'="{BEN}"',
                MemberType="Direct ",
            ),
            culture=german,
        ),
        gives(ELIGIBLE, START, TWO | {"memberType": "direct"}),
    ),
    Case("no_group_column.csv", csv_of(without("GroupId"), culture=german), gives(ELIGIBLE, START)),
    Case(
        "no_access_column.csv", csv_of(without("AccessId"), culture=german), gives(ELIGIBLE, START)
    ),
    Case(
        "cut_off.csv",
        csv_of(row(), row(Id="2", PrincipalId=BEN), culture=german, as_needed=True)[:-30],
        gives(ELIGIBLE, START, warns="rejected_row may_be_cut_off"),
    ),
    Case(
        "quoted_whole.csv",
        "".join(
            f'"{line.replace(chr(34), chr(34) * 2)}"\r\n' for line in csv_of(group()).splitlines()
        ),
        gives("groups", NAMED),
    ),
    Case(
        "blanks_after_commas.csv",
        csv_of(group()).replace('","', '", "'),
        gives("groups", NAMED),
    ),
    Case("no_header.csv", csv_of(row()).partition("\n")[2], refused("no header", "Export again")),
    Case(
        "two_marks.csv",
        (b"\xef\xbb\xbf" + csv_of(group()).encode())
        + (b"\xef\xbb\xbf" + csv_of(group(Id=OTHER_GROUP)).encode()),
        gives("groups", NAMED, NAMED | {"id": OTHER_GROUP}),
    ),
    Case(
        "joined_in_another_order.csv",
        csv_of(row(), culture=german)
        + csv_of(
            {name: row(Id="2", PrincipalId=BEN)[name] for name in sorted(row(), reverse=True)},
            culture=german,
        ),
        gives(ELIGIBLE, START, TWO),
    ),
    Case("workbook.csv", b"PK\x03\x04" + bytes(range(256)), refused("Excel workbook", "CSV")),
    Case(
        "lines_in_a_list.txt",
        f"\r\nId                 : {GROUP}\r\nDisplayName        : Tier\r\n"
        "Description        : one: 1\r\n                     two: 2\r\n\r\n"
        "                     four: 4\r\nIsAssignableToRole : True\r\n\r\n"
        f"Id                 : {OTHER_GROUP}\r\nDisplayName        : {{a, b}}\r\n"
        "Description        :\r\nIsAssignableToRole :\r\nWARNING: There are more\r\n",
        gives(
            "groups",
            {"id": GROUP, "description": "one: 1 two: 2 four: 4", "isAssignableToRole": True},
            {"id": OTHER_GROUP, "displayName": "{a, b}", "isAssignableToRole": None},
            warns="console_text text_among_rows",
        ),
    ),
    Case("cut_in_quotes.csv", csv_of(row(), culture=german)[:-60], refused("line 2", "cut off")),
    Case(
        "hashtables_5.1.csv",
        '"IsReadOnly";"IsFixedSize";"IsSynchronized";"Keys";"Values";"SyncRoot";"Count"\r\n',
        refused("hashtables", "-OutputType PSObject"),
    ),
    Case(
        "dictionary.csv",
        '"Comparer","Count","Keys","Values"\r\n"x","4","y","z"\r\n',
        refused("hashtables", "-OutputType PSObject"),
    ),
    Case(
        "format_table.csv",
        '#TYPE Microsoft.PowerShell.Commands.Internal.Format.FormatStartData\r\n"ClassId2e4f51ef21'
        'dd47e99d3c952918aff9cd","pageHeaderEntry"\r\n"033ecb2bc07a4d43b5ef94ed5a35d280",\r\n',
        refused("formatting", "Format-Table"),
    ),
    Case(
        "set_content.json",
        "Microsoft.Graph.PowerShell.Models.MicrosoftGraphGroup\r\n" * 3,
        refused("names of .NET objects", "ConvertTo-Json"),
    ),
    Case(
        "set_content.csv",
        "System.Collections.Hashtable\r\nSystem.Collections.Hashtable\r\n",
        refused("names of .NET objects", "ConvertTo-Json"),
    ),
    Case(
        "add_content.txt",
        f"@{{Id={GROUP}; DisplayName=x}}\r\n",
        refused("names of .NET objects", "ConvertTo-Json"),
    ),
    Case(
        "speaks_of_clixml.csv",
        csv_of(group(Description="<Objs ")),
        gives("groups", NAMED | {"description": "<Objs "}),
    ),
    Case(
        "banner.xml",
        b"Welcome to Microsoft Graph!\r\n"
        + export_clixml([Model(KIND, row())])[2:].decode("utf-16-le").encode(),
        gives(ELIGIBLE, START),
    ),
    Case("lengths.csv", '"Length"\r\n"36"\r\n', refused("lengths", "Out-File")),
    Case("page.csv", csv_of(table(PAGE)), refused(".value", "ConvertTo-Json -Depth 10")),
    Case(
        "table.txt",
        f"\r\nId   DisplayName\r\n--   -----------\r\n{GROUP} Tier...\r\n".encode("utf-16"),
        refused("console table"),
    ),
    Case(
        "colours.txt",
        f"\x1b[32;1mId\x1b[0m\n\x1b[32;1m--\x1b[0m\n{GROUP}\n",
        refused("console table"),
    ),
]

DATES = [
    Case(
        "ambiguous.csv",
        csv_of(row(), culture=british),
        gives(ELIGIBLE, ONE | {"startDateTime": "ambiguous"}, warns="ambiguous_dates"),
    ),
    Case(
        "decided_by_the_other_column.csv",
        csv_of(row(EndDateTime=NOVEMBER), culture=british),
        gives(ELIGIBLE, START | {"endDateTime": "2025-11-30T08:00:00Z"}),
    ),
    Case(
        "changed_by_excel.csv",
        csv_of(
            row(StartDateTime="11.05.2025 08:00"),
            row(Id="2", StartDateTime="12/31/2025 11:59:59 PM"),
        ),
        gives(
            ELIGIBLE,
            {"startDateTime": "ambiguous"},
            {"startDateTime": "2025-12-31T23:59:59Z"},
            warns="ambiguous_dates",
        ),
    ),
    Case("danish.csv", csv_of(row(StartDateTime="11.05.2025 08.00.00")), gives(ELIGIBLE, START)),
    Case("finnish.csv", csv_of(row(StartDateTime="11.5.2025 8.00.00")), gives(ELIGIBLE, START)),
    Case(
        "hungarian.csv", csv_of(row(StartDateTime="2025. 05. 11. 8:00:00")), gives(ELIGIBLE, START)
    ),
    Case("thai.csv", csv_of(row(StartDateTime="11/5/2568 08:00:00")), gives(ELIGIBLE, START)),
    Case("persian.csv", csv_of(row(StartDateTime="1404/2/21 8:00:00")), gives(ELIGIBLE, START)),
    Case(
        "arabic.csv",
        csv_of(row(StartDateTime="13\u200f\u200f/11\u200f\u200f/1446 بعد الهجرة 8:00:00 ص")),
        gives(ELIGIBLE, START),
    ),
    Case(
        "taiwanese.csv",
        csv_of(row(StartDateTime="2025/5/11 8:00:00")),
        gives(ELIGIBLE, {"startDateTime": "ambiguous"}, warns="half_of_day_unknown:startDateTime"),
    ),
    Case(
        "offset.json",
        json.dumps([raw(startDateTime="2025-05-11T10:00:00+02:00")]),
        gives(ELIGIBLE, START),
    ),
    Case(
        "microsoft_offset.json",
        json.dumps([raw(startDateTime="/Date(1746950400000+0200)/")]),
        gives(ELIGIBLE, START),
    ),
    Case(
        "date_time_offset.json",
        json.dumps(
            [
                raw(
                    startDateTime={
                        "DateTime": "/Date(1746957600000)/",
                        "UtcDateTime": "/Date(1746950400000)/",
                        "Offset": {"Hours": 2},
                    }
                )
            ]
        ),
        gives(ELIGIBLE, START),
    ),
    Case(
        "seconds.json",
        json.dumps([raw(endDateTime=1746950400)]),
        gives(ELIGIBLE, {"endDateTime": "unknown"}, warns="unreadable_date:endDateTime"),
    ),
    Case(
        "sentinel.csv",
        csv_of(row(EndDateTime="1/1/0001 12:00:00 AM"), culture=german),
        gives(ELIGIBLE, ONE),
    ),
    Case(
        "model_row.json",
        json.dumps([raw(endDateTime="1900-01-01T00:00:00Z")]),
        gives(ELIGIBLE, START),
    ),
    Case(
        "thai_format_of_ones_own.json",
        json.dumps([raw(startDateTime="2568-05-11T08:00:00Z")]),
        gives(ELIGIBLE, START),
    ),
    Case(
        "persian_end.csv",
        csv_of(row(EndDateTime="1404-09-09 08:00:00"), culture=german),
        gives(ELIGIBLE, START | {"endDateTime": "2025-11-30T08:00:00Z"}),
    ),
    Case(
        "hijri_end.json",
        json.dumps([raw(endDateTime="1447-06-09T08:00:00Z")]),
        gives(ELIGIBLE, START | {"endDateTime": "2025-11-30T08:00:00Z"}),
    ),
    Case(
        "year_25.json",
        json.dumps([raw(endDateTime="0025-11-30T08:00:00Z")]),
        gives(ELIGIBLE, {"endDateTime": "unknown"}, warns="unreadable_date:endDateTime"),
    ),
    Case(
        "far_beyond.json",
        json.dumps([raw(endDateTime="/Date(9999999999999999)/")]),
        gives(ELIGIBLE, {"endDateTime": "unknown"}, warns="unreadable_date:endDateTime"),
    ),
    Case(
        "beginning_of_time_in_another_zone.json",
        json.dumps([raw(endDateTime="0001-01-01T00:00:00+02:00")]),
        gives(ELIGIBLE, START),
    ),
    Case(
        "greek_evening_in_ascii.csv",
        csv_of(row(StartDateTime="13/5/2025 8:00:00 μ.μ."), delimiter=";").encode(
            "ascii", "replace"
        ),
        gives(ELIGIBLE, {"startDateTime": "ambiguous"}, warns="half_of_day_unknown:startDateTime"),
    ),
    Case(
        "serials.csv",
        csv_of(row(StartDateTime="45788.3333333333"), row(Id="2", StartDateTime="45800.5")),
        gives(
            ELIGIBLE,
            START,
            {"startDateTime": "2025-05-23T12:00:00Z"},
            warns="spreadsheet_dates:startDateTime",
        ),
    ),
    Case(
        "serials_perhaps_exchanged.csv",
        csv_of(row(StartDateTime="45788.3333333333")),
        gives(
            ELIGIBLE,
            {"startDateTime": "ambiguous"},
            warns="spreadsheet_dates_ambiguous:startDateTime",
        ),
    ),
    Case(
        "serials_beside_dates.csv",
        csv_of(
            row(StartDateTime="45800.5"),
            row(Id="2"),
            culture=lambda day: f"{day:%Y-%m-%d %H:%M:%S}",
        ),
        gives(ELIGIBLE, {"startDateTime": "unknown"}, START, warns="unreadable_date:startDateTime"),
    ),
    Case(
        "two_digits.csv",
        csv_of(row(StartDateTime="11/05/25 08:00"), row(Id="2", StartDateTime="12/06/25 12:00")),
        gives(
            ELIGIBLE,
            {"startDateTime": "unknown"},
            {"startDateTime": "unknown"},
            warns="unreadable_date:startDateTime",
        ),
    ),
    Case(
        "two_digits_last.csv",
        csv_of(row(StartDateTime="02/06/25 08:00"), row(Id="2", StartDateTime="13/05/25 12:00")),
        gives(
            ELIGIBLE,
            {"startDateTime": "2025-06-02T08:00:00Z"},
            {"startDateTime": "2025-05-13T12:00:00Z"},
            warns="two_digit_years:startDateTime",
        ),
    ),
    Case(
        "damaged_ids.csv",
        csv_of(
            row(PrincipalId="ada@contoso.com"),
            row(Id="2", PrincipalId="1.2345E+11"),
            row(Id="3", PrincipalId=ADA[:30]),
            row(Id="4", GroupId=GROUP[:20]),
            row(Id="5", PrincipalId=BEN),
            culture=german,
        ),
        gives(ELIGIBLE, TWO, warns="rejected_row"),
    ),
    Case(
        "portal_word.csv",
        csv_of(row(EndDateTime="No Expiry"), culture=german),
        gives(ELIGIBLE, START),
    ),
]

DOCUMENTS = [
    Case("single_value.json", json.dumps(PAGE | {"value": raw()}), gives(ELIGIBLE, START)),
    Case(
        "pages.json",
        json.dumps([MORE, LAST]),
        gives(ELIGIBLE, START, TWO),
    ),
    Case(
        "cut_pages.json",
        json.dumps(LAST) + "\n" + json.dumps(MORE),
        gives(ELIGIBLE, TWO, START, warns="incomplete_next_link"),
    ),
    Case(
        "some_rows_without_an_end.json",
        json.dumps(
            [raw(), {name: one for name, one in raw(id="2").items() if name != "endDateTime"}]
        ),
        gives(ELIGIBLE, ONE, {"endDateTime": "unknown"}, warns="missing_property:endDateTime"),
    ),
    Case(
        "log.json",
        f"[12:00:01] Exporting\r\n{json.dumps([raw()])}\r\n[12:00:05] Done.",
        gives(ELIGIBLE, START, warns="text_before_json text_after_json"),
    ),
    Case(
        "list_through_a_pipeline_5.1.json",
        json.dumps(PAGE | {"value": {"value": [raw()], "Count": 1}}),
        gives(ELIGIBLE, START),
    ),
    Case(
        "link_to_nowhere.json", json.dumps(PAGE | {"@odata.nextLink": ""}), gives(ELIGIBLE, START)
    ),
    Case(
        "top_1.json",
        json.dumps(PAGE | {"@odata.count": 3}),
        gives(ELIGIBLE, START, warns="incomplete_count"),
    ),
    Case(
        "edited_5.1.json",
        json.dumps({"value": [raw()], "Count": 2}),
        gives(ELIGIBLE, START, warns="incomplete_count"),
    ),
    Case("counted.json", json.dumps(PAGE | {"@odata.count": 1}), gives(ELIGIBLE, START)),
    Case("null.json", "null\r\n", gives("unknown", warns="empty_file")),
    Case("empty_object.json", "{}", gives("unknown", warns="empty_file")),
    Case("mark_only.json", b"\xef\xbb\xbf", gives("unknown", warns="empty_file")),
    Case("no_rows.json", '{"value": null, "Count": 0}', gives("unknown", warns="empty_file")),
    Case("cut_off.json", json.dumps([raw()], indent=1)[:-60], refused("line", "column", "cut off")),
    Case(
        "comma.json",
        json.dumps([raw()], indent=1).replace('",', '"', 1),
        refused("line 4", "column"),
    ),
    Case("bracket.json", json.dumps([raw()]) + "]", refused("line 1", "column")),
    Case("not_a_number.json", '[{"id": NaN}]', refused("NaN")),
    Case("ids.json", json.dumps([ADA, BEN]), refused("bare values", "-ExpandProperty")),
    Case(
        "refusal.json",
        '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges"}}',
        refused("Authorization_RequestDenied: Insufficient privileges. Export", "permissions"),
    ),
    Case(
        "refusal_in_context.json",
        '{"@odata.context":"x","error":{"code":"Forbidden","message":"no"}}',
        refused("Forbidden", "permissions"),
    ),
    Case(
        "token.json",
        '{"error":"invalid_grant","error_description":"AADSTS50076: multi-factor"}',
        refused("AADSTS50076"),
    ),
    Case(
        "error.txt",
        "Get-MgGroup : Insufficient privileges to complete the operation.\r\nStatus: 403\r\n",
        refused("error message", "Insufficient privileges"),
    ),
    Case(
        "sign_in.json",
        "<!DOCTYPE html>\r\n<html><title>Sign in to your account</title><script>\r\n{}\r\n</script>",
        refused("web page", "Sign in to your account"),
    ),
    Case(
        "table.html.txt",
        "<!DOCTYPE html><html><head><title>HTML TABLE</title></head><body>\r\n<table>\r\n<colgroup>",
        refused("ConvertTo-Html", "ConvertTo-Json"),
    ),
    Case(
        "page_without_rows_5.1_depth.json",
        json.dumps(PAGE | {"value": ["@{id=1; groupId=2}"]}),
        refused("-Depth 10", "depth"),
    ),
    Case("pages_depth_2.json", convert_to_json([table(PAGE)]), refused("-Depth 10", "depth")),
]

STRENGTH = {
    "Id": "1",
    "DisplayName": "Strong",
    "PolicyType": "custom",
    "RequirementsSatisfied": "mfa",
}
APPROVAL = {
    "isApprovalRequired": True,
    "approvalStages": [{"primaryApprovers": [{"userId": ADA}, {"groupId": OTHER_GROUP}]}],
}
RULES: list[dict[str, Any]] = [
    {"id": "Expiration_EndUser_Assignment", "maximumDuration": "PT8H", "target": {"level": "x"}},
    {
        "id": "Enablement_EndUser_Assignment",
        "enabledRules": ["MultiFactorAuthentication", "Justification"],
    },
    {"id": "Enablement_Admin_Assignment", "enabledRules": []},
    {"id": "Approval_EndUser_Assignment", "setting": APPROVAL},
]
ASSIGNMENT = {
    "id": f"{POLICY}_member",
    "policyId": POLICY,
    "scopeId": GROUP,
    "scopeType": "Group",
    "roleDefinitionId": "member",
}
WHOLE = {
    "policyId": POLICY,
    "scopeId": GROUP,
    "maximumActivationDuration": "PT8H",
    "enabledRules": ["MultiFactorAuthentication", "Justification"],
    "activationRequiresMfa": True,
    "adminAssignmentEnabledRules": [],
    "activationRequiresApproval": True,
}
CUT = WHOLE | {"activationRequiresApproval": "unknown", "approvers": "unknown"}
NOTHING = {
    "policyId": POLICY,
    "activationRequiresMfa": "unknown",
    "activationRequiresApproval": "unknown",
    "maximumActivationDuration": "unknown",
    "authenticationContextEnabled": "unknown",
}
RULES_PAGE = {"@odata.context": RULES_CONTEXT, "value": RULES}
POLICY_WITH_RULES = {
    "rules@odata.context": RULES_CONTEXT, "id": POLICY, "displayName": "Group",
    "isOrganizationDefault": False, "scopeId": GROUP, "scopeType": "Group", "rules": RULES,
}  # fmt: skip


def _model_rules() -> list[Model]:
    return [
        Model(
            "UnifiedRoleManagementPolicyRule",
            {"Id": one["id"], "Target": Model("Target", {"Level": "x"})},
            **{
                name: _dictionary(value)
                for name, value in one.items()
                if name not in {"id", "target"}
            },
        )
        for one in RULES
    ]


def _dictionary(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return Dictionary({name: _dictionary(one) for name, one in value.items()})
    return [_dictionary(one) for one in value] if isinstance(value, list) else value


def _expanded(depth: int) -> str:
    page = {"value": [ASSIGNMENT | {"policy": {"id": POLICY, "rules": RULES}}]}
    return convert_to_json(table(page), depth=depth)


ASSIGNED = "role_management_policy_assignments"
LOOSE = "role_management_policy_rules"
POLICIES = [
    Case(
        "invoke_depth_2.json",
        convert_to_json(table(RULES_PAGE)),
        gives(LOOSE, CUT, warns="truncated_by_depth"),
    ),
    Case(
        "objects_depth_2.json",
        convert_to_json(custom(RULES_PAGE)),
        gives(LOOSE, CUT, warns="truncated_by_depth"),
    ),
    Case(
        "invoke_depth_5.json",
        convert_to_json(table(RULES_PAGE), depth=5),
        gives(LOOSE, WHOLE | {"approvers": "unknown"}, warns="truncated_by_depth"),
    ),
    Case("invoke_depth_10.json", convert_to_json(table(RULES_PAGE), depth=10), gives(LOOSE, WHOLE)),
    Case(
        f"{POLICY}_rules.json",
        convert_to_json(_model_rules()),
        gives(LOOSE, CUT, warns="truncated_by_depth policy_link_only_in_file_name"),
    ),
    Case(
        f"{POLICY}_rules.csv",
        csv_of(*_model_rules()),
        gives(LOOSE, NOTHING, warns="rule_details_lost policy_link_only_in_file_name"),
    ),
    Case(
        f"{POLICY}_rules.xml",
        export_clixml(_model_rules(), depth=8),
        gives(LOOSE, WHOLE, warns="policy_link_only_in_file_name"),
    ),
    Case(
        "rules.json",
        json.dumps(RULES),
        gives(
            LOOSE,
            WHOLE | {"policyId": "unknown", "scopeId": "unknown"},
            warns="policy_of_rules_unknown",
        ),
    ),
    Case(
        "expanded_2.json",
        _expanded(2),
        gives(ASSIGNED, NOTHING, warns="rule_details_lost truncated_by_depth"),
    ),
    Case("expanded_3.json", _expanded(3), gives(ASSIGNED, NOTHING, warns="truncated_by_depth")),
    Case("expanded_5.json", _expanded(5), gives(ASSIGNED, CUT, warns="truncated_by_depth")),
    Case("expanded_10.json", _expanded(10), gives(ASSIGNED, WHOLE)),
    Case(
        "joined_by_a_script.json",
        json.dumps(
            RULES_PAGE
            | {"value": [RULES[1] | {"enabledRules": "MultiFactorAuthentication,Justification"}]}
        ),
        gives(
            LOOSE,
            {
                "enabledRules": ["MultiFactorAuthentication", "Justification"],
                "activationRequiresMfa": True,
            },
        ),
    ),
    Case(
        "strength.csv",
        csv_of(
            STRENGTH | {"AllowedCombinations": "password,sms"},
            STRENGTH | {"Id": "2", "AllowedCombinations": "fido2 password,sms"},
        ),
        gives(
            "authentication_strength_policies",
            {"allowedCombinations": "unknown"},
            {"allowedCombinations": ["fido2", "password,sms"]},
            warns="object_cell_lost:allowedCombinations",
        ),
    ),
    Case(
        "no_such_policy.json",
        json.dumps([one | {"policyId": "Group_x"} for one in RULES]),
        gives(LOOSE, {"policyId": "Group_x", "scopeId": "unknown", "activationRequiresMfa": True}),
    ),
    Case("not_expanded.json", json.dumps([ASSIGNMENT]), gives(ASSIGNED, NOTHING)),
    Case(
        "one_policy.json",
        json.dumps(POLICY_WITH_RULES),
        gives("role_management_policies", {"id": POLICY, "activationRequiresMfa": True}),
    ),
]

USER = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
LINKS = [
    Case(
        "time_spans.json",
        convert_to_json(
            [
                Model(
                    "PrivilegedAccessGroupEligibilitySchedule",
                    {
                        "AccessId": "member", "CreatedUsing": "x", "GroupId": GROUP, "Id": "1",
                        "MemberType": "direct", "PrincipalId": ADA, "Status": "Provisioned",
                        "ScheduleInfo": {
                            "StartDateTime": MAY,
                            "Expiration": {
                                "Duration": {"Ticks": 864000000000, "Days": 1, "TotalDays": 1.0},
                                "EndDateTime": None,
                                "Type": "afterDuration",
                            },
                        },
                    },
                )
            ],
            depth=5,
        ),
        gives(
            "group_eligibility_schedules",
            {"endDateTime": "2025-05-12T08:00:00Z", "isPermanent": False},
        ),
    ),
    Case(
        "time_span_cut.json",
        json.dumps(
            [
                {
                    "id": "1", "accessId": "member", "createdUsing": "x", "groupId": GROUP,
                    "memberType": "direct", "principalId": ADA, "status": "Provisioned",
                    "scheduleInfo": {
                        "startDateTime": "2025-05-11T08:00:00Z",
                        "expiration": {"type": "afterDuration", "duration": "365.00:00:00"},
                    },
                }
            ]
        ),
        gives("group_eligibility_schedules", {"endDateTime": "2026-05-11T08:00:00Z"}),
    ),
    Case(
        "members.json",
        json.dumps({"@odata.context": f"{GRAPH}groups('{GROUP.upper()}')/members", "value": [USER]}),
        gives("group_members", {"id": ADA, "type": "user", "groupId": GROUP}),
    ),
    Case(
        "members_of_nobody.json",
        json.dumps({"@odata.context": f"{GRAPH}directoryObjects", "value": [USER]}),
        gives("group_members", {"id": ADA, "groupId": "unknown"}, warns="group_of_members_unknown"),
    ),
    Case(
        f"{GROUP}_transitiveMembers.json",
        json.dumps({"@odata.context": f"{GRAPH}directoryObjects", "value": [USER]}),
        gives("unknown", warns="not_used"),
    ),
    Case("my_users.csv", csv_of({"Id": ADA, "DisplayName": "Ada"}), refused("ids and names only", "users")),
    Case("x.csv", csv_of({"Id": GROUP, "DisplayName": "Ada"}), gives("groups", {"id": GROUP}, warns="assumed_groups")),
    Case(
        f"{GROUP}_members_selected.csv",
        csv_of({"Id": ADA, "DisplayName": "Ada", "UserPrincipalName": "a@c"}),
        gives("users", {"id": ADA}, warns="list_read_as_users"),
    ),
    Case(
        f"{ADA}_memberOf.json",
        convert_to_json(
            [Model("DirectoryObject", {"Id": GROUP}, **{"@odata.type": "#microsoft.graph.group"})]
        ),
        gives("unknown", warns="not_used"),
    ),
    Case(
        f"directoryRole_{ROLE}_members.json",
        json.dumps({"@odata.context": f"{GRAPH}directoryObjects", "value": [USER]}),
        gives("unknown", warns="not_used"),
    ),
    Case(
        "principal_depth_2.json",
        convert_to_json(table(PAGE | {"value": [raw(principal=USER)]})),
        gives(ELIGIBLE, START | {"principalType": "unknown"}, warns="truncated_by_depth"),
    ),
    Case(
        "depth_1.json",
        convert_to_json([Model("DirectoryObject", {"Id": ADA}, displayName="Ada")], depth=1),
        gives("group_members", {"displayName": "unknown", "type": "unknown"}, warns="truncated_by_depth"),
    ),
    Case(
        "nobody_selected.json",
        convert_to_json(
            [Model("User", {"Id": ADA, "UserPrincipalName": "a@c", "AccountEnabled": None, "UserType": None})]
        ),
        gives(
            "users",
            {"accountEnabled": "unknown", "userType": "unknown"},
            warns="not_selected:accountEnabled not_selected:userType",
        ),
    ),
    Case(
        "activated_using.json",
        convert_to_json(
            [
                Model(
                    "UnifiedRoleAssignmentScheduleInstance",
                    {
                        "ActivatedUsing": Model("UnifiedRoleEligibilityScheduleInstance", {"Id": None}),
                        "AssignmentType": "Assigned", "DirectoryScopeId": "/", "EndDateTime": None,
                        "Id": "1", "MemberType": "Direct", "PrincipalId": ADA,
                        "RoleDefinitionId": ROLE, "StartDateTime": MAY,
                    },
                )
            ]
        ),
        gives(
            "role_assignment_schedule_instances",
            {"assignmentType": "assigned", "activatedUsing": None, "principalId": ADA},
        ),
    ),
]  # fmt: skip

CASES = [*ENCODINGS, *TABLES, *DATES, *DOCUMENTS, *POLICIES, *LINKS]


def _same(told: object, meant: object) -> bool:
    if isinstance(told, str) and isinstance(meant, str):
        return told.lower() == meant.lower()
    return told == meant


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_is_read_right_or_refused(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(_bytes(case))
    (source,) = read([path], as_of=AS_OF, keep_records=True).sources
    if isinstance(case.outcome, Refused):
        assert source.error is not None
        assert not source.records
        for word in case.outcome.words:
            assert word in source.error
        return
    assert source.error is None
    assert source.resource == case.outcome.resource
    assert len(source.records) == len(case.outcome.records)
    for told, meant in zip(source.records, case.outcome.records, strict=True):
        for name, value in meant.items():
            assert _same(told.get(name), value), (name, told.get(name), value)
    assert case.outcome.warnings <= codes(source)


@settings(max_examples=300)
@given(case=st.sampled_from(CASES), other=st.sampled_from(CASES), data=st.data())
def test_no_change_to_any_of_them_is_more_than_a_message(
    case: Case, other: Case, data: st.DataObject
) -> None:
    content, foreign = _bytes(case), _bytes(other)
    at, begin = (data.draw(st.integers(0, len(one))) for one in (content, foreign))
    gone, length = data.draw(st.integers(0, 60)), data.draw(st.integers(0, 300))
    between = data.draw(st.sampled_from([b"", b"\0", b"\xff\xfe", b'"', b"[", b"\r", b"#TYPE "]))
    changed = content[:at] + between + foreign[begin : begin + length] + content[at + gone :]
    contents = read_bytes(case.name, changed, None)
    for part in contents.parts:
        list(part.resource.parse(part.reading.rows, part.reading))
        kept = [one for one in part.reading.rows if one not in part.reading.refused]
        json.dumps([printed(one) for one in part.resource.records(kept, part.reading)])


def _bytes(case: Case) -> bytes:
    return case.content if isinstance(case.content, bytes) else case.content.encode()


INSIDE = [Model("DirectoryObject", {"DeletedDateTime": None, "Id": one}) for one in (ADA, BEN)]
WITH_MEMBERS = [Model("Group", {"Id": GROUP, "DisplayName": "Helpdesk", "Members": INSIDE})]


INNER = "Microsoft.Graph.PowerShell.Models.MicrosoftGraphDirectoryObject"


@pytest.mark.parametrize("members", [INNER, [INNER, INNER]], ids=["joined", "listed"])
def test_members_cut_off_inside_a_group_are_told(members: object, tmp_path: Path) -> None:
    path = tmp_path / "groups.json"
    cut = {"Id": GROUP, "DisplayName": "Helpdesk", "SecurityEnabled": True, "Members": members}
    path.write_text(json.dumps([cut]))
    (source,) = read([path], as_of=AS_OF).sources
    assert source.resource == "groups"
    assert "truncated_by_depth" in codes(source)


def test_members_expanded_by_the_sdk_lose_who_they_are(tmp_path: Path) -> None:
    path = tmp_path / "groups.json"
    path.write_text(convert_to_json(WITH_MEMBERS, depth=10))
    groups, members = read([path], as_of=AS_OF, keep_records=True).sources
    assert groups.resource == "groups"
    assert [one["type"] for one in members.records] == ["unknown", "unknown"]
    assert "principal_details_lost" in codes(members)


def test_the_names_of_types_are_what_powershell_prints() -> None:
    stages = [Hashtable(), Hashtable()]
    assert as_text(stages) == "System.Collections.Hashtable System.Collections.Hashtable"
    assert as_text(Custom(a=1)) == "@{a=1}"
