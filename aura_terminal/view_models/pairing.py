"""Letting a new terminal in: a code that is good for one of them and for a few minutes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.view_models.approvals import Approvals

if TYPE_CHECKING:
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

JOINED = "joined"
PURPOSE = "A new terminal joins the store"


class PairingModel(QObject):
    """`wanted` asks the network for a code, which `show_code` brings; `changed` follows each second it is good for.

    `joined(label)` and `failed` tell how it ended. Whoever may not change settings needs somebody's approval.
    """

    wanted = Signal()
    changed = Signal()
    joined = Signal(str)
    failed = Signal()
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, parent: QObject | None = None, *, tick_milliseconds: int = 1000
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._code, self._seconds = "", 0
        self.approvals = Approvals(runner, self)
        self._second = QTimer(self, interval=tick_milliseconds)
        self._second.timeout.connect(self._tick)

    @property
    def code(self) -> str:
        """The code to type at the new terminal, "" while there is none."""
        return self._code

    @property
    def seconds(self) -> int:
        """How long it is still good for."""
        return self._seconds

    @Slot()
    def ask(self) -> None:
        """Somebody wants to add a terminal."""
        actor = self._session.must_actor()
        if actor is not None:
            self.approvals.run(partial(_allow, actor), PURPOSE, self._want, self.refused.emit)

    @Slot(str, int, int)
    def show_code(self, code: str, seconds: int, _port: int) -> None:
        """The network shows this code from now on."""
        self._code, self._seconds = code, seconds
        self._second.start()
        self.changed.emit()

    @Slot(str, str)
    def end(self, outcome: str, label: str) -> None:
        """What became of the code: used by a terminal of that label, or of no use any more."""
        self._forget()
        if outcome == JOINED:
            self.joined.emit(label)
        else:
            self.failed.emit()

    def _want(self, _allowed: None) -> None:
        self.wanted.emit()

    @Slot()
    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self.changed.emit()
        else:
            self._forget()

    def _forget(self) -> None:
        self._second.stop()
        self._code, self._seconds = "", 0
        self.changed.emit()


def _allow(by: Actor, approval: Approval | None, shop: Shop) -> None:
    if approval is None and Permission.EDIT_SETTINGS not in by.permissions:
        raise RuleBroken(Rule.APPROVAL_NEEDED, permission=Permission.EDIT_SETTINGS.value)
