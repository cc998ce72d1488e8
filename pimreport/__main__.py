"""``python -m pimreport``."""

from __future__ import annotations

from pimreport.cli import main

main()
