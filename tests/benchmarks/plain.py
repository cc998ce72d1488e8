"""What one would write first: json, pandas, merges. The yardstick of ``make bench``.

It reads the same folder and answers the first question only: which people reach which role through
which group, in which way. No policies are judged, no protection, no takeovers, no findings.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

OPTION = {
    ("active", "eligible"): "option-a",
    ("eligible", "active"): "option-b",
    ("active", "active"): "standing-access",
    ("eligible", "eligible"): "double-activation",
}


def rows(folder: Path, name: str) -> pd.DataFrame:
    """One export as a frame."""
    with (folder / f"{name}.json").open(encoding="utf-8") as stream:
        listed: list[dict[str, Any]] = json.load(stream)["value"]
    return pd.DataFrame(listed)


def held(folder: Path, kind: str) -> pd.DataFrame:
    """Eligible and active rows of one kind in one frame."""
    eligible = rows(folder, f"{kind}_eligibility_schedule_instances").assign(state="eligible")
    active = rows(folder, f"{kind}_assignment_schedule_instances").assign(state="active")
    both = pd.concat([eligible, active], ignore_index=True)
    for column in ("startDateTime", "endDateTime"):
        both[column] = pd.to_datetime(both[column], utc=True)
    return both


def classify(folder: Path) -> pd.DataFrame:
    """One row per person, group and role."""
    users = rows(folder, "users")
    groups = rows(folder, "groups")
    roles = rows(folder, "role_definitions")
    rows(folder, "role_management_policy_assignments")
    members = held(folder, "group")
    members = members.merge(
        users, left_on="principalId", right_on="id", how="left", suffixes=("", "_user")
    )
    members = members.merge(
        groups, left_on="groupId", right_on="id", how="left", suffixes=("", "_group")
    )
    holds = held(folder, "role").merge(
        roles, left_on="roleDefinitionId", right_on="id", how="left", suffixes=("", "_role")
    )
    paths = members.merge(
        holds, left_on="groupId", right_on="principalId", how="left", suffixes=("", "_held")
    )
    states = zip(paths["state"], paths["state_held"], strict=True)
    paths["kind"] = [OPTION.get(one, "unknown") for one in states]
    strategies = paths.groupby("groupId")["kind"].agg(lambda kinds: "/".join(sorted(set(kinds))))
    return paths.merge(strategies.rename("strategy"), left_on="groupId", right_index=True)


if __name__ == "__main__":
    found = classify(Path(sys.argv[1]))
    sys.stdout.write(f"{len(found)} {found['strategy'].nunique()}\n")
