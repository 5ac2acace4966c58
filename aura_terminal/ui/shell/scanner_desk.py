"""Where scanned codes meet the window: which screen is in front, and what is said about a code nobody wants there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.shell.number_desk import NumberDesk
from aura_terminal.ui.shell.paper_desk import PaperDesk
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.scanning import Place, ScanningModel

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.ui.screens.orders.screen import OrdersScreen
    from aura_terminal.ui.screens.payment.screen import PaymentScreen
    from aura_terminal.ui.shell.badge_sheet import BadgeSheet
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.badges import BadgesModel
    from aura_terminal.view_models.rows import OrderRow

PLACES = {View.REGISTER: Place.REGISTER, View.PAYMENT: Place.PAYMENT, View.ORDERS: Place.ORDERS}
LONGEST_SHOWN = 20


class ScannerDesk(QObject):
    """Tells the model where a code was scanned, and leads to the order a receipt's code named."""

    def __init__(self, window: ShellWindow, scanning: ScanningModel) -> None:
        super().__init__(window)
        self._window, self._scanning = window, scanning
        self._payment: PaymentScreen | None = None
        self._orders: OrdersScreen | None = None
        self._badges: BadgesModel | None = None
        self._theme: Theme | None = None
        self._sheet: BadgeSheet | None = None
        scanning.ignored.connect(self._say_ignored)
        scanning.refused.connect(self._refuse)
        scanning.order_found.connect(self._lead)

    def join(self, payment: PaymentScreen, orders: OrdersScreen) -> None:
        """An order that is found is paid, or shown among the orders."""
        self._payment, self._orders = payment, orders

    def join_badges(self, badges: BadgesModel, theme: Theme) -> None:
        """Badges sign in and allow; a manager gives those nobody has."""
        self._badges, self._theme = badges, theme
        self._scanning.badge_read.connect(badges.read)
        badges.refused.connect(self._refuse)
        badges.unknown.connect(self._ask_owner)
        badges.given.connect(self._say_given)

    @property
    def place(self) -> Place:
        """Where somebody who scans now stands."""
        if self._window.is_locked:
            return Place.LOCKED
        if any(sheet.isVisible() for sheet in self._window.findChildren(Sheet)):
            return Place.QUESTION
        view = self._window.view
        return Place.ELSEWHERE if view is None else PLACES.get(view, Place.ELSEWHERE)

    @Slot(str)
    def take(self, code: str) -> None:
        """A code was scanned: somebody works here."""
        self._window.stay_awake()
        place, papers = self.place, self._window.findChild(PaperDesk)
        if papers is not None and papers.take(code, place):
            return
        numbers = self._window.findChild(NumberDesk)
        if numbers is not None and numbers.take(code, place):
            return
        self._scanning.scan(code, place)

    @Slot(object)
    def _lead(self, order: OrderRow) -> None:
        if order.status is OrderStatus.OPEN and self._payment is not None:
            self._payment.open(order.order_id)
            self._window.go(View.PAYMENT)
        elif self._orders is not None:
            self._window.go(View.ORDERS)
            self._orders.show_order(order.order_id)

    @Slot()
    def _ask_owner(self) -> None:
        if self._badges is None or self._theme is None:
            return
        if self._sheet is None:
            from aura_terminal.ui.shell.badge_sheet import BadgeSheet

            self._sheet = BadgeSheet(self._badges, self._theme, self._window)
        self._sheet.ask()

    @Slot(str)
    def _say_given(self, name: str) -> None:
        self._window.say(self.tr("The badge is {name}'s now.").format(name=name))

    @Slot(object, str)
    def _say_ignored(self, place: Place, code: str) -> None:
        shown = code[:LONGEST_SHOWN]
        words = {
            Place.LOCKED: self.tr("Something was scanned, and nothing was done: sign in first."),  # it may be a PIN
            Place.QUESTION: self.tr("Scanned {code}, and nothing was done: finish what is open first."),
        }.get(place, self.tr("Scanned {code}, and nothing was done: scan at the register."))
        self._window.say(words.format(code=shown))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._window.say(sentence(broken))
