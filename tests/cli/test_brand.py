"""``[organisation]`` and ``[report]`` in pimreport.toml, and templates of the user's own."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from running import run

from pimreport.cli.brand_file import read_brand, read_language
from pimreport.cli.commands.report import command
from pimreport.cli.config_file import read_config
from pimreport.errors import UsageError
from pimreport.report.writer import Brand

CONTOSO = Path(__file__).parents[2] / "samples" / "contoso"
FULL = """
[organisation]
name = "Contoso Audit"
logo = "logo.svg"
accent = "#5b2a86"

[report]
classification = "Confidential"
status = "Draft"
preparer = "Ada Byron"
reviewer = "Grace Hopper"
control = "IAM-07"
page_size = "Letter"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "pimreport.toml"
    path.write_text(text, "utf-8")
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return path


def test_all_of_it_is_read_and_other_readers_know_the_sections(tmp_path: Path) -> None:
    path = written(tmp_path, FULL)
    read_config(path)
    assert read_brand(path) == Brand(
        organisation="Contoso Audit",
        classification="Confidential",
        status="Draft",
        preparer="Ada Byron",
        reviewer="Grace Hopper",
        control="IAM-07",
        logo=tmp_path / "logo.svg",
        accent="#5b2a86",
        page_size="Letter",
    )


def test_a_silent_file_gives_the_plain_brand(tmp_path: Path) -> None:
    assert read_brand(written(tmp_path, "")) == Brand()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[organisation]\nnmae = "x"', "nmae"),
        ("[organisation]\nname = 7", "text in quotes"),
        ('[organisation]\nlogo = "none.png"', "none.png"),
        ('[organisation]\nlogo = "pimreport.toml"', "no .png or .svg"),
        ('[organisation]\naccent = "red; } body { display: none"', "colour such as"),
        ('[organisation]\naccent = "#ffee00"', "too light"),
        ('[report]\npage_size = "A3"', "A4, Letter"),
    ],
)
def test_what_cannot_be_meant_is_said(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=said):
        read_brand(written(tmp_path, text))


def test_the_file_may_choose_the_language_and_the_option_has_the_last_word(tmp_path: Path) -> None:
    settings = written(tmp_path, '[report]\nlanguage = "de"')
    assert read_language(settings) == "de"
    assert read_language(written(tmp_path, "")) == "en"
    with pytest.raises(UsageError, match="language is one of en, de"):
        read_language(written(tmp_path, '[report]\nlanguage = "fr"'))
    written(tmp_path, '[report]\nlanguage = "de"')
    page = tmp_path / "audit.html"
    asked = ["--config", str(settings), "-o", str(page)]
    for options, tag in (([], "de-DE"), (["--language", "en"], "en-GB")):
        assert not CliRunner().invoke(command, [str(CONTOSO), *asked, *options]).exit_code
        assert f'lang="{tag}"' in page.read_text("utf-8")


@pytest.mark.pango
def test_a_locked_copy_stands_beside_the_archive_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIMREPORT_PDF_PASSWORD", "correct horse battery")
    output = tmp_path / "audit.pdf"
    result = CliRunner().invoke(command, [str(CONTOSO), "--encrypt", "-o", str(output)])
    assert result.exit_code == 0, result.output
    with pikepdf.open(output) as plain:
        assert not plain.is_encrypted
    locked = tmp_path / "audit.locked.pdf"
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(locked)
    with pikepdf.open(locked, password="correct horse battery") as opened:  # noqa: S106
        assert opened.encryption.bits == 256
        assert "report.json" in opened.attachments


def test_a_weak_password_stops_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIMREPORT_PDF_PASSWORD", "short")
    output = tmp_path / "audit.pdf"
    result = CliRunner().invoke(command, [str(CONTOSO), "--encrypt", "-o", str(output)])
    assert isinstance(result.exception, UsageError)
    assert not list(tmp_path.iterdir())


def test_templates_of_the_users_own_replace_ours_by_name(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "page.html").write_text("<p>{{ tenant }}, in our own words</p>")
    output = tmp_path / "audit.html"
    arguments = [str(CONTOSO), "--templates", str(own), "-o", str(output)]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    assert output.read_text() == "<p>Contoso, in our own words</p>"


@pytest.mark.pango
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("page.html", "\n{% if %}", "The template page.html, line 2: Expected an expression"),
        (
            "page.html",
            "{{ nothing.here }}",
            "The template page.html, line 1: 'nothing' is undefined",
        ),
        ("page.html", "{{ ().__class__ }}", "unsafe. (SecurityError)"),
        ("page.html", "{% include '../../etc/passwd' %}", "(TemplateNotFound)"),
        ("page.html", "{% for _ in range(10**9) %}{% endfor %}", "(OverflowError)"),
        ("pdf/cover.html", "{{ 1 / 0 }}", "The template pdf/cover.html, line 1: division by zero"),
        ("pdf/cover.html", "<img src='file:///etc/passwd'>", "may not load 'file:///etc/passwd'"),
        ("pdf/cover.html", b"\xe4", "cannot be read as UTF-8 text"),
    ],
)
@pytest.mark.parametrize("alone", [True, False])
def test_a_template_that_cannot_be_used_gets_a_sentence(
    tmp_path: Path, name: str, content: str | bytes, told: str, *, alone: bool
) -> None:
    own = tmp_path / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_bytes(content if isinstance(content, bytes) else content.encode())
    suffix = ".html" if name == "page.html" else ".pdf"
    outputs = [tmp_path / f"x{one}" for one in ([suffix] if alone else [".html", ".pdf"])]
    given = [part for one in outputs for part in ("-o", str(one))]
    done = run("report", CONTOSO, *given, "--templates", tmp_path / "templates")
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / f"x{suffix}").exists()


def test_templates_link_to_no_file_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mine")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "page.css").symlink_to(tmp_path / "secret")
    done = run("report", CONTOSO, "-o", tmp_path / "x.html", "--templates", tmp_path / "theirs")
    assert done.returncode == 2
    assert "page.css is a link to a place outside" in done.stderr
