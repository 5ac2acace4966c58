"""The room of value accounts says of each verb what came of that one."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.money import Money
from aura_terminal.view_models.value_accounts import AccountsModel
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, demo_store
from tests.support.till import Till, pin_of, till_over

CARLA = StaffId("carla-lombardi")


def test_what_was_done_before_a_payment_is_not_taken_for_it(qtbot: QtBot, settle: Callable[[Till], None]) -> None:
    store = demo_store()
    store.shop.value_accounts.open_house(EVERYTHING, "Atelier Kraus", Money(30000, "EUR"))
    till = till_over(store, InlineStoreThread(store.shop))
    till.session.sign_in(CARLA, pin_of(CARLA))
    settle(till)
    model = AccountsModel(till.runner, till.session, till.changes, store.clock.now)
    said: list[str] = []
    model.done.connect(lambda: said.append("done"))
    model.ordered.connect(said.append)
    model.open(store.shop.reads.value.accounts(None, 1)[0].account_id)
    settle(till)
    model.set_limit("400", "Net 30")
    model.pay("12,50")  # tapped before the first one has its answer
    settle(till)
    (order,) = store.shop.reads.orders.open_orders()
    assert said == ["done", order.number]
