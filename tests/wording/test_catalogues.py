"""The catalogues are whole: every sentence of the program, translated, with the same values."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from pimreport.wording import LANGUAGES, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).parents[2]
OTHERS = [one for one in LANGUAGES if one != "en"]
_PERCENT = re.compile(r"%\((\w+)\)s")
_SENTENCES = frozenset(
    [
        "title",
        "rationale",
        "remediation",
        "detail",
        "what",
        "why",
        "reason",
        "consequence",
        "text",
        "cost",
        "leaves",
    ]
)
"""Fields of the model that hold sentences."""
_COUNTS = {"number", "told"}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make messages` finds in the program today."""
    template = tmp_path_factory.mktemp("messages") / "pimreport.pot"
    recipe = re.search(r"pybabel -q extract ((?:.|\\\n)*?)-o ", (ROOT / "Makefile").read_text())
    assert recipe
    options = [part.strip('"') for part in recipe[1].replace("\\\n", " ").split()]
    subprocess.run(
        [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            "extract",
            *options,
            "-o",
            str(template),
            ".",
        ],
        cwd=ROOT,
        check=True,
    )
    return _read(template)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_in_the_catalogue(extracted: Catalog, language: str) -> None:
    known = {(one.context, one.id) for one in _messages(_read(catalogue.path(language)))}
    lacking = [one.id for one in _messages(extracted) if (one.context, one.id) not in known]
    assert not lacking, "run `make messages`, then translate these"
    stale = known - {(one.context, one.id) for one in _messages(extracted)}
    assert not stale, "run `make messages`: no sentence of the program any more"


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str) -> None:
    lacking = [
        one.id
        for one in _messages(_read(catalogue.path(language)))
        if one.fuzzy or not all(_forms(one.string))
    ]
    assert not lacking, f"{len(lacking)} sentences to be translated"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_values_of_its_sentence(language: str) -> None:
    wrong = []
    for one in _messages(_read(catalogue.path(language))):
        meant = set[str]().union(*map(_names, _forms(one.id)))
        for place, form in enumerate(_forms(one.string)):
            # The form for one may say so in words of its own: "eine Person".
            free = _COUNTS if len(_forms(one.string)) > 1 and place == 0 else set()
            if form and _names(form) - free != meant - free:
                wrong.append((form, sorted(meant)))
    assert not wrong


def test_a_sentence_names_the_values_it_is_given() -> None:
    """Else a reader would meet a KeyError, or a value that is passed would never be printed."""
    wrong = []
    for file in sorted((ROOT / "pimreport").rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if not re.search(r"from pimreport\.wording(\.text)? import .*\bText\b", source):
            continue  # no Text, or another one, such as rich's
        for call in _texts(ast.parse(source)):
            form = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            plural = form == "plural"
            templates = call.args[:2] if form in {"plural", "distinct"} else call.args[:1]
            where = f"{file.relative_to(ROOT)}:{call.lineno}"
            if not all(isinstance(one, ast.Constant) for one in templates):
                wrong.append(f"{where}: a template is a literal, or it cannot be extracted")
                continue
            if form == "each":
                continue  # it names attributes
            given = {one.arg for one in call.keywords}
            named = set[str]().union(
                *(_names(str(one.value)) for one in templates if isinstance(one, ast.Constant))
            ) - (_COUNTS if plural else set())
            if given != named:
                wrong.append(f"{where}: given {given}, named {named}")
    assert not wrong


def test_the_analysis_puts_nothing_into_words_itself() -> None:
    """An f-string would be English in every language, and made for every finding."""
    wrong = []
    for file in sorted((ROOT / "pimreport" / "analysis").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.keyword) or node.arg not in _SENTENCES:
                continue
            value, where = node.value, f"{file.relative_to(ROOT)}:{node.value.lineno}"
            if isinstance(value, ast.JoinedStr):
                wrong.append(f"{where}: an f-string")
            elif isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                wrong.append(f"{where}: no Text")
    assert not [one for one in wrong if "analysis/references.py" not in one]


def _texts(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        if (isinstance(func, ast.Name) and func.id == "Text") or (
            isinstance(func, ast.Attribute)
            and func.attr in {"plural", "distinct", "each"}
            and isinstance(func.value, ast.Name)
            and func.value.id == "Text"
        ):
            yield node


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _messages(catalog: Catalog) -> list[Message]:
    return [one for one in catalog if one.id]


def _forms(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def _names(template: str) -> set[str]:
    braces = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    return braces | set(_PERCENT.findall(template))
