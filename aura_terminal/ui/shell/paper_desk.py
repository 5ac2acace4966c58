"""Where papers with the code of an order meet the window: scanned at any screen, they open the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.paper_words import kitchen_words, progress_words, strip_words, taken_words
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.view_models.paper_scanning import Handover, OrderStatus, PaperScanningModel, is_symbol
from aura_terminal.view_models.scanning import Place

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.ui.screens.orders.screen import OrdersScreen
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.ui.widgets.strip import Strip
    from aura_terminal.view_models.counter import Counter
    from aura_terminal.view_models.order_options import OrderOptionsModel
    from aura_terminal.view_models.status import StatusModel


class PaperDesk(QObject):
    """Takes symbols, leads to the order, and says above it where it came from while that terminal is not heard.

    `sheet` is where codes are typed; while it is open they may be scanned as well.
    """

    said = Signal(str)

    def __init__(
        self, papers: PaperScanningModel, counter: Counter, options: OrderOptionsModel, status: StatusModel,
        window: ShellWindow, orders: OrdersScreen, strip: Strip, sheet: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._papers, self._counter, self._options, self._status = papers, counter, options, status
        self._window, self._orders, self._strip, self._sheet = window, orders, strip, sheet
        papers.progressed.connect(self._ask_for_more)
        papers.taken_in.connect(self._lead)
        papers.refused.connect(self._refuse)
        counter.changed.connect(self._show_strip)
        status.changed.connect(self._show_strip)

    def take(self, code: str, place: Place) -> bool:
        """Take a code that is of a paper; whether it was one. While something else is asked it is nobody's."""
        is_one = is_symbol(code) and place is not Place.LOCKED
        if not is_one or (place is Place.QUESTION and not self._sheet.isVisible()):
            return False
        if self._window.view is View.KITCHEN:
            self._papers.scan_in_the_kitchen(code)
        else:
            self._papers.scan(code)
        return True

    @Slot(object)
    def _ask_for_more(self, missing: tuple[int, ...]) -> None:
        self._say(progress_words(missing))

    @Slot(object)
    def _lead(self, handover: Handover) -> None:
        if self._window.view is View.KITCHEN:
            self._say(kitchen_words(handover))
            return
        if handover.status is OrderStatus.OPEN:
            self._options.open_order(handover.order_id)
            self._window.go(View.REGISTER)
        elif handover.status is not OrderStatus.MERGED:
            self._window.go(View.ORDERS)
            self._orders.show_order(handover.order_id)
        self._say(taken_words(handover))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._say(sentence(broken))

    def _say(self, words: str) -> None:
        self._window.say(words)
        self.said.emit(words)

    @Slot()
    def _show_strip(self) -> None:
        order = self._counter.order
        handover = None if order is None else self._papers.handover(order.order_id)
        is_heard = handover is None or handover.printed_by not in self._status.row.silent
        words = "" if handover is None else strip_words(handover, is_heard)
        self._strip.say(words, "qr-code", Tone.CALM)
