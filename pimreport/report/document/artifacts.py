"""Running headers and footers are no content: PDF/UA wants them marked as artifacts.

WeasyPrint gives them elements of structure that hang on nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.pdf import pydyf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PAGINATION = pydyf.Dictionary({"Type": "/Pagination"})


def mark_artifacts(pdf: pydyf.PDF) -> None:
    """Mark what no element of the tree holds as an artifact of pagination."""
    objects = {one.reference: one for one in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    held = set(_held(root, objects))
    parents = iter(objects[root["ParentTree"]]["Nums"])
    by_number = dict(zip(parents, parents, strict=True))
    for page in objects.values():
        if not isinstance(page, pydyf.Dictionary) or "StructParents" not in page:
            continue
        elements = by_number[page["StructParents"]]
        loose = {number for number, one in enumerate(elements) if one not in held}
        _remark(objects[page["Contents"]].stream, loose)
        for number in loose:
            elements[number] = "null"


def _held(root: pydyf.Dictionary, objects: Mapping[bytes, Any]) -> Iterator[bytes]:
    """References of all elements of the tree."""
    waiting = list(_kids(root))
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(_kids(objects[one]))


def _kids(element: pydyf.Dictionary) -> Iterable[bytes]:
    return (one for one in element.get("K", ()) if isinstance(one, bytes))


def _remark(stream: list[Any], loose: set[int]) -> None:
    for place, part in enumerate(stream):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in loose:
            stream[place - 1], stream[place] = "/Artifact", _PAGINATION
