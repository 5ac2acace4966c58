"""A gift card redeemed at two terminals that could not hear each other, once they have; a tab that both fill."""

from __future__ import annotations

from pathlib import Path
from random import Random

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.settling import ChoiceCode
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.use_cases.ordering import NewOrder
from tests.contract.value_contract import card, coffee, euro
from tests.integration.store.test_three_stores import settle, templates
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop
from tests.support.three_stores import three

__all__ = ["templates"]


def spend(at: StoredShop, hearing: Hearing) -> OrderId:
    """Pay a coffee from the one card there is."""
    (row,) = at.shop.reads.value.accounts(AccountKind.GIFT_CARD, 2)
    order = coffee(at.shop)
    at.shop.value_paying.draw(EVERYTHING, order, row.account_id, at.shop.paying.new_attempt(), hearing)
    return order


def test_a_card_redeemed_apart_is_overdrawn_once_everywhere_and_decided_once(templates: tuple[Path, ...]) -> None:
    with three(templates) as stores:
        here, there, beside = stores
        row = card(here.shop, 4)
        tab = here.shop.tabs.open(EVERYTHING, NewOrder(), "Sven", Hearing.ALL, euro(5)).order_id
        settle(stores, Random(1))
        orders = [spend(here, Hearing.NONE), spend(there, Hearing.NONE)]
        settle(stores, Random(2))
        for stored in stores:
            sheet = stored.shop.reads.value.sheet(row.account_id)
            assert sheet.row.balance == Money(400 - 580, "EUR")
            (found,) = stored.shop.reads.mesh.conflicts(limit=9)
            assert (found.kind, found.amount) == ("overdrawn", Money(180, "EUR"))
            with stored.store.begin(EVERYTHING.id) as work:
                assert work.value.drawn_alone(work.today, "EUR") == Money(580, "EUR")
                assert work.order(tab).tab.opened is not None
            assert all(stored.shop.reads.orders.sheet(order).due == euro(0) for order in orders)
        there.shop.conflicts.decide(EVERYTHING, found.conflict_id, ChoiceCode.BEAR_THE_LOSS, "two tills apart")
        settle(stores, Random(3))
        for stored in stores:
            assert stored.shop.reads.mesh.conflicts(limit=9) == ()
            assert stored.shop.reads.value.sheet(row.account_id).row.balance == euro(0)
        assert beside.shop.reads.value.overdrawn() == ()
