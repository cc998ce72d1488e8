"""``[pdf]`` in pimreport.toml: how much the PDF prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pimreport.cli.config_file import read_config
from pimreport.cli.limits_file import read_limits
from pimreport.errors import UsageError
from pimreport.report.writer import Limits

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str) -> Path:
    path = folder / "pimreport.toml"
    path.write_text(text, "utf-8")
    return path


def test_what_is_set_is_read_and_the_rest_is_as_usual(tmp_path: Path) -> None:
    path = written(tmp_path, "[pdf]\nfindings_per_check = 25\nrows_per_table = 100\n")
    read_config(path)
    assert read_limits(path) == Limits(findings_per_check=25, rows_per_table=100)
    assert read_limits(written(tmp_path, "")) == Limits()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[pdf]\nrows = 7", "rows"),
        ("[pdf]\nrows_per_table = 0", "whole number from 1"),
        ("[pdf]\nrows_per_table = true", "whole number from 1"),
        ("[pdf]\nfindings_in_full = 5000", "to 1000"),
        ('[pdf]\ngroups_per_strategy = "all"', "whole number"),
    ],
)
def test_what_cannot_be_meant_is_said(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=said):
        read_limits(written(tmp_path, text))
