"""JSON: Graph pages, ConvertTo-Json of either PowerShell, NDJSON, pages joined by ``>>``."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.document import Document, Format
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.tree import Tree

if TYPE_CHECKING:
    from pimreport.parsers.characters.decode import Text

_LINE_STARTING_JSON = re.compile(r"^\ufeff?[ \t]*[\[{]", re.MULTILINE)
_HEADER = re.compile(r"^\ufeff?(?:#TYPE |\"?[\w@. ()#-]+\"?[,;\t|])")
_BLANK = re.compile(r"[\s\ufeff\0,]*")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_OF_JSON = frozenset(["", *'{}[]":,'])
"""What may follow a document without being console text; most of it makes the JSON broken."""
_LONGEST_NUMBER = 400
_LARGE = 1 << 20
_MOST_TALK = 2000
_AGAIN = "Export again with ... | ConvertTo-Json -Depth 10 | Out-File x.json -Encoding UTF8."


def _recognises(text: Text) -> bool:
    start = text.text[:2000].lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        return True
    if start.startswith('"') and '\\"' in start and "{" in start:
        return True  # JSON inside a JSON string: -OutputType Json piped to ConvertTo-Json
    return not _HEADER.match(start) and _LINE_STARTING_JSON.search(text.text) is not None


def layout_of(text: str) -> str:
    """Whose JSON it is, by its blanks; the beginning of the file is enough."""
    return "JSON (Windows PowerShell 5.1)" if '":  ' in text[:2000] else "JSON"


def _read(text: Text) -> Document:
    reader = _Reader(text.text)
    tree = Tree()
    for value in reader.documents():
        tree.add(value)
    return Document(
        written=layout_of(text.text),
        pages=tree.pages,
        warnings=[*reader.warnings, *tree.warnings],
        rejected=tree.rejected,
    )


class _Reader:
    """The JSON documents of one text, one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.warnings: list[SourceWarning] = []
        self._repeated: set[str] = set()
        self._may_be_halved = _ESCAPED_SURROGATE.search(text) is not None
        self._talk = 0
        self._skipped: list[int] = []
        self._first_skipped = ""
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=_no_number, parse_int=_integer
        )
        self._quick = json.JSONDecoder(parse_constant=_no_number, parse_int=_integer)

    def documents(self) -> list[Any]:
        position = self._start()
        found: list[Any] = []
        while position < len(self.text):
            value, position = self._one(position)
            found.append(value)
            blank = _BLANK.match(self.text, position)
            position = self._past_console_text(blank.end() if blank else position)
        self._tell_skipped("after", "after")
        if self._repeated:
            names = ", ".join(sorted(self._repeated))
            self._warn(
                "repeated_keys",
                f"Objects name a property twice ({names}); the last value was taken, as every "
                "JSON reader does.",
            )
        return [self._without_surrogates(value) for value in found]

    def _start(self) -> int:
        """Where the JSON begins; a banner or warnings captured before it are told."""
        blank = _BLANK.match(self.text)
        position = blank.end() if blank else 0
        if self.text[position : position + 1] in {"{", "[", '"'} and not self._is_talk(position):
            return position
        begins = self._next(0)
        if begins is None:
            message = f"No JSON was found in the file. {_AGAIN}"
            raise UnreadableError(message)
        self._skip(0, begins)
        self._tell_skipped("before", "before the")
        return begins

    def _next(self, position: int) -> int | None:
        """Where a line begins with JSON, from ``position`` on."""
        for line in _LINE_STARTING_JSON.finditer(self.text, position):
            if not self._is_talk(line.end() - 1):
                return line.end() - 1
        return None

    def _is_talk(self, position: int) -> bool:
        """``[12:30] Connecting`` begins with a bracket and is no JSON."""
        if not (_is_transcript_line(self.text, position) and self._is_broken(position)):
            return False
        self._talk += 1
        if self._talk > _MOST_TALK:  # each look costs as much as the file is long
            message = f"The file is console text with little or no JSON in it. {_AGAIN}"
            raise UnreadableError(message)
        return True

    def _skip(self, start: int, end: int) -> None:
        skipped = self.text[start:end].strip("\ufeff \t\r\n").splitlines()
        self._skipped.append(len(skipped))
        self._first_skipped = self._first_skipped or skipped[0][:80]

    def _tell_skipped(self, code: str, where: str) -> None:
        if self._skipped:
            self._warn(
                f"text_{code}_json",
                f"{sum(self._skipped)} lines of text stand {where} JSON (first: "
                f"{self._first_skipped!r}); they were skipped.",
            )
        self._skipped, self._first_skipped = [], ""

    def _is_broken(self, position: int) -> bool:
        try:
            self._decoder.raw_decode(self.text, position)
        except (ValueError, RecursionError, UnreadableError):
            return True
        return False

    def _past_console_text(self, position: int) -> int:
        """Where the next JSON begins after a line of console output, such as a transcript's."""
        if self.text[position : position + 1] in _OF_JSON and not self._is_talk(position):
            return position
        following = self._next(position)
        end = len(self.text) if following is None else following
        self._skip(position, end)
        return end

    def _one(self, position: int) -> tuple[Any, int]:
        try:
            value, end = self._decoded(position)
        except RecursionError:
            message = f"The JSON is nested too deeply to be an export. {_AGAIN}"
            raise UnreadableError(message) from None
        except json.JSONDecodeError as error:
            raise UnreadableError(_located(error)) from None
        if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
            inner = _Reader(value)
            documents = inner.documents()
            self._warn("json_in_json", "The JSON was converted to JSON twice; it was unwrapped.")
            value = documents[0] if len(documents) == 1 else documents
        return value, end

    def _decoded(self, position: int) -> tuple[Any, int]:
        """One document; looking at every pair of it only where a property may stand twice."""
        if len(self.text) - position < _LARGE:
            return self._decoder.raw_decode(self.text, position)
        value, end = self._quick.raw_decode(self.text, position)
        try:
            simple = msgspec.json.encode(value).count(b'":') == self.text.count('":', position, end)
        except (msgspec.MsgspecError, UnicodeError, OverflowError):
            simple = False
        return (value, end) if simple else self._decoder.raw_decode(self.text, position)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    self._repeated.add(name)
                seen.add(name)
        return made

    def _without_surrogates(self, value: Any) -> Any:  # noqa: ANN401 - foreign JSON
        if not self._may_be_halved:
            return value
        cleaned = _cleaned(value)
        if cleaned != value:
            self._warn(
                "lone_surrogate",
                "A text holds half of a character (a lone surrogate); U+FFFD stands in its place.",
            )
        return cleaned

    def _warn(self, code: str, message: str) -> None:
        self.warnings.append(SourceWarning(code=code, message=message))


def _is_transcript_line(text: str, start: int) -> bool:
    newline = text.find("\n", start)
    line = text[start : newline if newline >= 0 else len(text)].strip()
    return len(line) > 1 and line[1:2] not in {'"', "{", "[", "]", "}", " "}


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - foreign JSON
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {_cleaned(name): _cleaned(one) for name, one in value.items()}
    return value


def _located(error: json.JSONDecodeError) -> str:
    cut_in_text = error.msg.startswith("Unterminated") and '"' not in error.doc[error.pos + 1 :]
    if cut_in_text or not error.doc[error.pos :].strip():
        return (
            f"The JSON ends in the middle, at line {error.lineno}, column {error.colno}: the file "
            f"is cut off, and what is missing nobody can tell. {_AGAIN}"
        )
    return (
        f"The JSON is broken at line {error.lineno}, column {error.colno}: {error.msg}. "
        f"It was edited by hand or cut off. {_AGAIN}"
    )


def _no_number(word: str) -> Any:  # noqa: ANN401 - never returns
    message = f"The file holds {word}, which is no JSON value. {_AGAIN}"
    raise UnreadableError(message)


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        message = f"The file holds a number of {len(digits)} digits; no export does. {_AGAIN}"
        raise UnreadableError(message)
    return int(digits)


JSON = Format(name="json", rank=30, recognises=_recognises, read=_read)
