"""A right taken at one terminal is gone at another as soon as the fact is there, wherever somebody is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Permission
from aura_terminal.use_cases.ordering import NewOrder
from tests.contract.store_bench import WATER
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.store_shop import StoredShop, founded

MARTA = StaffId("marta-rossi")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[StoredShop, StoredShop]]:
    first = founded(tmp_path / "r1", seed=1)
    second = founded(tmp_path / "r2", label="R2", store_id=first.store.identity.store_id, seed=2, documents=())
    hand_over(first, second)
    yield first, second
    first.store.close()
    second.store.close()


def hand_over(giver: StoredShop, taker: StoredShop) -> None:
    """Everything one terminal knows, to another."""
    held = dict(taker.store.known())
    for origin, last in giver.store.known():
        if held.get(origin, 0) < last:
            taker.store.receive(giver.store.facts_after(origin, held.get(origin, 0), 10_000))


def refusal(by_whom: StoredShop, act: object) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()  # type: ignore[operator]  # a verb
    return refused.value.rule


def test_who_is_signed_in_elsewhere_loses_a_right_and_then_the_terminal(pair: tuple[StoredShop, StoredShop]) -> None:
    office, floor = pair
    marta = signed_in(floor.shop)

    def order() -> object:
        return floor.shop.ordering.add_item(marta, NewOrder(), WATER)

    assert order()
    member = next(one for one in office.shop.people.sheet(EVERYTHING).members if one.id == MARTA)
    office.shop.people.put_members(EVERYTHING, [replace(member, withdrawn=(Permission.TAKE_PAYMENT,))])
    assert order()  # cut off: nobody here can know
    hand_over(office, floor)
    assert refusal(floor, order) is Rule.RIGHTS_CHANGED
    marta = floor.shop.access.renew(marta)
    assert order()
    assert Permission.TAKE_PAYMENT not in marta.permissions
    office.shop.people.put_members(EVERYTHING, [replace(member, active=False)])
    hand_over(office, floor)
    assert refusal(floor, order) is Rule.STAFF_INACTIVE
    assert refusal(floor, lambda: floor.shop.access.renew(marta)) is Rule.STAFF_INACTIVE


def test_guessing_at_several_terminals_and_over_a_restart_adds_up(pair: tuple[StoredShop, StoredShop]) -> None:
    office, floor = pair
    for terminal, guesses in ((office, 3), (floor, 2)):
        for _ in range(guesses):
            assert refusal(terminal, lambda shop=terminal.shop: shop.access.sign_in(MARTA, "0007")) in (
                Rule.PIN_WRONG, Rule.PIN_LOCKED,
            )  # fmt: skip
        hand_over(office, floor)
    hand_over(floor, office)
    office.reopen()
    assert refusal(office, lambda: signed_in(office.shop)) is Rule.PIN_LOCKED
    floor.reopen()
    assert refusal(floor, lambda: signed_in(floor.shop)) is Rule.PIN_LOCKED
