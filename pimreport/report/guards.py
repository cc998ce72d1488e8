"""What stands between a person and a role: the policies that govern a way, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Access, State
from pimreport.report.words import duration, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.model.findings import AccessPath, ActivationPolicy, Report

_NOTHING = "nothing to activate"
_MOST_KINDS = 3
_NO_BREAK = "\u00a0"
_Key = tuple[str | None, str, Access | None]


class Guards:
    """The policies of one report, by what they govern."""

    def __init__(self, report: Report) -> None:
        """Index the policies and, by group, what its ways ask for."""
        self._policies: Mapping[_Key, ActivationPolicy] = {
            (one.group, one.role_id, one.access): one for one in report.policies
        }
        told: dict[str, dict[str, None]] = {}
        for path in report.paths:
            told.setdefault(path.group, {})[self.of_path(path)] = None
        self._told = told

    def of_path(self, path: AccessPath) -> str:
        """Such as ``no approval · MFA, not phishing-resistant · 8 h``."""
        keys: list[_Key] = []
        if path.membership is not State.ACTIVE:
            keys.append((path.group, "", Access.MEMBER if path.via else path.access))
        if path.role_state is not State.ACTIVE:
            keys.append((None, path.role.template_id, None))
        return demand([self._policies.get(key) for key in keys])

    def of_group(self, group: str) -> str:
        """What the ways through a group ask for, the different answers in a row."""
        return "; ".join(listed_few(list(self._told.get(group, {})))) or "no way to a role"


def listed_few(answers: Sequence[str]) -> Sequence[str]:
    """The first few answers; how many more there are."""
    if len(answers) <= _MOST_KINDS:
        return answers
    return [*answers[:_MOST_KINDS], f"and {len(answers) - _MOST_KINDS} more"]


def demand(policies: Sequence[ActivationPolicy | None]) -> str:
    """What policies on one way demand together; None among them: not in the evidence."""
    if not policies:
        return _NOTHING
    rules = [None if one is None else one.rules for one in policies]
    approval = _any(None if one is None else one.approval for one in rules)
    longest = [one.max_duration for one in rules if one is not None and one.max_duration]
    return " · ".join(
        (
            {True: "approval", False: "no approval", None: "approval unknown"}[approval],
            _authentication(policies),
            *(
                [_NO_BREAK.join(listed([duration(one) or "" for one in longest], 2).split(" "))]
                if longest
                else []
            ),
        )
    )


def _authentication(policies: Sequence[ActivationPolicy | None]) -> str:
    strong = _any(None if one is None else one.strong for one in policies)
    if strong:
        return "phishing-resistant"
    mfa = _any(None if one is None or one.rules is None else one.rules.mfa for one in policies)
    if strong is None and not mfa:
        return "authentication unknown"
    return "plain MFA" if mfa else "no MFA"


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Whether one demands it; unknown where none does and one is unknown."""
    found = set(answers)
    if True in found:
        return True
    return None if None in found else False
