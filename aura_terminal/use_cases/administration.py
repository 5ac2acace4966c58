"""Setting the shop up and changing what it sells."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.documents import Document, DocumentPut, put
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.store import Begin

BATCH = 200


class Administration:
    """Puts reference data, in slices short enough that a sale never waits behind them."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def put_documents(self, by: Actor, documents: Iterable[Document]) -> tuple[DocumentPut, ...]:
        """Put documents; what they replace stays in the journal. At most 200 go into one transaction."""
        by.must(Permission.EDIT_MENU)
        facts = tuple(put(document) for document in documents)
        for start in range(0, len(facts), BATCH):
            with self._begin(by.id) as work:
                work.keep(*facts[start : start + BATCH])
        return facts
