"""Everything behind one window, made and joined; the only place where screens, view-models, store and node meet."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.display import nobody_sees
from aura_terminal.app.last_order import read_last_order, write_last_order
from aura_terminal.app.screen_look import HABITS_FILE, ScreenLook, chosen_look, measure_of, tokens_of
from aura_terminal.app.settings import LockAfter, Settings
from aura_terminal.app.settings import View as ViewSetting
from aura_terminal.app.shop_thread import shop_thread
from aura_terminal.app.speaking import Speaking
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.store.first_frame import FirstFrame
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.screens.sign_in.screen import SignInScreen
from aura_terminal.ui.shell.habits import Habits
from aura_terminal.ui.shell.idle_lock import IdleLock
from aura_terminal.ui.shell.routes import Routes
from aura_terminal.ui.shell.screens import Screens, View
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.view_models.changes import EVERY_FACT, Changes, FactTypes
from aura_terminal.view_models.counter import Counter
from aura_terminal.view_models.menu_board import MenuBoardModel
from aura_terminal.view_models.order_options import OrderOptionsModel
from aura_terminal.view_models.register import RegisterModel
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.status import NodeState, StatusModel

if TYPE_CHECKING:
    from aura_terminal.app.counter_devices import CounterDevices
    from aura_terminal.app.kitchen_side import KitchenSide
    from aura_terminal.app.supervisor import NodeSupervisor
    from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
    from aura_terminal.ui.screens.orders.screen import OrdersScreen
    from aura_terminal.view_models.card_readers import CardReadersModel

_log = logging.getLogger(__name__)


class Terminal(QObject):
    """One window with what it needs. `ready` follows once, when the store has answered and every screen is there."""

    ready = Signal()

    def __init__(self, application: QApplication, folder: Path, settings: Settings, frame: FirstFrame) -> None:
        super().__init__()
        self._folder, self._settings, self._frame = folder, settings, frame
        self._clock = SystemClock()
        self._habits = Habits(folder / HABITS_FILE, self)
        tokens = tokens_of(chosen_look(folder, settings))
        self.theme = prepare_application(application, tokens, measure_of(application.primaryScreen(), settings))
        self.store_thread = shop_thread(folder, self._clock, SystemIds())
        self.store_thread.hold()
        self.runner = Runner(self.store_thread, self)
        self.runner.unavailable.connect(self._note_damage)
        self.must_be_mended = False
        self._is_ready = False
        self.changes = Changes(self.runner, self)
        self.session = SessionModel(self.runner, parent=self)
        self.session.prime(frame.staff)
        self.supervisor: NodeSupervisor | None = None
        self.kitchen: KitchenSide | None = None
        self.counter_devices: CounterDevices | None = None
        self._last_order = read_last_order(folder)
        self._is_kitchen = settings.view is ViewSetting.KITCHEN
        session = None if self._is_kitchen else self.session
        self.speaking = Speaking(application, frame, self._habits, session, self)
        self.status = StatusModel(self.runner, self.changes, session, self._clock.now, self)
        self.window = self._kitchen_window() if self._is_kitchen else self._register_window()
        self.look = ScreenLook(self._habits, settings, self.theme, self.window, self)
        self.look.lay_out(*(() if self._is_kitchen else (self._register_screen.lay_out_for,)))
        self.window.first_frame_painted.connect(self._begin)

    def open(self) -> None:
        """Show the window; everything else begins when its first frame is painted."""
        self.window.show()

    def open_large(self) -> None:
        """Show the window as large as the screen allows, also where no window manager would maximise it."""
        self.window.setGeometry(self.window.screen().availableGeometry())
        self.window.showMaximized()

    def close(self) -> None:
        """End what was begun, in order: no more reads, the node this window started, the store."""
        self.window.hide()  # or Qt hides it after Python has ended, which ends in a crash now and then
        for each in (self.kitchen, self.counter_devices):
            if each is not None:
                each.close()
        self.changes.stop()
        self.status.stop()
        if self.supervisor is not None:
            self.supervisor.stop()
        self.store_thread.stop()

    def _register_window(self) -> ShellWindow:
        self.board = MenuBoardModel(self.runner, self.changes, self)
        self.board.prime(self._frame.categories, self._frame.tiles)
        self.counter = Counter(self.runner, self.session, self.changes, self)
        self.counter.changed.connect(self._keep_order)
        self.register = RegisterModel(self.counter, self)
        self.options = OrderOptionsModel(self.counter, self)
        self.money = MoneyText()
        screen = RegisterScreen(self.board, self.register, self.options, self.session, self.theme, self.money)
        self._register_screen = screen
        self._sign_in = SignInScreen(self.session, self.theme)
        self._sign_in.offer_languages(self.speaking.languages)
        screens = Screens(register=screen, sign_in=self._sign_in)
        idle = IdleLock(time.monotonic, self._settings.idle_lock_seconds, parent=self)
        idle.follow(self.session)
        window = ShellWindow(self.theme, screens, self.status, self.session, idle)
        self._routes = Routes(window, self.runner)
        self._routes.join_register(screen, self.options)
        return window

    def _kitchen_window(self) -> ShellWindow:
        window = ShellWindow(self.theme, Screens(kitchen=self._kitchen_screen()), self.status, alone=View.KITCHEN)
        self._routes = Routes(window, self.runner)
        return window

    @Slot()
    def _begin(self) -> None:
        self.store_thread.start()
        self.changes.start()
        self.status.start()
        self.speaking.languages.follow(self.runner, self.changes)
        self._start_node()
        self._join_neighbours()
        self._join_devices()
        if not self._is_kitchen:
            if self._last_order:
                self.counter.resume(OrderId(self._last_order))
            self.session.refresh()
            self.session.follow(self.changes)
            self.session.dismissed.connect(self.runner.rule_broken)
            self._add_screens()
            self._join_counter()
            self._join_back_office()
            self._join_counter_devices()
        elif self.kitchen is not None:
            self.kitchen.join_papers(self.window, self.supervisor)
        self.look.offer(None if self.kitchen is None else self.kitchen.speaker)
        if self.kitchen is not None:
            self.kitchen.watch(self.window)
        QTimer.singleShot(0, self, self._announce_ready)

    @Slot()
    def _announce_ready(self) -> None:
        if self.runner.is_idle:
            self._is_ready = True
            self.ready.emit()
        else:
            self.runner.settled.connect(self._settled_once)

    @Slot()
    def _settled_once(self) -> None:
        self.runner.settled.disconnect(self._settled_once)
        self._is_ready = True
        self.ready.emit()

    @Slot(object)
    def _note_damage(self, trouble: Unavailable) -> None:
        """A store whose file is damaged is mended at the next start; at once, where it never opened."""
        from aura_terminal.app.mending import is_beyond_opening
        from aura_terminal.store.mending import note_damage

        if not is_beyond_opening(trouble) or self.must_be_mended:
            return
        try:
            note_damage(self._folder, trouble.hint, self._clock.now())
        except Unavailable as also:
            _log.warning("damage_not_noted: %s", also.hint)
            return
        self.must_be_mended = not self._is_ready and not nobody_sees(os.environ)
        if self.must_be_mended:
            QApplication.exit()  # a quit asks windows, which may wait for a store that never opens

    def _add_screens(self) -> None:
        from aura_terminal.app.device_settings import stand_alone_readers
        from aura_terminal.app.drills.house import drills_of
        from aura_terminal.app.live_desk import LiveDesk
        from aura_terminal.app.rooms.house import rooms_screen
        from aura_terminal.app.rooms.parts import RoomParts
        from aura_terminal.ui.screens.day.screen import DayScreen
        from aura_terminal.ui.screens.orders.screen import OrdersScreen
        from aura_terminal.ui.screens.payment.screen import PaymentScreen
        from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
        from aura_terminal.view_models.card_readers import CardReadersModel
        from aura_terminal.view_models.cash_reminder import CashReminder
        from aura_terminal.view_models.day import DayModel
        from aura_terminal.view_models.discounts import DiscountsModel
        from aura_terminal.view_models.guests import GuestsModel
        from aura_terminal.view_models.held_orders import HeldOrdersModel
        from aura_terminal.view_models.orders_list import OrdersListModel
        from aura_terminal.view_models.payment import PaymentModel
        from aura_terminal.view_models.reservations import ReservationsModel
        from aura_terminal.view_models.time_clock import TimeClockModel

        self.time_clock = TimeClockModel(self.runner, self.changes, self._clock.now, self)
        self._sign_in.offer_clock(self.time_clock)
        self._sign_in.said.connect(self.window.say)
        readers = CardReadersModel(stand_alone_readers(self._settings.devices), self)
        self.payment = PaymentModel(self.runner, self.session, self.changes, self, readers=readers)
        self._join_readers(readers)
        self.orders = OrdersListModel(self.runner, self.session, self.changes, self)
        self.held = HeldOrdersModel(self.runner, self.session, self.changes, self._clock.now, self)
        payment = PaymentScreen(self.payment, self.theme, self.money)
        orders = OrdersScreen(self.orders, self.held, self.theme, self.money)
        self._payment_screen, self._orders_screen = payment, orders
        self.look.lay_out(payment.lay_out_for)
        if self._settings.lock_after is LockAfter.SALE:
            payment.finished.connect(self.window.lock)
        self.window.offer(View.PAYMENT, payment)
        self.window.offer(View.ORDERS, orders)
        if self._settings.view is ViewSetting.ALL:
            self.window.offer(View.KITCHEN, self._kitchen_screen())
        self._routes.join_payment(payment)
        self._routes.join_cash(CashReminder(self.runner, self.session, self.changes, self))
        self._routes.join_orders(orders)
        self._join_refunds(orders)
        self._routes.join_held_orders(self.held)
        reservations = ReservationsModel(self.runner, self.session, self.changes, self._clock.now, self)
        self._routes.join_reservations(orders, ReservationsScreen(reservations, self.theme))
        self.day = DayModel(self.runner, self.session, self.changes, self._clock.now, self)
        self._routes.join_day(DayScreen(self.day, self.theme, self.money))
        parts = RoomParts(
            self.runner, self.session, self.changes, self.theme, self.money, self._clock.now, self._folder,
            self._settings, self, self.devices.devices, LiveDesk(self.supervisor, self).model,
            drills_of(self._folder, self._settings, self),
        )  # fmt: skip
        self._routes.join_rooms(rooms_screen(parts))
        guests = GuestsModel(self.counter, self.changes, self)
        self._routes.join_service(DiscountsModel(self.counter, self.status, self), guests)

    def _join_readers(self, readers: CardReadersModel) -> None:
        if self.supervisor is not None:
            self.supervisor.readers_changed.connect(readers.hear)
            self.supervisor.state_changed.connect(self._readers_lost)
            self.payment.card.asked.connect(self.supervisor.nudge_cards)
        self._readers = readers

    def _join_refunds(self, orders: OrdersScreen) -> None:
        from aura_terminal.ui.screens.payment.refund_sheet import RefundSheet
        from aura_terminal.view_models.card_refunds import CardRefundsModel

        refunds = CardRefundsModel(self._readers, self.runner, self.session, self.changes, self)
        sheet = RefundSheet(refunds, self.theme, self.money, orders)
        orders.refund_wanted.connect(sheet.ask)
        if self.supervisor is not None:
            refunds.asked.connect(self.supervisor.nudge_cards)

    @Slot(object)
    def _readers_lost(self, state: NodeState) -> None:
        if state is not NodeState.RUNNING:
            self._readers.lose()

    def _join_back_office(self) -> None:
        from aura_terminal.app.offices import Offices

        self.offices = Offices(
            self.runner, self.session, self.changes, self.status, self._clock.now, self._folder, self
        )
        self.offices.offer(self._routes, self.theme)
        if self.supervisor is not None:
            self.offices.join_node(self.supervisor)

    def _join_counter_devices(self) -> None:
        from aura_terminal.app.counter_devices import CounterDevices

        devices = self._settings.devices
        counter = CounterDevices(self.window, self.runner, self.counter, self.register, devices, self)
        counter.join_screens(self._register_screen, self._payment_screen, self._orders_screen)
        beside = (self._payment_screen, self._frame.store_name, self.theme, self.money, self._folder)
        counter.show_guests(self.payment, self.session, *beside)
        if self.supervisor is not None:
            counter.join_node(self.supervisor)
        self.counter_devices = counter

    def _join_neighbours(self) -> None:
        from aura_terminal.app.neighbours import Neighbours
        from aura_terminal.ui.shell.fingers import Fingers

        session = None if self._is_kitchen else self.session
        self.neighbours = Neighbours(self.runner, self.changes, session, self.status, self._clock.now, self)
        self.neighbours.offer(self.window, self.theme, MoneyText())
        if self.supervisor is not None:
            self.neighbours.join_node(self.supervisor)
            fingers = Fingers(time.monotonic, self)
            fingers.felt.connect(self.supervisor.nudge_touch)
            fingers.watch(self.window.windowHandle())

    def _join_devices(self) -> None:
        from aura_terminal.app.device_office import DeviceOffice, KitchenHand

        actor = KitchenHand(self._frame.terminal).actor if self._is_kitchen else self.session.must_actor
        session = None if self._is_kitchen else self.session
        self.devices = DeviceOffice(self.runner, self.changes, session, actor, self._folder, self._settings, self)
        self.devices.offer(self.window, self.theme)
        if self.supervisor is not None:
            self.devices.join_node(self.supervisor)

    def _join_counter(self) -> None:
        from aura_terminal.app.counter.house import join_counter
        from aura_terminal.app.counter.parts import CounterParts
        from aura_terminal.app.counter.together import join_together

        parts = CounterParts(
            self.runner, self.session, self.changes, self.status, self.counter, self.register, self.options,
            self.payment, self.orders, self.theme, self.money, self._clock.now, self._folder, self._settings, self,
            self.window, self._routes, self._register_screen, self._payment_screen, self._orders_screen,
        )  # fmt: skip
        self.conflicts = join_together(parts, self.neighbours)
        join_counter(parts)

    def _kitchen_screen(self) -> KitchenScreen:
        from aura_terminal.app.kitchen_side import KitchenSide
        from aura_terminal.view_models.kitchen import screen_actor

        session = None if self._is_kitchen else self.session
        cook, station = screen_actor(self._frame.terminal), self._settings.kitchen_station
        self.kitchen = KitchenSide(
            self.runner, self.changes, session, self._clock.now, self.theme, self._habits, cook, station, self
        )
        return self.kitchen.screen

    def _start_node(self) -> None:
        from aura_terminal.app.supervisor import NodeSupervisor

        self.supervisor = NodeSupervisor(self._folder, self._clock, parent=self)
        self.supervisor.state_changed.connect(self.status.node_changed)
        self.supervisor.changed.connect(self.changes.nudge)
        self.supervisor.health.connect(self.status.devices_changed)
        self.changes.changed.connect(self._tell_node)
        self.supervisor.start()

    @Slot(object)
    def _keep_order(self, _facts: object) -> None:
        order = self.counter.order
        order_id = "" if order is None else str(order.order_id)
        if order_id != self._last_order:
            self._last_order = order_id
            self.runner.run(lambda _: self._note_order(order_id), lambda _: None)

    def _note_order(self, order_id: str) -> None:
        try:
            write_last_order(self._folder, order_id)
        except OSError as error:  # a disk in trouble speaks up at the next sale; this note costs a tap at most
            _log.warning("last_order_not_noted: %s", error.strerror)

    @Slot(object)
    def _tell_node(self, kinds: FactTypes) -> None:
        """Only what this process kept itself is news to the node; all kinds at once means that others did."""
        from aura_terminal.app.paper_facts import GOES_ON_PAPER

        if self.supervisor is not None and kinds != EVERY_FACT and kinds & GOES_ON_PAPER:
            self.supervisor.nudge_spool()
