"""The screen's side of what stands on the counter: the scale, scanners that type and those of the node."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.ui.shell.burst import WedgeRule
from aura_terminal.ui.shell.scanner_desk import ScannerDesk
from aura_terminal.ui.shell.wedge import Wedge
from aura_terminal.view_models.badges import BadgesModel
from aura_terminal.view_models.scale import ScaleModel
from aura_terminal.view_models.scanning import ScanningModel
from sync.node.counter_words import decode_word

if TYPE_CHECKING:
    from aura_terminal.app.guest_displays import GuestDisplays
    from aura_terminal.app.supervisor import NodeSupervisor
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.screens.orders.screen import OrdersScreen
    from aura_terminal.ui.screens.payment.screen import PaymentScreen
    from aura_terminal.ui.screens.register.screen import RegisterScreen
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.counter import Counter
    from aura_terminal.view_models.payment import PaymentModel
    from aura_terminal.view_models.register import RegisterModel
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

LONGEST_PREFIX = 4
SUFFIXES = ("enter", "none")

_log = logging.getLogger(__name__)

GUEST_PICTURES = "guest_pictures"


class CounterDevices(QObject):
    """Joins them to one window. A scanner that types needs no setting; one with a prefix says so in settings."""

    def __init__(
        self, window: ShellWindow, runner: Runner, counter: Counter, register: RegisterModel,
        devices: Iterable[DeviceSettings], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._window, self._runner, self._counter, self._devices = window, runner, counter, tuple(devices)
        self.guests: GuestDisplays | None = None
        self.scale = ScaleModel(counter, self)
        self.scanning = ScanningModel(runner, register, self)
        self.desk = ScannerDesk(window, self.scanning)
        self._wedge = Wedge(wedge_rule(self._devices), self)
        self._wedge.scanned.connect(self.desk.take)
        if (handle := window.windowHandle()) is not None:
            self._wedge.watch(handle)

    def join_screens(self, register: RegisterScreen, payment: PaymentScreen, orders: OrdersScreen) -> None:
        """Items are weighed and codes lead to orders, from now on."""
        register.join_scale(self.scale)
        self.desk.join(payment, orders)

    def show_guests(
        self, payment: PaymentModel, session: SessionModel, payment_screen: PaymentScreen, store_name: str,
        theme: Theme, money: MoneyText, folder: Path,
    ) -> None:  # fmt: skip
        """Guests see their order, on whatever displays there are: a window of ours, or two lines the node drives.

        While nobody orders a window shows the pictures of a folder in that of the terminal. Badges sign in and allow
        from now on.
        """
        from aura_terminal.app.guest_displays import GuestDisplays

        badges = BadgesModel(self._runner, session, self._counter.approvals, self)
        self.desk.join_badges(badges, theme)
        self.guests = GuestDisplays(self._counter, payment, session, store_name, money, self)
        payment_screen.paying.connect(self.guests.model.begin_paying)
        payment_screen.paying_over.connect(self.guests.model.end_paying)
        if any(row.model is DeviceModel.WINDOW for row in self._devices):
            self.guests.open_window(theme, self._window, folder / GUEST_PICTURES)

    def close(self) -> None:
        """Close the window for guests."""
        if self.guests is not None:
            self.guests.close()

    def join_node(self, supervisor: NodeSupervisor) -> None:
        """The node asks the scale, hears scanners with a line of their own, and drives displays of two lines."""
        if self.guests is not None and any(row.kind is DeviceKind.CUSTOMER_DISPLAY for row in self._devices):
            self.guests.join_node(supervisor)
        supervisor.weighed.connect(self._hear_scale)
        supervisor.scanned.connect(self.desk.take)
        self.scale.watched.connect(supervisor.nudge_scale)
        self.scale.loaded.connect(supervisor.load_scale)

    @Slot(str)
    def _hear_scale(self, word: str) -> None:
        try:
            self.scale.hear(decode_word(word))
        except ValueError as wrong:
            _log.warning("scale_word_unread: %s", wrong)


def wedge_rule(devices: Iterable[DeviceSettings]) -> WedgeRule:
    """How the scanner that types is set up; `SettingsProblem` for an option that makes no sense."""
    rows = [row for row in devices if row.kind is DeviceKind.SCANNER and row.model is DeviceModel.KEYBOARD]
    if not rows:
        return WedgeRule()
    options = dict(rows[0].options)
    prefix, suffix = options.pop("prefix", ""), options.pop("suffix", SUFFIXES[0])
    if options or suffix not in SUFFIXES or len(prefix) > LONGEST_PREFIX or len(rows) > 1:
        raise SettingsProblem(
            f"The scanner {rows[0].name} cannot be used: there is one that types, with a prefix of at most "
            f'{LONGEST_PREFIX} letters, and suffix = "enter" or "none".'
        )
    return WedgeRule(prefix, has_suffix=suffix == SUFFIXES[0])
