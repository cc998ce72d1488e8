"""The script parses, only reads, runs in both PowerShells, and says what the plan says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tree_sitter_powershell
from click.testing import CliRunner
from tree_sitter import Language, Node, Parser

from pimreport import __version__
from pimreport.cli import program
from pimreport.collector import script
from pimreport.collector.explained import queries_table, scopes_table
from pimreport.collector.plan import Each, environments, queries, requests, scopes
from pimreport.data import facts
from pimreport.parsers import resources
from pimreport.parsers.resource import Resource
from pimreport.registry import registered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCS = Path(__file__).parents[2] / "docs" / "collector.md"
TEXT = script(__version__)
GRAPH = {"Connect-MgGraph", "Disconnect-MgGraph", "Get-MgContext", "Invoke-MgGraphRequest"}
LOCAL = {
    "Add-Type", "Compress-Archive", "ConvertFrom-Json", "ConvertTo-Json", "ForEach-Object", "Format-Table",
    "Get-Date", "Get-Module", "Group-Object", "Join-Path", "New-Item", "New-Object", "Out-Host",
    "Out-Null", "Out-String", "Remove-Item", "Select-Object", "Set-StrictMode", "Sort-Object", "Start-Sleep",
    "Test-Path", "Where-Object", "Write-Host", "Write-Progress", "Write-Verbose",
}  # fmt: skip
STATE = ("Known", "Asked", "Numbers", "Refused", "Entries", "Queries", "Scopes", "Graph", "Root")


def parsed() -> Node:
    return Parser(Language(tree_sitter_powershell.language())).parse(TEXT.encode()).root_node


def nodes(of: Node, *kinds: str) -> Iterator[Node]:
    if of.type in kinds:
        yield of
    for child in of.children:
        yield from nodes(child, *kinds)


def told(node: Node) -> str:
    assert node.text is not None
    return node.text.decode()


def test_it_parses() -> None:
    root = parsed()
    assert not root.has_error, [told(one)[:80] for one in nodes(root, "ERROR")]


def test_it_calls_nothing_but_these() -> None:
    root = parsed()
    own = {told(one) for one in nodes(root, "function_name")}
    called = {told(one) for one in nodes(root, "command_name", "command_name_expr")}
    assert called - own <= GRAPH | LOCAL
    assert own <= called, "every function is used"


def test_it_sends_requests_in_one_place_and_all_of_them_are_get() -> None:
    sent = [told(one) for one in nodes(parsed(), "command") if "Invoke-MgGraphRequest" in told(one)]
    assert [one.split()[:3] for one in sent] == [["Invoke-MgGraphRequest", "-Method", "GET"]]
    assert "-Body" not in sent[0]
    assert not re.search(r"\b(POST|PATCH|PUT|DELETE)\b", TEXT)


def test_it_opens_no_other_connection_and_runs_no_text() -> None:
    types = {told(one) for one in nodes(parsed(), "type_name", "type_identifier")}
    assert not [one for one in types if re.search(r"(?i)\b(net|web|sockets|reflection)\b", one)]
    assert not re.search(r"(?i)invoke-expression|scriptblock|http://", TEXT)
    assert re.findall(r"Add-Type[^\n]*", TEXT) == ["Add-Type -AssemblyName System.Web.Extensions"]


def test_it_asks_for_permissions_that_read() -> None:
    assert not [one for one in scopes() if "Write" in one or ".Read" not in one]
    needed = {scope for query in queries() for scope in query.scopes}
    assert needed == set(scopes())


@pytest.mark.parametrize("new", [" ?? ", "?.", " && ", " || ", "-AsHashtable", "-Parallel", " ? "])
def test_windows_powershell_knows_its_syntax(new: str) -> None:
    code = re.sub(r"(?s)<#.*?#>|#[^\n]*|'[^'\n]*'", "", TEXT)
    assert new not in code


def test_it_survives_any_encoding() -> None:
    assert TEXT.isascii()


@pytest.mark.parametrize("name", STATE)
def test_no_other_spelling_hides_the_state(name: str) -> None:
    # PowerShell's variables know no case: $asked = 0 would overwrite $Asked.
    spellings = {told(one) for one in nodes(parsed(), "variable")}
    assert {one for one in spellings if one.lower() == f"${name.lower()}"} == {f"${name}"}


def test_it_holds_the_whole_plan() -> None:
    assert "<<" not in TEXT
    for query in queries():
        quoted = query.uri.replace("'", "''")
        assert f"= '{query.name}'\n" in TEXT
        assert f"= '{quoted}'\n" in TEXT
    for name, address in environments().items():
        assert re.search(rf"'{name}' +=\s'{re.escape(address)}'\n", TEXT)
        assert name in TEXT.partition("[ValidateSet(")[2].partition(")")[0]


def test_every_query_is_well_formed() -> None:
    known = {one.name for one in registered(resources, Resource)} | {""}
    names = [query.name for query in queries()]
    assert len(names) == len(set(names))
    for query in queries():
        assert query.resource in known
        assert ("{id}" in query.uri) == (query.each in {Each.GROUP, Each.UNIT})
        assert ("{ids}" in query.uri) == (query.each is Each.PRINCIPAL)
        for switch in (query.unless, query.only_with):
            assert not switch or f"[switch] ${switch}" in TEXT


def test_everything_the_report_wants_is_collected() -> None:
    collected = {query.resource for query in queries()}
    assert not [
        want for want in facts("wanted_evidence")["want"] if not collected & {*want["any_of"]}
    ]


def test_the_estimate_in_the_docs() -> None:
    once = requests(groups=0, units=0, principals=0)
    assert requests(groups=1, units=0, principals=0) - once == 7
    assert requests(groups=0, units=0, principals=15) - once == 3
    total = requests(groups=200, units=10, principals=1500)
    text = DOCS.read_text("utf-8")
    assert f"About {once} requests, 7 for each group" in text
    assert f"about {total:,} requests" in text


TABLES: dict[str, Callable[[], str]] = {"scopes": scopes_table, "queries": queries_table}


@pytest.mark.parametrize("name", TABLES)
def test_the_docs_tables_are_the_plan(name: str, pytestconfig: pytest.Config) -> None:
    text = DOCS.read_text("utf-8")
    before, start, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    assert start
    now = f"{before}{start}{TABLES[name]()}{end}{after}"
    if pytestconfig.getoption("--golden"):
        DOCS.write_text(now, "utf-8")
    elif now != text:
        pytest.fail("the plan has changed: run pytest tests/collector/test_script.py --golden")


def test_the_command_writes_what_windows_powershell_reads(tmp_path: Path) -> None:
    target = tmp_path / "Export-PimEvidence.ps1"
    assert CliRunner().invoke(program, ["collector", "-o", str(target)]).exit_code == 0
    written = target.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf#Requires")
    assert written.decode("utf-8-sig").replace("\r\n", "\n") == TEXT
    again = CliRunner().invoke(program, ["collector", "-o", str(target)])
    assert "--force" in str(again.exception)
    forced = CliRunner().invoke(program, ["collector", "-o", str(target), "--force"])
    assert forced.exit_code == 0


def test_the_command_prints_it_without_a_file() -> None:
    assert CliRunner().invoke(program, ["collector"]).stdout_bytes.decode() == TEXT
