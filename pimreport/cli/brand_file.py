"""``[organisation]`` and ``[report]`` of ``pimreport.toml``: whose report it is, and how it looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pimreport.cli.toml_file import read_toml, unknown_names
from pimreport.errors import UsageError
from pimreport.report.writer import Brand
from pimreport.wording import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = {
    "organisation": {"name": "organisation"},
    "report": {
        "classification": "classification",
        "status": "status",
        "preparer": "preparer",
        "reviewer": "reviewer",
        "control": "control",
    },
}
_OTHERS = {"organisation": ("logo", "accent"), "report": ("page_size", "language")}
SECTIONS = tuple(_TEXTS)
_PICTURES = (".png", ".svg")
_PAGES = ("A4", "Letter")
_READABLE = 4.5
"""Least contrast of white text on the accent colour (WCAG 2, level AA)."""


def read_brand(path: Path) -> Brand:
    """The brand that the file sets; the plain one where it is silent.

    Raises:
        UsageError: names every setting that is not known or cannot be meant.
    """
    content = read_toml(path)
    problems: list[str] = []
    texts: dict[str, str] = {}
    for section, names in _TEXTS.items():
        given = content.get(section, {})
        problems += unknown_names(path, f"{section}.", given, [*names, *_OTHERS[section]])
        for name, field in names.items():
            texts[field] = given.get(name, "")
            if not isinstance(texts[field], str):
                problems.append(f"{path}: {section}.{name} is a text in quotes.")
    organisation, report = content.get("organisation", {}), content.get("report", {})
    logo = _logo(path, organisation.get("logo"), problems)
    accent = _accent(path, organisation.get("accent", Brand().accent), problems)
    page = report.get("page_size", _PAGES[0])
    if page not in _PAGES:
        problems.append(f"{path}: report.page_size is one of {', '.join(_PAGES)}.")
    if problems:
        raise UsageError(*problems)
    return Brand(**texts, logo=logo, accent=accent, page_size=page)


def read_language(path: Path) -> str:
    """The language that the file sets for outputs; English where it is silent.

    Raises:
        UsageError: there is no such language.
    """
    language = read_toml(path).get("report", {}).get("language", LANGUAGES[0])
    if language not in LANGUAGES:
        message = f"{path}: report.language is one of {', '.join(LANGUAGES)}."
        raise UsageError(message)
    return str(language)


def _logo(path: Path, given: object, problems: list[str]) -> Path | None:
    """The picture, beside the file of settings unless its path is absolute."""
    if given is None:
        return None
    logo = path.parent / str(given)
    if logo.suffix.lower() in _PICTURES and logo.is_file():
        return logo
    problems.append(f"{path}: organisation.logo {str(given)!r} is no .png or .svg file there.")
    return None


def _accent(path: Path, given: Any, problems: list[str]) -> str:  # noqa: ANN401  # as the user wrote it
    text = str(given)
    if not re.fullmatch("#[0-9a-fA-F]{6}", text):
        problems.append(f"{path}: organisation.accent is a colour such as {Brand().accent!r}.")
    elif _contrast(text) < _READABLE:
        problems.append(
            f"{path}: organisation.accent {text} is too light for white text on it; choose a darker one."
        )
    return text


def _contrast(colour: str) -> float:
    """Of white on the colour, as WCAG 2 reckons it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for one in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
