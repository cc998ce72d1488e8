"""Cost grows with the tenant, not faster. Run by ``make bench``; ``make test`` passes over it."""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from builder import a_tenant

from pimreport.synthetic.ways import RAW_PAGE, SDK_JSON_51, Way

if TYPE_CHECKING:
    from pathlib import Path

_SIZES = (20_000, 80_000)
_USERS_PER_GROUP = 400
_STEEPEST = 1.15  # 1.05 is the aim; the rest is what a busy machine adds


def large_tenant(folder: Path, users: int, way: Way) -> Path:
    """One group in 400 users; every other is Option A; one user in 80 is in a group."""
    tenant = a_tenant(f"Large {users}")
    people = [tenant.user(f"User {number}") for number in range(users)]
    # No role that resets: resetters times people would grow with the square of the tenant.
    roles = ("SharePoint Administrator", "Exchange Administrator", "Global Reader")
    for number in range(users // _USERS_PER_GROUP):
        first = number * _USERS_PER_GROUP
        group = tenant.group(f"Group {number}")
        if number % 2:
            group.eligible_for(roles[number % 3]).with_active(*people[first : first + 5])
        else:
            group.active_in(roles[number % 3]).with_eligible(*people[first : first + 5])
    people[-1].holds("Helpdesk Administrator")
    return tenant.write(folder, way=way)


def measured(folder: Path, output: Path) -> tuple[float, int]:
    """Seconds of processor time and peak memory in MB of one whole run."""
    command = [sys.executable, "-c", _RUN, str(folder), str(output)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    seconds, megabytes = json.loads(told)
    return seconds, megabytes


_RUN = """
import json, resource, sys
from pathlib import Path
from pimreport import analysis, parsers, report
from pimreport.model.as_of import AsOf
tenant = parsers.load([Path(sys.argv[1])], as_of=AsOf.parse("2026-09-30"))
result = analysis.analyse(tenant)
report.write(result, [Path(sys.argv[2])])
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss // 1024]))
"""


@pytest.mark.parametrize("way", [RAW_PAGE, SDK_JSON_51], ids=lambda way: way.name)
def test_cost_is_linear(way: Way, tmp_path: Path) -> None:
    found = []
    for users in _SIZES:
        folder = large_tenant(tmp_path / str(users), users, way)
        seconds, megabytes = measured(folder, tmp_path / "audit.json")
        sys.stdout.write(f"\n{way.name}: {users:>7} users {seconds:6.2f} s {megabytes:5} MB")
        found.append(seconds)
    growth = math.log(found[1] / found[0]) / math.log(_SIZES[1] / _SIZES[0])
    sys.stdout.write(f"   exponent {growth:.2f}\n")
    assert growth < _STEEPEST


def test_help_answers_at_once() -> None:
    started = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-m", "pimreport", "--help"], capture_output=True, check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    sys.stdout.write(f"\npimreport --help: {time.perf_counter() - started:.2f} s\n")
    assert used < 1
