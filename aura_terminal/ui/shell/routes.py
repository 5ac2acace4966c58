"""Which screen follows which, and where what they say is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot

from aura_terminal.domain.ids import OrderId
from aura_terminal.ui.language.heard import heard_of
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.status_words import badge_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from aura_terminal.domain.errors import RuleBroken, Unavailable
    from aura_terminal.ui.screens.back_office.screen import BackOfficeScreen
    from aura_terminal.ui.screens.conflicts.screen import ConflictsScreen
    from aura_terminal.ui.screens.day.screen import DayScreen
    from aura_terminal.ui.screens.errands.screen import ErrandsScreen
    from aura_terminal.ui.screens.orders.screen import OrdersScreen
    from aura_terminal.ui.screens.payment.screen import PaymentScreen
    from aura_terminal.ui.screens.register.screen import RegisterScreen
    from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
    from aura_terminal.ui.screens.rooms.screen import RoomsScreen
    from aura_terminal.ui.screens.waiting.screen import WaitingScreen
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.view_models.back_office import BackOfficeModel
    from aura_terminal.view_models.cash_reminder import CashReminder
    from aura_terminal.view_models.conflicts import ConflictsModel
    from aura_terminal.view_models.discounts import DiscountsModel
    from aura_terminal.view_models.guests import GuestsModel
    from aura_terminal.view_models.held_orders import HeldOrdersModel
    from aura_terminal.view_models.order_options import OrderOptionsModel
    from aura_terminal.view_models.rows import OrderRow
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.together import Together


class Routes(QObject):
    """Joins screens to one window as they come; each may be joined before or after the others.

    A refusal nobody asked to hear, and a store that cannot be used, are said by the window.
    """

    def __init__(self, window: ShellWindow, runner: Runner) -> None:
        super().__init__(window)
        self._window = window
        self._payment: PaymentScreen | None = None
        self._options: OrderOptionsModel | None = None
        self._register: RegisterScreen | None = None
        self._inbox: ConflictsScreen | None = None
        self._conflicts: ConflictsModel | None = None
        self._centre: BackOfficeScreen | None = None
        self._offices: BackOfficeModel | None = None
        self._held: HeldOrdersModel | None = None
        self._ask: Callable[[str], None] | None = None
        runner.rule_broken.connect(self._say_refusal)
        runner.unavailable.connect(self._say_trouble)

    def join_register(self, register: RegisterScreen, options: OrderOptionsModel) -> None:
        """The register searches with the window's field and leads to payment; orders chosen elsewhere open there."""
        self._options, self._register = options, register
        register.use_search(self._window.search)
        register.said.connect(self._window.say)
        register.pay_requested.connect(self._pay)

    def join_payment(self, payment: PaymentScreen) -> None:
        """Paying leads back to the register."""
        self._payment = payment
        payment.said.connect(self._window.say)
        payment.finished.connect(self._to_register)
        payment.back_requested.connect(self._to_register)

    def join_cash(self, reminder: CashReminder) -> None:
        """Whoever sells hears when there is much cash in their drawer."""
        reminder.due.connect(self._say_drop)
        reminder.watch.wake()

    @Slot(str)
    def _say_drop(self, drawer: str) -> None:
        words = QCoreApplication.translate("Routes", "There is much cash in drawer {drawer}. Take some to the safe.")
        self._window.say(words.format(drawer=drawer))

    def join_orders(self, orders: OrdersScreen) -> None:
        """An open order is taken to the register."""
        orders.said.connect(self._window.say)
        orders.order_chosen.connect(self._open)

    def join_held_orders(self, held: HeldOrdersModel) -> None:
        """What was ordered online is counted at Orders and told when it comes."""
        self._held = held
        held.changed.connect(self._show_held)
        held.arrived.connect(self._say_arrived)
        held.watch.wake()

    @Slot()
    def _show_held(self) -> None:
        if self._held is not None:
            self._window.show_badge(View.ORDERS, *badge_words("Orders", len(self._held.waiting)))

    @Slot(object)
    def _say_arrived(self, orders: tuple[OrderRow, ...]) -> None:
        from aura_terminal.ui.screens.orders.words import arrived_words

        self._window.say(arrived_words(orders))

    def join_reservations(self, orders: OrdersScreen, page: ReservationsScreen) -> None:
        """Reservations lie behind the orders; a party that is seated has its order at the register."""
        self._window.offer(View.RESERVATIONS, page)
        orders.offer_reservations()
        orders.reservations_wanted.connect(self._to_reservations)
        page.back_requested.connect(self._to_orders)
        page.order_chosen.connect(self._open)
        page.said.connect(self._window.say)
        page.place_wanted.connect(self._to_place)

    def join_guests_to_come(self, orders: OrdersScreen, waiting: WaitingScreen, errands: ErrandsScreen) -> None:
        """The waiting list and what leaves the house lie beside the reservations."""
        self._window.offer(View.WAITING, waiting)
        self._window.offer(View.ERRANDS, errands)
        orders.offer_errands()
        orders.errands_wanted.connect(self._to_errands)
        for page in (waiting, errands):
            page.back_requested.connect(self._to_orders)
            page.place_wanted.connect(self._to_place)
            page.order_chosen.connect(self._open)
            page.said.connect(self._window.say)

    @Slot()
    def _to_errands(self) -> None:
        self._window.go(View.ERRANDS)

    @Slot(str)
    def _to_place(self, place: str) -> None:
        self._window.go(View(place))

    def join_day(self, page: DayScreen) -> None:
        """The day in figures lies behind the status pill."""
        self._window.offer(View.DAY, page)
        page.said.connect(self._window.say)
        page.back_requested.connect(self._window.go_back)

    def join_rooms(self, page: RoomsScreen) -> None:
        """The rooms of the manager have their place in the navigation."""
        self._window.offer(View.MANAGER, page)
        page.said.connect(self._window.say)
        page.back_requested.connect(self._window.go_back)

    @Slot()
    def _to_reservations(self) -> None:
        self._window.go(View.RESERVATIONS)

    @Slot()
    def _to_orders(self) -> None:
        self._window.go(View.ORDERS)

    def join_together(self, together: Together) -> None:
        """The register says what it has to do with other terminals; who pays here is told to them."""
        if self._register is not None:
            self._register.join(together)
        if self._payment is not None:
            self._payment.paying.connect(together.presences.begin_paying)
            self._payment.paying_over.connect(together.presences.end_paying)

    def join_service(self, discounts: DiscountsModel, guests: GuestsModel) -> None:
        """The register lowers prices and knows guests."""
        if self._register is not None:
            self._register.serve(discounts, guests)

    def join_conflicts(self, inbox: ConflictsScreen, conflicts: ConflictsModel) -> None:
        """The inbox has its place in the navigation from the first conflict on; its badge counts the open ones."""
        self._inbox, self._conflicts = inbox, conflicts
        inbox.said.connect(self._window.say)
        conflicts.changed.connect(self._show_conflicts)
        conflicts.watch.wake()

    @Slot()
    def _show_conflicts(self) -> None:
        if self._inbox is None or self._conflicts is None:
            return
        waiting = len(self._conflicts.open)
        if waiting or self._conflicts.past:
            self._window.offer(View.CONFLICTS, self._inbox)
        self._window.show_badge(View.CONFLICTS, *badge_words("To decide", waiting))

    def join_back_office(self, centre: BackOfficeScreen, offices: BackOfficeModel) -> None:
        """The sync centre has its place once a back office is set up; its badge counts what one refused."""
        self._centre, self._offices = centre, offices
        centre.said.connect(self._window.say)
        offices.changed.connect(self._show_offices)
        offices.watch.wake()

    @Slot()
    def _show_offices(self) -> None:
        if self._centre is None or self._offices is None:
            return
        if self._offices.offices:
            self._window.offer(View.BACK_OFFICE, self._centre)
        self._window.show_badge(View.BACK_OFFICE, *badge_words("Back office", len(self._offices.cards)))

    @Slot(str)
    def _pay(self, order_id: str) -> None:
        if self._payment is not None:
            self._payment.open(order_id)
            self._window.go(View.PAYMENT)

    def ask_before_opening(self, ask: Callable[[str], None]) -> None:
        """Orders that are chosen elsewhere are opened by this, which knows whose they are."""
        self._ask = ask

    @Slot(str)
    def _open(self, order_id: str) -> None:
        if self._ask is not None:
            self._ask(order_id)
        elif self._options is not None:
            self._options.open_order(OrderId(order_id))
            self._window.go(View.REGISTER)

    @Slot()
    def _to_register(self) -> None:
        self._window.go(View.REGISTER)

    @Slot(object)
    def _say_refusal(self, broken: RuleBroken) -> None:
        self._window.say(sentence(broken))

    @Slot(object)
    def _say_trouble(self, trouble: Unavailable) -> None:
        self._window.say(heard_of(trouble))
