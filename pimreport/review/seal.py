"""Who closes a review."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Who closes the review, when (ISO date), and why decisions after the last day count."""

    by: str
    on: str
    late: str = ""
