"""Whether this terminal may take the money of an order, and what is done where another one holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.sharing import heard_at

if TYPE_CHECKING:
    from aura_terminal.domain.ids import OrderId
    from aura_terminal.domain.money_token import TokenOverridden
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.reads import OrderSheet
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

PATIENCE_MILLISECONDS = 1500


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds an order's money token, and whether that is this terminal.

    `heard_at` is when the holder was heard last, on the store's wall clock.
    """

    order_id: OrderId
    holder: str
    is_here: bool
    heard_at: datetime | None = None


class Asking(StrEnum):
    """How the asking stands."""

    NOT_NEEDED = "not_needed"
    ASKED = "asked"
    IN_VAIN = "in_vain"


class MoneyTokenModel(QObject):
    """Asks for the token of the order that is to be paid, by itself, and says when nobody answers.

    `asked(order_id, holder)` is for the network; `changed` follows every step; `taken_over` an override that somebody
    approved. A holder that answers late still hands over: what arrives is told by `follow`.
    """

    changed = Signal()
    asked = Signal(str, str)
    taken_over = Signal()
    refused = Signal(object)

    def __init__(
        self,
        runner: Runner,
        session: SessionModel,
        changes: Changes,
        parent: QObject | None = None,
        *,
        patience_milliseconds: int = PATIENCE_MILLISECONDS,
    ) -> None:
        super().__init__(parent)
        self._session, self._changes = session, changes
        self._holding: Holding | None = None
        self._asking = Asking.NOT_NEEDED
        self.approvals = Approvals(runner, self)
        self._patience = QTimer(self, singleShot=True, interval=patience_milliseconds)
        self._patience.timeout.connect(self._give_up)

    @property
    def asking(self) -> Asking:
        """How the asking stands."""
        return self._asking

    @property
    def holding(self) -> Holding | None:
        """Who holds the token, as last read."""
        return self._holding

    @property
    def may_pay(self) -> bool:
        """Whether money may be taken here."""
        return self._holding is not None and self._holding.is_here

    def follow(self, holding: Holding) -> None:
        """What the store says now. Another holder is asked once; the one that was asked is waited for."""
        before, self._holding = self._holding, holding
        is_new = before is None or (before.order_id, before.holder) != (holding.order_id, holding.holder)
        if holding.is_here:
            self._become(Asking.NOT_NEEDED)
        elif is_new or before != holding or self._asking is Asking.NOT_NEEDED:  # also one that was heard again
            self.ask_again()

    @Slot()
    def forget(self) -> None:
        """Nothing is to be paid any more."""
        self._holding = None
        self._become(Asking.NOT_NEEDED)

    @Slot()
    def ask_again(self) -> None:
        """Ask the holder once more."""
        if self._holding is not None and not self._holding.is_here:
            self._become(Asking.ASKED)
            self.asked.emit(self._holding.order_id, self._holding.holder)

    def take_over(self, reason: str) -> None:
        """Take the token from a holder nobody can reach, with somebody's approval where that is needed."""
        actor = self._session.must_actor()
        if actor is not None and self._holding is not None:
            call = partial(_override, actor, self._holding.order_id, reason)
            self.approvals.run(call, reason, self._take, self.refused.emit)

    def _take(self, fact: TokenOverridden) -> None:
        self._changes.announce(fact)
        self.taken_over.emit()

    @Slot()
    def _give_up(self) -> None:
        self._become(Asking.IN_VAIN)

    def _become(self, asking: Asking) -> None:
        if asking is Asking.ASKED:
            self._patience.start()
        else:
            self._patience.stop()
        self._asking = asking
        self.changed.emit()


def holding_to_pay(order: OrderSheet, shop: Shop) -> Holding:
    """Who may take the order's money, by the store; on an order that has ended there is none to take."""
    if order.status is not OrderStatus.OPEN:
        return Holding(order.order_id, order.holder, is_here=True)
    return holding_of(order, shop)


def holding_of(order: OrderSheet, shop: Shop) -> Holding:
    """Who holds the order's money token, by the store."""
    if order.holder == shop.terminal.label:
        return Holding(order.order_id, order.holder, is_here=True)
    peer = next((peer for peer in shop.reads.mesh.peers() if peer.label == order.holder), None)
    heard = heard_at(peer)
    at = None if heard is None else shop.reads.store.profile().calendar.local(heard)
    return Holding(order.order_id, order.holder, is_here=False, heard_at=at)


def _override(by: Actor, order_id: OrderId, reason: str, approval: Approval | None, shop: Shop) -> TokenOverridden:
    return shop.paying.override_token(by, order_id, reason, approval)
