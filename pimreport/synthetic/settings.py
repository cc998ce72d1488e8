"""The settings of an activation policy, as they are when nobody has touched them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.synthetic.principals import DraftPrincipal


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySettings:
    """Defaults: those of an unmodified group policy (eight hours, justification, nothing else).

    ``default_recipients``: the alerts to administrators reach those whom Microsoft chose.
    ``lost``: the export names the rules but lost what they say, as ``-ExpandProperty`` does.
    """

    max_duration: str = "PT8H"
    mfa: bool = False
    justification: bool = True
    ticket: bool = False
    approval: bool = False
    approvers: Sequence[DraftPrincipal | str] = ()
    context: str | None = None
    eligible_expires: bool = True
    eligible_max: str = "P365D"
    active_expires: bool = True
    active_max: str = "P180D"
    active_mfa: bool = False
    active_justification: bool = True
    default_recipients: bool = True
    recipients: Sequence[str] = ()
    lost: bool = False


class Settings(TypedDict, total=False):
    """The keywords of :class:`PolicySettings`."""

    max_duration: str
    mfa: bool
    justification: bool
    ticket: bool
    approval: bool
    approvers: Sequence[DraftPrincipal | str]
    context: str | None
    eligible_expires: bool
    eligible_max: str
    active_expires: bool
    active_max: str
    active_mfa: bool
    active_justification: bool
    default_recipients: bool
    recipients: Sequence[str]
    lost: bool


UNTOUCHED_GROUP = PolicySettings()
UNTOUCHED_ROLE = PolicySettings(mfa=True, active_mfa=True)
