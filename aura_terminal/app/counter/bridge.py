"""Orders that go from terminal to terminal on paper, at a register."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.screens.register.paper_sheet import PaperSheet
from aura_terminal.ui.shell.paper_desk import PaperDesk
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.paper_scanning import PaperScanningModel

if TYPE_CHECKING:
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Desk

translate = QCoreApplication.translate


def join_bridge(parts: CounterParts) -> PaperDesk:
    """Codes are scanned wherever somebody stands, or pasted; the order's own code is printed among its options."""
    papers = PaperScanningModel(parts.runner, parts.session.must_actor, parts.changes, parts.owner)
    sheet, strip = PaperSheet(papers, parts.theme, parts.register_screen), Strip(parts.theme)
    parts.register_screen.panel.put_above_lines(strip)
    desk = PaperDesk(
        papers, parts.counter, parts.options, parts.status, parts.window, parts.orders_screen, strip, sheet
    )  # fmt: skip
    words = translate("Bridge", "Order from paper"), translate("Bridge", "Print the code")
    offer = parts.register_screen.offer_act
    offer(OrderAct("order_from_paper", words[0], "scan-barcode", sheet.ask, Group.ORDER, needs_order=False))
    offer(OrderAct("print_code", words[1], "qr-code", partial(_print_code, parts), Group.ORDER, needs_lines=True))
    return desk


def _print_code(parts: CounterParts) -> None:
    def said(_: None) -> None:
        parts.window.say(translate("Bridge", "The code is printed. Any terminal of the store can read it."))

    parts.counter.ask(_printed, said, parts.runner.rule_broken.emit)


def _printed(desk: Desk, by: Actor, shop: Shop) -> None:
    if desk.order_id is not None:
        shop.bridge.print_code(by, desk.order_id)
