"""PowerShell's writers, told again in Python, so that tests can write what an auditor holds.

Depth as in JsonObject.cs (a list at the top costs one level), cells as in CsvCommands.cs, CLIXML
as in serialization.cs. Shares no code with the parsers, nor with ``pimreport.synthetic``.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Culture = Callable[[datetime], str]

_SDK = "Microsoft.Graph.PowerShell.Models.MicrosoftGraph"
_DIRECT = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'(),-./:? \t\r\n"
)


class Custom(dict[str, Any]):
    """A [pscustomobject]."""


class Hashtable(dict[str, Any]):
    """What Invoke-MgGraphRequest returns."""


class Dictionary(dict[str, Any]):
    """A Dictionary[string, object], as AdditionalProperties is."""


class Model(dict[str, Any]):
    """An object of the SDK; ``extra`` becomes AdditionalProperties where PowerShell shows it."""

    def __init__(self, kind: str, values: dict[str, Any], **extra: object) -> None:
        super().__init__(values)
        self.kind = kind
        self.extra = Dictionary(extra)

    def with_extra(self) -> dict[str, Any]:
        """As a pipeline shows it: with AdditionalProperties."""
        return self | {"AdditionalProperties": self.extra}


def as_text(value: object) -> str:
    """What PowerShell converts a value to where a text is needed."""
    if isinstance(value, list):
        return " ".join(as_text(one) for one in value)
    if isinstance(value, dict):
        return _type_name(value) or _gist(value)
    if isinstance(value, datetime):
        return value.strftime("%m/%d/%Y %H:%M:%S")
    return "" if value is None else str(value)


def _type_name(value: dict[str, Any]) -> str:
    if isinstance(value, Model):
        return _SDK + value.kind
    if isinstance(value, Hashtable):
        return "System.Collections.Hashtable"
    if isinstance(value, Dictionary):
        return "System.Collections.Generic.Dictionary`2[System.String,System.Object]"
    return ""


def _gist(value: dict[str, Any]) -> str:
    return "@{" + "; ".join(f"{name}={as_text(one)}" for name, one in value.items()) + "}"


def convert_to_json(value: object, *, depth: int = 2, windows: bool = False) -> str:
    """ConvertTo-Json of PowerShell 7, or of Windows PowerShell 5.1."""
    if isinstance(value, list):
        value = [one.with_extra() if isinstance(one, Model) else one for one in value]
    elif isinstance(value, Model):
        value = value.with_extra()
    shown = _cut(value, 0, depth, windows=windows)
    return _windows(shown, 0) if windows else json.dumps(shown, indent=2, ensure_ascii=False)


def _cut(value: object, level: int, depth: int, *, windows: bool) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, datetime):
        ms = int(value.timestamp() * 1000)
        return f"\0Date({ms})\0" if windows else value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if not isinstance(value, dict | list):
        return value
    if level > depth:
        return as_text(value)
    if isinstance(value, list):
        return [_cut(one, level + 1, depth, windows=windows) for one in value]
    return {name: _cut(one, level + 1, depth, windows=windows) for name, one in value.items()}


def _windows(value: object, indent: int) -> str:
    """5.1's layout: two blanks after the colon, everything below it indented, own escapes."""
    inner = " " * (indent + 4)
    if isinstance(value, dict):
        lines = []
        for name, one in value.items():
            head = f"{inner}{json.dumps(name)}:  "
            lines.append(head + _windows(one, len(head)))
        return "{\r\n" + ",\r\n".join(lines) + "\r\n" + " " * indent + "}"
    if isinstance(value, list):
        lines = [inner + _windows(one, indent + 4) for one in value]
        return "[\r\n" + ",\r\n".join(lines) + "\r\n" + " " * indent + "]"
    text = json.dumps(value, ensure_ascii=False).replace("\\u0000", "\\/")
    for sign in "'<>&" if isinstance(value, str) else "":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def american(moment: datetime) -> str:
    """en-US."""
    half = "AM" if moment.hour < 12 else "PM"
    hour = moment.hour % 12 or 12
    return f"{moment.month}/{moment.day}/{moment.year} {hour}:{moment:%M:%S} {half}"


def export_csv(
    rows: Sequence[dict[str, Any]],
    *,
    culture: Culture = american,
    delimiter: str = ",",
    type_name: str | None = None,
    as_needed: bool = False,
) -> str:
    """Export-Csv; the first row dictates the columns. ``type_name``: 5.1's first line."""

    def line(values: Iterable[object]) -> str:
        return delimiter.join(_cell(one, culture, delimiter, as_needed) for one in values)

    shown = [one.with_extra() if isinstance(one, Model) else one for one in rows]
    lines = [f"#TYPE {type_name}"] if type_name else []
    lines.append(line(shown[0]))
    lines += [line(row.get(name) for name in shown[0]) for row in shown]
    return "".join(f"{one}\r\n" for one in lines)


def _cell(value: object, culture: Culture, delimiter: str, as_needed: bool) -> str:  # noqa: FBT001 - as PowerShell has it
    if value is None:
        return ""
    if isinstance(value, datetime):
        text = culture(value)
    elif isinstance(value, list):
        text = (
            "System.String[]" if all(isinstance(one, str) for one in value) else "System.Object[]"
        )
    else:
        text = as_text(value)
    if as_needed and not any(sign in text for sign in (delimiter, "\n", '"')):
        return text
    return '"' + text.replace('"', '""') + '"'


def format_list(rows: Sequence[dict[str, Any]], *, culture: Culture = american) -> str:
    """Format-List, or ``>`` on objects with many properties, on a wide console."""
    blocks = []
    for row in rows:
        width = max(len(name) for name in row)
        lines = []
        for name, value in row.items():
            text = culture(value) if isinstance(value, datetime) else as_text(value)
            if isinstance(value, list):
                text = "{" + ", ".join(as_text(one) for one in value) + "}"
            lines.append(f"{name:<{width}} : {text}")
        blocks.append("\r\n".join(lines))
    return "\r\n\r\n" + "\r\n\r\n".join(blocks) + "\r\n\r\n\r\n\r\n"


def export_clixml(values: Sequence[object], *, depth: int = 2) -> bytes:
    """Export-Clixml of Windows PowerShell: UTF-16 with a mark."""
    writer = _Clixml()
    body = "".join(writer.element(one, None, depth) for one in values)
    schema = "http://schemas.microsoft.com/powershell/2004/04"
    return f'<Objs Version="1.1.0.1" xmlns="{schema}">{body}</Objs>'.encode("utf-16")


class _Clixml:
    def __init__(self) -> None:
        self._count = 0

    def element(self, value: object, name: str | None, depth: int) -> str:
        named = f' N="{name}"' if name else ""
        if value is None:
            return f"<Nil{named} />"
        if isinstance(value, bool):
            return f"<B{named}>{str(value).lower()}</B>"
        if isinstance(value, datetime):
            return f"<DT{named}>{value:%Y-%m-%dT%H:%M:%S}Z</DT>"
        if not isinstance(value, dict | list):
            return f"<S{named}>{_escaped(str(value))}</S>"
        if depth < 0:
            return f"<S{named}>{_escaped(as_text(value))}</S>"
        self._count += 1
        return f'<Obj{named} RefId="{self._count}">{self._inside(value, depth - 1)}</Obj>'

    def _inside(self, value: dict[str, Any] | list[Any], depth: int) -> str:
        if isinstance(value, list):
            return "<LST>" + "".join(self.element(one, None, depth) for one in value) + "</LST>"
        if isinstance(value, Hashtable | Dictionary):
            pairs = (
                f"<En>{self.element(key, 'Key', depth)}{self.element(one, 'Value', depth)}</En>"
                for key, one in value.items()
            )
            return "<DCT>" + "".join(pairs) + "</DCT>"
        members = "".join(self.element(one, key, depth) for key, one in value.items())
        if not isinstance(value, Model):
            return f"<MS>{members}</MS>"
        kind = f'<TN RefId="{self._count}"><T>{_SDK}{value.kind}</T></TN>'
        extra = self.element(value.extra, "AdditionalProperties", depth)
        return f"{kind}<Props>{members}</Props><MS>{extra}</MS>"


def _escaped(text: str) -> str:
    text = text.replace("_x", "_x005F_x")
    return "".join(f"_x{ord(one):04X}_" if ord(one) < ord(" ") else escape(one) for one in text)


def utf7(text: str) -> bytes:
    """.NET's UTF7Encoding, which leaves no quotation mark and no brace as it is."""
    out, run = "", ""
    for one in [*text, ""]:
        if one and one not in _DIRECT and one != "+":
            run += one
            continue
        if run:
            coded = base64.b64encode(run.encode("utf-16-be")).decode().rstrip("=")
            out, run = f"{out}+{coded}-", ""
        out += "+-" if one == "+" else one
    return out.encode()
