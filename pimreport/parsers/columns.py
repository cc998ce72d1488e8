"""What a column of nulls means: *no* in Graph's own answer, *not asked for* in an SDK object."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers.row import Row


def retrieved(rows: Sequence[Row], name: str, *, witness: str) -> bool:
    """Null in ``name`` may be read as *no*.

    An SDK object has every property, null where it was not selected. So a column without any
    value is only believed if ``witness``, which Graph never leaves null, has values: a command
    that selected properties retrieved that one as well.
    """
    if any(row.values.get(name) is not None for row in rows):
        return True
    if not any(witness in row for row in rows):
        return True
    return any(row.values.get(witness) is not None for row in rows)
