"""When the model of a page reads, and when it forgets what it read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.view_models.changes import Watch

if TYPE_CHECKING:
    from aura_terminal.view_models.changes import Changes, Concerning
    from aura_terminal.view_models.session import SessionModel


class Showing(QObject):
    """The time in which a page is shown: from `wake` to `rest`.

    `due` says that everything is to be read: the page comes into sight, or somebody else signed in before it. `stale`
    says that facts that concern it came while it is shown. `over` says that whoever something was read for is gone, so
    that it is forgotten; it comes before `due`, and for a hidden page too.
    """

    due = Signal()
    stale = Signal()
    over = Signal()

    def __init__(self, session: SessionModel, changes: Changes, concerning: Concerning, parent: QObject) -> None:
        super().__init__(parent)
        self._is_shown = False
        self._watch = Watch(changes, concerning, self)
        self._watch.due.connect(self._hear)
        session.signed_in.connect(self._begin_anew)
        session.signed_out.connect(self.over)

    @property
    def is_shown(self) -> bool:
        """Whether the page is in sight."""
        return self._is_shown

    def wake(self) -> None:
        """The page is shown."""
        self._watch.wake()  # what came while it was hidden is read with the rest
        self._is_shown = True
        self.due.emit()

    def rest(self) -> None:
        """The page is hidden."""
        self._is_shown = False
        self._watch.rest()

    @Slot()
    def _hear(self) -> None:
        if self._is_shown:
            self.stale.emit()

    @Slot()
    def _begin_anew(self) -> None:
        self.over.emit()
        if self._is_shown:
            self.due.emit()
