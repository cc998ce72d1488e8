"""The page about delivery says what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pimreport.cli.commands.send import command
from pimreport.delivery.ledger import NAME
from pimreport.delivery.profile import mail_settings

PAGE = (Path(__file__).parent.parent.parent / "docs" / "delivery.md").read_text("utf-8")


def test_the_settings_on_the_page_are_understood() -> None:
    [block] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    settings = mail_settings(tomllib.loads(block)["mail"], "page")
    assert settings.profile("quarter").via == "smtp"
    assert settings.profile("graph").via == "graph"


def test_the_options_on_the_page_are_there() -> None:
    there = {name for one in command.params for name in one.opts}
    used = set(re.findall(r"pimreport send .*?(--[a-z-]+)", PAGE)) | {"--no-encrypt", "--again"}
    assert used <= there
    assert NAME in PAGE
