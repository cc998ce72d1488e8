"""Templates are compiled once, from their very source, and only those that ship with pimreport."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import jinja2
import pytest

from pimreport.report.document.compiled import Compiled
from pimreport.report.document.html import environment
from pimreport.shipped import shipped
from pimreport.wording import speaking

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "one.html").write_text("{{ 1 }} of {{ name }}")
    return folder


def rendered(folder: Path, own: Path | None = None) -> tuple[str, int]:
    """What the template says, and how often something was compiled for it."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        bytecode_cache=Compiled(own or folder),
        autoescape=True,
    )
    compiled: list[object] = []
    compile_it = made.compile

    def counted(*what: object, **how: object) -> object:
        compiled.append(what)
        return compile_it(*what, **how)  # type: ignore[call-overload]  # as it came

    made.compile = counted  # type: ignore[method-assign,assignment]  # counted here
    return made.get_template("one.html").render(name="two"), len(compiled)


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.rglob("*") if one.is_file())


def test_a_second_time_nothing_is_compiled(folder: Path) -> None:
    assert rendered(folder) == ("1 of two", 1)
    assert rendered(folder) == ("1 of two", 0)
    assert files(folder) == [f"one.{sys.implementation.cache_tag}.jinja", "one.html"]


def test_another_source_is_compiled(folder: Path) -> None:
    rendered(folder)
    (folder / "one.html").write_text("{{ 2 }} of {{ name }}")
    assert rendered(folder) == ("2 of two", 1)
    assert rendered(folder) == ("2 of two", 0)


@pytest.mark.parametrize("content", [b"", b"\n", "checksum"])
def test_a_broken_file_is_replaced(folder: Path, content: bytes | str) -> None:
    rendered(folder)
    (place,) = folder.rglob("*.jinja")
    whole = place.read_bytes()
    place.write_bytes(whole[:90] if isinstance(content, str) else content)
    assert rendered(folder) == ("1 of two", 1)
    assert place.read_bytes() == whole


def test_of_templates_elsewhere_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    assert rendered(folder, tmp_path / "other") == ("1 of two", 1)
    assert rendered(folder, tmp_path / "other") == ("1 of two", 1)
    assert files(tmp_path) == ["one.html"]


def test_nothing_is_written_where_python_would_write_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    rendered(folder)
    assert files(folder) == ["one.html"]
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    rendered(folder)
    assert files(folder) == ["one.html"]
    assert len(files(tmp_path / "elsewhere")) == 1


def test_a_folder_that_cannot_be_written_is_no_obstacle(folder: Path) -> None:
    (folder / "__pycache__").write_text("no folder")
    assert rendered(folder) == ("1 of two", 1)


def test_compiled_templates_know_no_language() -> None:
    # Jinja2 works out at once what it takes for constant; a sentence among it would stay in the
    # language of whoever compiled it.
    own = shipped("templates")
    made = environment((own,))
    names = [one for one in made.list_templates() if one.endswith(".html") and "mail/" not in one]
    sources = {name: (own / name).read_text("utf-8") for name in names}
    code = {}
    for language in ("en", "de"):
        with speaking(language):
            code[language] = {name: made.compile(sources[name], raw=True) for name in names}
    assert code["en"] == code["de"]
