"""Cost grows with the tenant, not faster; beside it, what one would write first.

Run by ``make bench``; ``make test`` passes over it. Nothing here fails because a machine is busy:
the table is for people.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from pimreport.synthetic.population import Population, Size, write
from pimreport.synthetic.ways import RAW_PAGE, SDK_JSON_51, Way

# A child's ru_maxrss begins with what its parent held when it was forked; VmHWM is its own.
_PEAK = """
import resource
from pathlib import Path
def peak():
    try:
        told = Path("/proc/self/status").read_text()
        return int(told.partition("VmHWM:")[2].split()[0]) // 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
"""
_OURS = f"""{_PEAK}
import json, sys, time
from pathlib import Path
from pimreport import analysis, parsers
from pimreport.analysis.access_paths import find_paths
from pimreport.analysis.roles import RoleNames
from pimreport.analysis.strategy import summarise_groups
from pimreport.model.as_of import AsOf
from pimreport.model.memory import collector_paused
tenant = parsers.load([Path(sys.argv[1])], as_of=AsOf.parse("2026-09-30"))
read = time.process_time(), peak()
if sys.argv[2] == "classify":
    with collector_paused():
        names = RoleNames(tenant)
        summarise_groups(tenant, find_paths(tenant, names), names)
else:
    analysis.analyse(tenant)
print(json.dumps([*read, time.process_time(), peak()]))
"""
_PLAIN = Path(__file__).with_name("plain.py")
_COLUMNS = "{:>10} {:>8} {:>9} {:>9} {:>10} {:>9} {:>9} {:>9} {:>9} {:>10} {:>9}"


def sample(folder: Path, size: Size, way: Way) -> Path:
    """The exports an audit of PIM for Groups needs, without every account's methods."""
    write(Population(size), folder, [way])
    for path in folder.glob("user_registration_details*"):
        path.unlink()
    return folder


def ours(folder: Path, question: str = "analyse") -> tuple[float, int, float, int]:
    """Seconds of processor time and peak MB after reading, and after the question is answered.

    ``question``: ``classify`` is what the plain way answers, ``analyse`` everything.
    """
    command = [sys.executable, "-c", _OURS, str(folder), question]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    read, read_peak, whole, whole_peak = json.loads(told)
    return read, read_peak, whole, whole_peak


def plain(folder: Path) -> tuple[float, int]:
    """Seconds of processor time and peak MB of the plain way."""
    command = [sys.executable, "-c", _MEASURED, str(_PLAIN), str(folder)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    seconds, megabytes = json.loads(told.splitlines()[-1])
    return seconds, megabytes


_MEASURED = f"""{_PEAK}
import json, runpy, sys
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, peak()]))
"""


def test_against_the_plain_way(tmp_path: Path) -> None:
    """Users and privileged people grow together; the second line is the size that is promised for."""
    heads = [
        "users",
        "rows",
        "read s",
        "MB",
        "+classify",
        "+analyse",
        "MB",
        "plain s",
        "MB",
        "classified",
        "analysed",
    ]
    sys.stdout.write("\nthe last two: our time by that of the plain way, which only classifies\n")
    sys.stdout.write(_COLUMNS.format(*heads) + "\n")
    found: list[tuple[int, float]] = []
    for users in (50_000, 500_000, 1_000_000):
        groups, members = users // 250, 50
        size = Size(users=users, groups=groups, members=members)
        folder = sample(tmp_path / str(users), size, RAW_PAGE)
        _, _, classified, _ = ours(folder, "classify")
        read, read_peak, whole, whole_peak = ours(folder)
        seconds, peak = plain(folder)
        sys.stdout.write(
            _COLUMNS.format(
                users, groups * members, f"{read:.2f}", read_peak, f"{classified:.2f}",
                f"{whole:.2f}", whole_peak, f"{seconds:.2f}", peak,
                f"{classified / seconds:.2f}", f"{whole / seconds:.2f}",
            ) + "\n"
        )  # fmt: skip
        found.append((users, whole))
        for path in folder.iterdir():
            path.unlink()
    sys.stdout.write(
        f"growth of time from 50,000 to 1,000,000 users: exponent {_growth(found):.2f}\n"
    )


@pytest.mark.parametrize("way", [SDK_JSON_51], ids=lambda way: way.name)
def test_other_ways_of_writing(way: Way, tmp_path: Path) -> None:
    """UTF-16 and the SDK's stubs."""
    found = []
    for users in (20_000, 80_000):
        folder = sample(tmp_path / str(users), Size(users=users, groups=users // 250), way)
        read, read_peak, whole, peak = ours(folder)
        sys.stdout.write(
            f"\n{way.name}: {users:>7} users, read {read:.2f} s {read_peak} MB, "
            f"analysed {whole:.2f} s {peak} MB"
        )
        found.append((users, whole))
    sys.stdout.write(f"   exponent {_growth(found):.2f}\n")


def test_help_answers_at_once() -> None:
    """No library is imported that --help does not need."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-m", "pimreport", "--help"], capture_output=True, check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    sys.stdout.write(f"\npimreport --help: {used:.2f} s\n")


def _growth(found: list[tuple[int, float]]) -> float:
    (small, first), (large, last) = found[0], found[-1]
    return math.log(last / first) / math.log(large / small)
