"""An endpoint as a document writes it: method and path, `{id}` standing for a central's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from aura_terminal.domain.field_paths import Plain
from sync.reconcile.contract import Call


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of a document's tables."""

    method: str
    path: str

    def call(self, body: Plain = None, central_id: str = "", query: Mapping[str, str] | None = None) -> Call:
        """A request to it."""
        path = self.path.replace("{id}", quote(central_id, safe=""))
        return Call(self.method, f"{path}?{urlencode(query)}" if query else path, body)
