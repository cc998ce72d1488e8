"""The script's run, told again in Python: the same plan against a double of Graph."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pimreport.collector.plan import Each, Query, environments, queries, scopes
from pimreport.data import facts
from pimreport.synthetic.ids import guid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collector.double import GraphDouble

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_OK, _MISSING, _SERVER = 200, 404, 500


@dataclass
class Run:
    """One run of the collector into ``folder``."""

    graph: GraphDouble
    folder: Path
    now: datetime = datetime(2026, 9, 30, 12, tzinfo=UTC)
    skip: tuple[str, ...] = ()
    all_users: bool = False
    known: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in Each})
    asked: set[tuple[str, str]] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    entries: list[dict[str, Any]] = field(default_factory=list)

    def collect(self) -> dict[str, Any]:
        """Ask everything and write the manifest; returns it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.known[Each.TENANT] = {""}
        plan = [query for query in queries() if self._wanted(query)]
        for query in plan:
            if query.name in self.skip:
                entry = self._entry(query, "", query.uri)
                self.entries.append(entry | {"outcome": "skipped", "status": 0, "reason": "-Skip"})
        plan = [query for query in plan if query.name not in self.skip]
        while sum(self._pending(query) for query in plan):
            pass
        manifest = {
            "schema": facts("collection")["schema"],
            "collector": "pimreport 0.0.0",
            "tenantId": guid(self.graph.tenant.name, "tenant"),
            "account": "reader@contoso.example",
            "authType": "Delegated",
            "scopes": list(scopes()),
            "environment": "Global",
            "startedUtc": "2026-09-30T12:00:00Z",
            "finishedUtc": self._moment(),
            "queries": self.entries,
        }
        (self.folder / "manifest.json").write_text(json.dumps(manifest, indent=2), "utf-8")
        return manifest

    def _wanted(self, query: Query) -> bool:
        return not (query.unless and self.all_users) and not (
            query.only_with and not self.all_users
        )

    def _pending(self, query: Query) -> int:
        pending = sorted(
            one for one in self.known[query.each] if (query.name, one) not in self.asked
        )
        for first in range(0, len(pending), query.chunk):
            ids = pending[first : first + query.chunk]
            name = f"{query.name}_{ids[0]}" if ids[0] else query.name
            if query.chunk > 1:
                self.numbers[query.name] = self.numbers.get(query.name, 0) + 1
                name = f"{query.name}_c{self.numbers[query.name]:04}"
            self._ask(query, ",".join(ids), name)
            self.asked |= {(query.name, one) for one in ids}
        return len(pending)

    def _ask(self, query: Query, item: str, name: str) -> None:
        if query.name not in self.refused:
            entry = self._list(query, item, name, query.uri)
            if entry["outcome"] != "refused" or not query.or_else:
                return
            self.refused.add(query.name)
        self._list(query, item, name, query.or_else)

    def _list(self, query: Query, item: str, name: str, template: str) -> dict[str, Any]:
        quoted = ",".join(f"'{one}'" for one in item.split(","))
        path = template.replace("{ids}", quoted).replace("{id}", item)
        uri: str | None = f"{environments()['Global']}/{query.version}/{path}"
        entry = self._entry(query, item, str(uri))
        self.entries.append(entry)
        while uri:
            status, body = self.graph.get(uri)
            if status != _OK:
                entry |= _refusal(query, status, json.loads(body)["error"])
                break
            page = json.loads(body)
            self._save(entry, f"{name}_p{len(entry['pages']) + 1:04}.json", body, page["value"])
            self._learn(query, page["value"])
            uri = page.get("@odata.nextLink")
        entry["finishedUtc"] = self._moment()
        return entry

    def _entry(self, query: Query, item: str, uri: str) -> dict[str, Any]:
        return {
            "query": query.name, "resource": query.resource, "item": item, "uri": uri,
            "apiVersion": query.version, "paging": "@odata.nextLink", "outcome": "collected",
            "status": 200, "reason": "", "count": 0, "startedUtc": self._moment(), "pages": [],
            "finishedUtc": self._moment(),
        }  # fmt: skip

    def _save(self, entry: dict[str, Any], file: str, body: bytes, rows: list[Any]) -> None:
        (self.folder / file).write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        page = {"file": file, "sha256": digest, "bytes": len(body), "count": len(rows)}
        entry["pages"].append(page | {"receivedUtc": self._moment()})
        entry["count"] += len(rows)

    def _learn(self, query: Query, rows: list[Any]) -> None:
        for kind, paths in query.yields.items():
            found = {one.lower() for path in paths for one in _values(rows, path.split("."))}
            ids = {one for one in found if _GUID.fullmatch(one)}
            self.known[kind] |= ids
            if kind is Each.GROUP:
                self.known[Each.PRINCIPAL] |= ids

    def _moment(self) -> str:
        self.now += timedelta(seconds=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _refusal(query: Query, status: int, error: dict[str, str]) -> dict[str, Any]:
    outcome = "refused" if status < _SERVER else "failed"
    if error["code"] in facts("collection")["answers"]["not_in_pim"]:
        outcome = "not-in-pim"
    elif status == _MISSING and query.each is not Each.TENANT:
        outcome = "gone"
    return {"status": status, "outcome": outcome, "reason": f"{error['code']} {error['message']}"}


def _values(value: object, path: list[str]) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _values(one, path)
    elif path and isinstance(value, dict):
        yield from _values(value.get(path[0]), path[1:])
    elif not path and isinstance(value, str):
        yield value
