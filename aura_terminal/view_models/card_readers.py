"""The card terminals of this machine as a screen knows them: what can be asked of each, and what it shows now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

NODE_GONE = "unreachable"


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """A card terminal; `power`, `step` and `attempt_id` are words of the node, empty while it said nothing."""

    name: str
    is_stand_alone: bool = False
    can_cancel: bool = False
    can_refund: bool = False
    can_reverse: bool = False
    can_preauthorise: bool = False
    asks_tip: bool = False
    needs_internet: bool = False
    power: str = "unknown"
    hint: str = ""
    attempt_id: str = ""
    step: str = ""

    @property
    def can_be_used(self) -> bool:
        """Whether there is a point in asking it."""
        return self.is_stand_alone or self.power not in ("unreachable", "offline")


class CardReadersModel(QObject):
    """`changed` follows what the node tells. Stand-alone terminals need no node and are always there."""

    changed = Signal()

    def __init__(self, stand_alone: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stand_alone = tuple(ReaderLine(name, is_stand_alone=True) for name in stand_alone)
        self._on_wires: tuple[ReaderLine, ...] = ()
        self._chosen = ""

    @property
    def lines(self) -> tuple[ReaderLine, ...]:
        """All of them; those on a wire first."""
        return (*self._on_wires, *self._stand_alone)

    @property
    def chosen(self) -> ReaderLine | None:
        """The one that was chosen, else the first that can be used, else the first."""
        lines = self.lines
        wanted = next((line for line in lines if line.name == self._chosen), None)
        return wanted or next((line for line in lines if line.can_be_used), lines[0] if lines else None)

    def named(self, name: str) -> ReaderLine | None:
        """The terminal of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def choose_next(self) -> None:
        """Take cards at the next one from now on; after the last comes the first."""
        names, chosen = [line.name for line in self.lines], self.chosen
        if chosen is not None:
            self._chosen = names[(names.index(chosen.name) + 1) % len(names)]
            self.changed.emit()

    @Slot(object)
    def hear(self, rows: Sequence[object]) -> None:
        """What the node tells: rows with the fields of a `ReaderLine`."""
        fields = ReaderLine.__slots__
        told = tuple(ReaderLine(**{name: getattr(row, name) for name in fields}) for row in rows)
        if told != self._on_wires:
            self._on_wires = told
            self.changed.emit()

    @Slot()
    def lose(self) -> None:
        """The node is gone: nobody reaches what hangs on a wire."""
        lost = tuple(replace(line, power=NODE_GONE, step="", attempt_id="") for line in self._on_wires)
        if lost != self._on_wires:
            self._on_wires = lost
            self.changed.emit()
