"""A delivery is counted line by line and taken in once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PurchaseLineId, StaffId
from aura_terminal.ports.purchase_rows import PurchaseLineRow
from aura_terminal.view_models.purchases import PurchasesModel
from tests.support.memory_shop import EVERYTHING, InlineStoreThread
from tests.support.purchase_shots import drafted, stocked
from tests.support.till import Till, pin_of, till_over

CARLA = StaffId("carla-lombardi")
Settle = Callable[[Till], None]


@pytest.fixture
def till(qtbot: QtBot, settle: Settle) -> Till:
    """A till with a manager at it."""
    store = stocked()
    till = till_over(store, InlineStoreThread(store.shop))
    till.session.sign_in(CARLA, pin_of(CARLA))
    settle(till)
    return till


@pytest.fixture
def room(till: Till, settle: Settle) -> PurchasesModel:
    """An order that was sent is open: 50 of flour, 24 of milk, 20 of tomatoes."""
    purchase_id = drafted(till.store)
    till.shop.purchasing.approve(EVERYTHING, purchase_id)
    till.shop.purchasing.send(EVERYTHING, purchase_id)
    model = PurchasesModel(till.runner, till.session, till.changes)
    model.open(purchase_id)
    settle(till)
    return model


def lines(room: PurchasesModel) -> tuple[PurchaseLineRow, ...]:
    assert room.page is not None
    assert room.page.sheet is not None
    return room.page.sheet.lines


def line(room: PurchasesModel, name: str) -> PurchaseLineId:
    return next(one.line_id for one in lines(room) if one.name == name)


def accepted(room: PurchasesModel) -> dict[str, Decimal]:
    return {one.name: one.accepted for one in lines(room)}


def test_a_second_tap_takes_nothing_in_twice(room: PurchasesModel, till: Till, settle: Settle) -> None:
    for name in ("Flour", "Milk", "Tomatoes"):
        room.came(line(room, name), "10")
    settle(till)
    room.receive()
    room.receive()
    settle(till)
    assert accepted(room) == {"Flour": Decimal(10), "Milk": Decimal(10), "Tomatoes": Decimal(10)}


def test_what_was_counted_stays_when_the_delivery_is_refused(room: PurchasesModel, till: Till, settle: Settle) -> None:
    refused: list[RuleBroken] = []
    room.refused.connect(refused.append)
    room.came(line(room, "Flour"), "12")
    room.came(line(room, "Milk"), "30")
    settle(till)
    room.receive()
    settle(till)
    assert [broken.rule for broken in refused] == [Rule.MORE_THAN_ORDERED]
    room.came(line(room, "Milk"), "24")
    settle(till)
    room.receive()
    settle(till)
    assert accepted(room) == {"Flour": Decimal(12), "Milk": Decimal(24), "Tomatoes": Decimal(20)}


def test_a_second_delivery_adds_to_the_first(room: PurchasesModel, till: Till, settle: Settle) -> None:
    for many in ("10", "5"):
        room.came(line(room, "Flour"), many)
        settle(till)
        room.receive()
        settle(till)
    assert accepted(room) == {"Flour": Decimal(15), "Milk": Decimal(24), "Tomatoes": Decimal(20)}
