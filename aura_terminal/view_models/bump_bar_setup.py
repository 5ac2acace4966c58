"""Which key of a bump bar does what: learned by pressing each, kept for one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal, Slot

KeyCode = str
"""A key by its name, such as `F7`, or by its place, such as `scan:113`."""

NO_KEYS: Mapping[KeyCode, str] = MappingProxyType({})


class BumpBarSetup(QObject):
    """Asks for one key after the other. `changed` follows each step, `refused` carries the act that has the key,
    `learned` the whole mapping (key to act) when it is kept.

    Acts may be skipped: a small bar has few keys. Nothing changes before it is kept.
    """

    changed = Signal()
    refused = Signal(str)
    learned = Signal(object)
    dropped = Signal()

    def __init__(
        self, acts: Sequence[str], kept: Mapping[KeyCode, str] = NO_KEYS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._acts = tuple(acts)
        self._kept = {code: act for code, act in kept.items() if act in self._acts}
        self._keys: dict[str, KeyCode] = {}
        self._place = 0
        self._is_open = False

    @property
    def is_open(self) -> bool:
        """Whether keys are being learned."""
        return self._is_open

    @property
    def act(self) -> str | None:
        """The act whose key is asked for; None when all were asked."""
        return self._acts[self._place] if self._place < len(self._acts) else None

    @property
    def progress(self) -> tuple[int, int]:
        """How many were asked, of how many."""
        return self._place, len(self._acts)

    @property
    def mapping(self) -> Mapping[KeyCode, str]:
        """What was learned so far."""
        return {code: act for act, code in self._keys.items()}

    @property
    def kept(self) -> Mapping[KeyCode, str]:
        """What is in use."""
        return self._kept

    @Slot()
    def begin(self) -> None:
        """Learn anew, over what is in use."""
        self._keys = {act: code for code, act in self._kept.items()}
        self._place, self._is_open = 0, True
        self.changed.emit()

    def learn(self, code: KeyCode) -> None:
        """This key was pressed for the act that is asked for; one that does something else already is refused."""
        act = self.act
        if not self._is_open or act is None:
            return
        taken = next((other for other, key in self._keys.items() if key == code and other != act), None)
        if taken is not None:
            self.refused.emit(taken)
            return
        self._keys[act] = code
        self._step(1)

    @Slot()
    def skip(self) -> None:
        """The bar has no key for this; one it had is free again."""
        if self.act is not None:
            self._keys.pop(self.act, None)
            self._step(1)

    @Slot()
    def back(self) -> None:
        """Ask for the one before once more."""
        self._step(-1)

    @Slot()
    def forget(self) -> None:
        """Begin with no key at all."""
        self._keys.clear()
        self._place = 0
        self.changed.emit()

    @Slot()
    def keep(self) -> None:
        """Use what was learned."""
        self._is_open = False
        self._kept = dict(self.mapping)
        self.learned.emit(self._kept)

    @Slot()
    def drop(self) -> None:
        """Leave all as it was."""
        self._is_open = False
        self.dropped.emit()

    def _step(self, by: int) -> None:
        self._place = max(0, min(len(self._acts), self._place + by))
        self.changed.emit()
