"""What is kept aside: its facts are held and passed on, nothing here works on it, and staff can be told why."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.telling import told
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.folds import Mark
from aura_terminal.store.statements import literal

WHY = {
    Mark.NEWER: told("a terminal with a newer version of this program changed it; update this terminal to work on it."),
    Mark.INCOMPLETE: told("something another terminal did to it has not arrived here yet; try again in a moment."),
    Mark.CONFLICT: told("two terminals did things to it that cannot both be; ask a manager to look at it."),
}
_MARKED = literal("SELECT aggregate, aggregate_id, reason FROM marks ORDER BY aggregate, aggregate_id")


@dataclass(frozen=True, slots=True)
class KeptAside:
    """One thing that must not be worked on here, and why."""

    aggregate: str
    aggregate_id: str
    reason: Mark

    @property
    def name(self) -> str:
        """What it is, as refusals name it."""
        return f"{self.aggregate} {self.aggregate_id}"


def kept_aside(connection: StoreConnection) -> tuple[KeptAside, ...]:
    """All there is of it, by name."""
    return tuple(KeptAside(aggregate, id_, Mark(reason)) for aggregate, id_, reason in connection.rows(_MARKED))
