r"""The JSON that Windows PowerShell 5.1 writes.

Two blanks after each colon, children indented to where their parent's value begins, a blank line
inside what is empty, ``\u0027`` for an apostrophe, and dates as ``\/Date(1746950400000)\/``.
"""

from __future__ import annotations

import json
import re
from datetime import datetime

_ESCAPED = {"'": "\\u0027", "<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def json_text(value: object, indent: int = 0) -> str:
    """The text of a value whose first character stands in column ``indent``."""
    inner = indent + 4
    if isinstance(value, dict):
        lines = []
        for key, one in value.items():
            label = f"{_string(str(key))}:  "
            lines.append(f"{' ' * inner}{label}{json_text(one, inner + len(label))}")
        return _enclosed("{}", lines, indent)
    if isinstance(value, list | tuple):
        return _enclosed("[]", [" " * inner + json_text(one, inner) for one in value], indent)
    if isinstance(value, str):
        return _string(value)
    return json.dumps(value)


def _enclosed(brackets: str, lines: list[str], indent: int) -> str:
    inside = ",\r\n".join(lines)
    return f"{brackets[0]}\r\n{inside}\r\n{' ' * indent}{brackets[1]}"


def _string(text: str) -> str:
    if _DATE.fullmatch(text):
        return f'"\\/Date({int(datetime.fromisoformat(text).timestamp() * 1000)})\\/"'
    written = json.dumps(text, ensure_ascii=False)
    return "".join(_ESCAPED.get(character, character) for character in written)
