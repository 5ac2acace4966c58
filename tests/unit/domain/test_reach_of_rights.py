"""How far a right reaches when several roles give it, until when, and what an older role is given later."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.ids import RoleId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.rights import EDITION, EDITIONS, FOLLOWS, UNBOUNDED, Cap, Grant, brought_up, reach
from aura_terminal.domain.staff import Role
from tests.unit.domain.orders import NOW


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.mark.parametrize(
    ("one", "other", "widest"),
    [
        (Cap(amount=eur(500)), Cap(amount=eur(900)), Cap(amount=eur(900))),
        (Cap(amount=eur(500)), UNBOUNDED, UNBOUNDED),
        (Cap(percent=Decimal(10)), Cap(percent=Decimal(20)), Cap(percent=Decimal(20))),
        (Cap(percent=Decimal(10)), UNBOUNDED, UNBOUNDED),
        (Cap(times=1), Cap(times=3), Cap(times=3)),
        (Cap(times=1), UNBOUNDED, UNBOUNDED),
    ],
)
def test_of_two_roles_the_one_that_reaches_further_counts_in_each_bound(one: Cap, other: Cap, widest: Cap) -> None:
    for first, second in ((one, other), (other, one)):
        grants = [Grant(Permission.DISCOUNT, first), Grant(Permission.DISCOUNT, second)]
        assert reach(grants, (), (), NOW) == {Permission.DISCOUNT: widest}


def test_a_bound_in_another_currency_is_no_wider_for_its_number() -> None:
    grants = [Grant(Permission.REFUND, Cap(amount=Money(90000, "JPY"))), Grant(Permission.REFUND, Cap(amount=eur(500)))]
    assert reach(grants, (), (), NOW) == {Permission.REFUND: Cap(amount=eur(500))}


def test_a_right_that_was_given_until_a_moment_has_run_out_then() -> None:
    grant = Grant(Permission.COMP, until=NOW)
    assert grant.holds_at(NOW - timedelta(seconds=1))
    assert not grant.holds_at(NOW)
    assert Grant(Permission.COMP).holds_at(NOW)


@pytest.mark.parametrize(("minor", "beyond"), [(500, ""), (-500, ""), (501, "5.00"), (-501, "5.00")])
def test_an_act_of_just_the_bound_is_within_it(minor: int, beyond: str) -> None:
    assert Cap(amount=eur(500)).excess(amount=eur(minor)) == beyond


def test_a_role_that_names_no_edition_is_given_what_came_after_the_first_and_a_new_one_nothing() -> None:
    role = Role(RoleId("server"), "Server", (Permission.TAKE_PAYMENT, Permission.DISCOUNT))
    found = brought_up(role.permissions, edition=role.edition, is_broadest=False)
    assert FOLLOWS[Permission.USE_DRAWER] is Permission.TAKE_PAYMENT
    assert {Permission.USE_DRAWER, Permission.COMP, Permission.OPEN_ITEM} <= set(found)
    assert brought_up(role.permissions, edition=EDITION, is_broadest=False) == role.permissions
    assert brought_up(role.permissions, edition=1, is_broadest=False) == (
        *role.permissions,
        Permission.OPEN_ITEM,
        Permission.CHOOSE_PRICE,
        Permission.SELL_VALUE,
        Permission.WAIVE_SERVICE,
    )


def test_the_newest_edition_is_the_last_there_is() -> None:
    assert len(EDITIONS) == EDITION
