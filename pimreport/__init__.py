"""From Microsoft Graph PowerShell exports to an audit report on PIM for Groups.

``parsers.load`` turns files into a ``Tenant``, ``analysis.analyse`` turns that into a ``Report``,
``report.write`` turns the report into files. The stages know only ``pimreport.model``.
"""

from __future__ import annotations

__version__ = "0.1.0"
