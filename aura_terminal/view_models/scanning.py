"""What a scanned code means where the cashier stands: an item, an order, a badge, or nothing at all."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.barcodes import is_gtin
from aura_terminal.domain.card_numbers import mask_cards
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.kinds import OrderStatus

if TYPE_CHECKING:
    from aura_terminal.ports.reads import OrderRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.register import RegisterModel
    from aura_terminal.view_models.runner import Runner

LOOKS_BACK = 2000
SENTINELS = {"%": "?", ";": "?", "+": "?"}
"""How the tracks of a badge begin and end, as magnetic readers type them."""


class Place(StrEnum):
    """Where the cashier stands when something is scanned."""

    REGISTER = "register"
    PAYMENT = "payment"
    ORDERS = "orders"
    QUESTION = "question"
    ELSEWHERE = "elsewhere"
    LOCKED = "locked"


class ScanningModel(QObject):
    """Takes every code, from a scanner that types and from one with a line of its own.

    At the register a code is an item, where orders are paid or listed it is a receipt's: `order_found` carries the
    OrderRow. A badge is `badge_read` wherever it is. Anything else is not typed into whatever has the focus: `ignored`
    says where it was scanned and what.
    """

    order_found = Signal(object)
    badge_read = Signal(str)
    ignored = Signal(object, str)
    refused = Signal(object)

    def __init__(self, runner: Runner, register: RegisterModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._register = register

    def scan(self, code: str, place: Place) -> None:
        """Somebody scanned this there. What holds a card's number goes no further and is shown nowhere."""
        badge = badge_of(code)
        if mask_cards(code)[1] and not is_gtin(code):
            self.refused.emit(RuleBroken(Rule.BADGE_IS_CARD))
        elif badge is not None:
            self.badge_read.emit(badge)
        elif place is Place.REGISTER:
            self._register.scan(code)
        elif place in (Place.PAYMENT, Place.ORDERS):
            self._runner.run(partial(_order_of, code), self._find, self.refused.emit)
        else:
            self.ignored.emit(place, code)

    @Slot(object)
    def _find(self, order: OrderRow) -> None:
        self.order_found.emit(order)


def badge_of(code: str) -> str | None:
    """What a badge says between its sentinels; None for what is no badge."""
    end = SENTINELS.get(code[:1])
    if end is None or not code.endswith(end) or len(code) < 3:
        return None
    return code[1 : code.index(end)]


def number_in(code: str, link: str) -> str:
    """The order's number in what a receipt says; `link` is the store's, with {number} where it stands."""
    said = code.strip()
    before, found, after = link.partition("{number}")
    is_link = bool(found) and said.startswith(before) and said.endswith(after) and len(said) > len(before) + len(after)
    return said[len(before) : len(said) - len(after)] if is_link else said


def _order_of(code: str, shop: Shop) -> OrderRow:
    """The order with this number, an open one first, else the newest that ended; or NotFound.

    The code is the number itself, or the link that stands on the store's receipts.
    """
    number = number_in(code, shop.reads.store.profile().receipt_link).casefold()
    orders = shop.reads.orders
    for rows in (tuple(reversed(orders.open_orders())), orders.recent(LOOKS_BACK)):
        found = next((row for row in rows if row.number.casefold() == number), None)
        if found is not None and found.status is not OrderStatus.MERGED:
            return found
    raise NotFound("order", code)
