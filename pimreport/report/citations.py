"""Short references to the evidence: ``S3:23`` is row 23 of the third source."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.model.evidence import Origin, Source

_MOST = 2


def numbered(sources: Sequence[Source]) -> Mapping[str, str]:
    """``S1``, ``S2``, ... by file; a file that holds several resources has one number."""
    files = dict.fromkeys(one.file for one in sources)
    return {file: f"S{number}" for number, file in enumerate(files, 1)}


def cited(origins: Iterable[Origin], numbers: Mapping[str, str], most: int = _MOST) -> str:
    """``S3:23,24 S7:1``, in the order of the sources.

    Args:
        origins: the evidence.
        numbers: of the files.
        most: how many rows to cite; the others are counted.
    """
    rows: defaultdict[str, list[str]] = defaultdict(list)
    ordered = list(dict.fromkeys(origins))
    for one in ordered[:most]:
        rows[numbers.get(one.file, one.file)].append(str(one.row))
    told = " ".join(f"{file}:{','.join(found)}" for file, found in rows.items())
    return f"{told} +{len(ordered) - most}" if len(ordered) > most else told or "none"
