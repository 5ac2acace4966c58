"""What guests see at this terminal: one model, shown in a second window and told to the node for two-line displays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.app.chance import SystemClock
from aura_terminal.ports.customer_display import Shown, ShownLine
from aura_terminal.ui.screens.customer_display.idle_pictures import IdlePictures
from aura_terminal.ui.screens.customer_display.screen import CustomerDisplayScreen
from aura_terminal.ui.screens.customer_display.words import two_lines
from aura_terminal.view_models.customer_display import CustomerDisplayModel
from aura_terminal.view_models.status import NodeState
from sync.node.counter_words import encode_shown

if TYPE_CHECKING:
    from aura_terminal.app.supervisor import NodeSupervisor
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.counter import Counter
    from aura_terminal.view_models.payment import PaymentModel
    from aura_terminal.view_models.session import SessionModel


class GuestDisplays(QObject):
    """Shows the guest's side of the counter wherever there is a display for it."""

    def __init__(
        self, counter: Counter, payment: PaymentModel, session: SessionModel, store_name: str, money: MoneyText,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._money = money
        self._supervisor: NodeSupervisor | None = None
        self.window: CustomerDisplayScreen | None = None
        clock = SystemClock()
        self.model = CustomerDisplayModel(counter, payment, session, store_name, clock.now, self)

    def open_window(self, theme: Theme, beside: ShellWindow, pictures: Path | None = None) -> None:
        """A window on the last display there is; where that is the cashier's own, an ordinary window.

        `pictures` is the folder of those that are shown while nobody orders.
        """
        shown = None if pictures is None else IdlePictures(pictures, self)
        self.window = CustomerDisplayScreen(theme, self.model, self._money, pictures=shown)
        display = QApplication.screens()[-1]
        self.window.setGeometry(display.availableGeometry())
        if display is not beside.screen():
            self.window.showFullScreen()
        else:
            self.window.resize(self.window.size() / 2)
            self.window.show()

    def join_node(self, supervisor: NodeSupervisor) -> None:
        """Have the node show it on two lines, also when the node had to be started again."""
        self._supervisor = supervisor
        supervisor.state_changed.connect(self._tell_anew)
        self.model.changed.connect(self._tell)
        self._tell()

    def close(self) -> None:
        """Close the window, if there is one."""
        if self.window is not None:
            self.window.close()

    @Slot(object)
    def _tell_anew(self, state: NodeState) -> None:
        if state is NodeState.RUNNING:
            self._tell()

    @Slot()
    def _tell(self) -> None:
        if self._supervisor is not None:
            upper, lower = (ShownLine(*pair) for pair in two_lines(self.model.view, self._money))
            self._supervisor.show_guest(encode_shown(Shown(upper, lower)))
