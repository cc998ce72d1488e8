"""What stands between a person and a role: the policies that govern a way, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Access, State
from pimreport.model.paths import Strategy
from pimreport.report.table import UNKNOWN
from pimreport.report.words import duration, listed
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.model.paths import AccessPath, ActivationPolicy, GroupSummary
    from pimreport.model.report import Report
    from pimreport.wording import Wording

_MOST_KINDS = 3
_APPROVALS = {
    True: Text("approval"),
    False: Text("no approval"),
    None: Text("approval unknown"),
}
_NO_BREAK = "\u00a0"
_Key = tuple[str | None, str, Access | None]


class Guards:
    """The policies of one report, by what they govern."""

    def __init__(self, report: Report) -> None:
        """Index the policies and, by group, what its ways ask for."""
        self._policies: Mapping[_Key, ActivationPolicy] = {
            (one.group, one.role_id, one.access): one for one in report.policies
        }
        self._demands: dict[tuple[_Key, ...], Text] = {}
        told: dict[str, dict[tuple[_Key, ...] | None, None]] = {}
        for path in report.paths:
            told.setdefault(path.group, {})[_keys(path)] = None
        self._told = told

    def of_path(self, path: AccessPath) -> Text:
        """Such as ``no approval · MFA, not phishing-resistant · 8 h``."""
        return self._demand(_keys(path))

    def of_group(self, group: GroupSummary) -> Text:
        """What the ways through a group ask for, the different answers in a row."""
        told = list(dict.fromkeys(map(self._demand, self._told.get(group.id, {}))))
        if told:
            return joined("; ", listed_few(told))
        return UNKNOWN if group.strategy is Strategy.UNKNOWN else Text("no way to a role")

    def _demand(self, keys: tuple[_Key, ...] | None) -> Text:
        if keys is None:
            return Text("unknown whether anything is activated")
        if keys not in self._demands:
            self._demands[keys] = demand([self._policies.get(key) for key in keys])
        return self._demands[keys]


def _keys(path: AccessPath) -> tuple[_Key, ...] | None:
    """Of the policies that govern a way; None: nobody can tell whether any does.

    What a list shows without telling assigned from activated stands as active, and has no kind.
    """
    keys: list[_Key] = []
    if path.membership is not State.ACTIVE:
        keys.append((path.group, "", Access.MEMBER if path.via else path.access))
    if path.role_state is not State.ACTIVE:
        keys.append((None, path.role.template_id, None))
    if not keys and path.kind is None:
        return None
    return tuple(keys)


def listed_few(answers: Sequence[Text]) -> Sequence[Text]:
    """The first few answers; how many more there are."""
    if len(answers) <= _MOST_KINDS:
        return answers
    return [
        *answers[:_MOST_KINDS],
        Text("and {number} more", number=len(answers) - _MOST_KINDS),
    ]


def demand(policies: Sequence[ActivationPolicy | None]) -> Text:
    """What policies on one way demand together; None among them: not in the evidence."""
    if not policies:
        return Text("nothing to activate")
    rules = [None if one is None else one.rules for one in policies]
    approval = _any(None if one is None else one.approval for one in rules)
    longest = [one.max_duration for one in rules if one is not None and one.max_duration]
    told: list[Wording] = [_APPROVALS[approval], _authentication(policies)]
    if longest:
        told.append(listed([_unbroken(one) for one in longest], 2))
    return joined(" · ", told)


def _unbroken(length: str) -> str:
    return (duration(length) or length).replace(" ", _NO_BREAK)


def _authentication(policies: Sequence[ActivationPolicy | None]) -> Text:
    strong = _any(None if one is None else one.strong for one in policies)
    if strong:
        return Text("phishing-resistant")
    mfa = _any(None if one is None or one.rules is None else one.rules.mfa for one in policies)
    if strong is None and not mfa:
        return Text("authentication unknown")
    return Text("plain MFA") if mfa else Text("no MFA")


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Whether one demands it; unknown where none does and one is unknown."""
    found = set(answers)
    if True in found:
        return True
    return None if None in found else False
