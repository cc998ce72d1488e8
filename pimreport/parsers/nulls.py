"""What a column of nulls means: *no* in Graph's own answer, *not asked for* in an SDK object."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers.row import Row


def retrieved(
    rows: Sequence[Row], name: str, *, witness: str, omitted_by_default: bool = False
) -> bool:
    """Null in ``name`` may be read as *no*.

    An SDK object has every property, null where it was not selected. So a column without any
    value is only believed if ``witness``, which Graph never leaves null, has values: a command
    that selected properties retrieved that one as well.

    Args:
        rows: the list.
        name: the property.
        witness: a property that Graph never leaves null.
        omitted_by_default: Graph sends the property only if asked for it, so an SDK object
            without the witness does not show that anybody did.
    """
    if any(row.values.get(name) is not None for row in rows):
        return True
    held = [row.values.get(witness) for row in rows if not row.lost(witness)]
    if any(one is not None for one in held):
        return True
    if any(row.survived(witness) for row in rows):
        return False
    return not (omitted_by_default and any(row.page.by_sdk for row in rows[:1]))
