"""Export-Clixml: PowerShell's own serialisation, with types, references and member sets."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from pimreport.parsers.document import Document, Format
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from pimreport.parsers.characters.decode import Text

_HEAD = 500
_BEGINNING = re.compile(
    r"^[\s\ufeff]*(?:#< CLIXML|<[!?][^\n]*>)?\s*(<Objs(?:\s+Version=|\s*>))", re.MULTILINE
)
"""At the beginning of a line: a console may have spoken before."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LISTS = frozenset({"LST", "IE", "STK", "QUE"})
_MEMBERS = frozenset({"Props", "MS"})
_INTEGERS = frozenset({"I16", "I32", "I64", "U16", "U32", "U64", "By", "SB"})
_ROOM, _TIMES = 1_000_000, 100
"""How many values there may be when every reference is followed: so many, and so many per element."""
_AGAIN = "Export again with ... | ConvertTo-Json -Depth 10 | Out-File x.json -Encoding UTF8."


def _recognises(text: Text) -> bool:
    return _BEGINNING.search(text.text[:_HEAD]) is not None


def _read(text: Text) -> Document:
    from defusedxml import ElementTree, common  # noqa: PLC0415 - only who has CLIXML pays for it

    begins = _BEGINNING.search(text.text[:_HEAD])
    body = text.text[begins.start(1) if begins else 0 :]
    try:
        root = ElementTree.fromstring(body, forbid_dtd=True)
    except (ElementTree.ParseError, common.DefusedXmlException, ValueError) as error:
        message = f"The CLIXML is broken or no CLIXML: {error}. {_AGAIN}"
        raise UnreadableError(message) from None
    reader = _Reader(most=_ROOM + _TIMES * sum(1 for _ in root.iter()))
    tree = Tree()
    try:
        values = [reader.value(element) for element in root]
    except ValueError as error:
        message = f"The CLIXML is broken: {error}. {_AGAIN}"
        raise UnreadableError(message) from None
    tree.add(values[0] if len(values) == 1 else values)
    return Document(
        written="CLIXML", pages=tree.pages, warnings=tree.warnings, rejected=tree.rejected
    )


class _Reader:
    """Elements to values. Types and objects may be defined once and referred to later."""

    def __init__(self, most: int) -> None:
        self._types: dict[str, str] = {}
        self._objects: dict[str, Any] = {}
        self._sizes: dict[str, int] = {}
        self._made = 0
        self._most = most

    def value(self, element: Element) -> Any:  # noqa: ANN401 - any PowerShell value
        tag = _tag(element)
        self._made += 1
        if tag == "Obj":
            before = self._made
            made = self._object(element)
            self._sizes[element.get("RefId", "")] = self._made - before
            return made
        if tag == "Ref":
            return self._again(element.get("RefId", ""))
        if tag in _INTEGERS:
            return int((element.text or "0")[:20])
        simple = _SIMPLE.get(tag)
        return simple(element.text or "") if simple else _unescaped(element.text or "")

    def _again(self, reference: str) -> Any:  # noqa: ANN401 - any PowerShell value
        """An object once more, counted whole: twice the one before, forty times over, has no end."""
        self._made += self._sizes.get(reference, 0)
        if self._made > self._most:
            message = f"The CLIXML refers to its objects far more often than exports do. {_AGAIN}"
            raise UnreadableError(message)
        return self._objects.get(reference)

    def _object(self, element: Element) -> Any:  # noqa: ANN401 - any PowerShell value
        made: dict[str, Any] = {}
        reference = element.get("RefId", "")
        self._objects[reference] = made
        inner: Any = None
        for child in element:
            tag = _tag(child)
            if tag in {"TN", "TNRef"}:
                made["#type"] = self._type(child)
            elif tag in _MEMBERS:
                made.update(self._members(child))
            elif tag == "DCT":
                inner = self._dictionary(child)
            elif tag in _LISTS:
                inner = [self.value(one) for one in child]
            elif tag == "ToString":
                made.setdefault("#text", _unescaped(child.text or ""))
            else:  # a simple value with properties of its own, such as a date with a DisplayHint
                inner = self.value(child)
        result = self._settled(made, inner)
        self._objects[reference] = result
        return result

    def _settled(self, made: dict[str, Any], inner: Any) -> Any:  # noqa: ANN401 - any value
        properties = {name: one for name, one in made.items() if not name.startswith("#")}
        if inner is not None and not (isinstance(inner, dict) and properties):
            return inner
        if isinstance(inner, dict):
            return inner | properties
        if not properties and "#text" in made:
            return made["#text"]  # below the depth only the object's text was kept
        made.pop("#text", None)
        return made

    def _type(self, element: Element) -> str:
        reference = element.get("RefId", "")
        if _tag(element) == "TN":
            self._types[reference] = next((one.text or "" for one in element), "")
        return self._types.get(reference, "")

    def _members(self, element: Element) -> dict[str, Any]:
        return {_unescaped(child.get("N", "")): self._inner(child) for child in element}

    def _inner(self, element: Element) -> Any:  # noqa: ANN401 - any PowerShell value
        """A value inside another: only of the outermost objects matters what type they are."""
        value = self.value(element)
        if isinstance(value, dict):
            value.pop("#type", None)
        return value

    def _dictionary(self, element: Element) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for entry in element:
            pair = {child.get("N"): self._inner(child) for child in entry}
            made[str(pair.get("Key"))] = pair.get("Value")
        return made


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _unescaped(text: str) -> str:
    """``_x000D_`` is a carriage return; pairs of surrogates are joined again."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        message = f"{text} is no number"
        raise ValueError(message)
    return number


_SIMPLE: dict[str, Callable[[str], Any]] = {
    "Nil": lambda _text: None,
    "B": lambda text: text == "true",
    "Db": _float,
    "Sg": _float,
}


CLIXML = Format(name="clixml", rank=10, recognises=_recognises, read=_read)
