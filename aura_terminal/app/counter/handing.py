"""Orders given to another server, put aside, and dishes moved to another order, at the register."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Slot

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.domain.ids import OrderId
from aura_terminal.ui.counting import counted
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.screens.register.hand_over_sheet import HandOverSheet
from aura_terminal.ui.screens.register.move_sheet import MoveSheet
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.view_models.order_handing import Moved, OrderHandingModel

translate = QCoreApplication.translate
PARKED, MOVED = "parked/", "moved/"


def join_handing(parts: CounterParts) -> OrderHandingModel:
    """Buttons among the order's options, and one on each line."""
    model = OrderHandingModel(parts.counter, parts.owner)
    HandingRoute(parts, model)
    return model


class HandingRoute(QObject):
    """Who opens which sheet, and the way back from what was done."""

    def __init__(self, parts: CounterParts, model: OrderHandingModel) -> None:
        super().__init__(parts.owner)
        self._parts, self._model = parts, model
        self._sheet: HandOverSheet | None = None
        self._moves: MoveSheet | None = None
        self._label: TextSheet | None = None
        self._last: Moved | None = None
        screen = parts.register_screen
        give, park = translate("Handing", "Another server"), translate("Handing", "Put aside")
        screen.offer_act(OrderAct("hand", give, "users", self._ask_server, Group.PARTY))
        screen.offer_act(OrderAct("park", park, "pause", self._ask_label, Group.ORDER))
        screen.panel.move_tapped.connect(self._ask_where)
        screen.panel.undone.connect(self._undo)
        model.handed.connect(self._say_handed)
        model.parked.connect(self._offer_back)
        model.moved.connect(self._offer_return)

    @Slot()
    def _ask_server(self) -> None:
        if self._sheet is None:
            self._sheet = HandOverSheet(self._model, self._parts.theme, self._parts.register_screen)
        self._sheet.ask()

    @Slot()
    def _ask_label(self) -> None:
        order = self._parts.counter.order
        if order is None:
            return
        if self._label is None:
            self._label = TextSheet(self._parts.theme, self._parts.register_screen)
            self._label.written.connect(self._park)
        words = translate("Handing", "What is the order called while it waits?")
        self._label.ask(order.order_id, words, order.guest_name)

    @Slot(str)
    def _ask_where(self, line_id: str) -> None:
        if self._moves is None:
            parts = self._parts
            self._moves = MoveSheet(self._model, parts.theme, parts.money, parts.register_screen)
        self._moves.ask(line_id)

    @Slot(str, str)
    def _park(self, order_id: str, label: str) -> None:
        self._model.park(label)

    @Slot(int, str)
    def _say_handed(self, orders: int, name: str) -> None:
        words = counted(
            "Handing",
            "{name} serves the order from now on.",
            "{name} serves {orders} orders more from now on.",
            orders,
        )
        self._parts.window.say(words.format(name=name, orders=orders))

    @Slot(str, str)
    def _offer_back(self, label: str, order_id: str) -> None:
        words = translate("Handing", "Put aside: {label}").format(label=label)
        self._parts.register_screen.panel.offer_undo(f"{PARKED}{order_id}", words)

    @Slot(object)
    def _offer_return(self, moved: Moved) -> None:
        self._last = moved
        words = translate("Handing", "{dishes} moved to {order}").format(dishes=len(moved.line_ids), order=moved.number)
        self._parts.register_screen.panel.offer_undo(MOVED, words)

    @Slot(str)
    def _undo(self, id: str) -> None:
        if id.startswith(PARKED):
            self._parts.options.open_order(OrderId(id.removeprefix(PARKED)))
        elif id == MOVED and self._last is not None:
            last, self._last = self._last, None
            self._model.move_back(last)
