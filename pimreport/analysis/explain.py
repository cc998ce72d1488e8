"""A check in full, as text: what the command line and the docs print."""

from __future__ import annotations

import textwrap
from functools import partial
from typing import TYPE_CHECKING

from pimreport.model.evidence import graph_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.analysis.check import Check

_WIDTH = 96


def explain(check: Check, width: int = _WIDTH) -> str:
    """What the check looks for, why, how to fix it, what it needs, controls and dated sources.

    ``width``: of its lines in characters; addresses are longer where they have to be.
    """
    wrapped = partial(_wrapped, width)
    needs = [" or ".join(map(graph_name, want)) for want in check.needs]
    sources = [
        f"{one.title} ({one.date})" + (f"\n{one.url}" if one.url else "")
        for one in check.references
    ]
    parts = [
        f"{check.name}: {check.title}\n",
        wrapped(str(check.rationale)),
        "How to fix\n" + wrapped(str(check.remediation), "  "),
        "Needs\n"
        + "\n".join(wrapped(one, "    ", "  - ") for one in needs or ["nothing but the paths"]),
        "Controls\n"
        + "\n".join(wrapped(f"{one.text}: {one.title}", "    ", "  - ") for one in check.controls),
        "Sources\n" + "\n".join(wrapped(one, "    ", "  - ") for one in sources),
    ]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def page(check: Check) -> str:
    """The check as a Markdown page: the same content as :func:`explain`."""
    needs = [" or ".join(f"`{graph_name(one)}`" for one in want) for want in check.needs]
    sources = [
        (f"[{one.title}]({one.url})" if one.url else one.title) + f", {one.date}"
        for one in check.references
    ]
    parts = [
        f"# {check.name}",
        f"**{check.title}**",
        str(check.rationale),
        f"## How to fix\n\n{check.remediation}",
        "## Needs\n\n" + _bullets(needs or ["nothing beyond the access paths"]),
        "## Controls\n\n" + _bullets(f"{one.text}: {one.title}" for one in check.controls),
        "## Sources\n\n" + _bullets(sources),
    ]
    return "\n\n".join(parts) + "\n"


def index(checks: Iterable[Check]) -> str:
    """All checks as a Markdown table that links their pages."""
    rows = [f"| [{one.name}]({one.name}.md) | {one.title} |" for one in checks]
    return "\n".join(["# Checks", "", "| check | looks for |", "|---|---|", *rows]) + "\n"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _wrapped(width: int, text: str, indent: str = "", first: str | None = None) -> str:
    lines: list[str] = []
    for number, paragraph in enumerate(text.split("\n")):
        start = indent if first is None or number else first
        lines += textwrap.wrap(
            paragraph,
            width,
            initial_indent=start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)
