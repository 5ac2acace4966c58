"""What the guest sees at the counter: their lines and the total, what is to be paid, then thanks and the receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.money import total, zero
from aura_terminal.view_models.card_payment import CardStage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aura_terminal.domain.money import Money
    from aura_terminal.domain.weighing import Weighed
    from aura_terminal.ports.reads import LineRow, OrderSheet
    from aura_terminal.view_models.counter import Counter
    from aura_terminal.view_models.payment import PaymentModel
    from aura_terminal.view_models.session import SessionModel

THANKS_MILLISECONDS = 12_000


class Stage(StrEnum):
    """How far the guest is."""

    IDLE = "idle"
    ORDER = "order"
    PAYING = "paying"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A line as the guest reads it; `choices` are what it comes with."""

    quantity: int
    name: str
    price: Money
    choices: tuple[str, ...] = ()
    weighed: Weighed | None = None


@dataclass(frozen=True, slots=True)
class GuestTip:
    """A tip the guest may give by card: its share of the bill and what that comes to; 0 percent for none."""

    percent: int
    amount: Money
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class GuestView:
    """All that is shown. `newest` is the line that was added last, `tip` and `change` are None where there is none.

    `tips` may be chosen by the guest while they pay; empty where tips come another way.

    `closed_at` is by the store's wall clock.
    """

    stage: Stage
    store_name: str
    number: str = ""
    lines: tuple[GuestLine, ...] = ()
    newest: GuestLine | None = None
    total: Money | None = None
    due: Money | None = None
    tip: Money | None = None
    change: Money | None = None
    discount: Money | None = None
    closed_at: datetime | None = None
    tips: tuple[GuestTip, ...] = ()


class CustomerDisplayModel(QObject):
    """Follows the register and the payment. `changed` follows whenever the guest would see something else.

    A locked terminal shows nobody's order. After the thanks it goes back to being idle by itself.
    """

    changed = Signal()

    def __init__(
        self, counter: Counter, payment: PaymentModel, session: SessionModel, store_name: str,
        now: Callable[[], datetime], parent: QObject | None = None, *, thanks_milliseconds: int = THANKS_MILLISECONDS,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._counter, self._payment, self._session = counter, payment, session
        self._store_name, self._now = store_name, now
        self._is_paying = False
        self._view = GuestView(Stage.IDLE, store_name)
        self._thanks = QTimer(self, singleShot=True, interval=thanks_milliseconds)
        self._thanks.timeout.connect(self._look)
        counter.changed.connect(self._follow)
        payment.changed.connect(self._look)
        payment.card.changed.connect(self._look)
        payment.settled.connect(self._give_thanks)
        session.signed_in.connect(self._look)
        session.signed_out.connect(self._look)

    @property
    def view(self) -> GuestView:
        """What the guest sees."""
        return self._view

    @Slot()
    def begin_paying(self) -> None:
        """The payment screen is in front."""
        self._is_paying = True
        self._look()

    @Slot()
    def end_paying(self) -> None:
        """The payment screen was left."""
        self._is_paying = False
        self._look()

    def choose_tip(self, tip: GuestTip) -> None:
        """The guest gives this much on top of what the card is charged, or nothing; the cashier sees it at once."""
        if tip in self._view.tips:
            self._payment.card.choose_tip(tip.amount if tip.percent else None)

    @Slot()
    def _follow(self) -> None:
        """The register went on: the next guest's first line ends the thanks for the last."""
        order = self._counter.order
        if self._thanks.isActive() and order is not None and order.lines and not self._payment.is_settled:
            self._thanks.stop()
        self._look()

    @Slot()
    def _give_thanks(self) -> None:
        order = self._payment.order
        if order is None:
            return
        last = self._payment.last
        change = last.change if last is not None and last.change else None
        self._thanks.start()
        closed_at = self._counter.local(self._now())
        self._put(_view(Stage.THANKS, self._store_name, order, change=change, closed_at=closed_at))

    @Slot()
    def _look(self) -> None:
        if self._thanks.isActive():
            return
        paid = self._payment.order
        order = paid if self._is_paying else self._counter.order
        settled = paid.order_id if paid is not None and self._payment.is_settled else None
        if self._session.actor is None or order is None or not order.lines or order.order_id == settled:
            self._put(GuestView(Stage.IDLE, self._store_name))
        else:
            stage = Stage.PAYING if self._is_paying else Stage.ORDER
            change = self._payment.change if self._is_paying and self._payment.is_named else None
            view = _view(stage, self._store_name, order, change=change)
            view = replace(view, tips=self._tips()) if self._is_paying else view
            share = self._payment.share if self._is_paying else None
            self._put(view if share is None else replace(view, due=share.due))

    def _tips(self) -> tuple[GuestTip, ...]:
        """The house's suggestions and none at all, where a card can be charged."""
        card = self._payment.card
        if not card.tips or not card.readers or card.stage is not CardStage.NONE:
            return ()
        currency, chosen = card.tips[0][1].currency, card.tip
        none = GuestTip(0, zero(currency), not chosen)
        return (none, *(GuestTip(percent, amount, amount == chosen) for percent, amount in card.tips))

    def _put(self, view: GuestView) -> None:
        if view != self._view:
            self._view = view
            self.changed.emit()


def _view(
    stage: Stage, store_name: str, order: OrderSheet, *, change: Money | None, closed_at: datetime | None = None
) -> GuestView:
    lines = tuple(_line(line) for line in order.lines if line.quantity > line.voided + line.written_off)
    unsent = [line for line in order.lines if line.state is LineState.NEW]
    tip = total((payment.tip for payment in order.payments), order.total.currency)
    return GuestView(
        stage,
        store_name,
        order.number,
        lines,
        _line(unsent[-1]) if unsent else None,
        order.total,
        order.due,
        tip or None,
        change,
        order.discount,
        closed_at,
    )


def _line(line: LineRow) -> GuestLine:
    choices = tuple(modifier.said for modifier in line.modifiers)
    return GuestLine(line.quantity - line.voided - line.written_off, line.name, line.price, choices, line.weighed)
