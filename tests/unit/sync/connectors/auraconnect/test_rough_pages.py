"""Pages with something wrong on them: it is named, the rest is taken, and a house is not emptied by one mistake."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from aura_terminal.domain.menu import Item
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.central import Sweep
from sync.connectors.auraconnect.naming import CONNECTOR
from sync.reconcile.contract import Page, Unreadable
from sync.reconcile.fields import LONGEST_NAME
from tests.unit.sync.connectors.auraconnect.pictures import NOW_MS, Bench, bench, reply
from tests.unit.sync.connectors.auraconnect.test_pulls import MENU_ITEMS, STAFF

MINUTE_MS = 60_000


@pytest.fixture
def shop() -> Bench:
    return bench()


def dishes(*numbers: int, **fields: object) -> list[dict[str, Any]]:
    """Rows of a menu with these ids."""
    row = MENU_ITEMS["data"][0]
    return [{**deepcopy(row), "id": number, "name": f"Dish {number}", **fields} for number in numbers]


def taken(shop: Bench, resource: str, rows: list[dict[str, Any]], began_ms: int = NOW_MS) -> Page:
    page = shop.connector.page(Sweep(CONNECTOR, resource, began_ms=began_ms), reply({"data": rows}), shop.picture, 0)
    shop.keep(*page.facts)
    return page


def named(shop: Bench) -> set[str]:
    return {one.name for one in shop.picture.documents(Item)}


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_taken(shop: Bench) -> None:
    rows = dishes(1, 2, 3)
    rows[1]["price"] = "a lot"

    page = taken(shop, "items", rows)

    assert {"Dish 1", "Dish 3"} <= named(shop)
    assert "Dish 2" not in named(shop)
    assert page.troubles == ("the central sent the text 'a lot' at data[1].price (id 2)",)
    assert (set(page.ids), page.has_gaps) == ({"1", "2", "3"}, False)


def test_nothing_of_a_row_that_cannot_be_read_is_taken(shop: Bench) -> None:
    rows = dishes(1, 2)
    rows[1] |= {"category": "Only here", "price": None}

    page = taken(shop, "items", rows)

    assert "Only here" not in str(page.facts)


def test_a_row_without_an_id_leaves_a_gap_from_which_nothing_follows(shop: Bench) -> None:
    rows = dishes(1, 2)
    del rows[0]["id"]

    page = taken(shop, "items", rows)

    assert (page.ids, page.has_gaps) == (("2",), True)


def test_a_page_of_which_no_row_can_be_read_is_no_page(shop: Bench) -> None:
    with pytest.raises(Unreadable, match=r"nothing at data\[0\]\.price"):
        taken(shop, "items", dishes(1, 2, price=None))


def test_an_order_that_cannot_be_read_is_named_and_the_others_are_seen(shop: Bench) -> None:
    order = {"status": "pending", "updated_at": "2026-05-15T17:00:00Z"}
    rows = [{"id": 1, **order}, {"id": 2, **order, "updated_at": "yesterday"}, {"id": 3, **order}]

    page = taken(shop, "orders", rows)

    assert len(page.facts) == 2
    assert page.troubles == ("the central sent the text 'yesterday' at data[1].updated_at (id 2)",)


def test_a_menu_that_is_switched_off_as_a_whole_is_believed_when_the_next_pass_says_so_too(shop: Bench) -> None:
    taken(shop, "items", dishes(1, 2, 3))
    off = dishes(1, 2, 3, is_active=False)

    first = taken(shop, "items", off, NOW_MS + MINUTE_MS)
    again = taken(shop, "items", off, NOW_MS + MINUTE_MS)

    assert first.troubles == again.troubles
    assert "all 3 dishes of page 1 are switched off there" in first.troubles[0]
    assert all(one.active for one in shop.picture.documents(Item))
    second = taken(shop, "items", off, NOW_MS + 10 * MINUTE_MS)
    assert second.troubles == ()
    assert {one.name for one in shop.picture.documents(Item) if not one.active} == {"Dish 1", "Dish 2", "Dish 3"}


def test_one_look_of_last_week_is_no_first_look(shop: Bench) -> None:
    taken(shop, "items", dishes(1, 2))
    off = dishes(1, 2, is_active=False)
    taken(shop, "items", off, NOW_MS + MINUTE_MS)

    assert taken(shop, "items", off, NOW_MS + 7 * 24 * 60 * MINUTE_MS).troubles
    assert all(one.active for one in shop.picture.documents(Item))


def test_a_house_whose_people_are_all_switched_off_keeps_them_for_now(shop: Bench) -> None:
    rows = [{**STAFF["data"][0], "id": number, "last_name": f"Doe {number}"} for number in (1, 2)]
    taken(shop, "staff", rows)
    before = {one.id for one in shop.picture.documents(StaffMember) if one.active}

    page = taken(shop, "staff", [{**row, "status": "inactive"} for row in rows], NOW_MS + MINUTE_MS)

    assert "all 2 people" in page.troubles[0]
    assert {one.id for one in shop.picture.documents(StaffMember) if one.active} == before


def test_some_dishes_that_are_off_are_off_at_once(shop: Bench) -> None:
    taken(shop, "items", dishes(1, 2, 3))
    taken(shop, "items", dishes(1, 2, is_active=False) + dishes(3), NOW_MS + MINUTE_MS)

    assert {one.name for one in shop.picture.documents(Item) if not one.active} == {"Dish 1", "Dish 2"}


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("Sou\x00p\x1b[31m\u202e", "Soup[31m"),
        ("  Soup \n of the day ", "Soup of the day"),
        ("x" * 5000, "x" * (LONGEST_NAME - 1) + "…"),
        ("Crème brûlée 👩\u200d🍳", "Crème brûlée 👩\u200d🍳"),
    ],
)
def test_a_name_is_one_line_that_people_can_read(shop: Bench, name: str, here: str) -> None:
    taken(shop, "items", dishes(1, name=name))

    assert here in named(shop)


def test_a_name_of_nothing_that_can_be_seen_is_none(shop: Bench) -> None:
    with pytest.raises(Unreadable):
        taken(shop, "items", dishes(1, name="\x00 \x07"))


def test_a_list_the_deployment_lacks_is_an_empty_page_but_the_menu_is_never_lacking(shop: Bench) -> None:
    missing = reply({"error": {"code": "NOT_FOUND", "message": "Resource not found"}}, status=404)
    for resource in ("tiers", "tables", "tax_rates", "mappings"):
        page = shop.connector.page(Sweep(CONNECTOR, resource, began_ms=NOW_MS), missing, shop.picture, 0)
        assert (page.ids, page.is_enough) == ((), True)
    with pytest.raises(Unreadable, match="404 Resource not found"):
        shop.connector.page(Sweep(CONNECTOR, "items", began_ms=NOW_MS), missing, shop.picture, 0)


def test_an_empty_list_where_an_object_is_documented_says_nothing(shop: Bench) -> None:
    page = taken(shop, "mappings", [])
    assert (page.facts, page.troubles) == ((), ())
