"""The script that an administrator runs to produce complete evidence, made from one list of queries.

``data/collection.toml`` is that list. ``plan`` reads it, ``script`` puts it into the template,
``explained`` prints it for people. pimreport's parsers check the manifest against the same list.
"""

from __future__ import annotations

from pimreport.collector.script import script

__all__ = ["script"]
