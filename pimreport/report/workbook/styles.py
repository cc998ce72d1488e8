"""Fonts, fills and conditional formats of the workbook. Colour only repeats what a word says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from pimreport.model.findings import Severity
from pimreport.report.table import NOT_IN_EVIDENCE, SEVERITY_MARKS, UNKNOWN, ColumnKind
from pimreport.wording import Text

INK = "1B2A33"
ACCENT = "0F4C5C"
_RULE = "D5DBE0"
_FONT = "Calibri"
_TINTS = {
    Severity.CRITICAL: ("7A1515", "F6DAD7"),
    Severity.HIGH: ("8A3B0A", "FBE6D6"),
    Severity.MEDIUM: ("6B5200", "FBF2D0"),
    Severity.LOW: ("2F4858", "E6EDF2"),
}
_WARNINGS = tuple(
    map(Text, ("Exposed", "NOT ASSESSED", "Standing access", "NOT BALANCED", "▼ worse"))
)
_CAUTIONS = tuple(map(Text, ("Contested", "contested")))
_NUMBER_FORMATS = {
    ColumnKind.NUMBER: "#,##0",
    ColumnKind.SIGNED: "+#,##0_ ;-#,##0_ ;0_ ",
    ColumnKind.DATE: "yyyy-mm-dd hh:mm",
}
NUMERIC = frozenset({ColumnKind.NUMBER, ColumnKind.SIGNED})
_WRAPPED = {
    ColumnKind.SENTENCE,
    ColumnKind.NAME,
    ColumnKind.TEXT,
    ColumnKind.VERDICT,
    ColumnKind.CODE,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is set."""

    font: Font
    alignment: Alignment
    number_format: str = "General"
    fill: PatternFill = field(default_factory=PatternFill)
    border: Border = field(default_factory=Border)


class Styles:
    """The looks of one workbook, made once."""

    def __init__(self) -> None:
        """Make the looks."""
        line = Border(bottom=Side(style="thin", color=_RULE))
        self.title = Look(Font(_FONT, 20, bold=True, color=ACCENT), Alignment(vertical="center"))
        self.subtitle = Look(Font(_FONT, 11, color=INK), Alignment(vertical="center"))
        self.stake = Look(Font(_FONT, 13, color=INK), Alignment(vertical="center", wrap_text=True))
        self.header = Look(
            Font(_FONT, 10, bold=True, color="FFFFFF"),
            Alignment(vertical="center", wrap_text=True),
            fill=PatternFill("solid", fgColor=ACCENT),
        )
        self.number_header = replace(
            self.header,
            alignment=Alignment(vertical="center", wrap_text=True, horizontal="right", indent=1),
        )
        self._kinds = {kind: _look(kind, line) for kind in ColumnKind}

    def of(self, kind: ColumnKind) -> Look:
        """The look of a column's cells."""
        return self._kinds[kind]

    def link_of(self, kind: ColumnKind) -> Look:
        """The look of a cell that leads to another sheet."""
        return replace(self._kinds[kind], font=Font(_FONT, 10, color=ACCENT, underline="single"))


def _look(kind: ColumnKind, line: Border) -> Look:
    number = kind in NUMERIC
    return Look(
        Font(_FONT, 10, color="5A6B76" if kind is ColumnKind.ID else INK),
        Alignment(
            vertical="top",
            wrap_text=kind in _WRAPPED,
            horizontal="right" if number else "left",
            indent=1 if number else 0,
        ),
        _NUMBER_FORMATS.get(kind, "@" if kind is not ColumnKind.BOOL else "General"),
        border=line,
    )


def severity_rules() -> list[Rule]:
    """Tint what the marks already say."""
    return [
        _equal(SEVERITY_MARKS[severity], ink, paper) for severity, (ink, paper) in _TINTS.items()
    ]


def unknown_rule(first: str) -> Rule:
    """Grey for what is unknown.

    Args:
        first: the first cell of the range, relative.
    """
    words = f'OR(EXACT({first},"{UNKNOWN}"),EXACT({first},"{NOT_IN_EVIDENCE}"))'
    rule: Rule = FormulaRule(  # type: ignore[no-untyped-call]  # not in the stubs
        formula=[words], font=Font(italic=True, color="7C8A94")
    )
    return rule


def verdict_rules() -> list[Rule]:
    """A tint for the words that ask for attention."""
    ink, paper = _TINTS[Severity.CRITICAL]
    amber, cream = _TINTS[Severity.MEDIUM]
    return [
        *(_equal(word, ink, paper) for word in _WARNINGS),
        *(_equal(word, amber, cream) for word in _CAUTIONS),
    ]


def _equal(word: Text, ink: str, paper: str) -> Rule:
    fill = PatternFill(bgColor=paper, fill_type="solid")
    rule: Rule = CellIsRule(  # type: ignore[no-untyped-call]  # not in the stubs
        operator="equal", formula=[f'"{word}"'], font=Font(color=ink), fill=fill
    )
    return rule
