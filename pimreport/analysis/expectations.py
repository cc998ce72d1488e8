"""What the organisation expects of itself, where the frameworks leave it open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """Settings of ``pimreport.toml`` that checks go by.

    Attributes:
        emergency_access: object ids or UPNs (lower case) of declared emergency access accounts:
            they may hold Global Administrator permanently and are not asked to activate.
        stale_days: days without a sign-in after which an account counts as stale.
        expiring_days: days before an end within which it is announced.
        longest_activation_hours: longest activation that is not questioned.
        global_admins: fewest and most Global Administrators, everybody who can become one
            counted (CISA SCuBA 7.1v1: two to eight).
    """

    emergency_access: frozenset[str] = frozenset()
    stale_days: int = 90
    expiring_days: int = 30
    longest_activation_hours: int = 8
    global_admins: tuple[int, int] = (2, 8)

    def is_emergency_access(self, principal: str, upn: str | None) -> bool:
        """The account is declared as one of the emergency access accounts."""
        return principal in self.emergency_access or (upn or "").lower() in self.emergency_access
