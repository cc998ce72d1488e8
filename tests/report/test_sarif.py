"""The SARIF file has the structure of version 2.1.0, and says what the findings say."""

from __future__ import annotations

import dataclasses
import gzip
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import handmade
import jsonschema
import pytest

from pimreport import analysis, parsers
from pimreport.model.as_of import AsOf
from pimreport.model.findings import AcceptedRisk, Status
from pimreport.report import Settings, writer_for

if TYPE_CHECKING:
    from collections.abc import Callable

CONTOSO = Path(__file__).parents[2] / "samples/contoso"
WHICH = ["small", "hostile", "empty", "many"]
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
URI = {"type": "string", "format": "uri-reference", "pattern": r"^[!-~]*$"}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "uniqueItems": True}


# The part of sarif-schema-2.1.0.json that concerns what is written here; it knows no other names.
BAG = {"type": "object"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LINE = closed(["startLine"], startLine={"type": "integer", "minimum": 1})
PLACE = closed(["artifactLocation"], artifactLocation=closed(["uri"], uri=URI), region=LINE)
LOCATION = closed([], physicalLocation=PLACE, message=TEXT, properties=BAG)
RULE = closed(
    ["id"],
    id={"type": "string"},
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=TEXT,
    helpUri={"type": "string", "format": "uri"},
    defaultConfiguration=closed([], level=LEVEL),
    properties={"type": "object", "properties": {"tags": many({"type": "string"})}},
)
SUPPRESSION = closed(
    ["kind"],
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification={"type": "string"},
)
RESULT = closed(
    ["message"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    kind={"const": "fail"},
    level=LEVEL,
    message=TEXT,
    locations={"type": "array", "items": LOCATION},
    fingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions=many(SUPPRESSION),
    properties={"type": "object", "properties": {"tags": many({"type": "string"})}},
)
NOTIFICATION = closed(
    ["message"],
    level=LEVEL,
    message=TEXT,
    associatedRule=closed([], id={"type": "string"}, index={"type": "integer"}),
)
INVOCATION = closed(
    ["executionSuccessful"],
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications={"type": "array", "items": NOTIFICATION},
)
HASH = {"type": "object", "additionalProperties": {"type": "string"}}
ARTIFACT = closed(
    [], location=closed([], uri=URI), length={"type": "integer", "minimum": -1}, hashes=HASH
)
DRIVER = closed(
    ["name"],
    name={"type": "string"},
    version={"type": "string"},
    semanticVersion={"type": "string"},
    rules=many(RULE),
)
RUN = closed(
    ["tool"],
    tool=closed(["driver"], driver=DRIVER),
    automationDetails=closed([], id={"type": "string"}),
    invocations={"type": "array", "items": INVOCATION},
    artifacts=many(ARTIFACT),
    results={"type": "array", "items": RESULT},
    properties=BAG,
)
SARIF = closed(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
)


def load(path: Path) -> Any:  # noqa: ANN401  # JSON
    return json.loads(path.read_bytes())


@pytest.mark.parametrize("which", WHICH)
def test_the_structure_holds(which: str, output: Callable[[str, str], Path]) -> None:
    validator = jsonschema.Draft202012Validator(
        SARIF, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(load(output(which, ".sarif")))


@pytest.mark.parametrize("which", WHICH)
def test_the_whole_standard_knows_every_property(
    which: str, output: Callable[[str, str], Path]
) -> None:
    # Made from a late draft of the OASIS schema of 2.1.0 (pydantic-sarif 0.1.1, 2023); it forbids
    # what it does not know. The standard then renamed a suppression's state to status (3.35.3).
    from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif  # noqa: PLC0415

    broken = load(output(which, ".sarif"))
    for one in broken["runs"][0]["results"]:
        for suppression in one.get("suppressions", ()):
            suppression["state"] = suppression.pop("status")
    Sarif.model_validate(broken)
    broken["runs"][0]["tool"]["driver"]["nickname"] = "pim"
    with pytest.raises(ValueError, match="nickname"):
        Sarif.model_validate(broken)


def test_github_finds_all_that_it_demands() -> None:
    """*SARIF support for code scanning*, docs.github.com, read on 2026-11-26."""
    tenant = parsers.load([CONTOSO], as_of=AsOf.parse("2026-09-30"))
    content = writer_for(Path("r.sarif")).write(analysis.analyse(tenant), Settings())
    assert len(gzip.compress(content)) < 10_000_000
    document = json.loads(content)
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        for name in ("shortDescription", "fullDescription", "help"):
            assert 0 < len(rule[name]["text"]) <= 1024, (rule["id"], name)
        assert len(rule["properties"]["tags"]) <= 20
        assert 0 <= float(rule["properties"].get("security-severity", 0)) <= 10
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["message"]["text"]
        assert 1 <= len(one["locations"]) <= 100
        for place in one["locations"]:
            assert not place["physicalLocation"]["artifactLocation"]["uri"].startswith(
                ("/", "file:")
            )
            assert place["physicalLocation"]["region"]["startLine"] == 1
    hashes = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]
    assert len(set(hashes)) == len(hashes)


def test_a_rule_is_as_severe_as_its_worst_finding(output: Callable[[str, str], Path]) -> None:
    (run,) = load(output("small", ".sarif"))["runs"]
    worst: dict[str, float] = {}
    for one in run["results"]:
        number = float(one["properties"]["security-severity"])
        worst[one["ruleId"]] = max(number, worst.get(one["ruleId"], 0.0))
    rules = {one["id"]: one for one in run["tool"]["driver"]["rules"]}
    assert worst
    for check, number in worst.items():
        if check in rules:
            assert float(rules[check]["properties"]["security-severity"]) == number


def test_locations_are_bounded_and_their_number_is_told() -> None:
    report = handmade.report()
    first = report.findings[0]
    origins = tuple(first.origins[0]._replace(row=row) for row in range(1, 1500))
    report = dataclasses.replace(report, findings=(dataclasses.replace(first, origins=origins),))
    (result,) = json.loads(writer_for(Path("r.sarif")).write(report, Settings()))["runs"][0][
        "results"
    ]
    assert len(result["locations"]) == 100
    assert result["properties"]["evidenceRows"] == 1499


def test_each_finding_is_a_result_with_its_key(output: Callable[[str, str], Path]) -> None:
    (run,) = load(output("small", ".sarif"))["runs"]
    findings = handmade.report().findings
    keys = [one["fingerprints"]["pimreport/v1"] for one in run["results"]]
    assert keys == [one.key for one in findings]
    assert len(set(keys)) == len(keys)
    assert [one["level"] for one in run["results"]][:3] == ["error", "error", "error"]


def test_rules_are_checks_and_results_point_to_them(output: Callable[[str, str], Path]) -> None:
    (run,) = load(output("small", ".sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == [one.check for one in handmade.report().assessments]
    for result in run["results"]:
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_what_was_not_assessed_is_said(output: Callable[[str, str], Path]) -> None:
    (run,) = load(output("small", ".sarif"))["runs"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["associatedRule"]["id"] == "stale-eligibility"
    assert "signInActivity" in told["message"]["text"]


def test_accepted_risks_are_suppressed_with_their_reason() -> None:
    report = handmade.report()
    risk = AcceptedRisk(
        key="*", reason="Replaced in May", owner="Ada", until=date(2027, 5, 1), matched=1
    )
    first = dataclasses.replace(report.findings[0], status=Status.ACCEPTED, acceptance=risk)
    report = dataclasses.replace(report, findings=(first, *report.findings[1:]))
    document = json.loads(writer_for(Path("r.sarif")).write(report, Settings()))
    (suppression,) = document["runs"][0]["results"][0]["suppressions"]
    assert suppression["justification"] == "Replaced in May (Ada, until 2027-05-01)"


def test_no_name_becomes_a_link_or_a_placeholder() -> None:
    report = handmade.report()
    first = dataclasses.replace(
        report.findings[0], detail="[Sign in](https://evil.example) {0} may reset."
    )
    report = dataclasses.replace(report, findings=(first, *report.findings[1:]))
    document = json.loads(writer_for(Path("r.sarif")).write(report, Settings()))
    text = document["runs"][0]["results"][0]["message"]["text"]
    assert "[Sign in] (https://evil.example) {{0}} may reset." in text
