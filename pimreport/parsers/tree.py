"""Pages inside nested JSON or CLIXML: wrappers, lists, single objects, bundles, batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.document import Page, type_word
from pimreport.parsers.filenames import guids
from pimreport.parsers.gaps import stands_for_an_object
from pimreport.parsers.names import graph_name
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_FORMAT_OBJECTS = "ClassId2e4f51ef21dd47e99d3c952918aff9cd"
_FORBIDDEN = 400
_FEW = 5
"""Texts that a command may have written between its objects; more of them are lost records."""


class Tree:
    """Collects the pages of a file; records count through all of them."""

    def __init__(self) -> None:
        """Begin with no page."""
        self.pages: list[Page] = []
        self.warnings: list[SourceWarning] = []
        self.rejected = 0
        self._number = 0

    def add(self, value: Any, path: str = "") -> None:  # noqa: ANN401 - foreign JSON
        """Take one document apart.

        Raises:
            UnreadableError: it is Graph's answer to a failed request, or console formatting.
        """
        if isinstance(value, list):
            self._list(value, path)
        elif isinstance(value, dict):
            if value:
                self._object(value, path)
        elif value is not None and value != "":
            self._reject(f"A bare value ({str(value)[:40]!r}) where an object should be.")

    def _object(self, value: Raw, path: str) -> None:
        _refuse(value)
        responses = value.get("responses")
        if isinstance(responses, list) and all(_is_response(one) for one in responses):
            self._batch(responses, path)
        elif _page_of(value) is not None:
            self._page(_page_of(value) or [], path, value)
        elif _is_bundle(value) and not is_our_own(value):
            place = [path, _group_named_in(value)]
            for name, inner in value.items():
                if isinstance(inner, dict) or (isinstance(inner, list) and _holds_more(inner)):
                    self._part(inner, "/".join(filter(None, [*place, name])))
        else:
            self._page([value], path, value)

    def _part(self, inner: Any, path: str) -> None:  # noqa: ANN401 - foreign JSON
        """One of the lists that a script gathered: what is wrong with it spoils no other."""
        try:
            self.add(inner, path)
        except UnreadableError as problem:
            message = f"Part {path!r} of the file was not used. {problem.sentence}"
            self.warnings.append(SourceWarning(code="part_not_used", message=message))

    def _batch(self, responses: list[Raw], path: str) -> None:
        for response in responses:
            status = response.get("status")
            if isinstance(status, int) and status >= _FORBIDDEN:
                message = f"Request {response.get('id')} of the batch failed with status {status}."
                self.warnings.append(SourceWarning(code="request_failed", message=message))
            else:
                self.add(response["body"], path)

    def _list(self, values: list[Any], path: str) -> None:
        if values and all(_is_list(one) for one in values):
            for one in values:
                self.add(one, path)
        else:
            self._page(values, path, {})

    def _page(self, values: list[Any], path: str, wrapper: Raw) -> None:
        rows: list[tuple[int, Raw]] = []
        notes: list[str] = []
        among_objects = any(isinstance(one, dict) for one in values)
        bare = [one for one in values if one is not None and not isinstance(one, dict)]
        if bare and not among_objects:
            self._refuse_bare(bare, path)
            return
        for value in values:
            self._number += 1
            if isinstance(value, dict):
                _refuse(value)
                if value:
                    rows.append((self._number, value))
            elif among_objects and _is_note(value) and len(notes) < _FEW:
                self._note(value)
                notes.append(value)
            elif value is not None:
                self._reject(f"Row {self._number} is no object: {str(value)[:40]!r}.")
        if values and not rows and not wrapper:
            return  # nulls and empty objects: nothing was exported here
        self._add_page(
            Page(
                rows=rows,
                context=_annotation(wrapper, "@odata.context"),
                next_link=_annotation(wrapper, "@odata.nextLink"),
                path=path,
                notes=tuple(notes),
            ),
            missing=_counted(wrapper) - len(values),
        )

    def _add_page(self, page: Page, missing: int) -> None:
        """Keep a page; ``missing``: how many records it lacks of those it says it has."""
        kinds = {word for _, row in page.rows[:1] if (word := type_word(str(row.get("#type", ""))))}
        page.type = kinds.pop() if kinds else None
        for _, row in page.rows:
            row.pop("#type", None)
        follows = bool(self.pages) and self.pages[-1].next_link is not None
        page.cut = missing > 0 and not page.next_link and not follows
        if page.cut:
            message = (
                f"The list says of itself that it has {missing} records more than are there: it was "
                "cut ($top, Select-Object -First) or edited. Whoever is missing may be among them."
            )
            self.warnings.append(SourceWarning(code="incomplete_count", message=message))
        if not self._continues(page):
            self.pages.append(page)

    def _continues(self, page: Page) -> bool:
        """One object per document (NDJSON, a loop with ``>>``): rows of one list after all."""
        last = self.pages[-1] if self.pages else None
        if last is None or len(page.rows) != 1 or not last.rows:
            return False
        if page.context or last.context or last.next_link or page.path != last.path:
            return False
        if page.rows[0][1].keys() != last.rows[-1][1].keys():
            return False
        last.rows.extend(page.rows)
        return True

    def _note(self, text: str) -> None:
        message = f"Row {self._number} is a text among the objects, no record: {text[:160]!r}."
        self.warnings.append(
            SourceWarning(code="text_among_rows", message=message, row=self._number)
        )

    def _refuse_bare(self, values: list[Any], path: str) -> None:
        """Raises UnreadableError, unless other parts of the file may be good."""
        why = _why_bare(values)
        if not path:
            raise UnreadableError(why)
        message = f"Part {path!r} of the file was not used. {why}"
        self.warnings.append(SourceWarning(code="part_not_used", message=message))

    def _reject(self, message: str) -> None:
        self.rejected += 1
        self.warnings.append(SourceWarning(code="rejected_row", message=message, row=self._number))


def _is_note(value: Any) -> bool:  # noqa: ANN401 - foreign JSON
    """A text beside the records; a type name is a record that was cut off."""
    return isinstance(value, str) and not stands_for_an_object(value)


def _holds_more(values: list[Any]) -> bool:
    """Names and numbers that a script noted beside its lists are no list of records."""
    return not values or any(isinstance(one, dict | list) for one in values)


def _is_list(value: Any) -> bool:  # noqa: ANN401 - foreign JSON
    return isinstance(value, list) or (isinstance(value, dict) and _page_of(value) is not None)


def is_our_own(value: Raw) -> bool:
    """A report, snapshot or manifest that pimreport or its collector wrote into the folder."""
    return str(value.get("schema", "")).startswith("pimreport/")


def _is_response(value: Any) -> bool:  # noqa: ANN401 - foreign JSON
    return isinstance(value, dict) and "status" in value and "body" in value


def _page_of(value: Raw) -> list[Any] | None:
    """The rows of a Graph page or of PowerShell 5.1's ``{value, Count}``; None for an object."""
    if not any(key in value for key in ("value", "Value")):
        return None
    others = [key for key in value if key.lower() not in {"value", "count"} and "odata" not in key]
    if others:
        return None
    rows = value.get("value", value.get("Value"))
    if rows is None or rows == "":  # an empty list below the depth of ConvertTo-Json is ""
        return []
    if isinstance(rows, dict) and {key.lower() for key in rows} == {"value", "count"}:
        return _page_of(rows)  # the list went through a pipeline of Windows PowerShell
    return rows if isinstance(rows, list) else [rows]


def _is_bundle(value: Raw) -> bool:
    """An object that only gathers lists, as a script's ``@{users=...; groups=...}`` does."""
    if any(key.lower() in {"id", "objectid", "policyid", "principalid"} for key in value):
        return False
    lists = [
        one
        for one in value.values()
        if (isinstance(one, list) and (not one or isinstance(one[0], dict)))
        or (isinstance(one, dict) and _page_of(one) is not None)
    ]
    raw = value.get("Raw")  # ScubaResults wraps the provider's export once more
    return (
        bool(lists) or (isinstance(raw, dict) and _is_bundle(raw)) or _is_bundle_of_bundles(value)
    )


def _is_bundle_of_bundles(value: Raw) -> bool:
    """Under the ids of groups stand the lists of each: ``@{<id> = @{members=...; rules=...}}``."""
    return bool(value) and all(
        guids(key) == [key.lower()] and isinstance(one, dict) and _is_bundle(one)
        for key, one in value.items()
    )


def _group_named_in(value: Raw) -> str:
    """The group whose lists a script gathered, where it says so beside them."""
    told = next((one for key, one in value.items() if graph_name(key) == "groupId"), None)
    return told.strip() if isinstance(told, str) and len(guids(told)) == 1 else ""


def _annotation(wrapper: Raw, name: str) -> str | None:
    """``@odata.context`` of the page; that of a property (``rules@odata.context``) is none of it."""
    for key in (name, f"value{name}"):
        if isinstance(wrapper.get(key), str):
            return str(wrapper[key]) or None
    extra = wrapper.get("AdditionalProperties")
    return _annotation(extra, name) if isinstance(extra, dict) else None


def _counted(wrapper: Raw) -> int:
    """How many records the list says it has: Graph's ``@odata.count``, PowerShell's ``Count``."""
    told = wrapper.get("@odata.count", wrapper.get("Count", wrapper.get("count")))
    return told if isinstance(told, int) and not isinstance(told, bool) else 0


def _refuse(value: Raw) -> None:
    if _FORMAT_OBJECTS in value or any(_FORMAT_OBJECTS in str(key) for key in list(value)[:3]):
        message = (
            "The file holds console formatting, not data: Format-Table or Format-List stood before "
            "the export command. Remove it (use Select-Object to choose properties)."
        )
        raise UnreadableError(message)
    error = value.get("error")
    if isinstance(error, dict) and "code" in error and "id" not in value:
        raise UnreadableError(_refusal(error.get("code"), error.get("message")))
    if isinstance(error, str) and "error_description" in value:
        raise UnreadableError(_refusal(error, value["error_description"]))
    if "FullyQualifiedErrorId" in value:
        raise UnreadableError(_refusal(value["FullyQualifiedErrorId"], value.get("Exception")))


def _ended(text: str) -> str:
    """A sentence of somebody else's, before one of ours."""
    return text and (f"{text} " if text[-1] in ".!?" else f"{text}. ")


def _refusal(code: Any, message: Any) -> str:  # noqa: ANN401 - foreign JSON
    told = message.get("Message") if isinstance(message, dict) else message
    denied = str(code).lower() in {"authorization_requestdenied", "forbidden", "accessdenied"}
    forbidden = " (403 Forbidden)" if denied else ""
    return (
        f"The file holds Graph's refusal{forbidden}, not data: {str(code)[:100]}: "
        f"{_ended(str(told or '').strip()[:200])}"
        "Export again with the permissions that `pimreport collector` lists."
    )


def _why_bare(values: list[Any]) -> str:
    """No row is an object: what they held is gone, or was never exported."""
    first = str(values[0])[:60]
    if isinstance(values[0], str) and stands_for_an_object(values[0]):
        return (
            f"ConvertTo-Json cut the rows off at its depth (2 unless given): {first!r} stands in "
            "their place, and nothing of them is left. Export again with ... | ConvertTo-Json "
            "-Depth 10 | Out-File x.json -Encoding UTF8."
        )
    return (
        f"The file lists bare values (the first is {first!r}), no objects with properties. "
        "Export again without Select-Object -ExpandProperty: ... | ConvertTo-Json -Depth 10 | "
        "Out-File x.json -Encoding UTF8."
    )
