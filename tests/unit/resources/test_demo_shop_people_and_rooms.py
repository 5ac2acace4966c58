"""The demo shop itself, its stations, its tables and the people who work there."""

import datetime
import re
from collections.abc import Mapping
from itertools import combinations, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from aura_terminal.domain.kinds import Permission

Shop = Mapping[str, Any]  # Any: what a TOML file may hold

PERMISSIONS = {permission.value for permission in Permission}


def ids(rows: list[Any]) -> set[str]:
    return {row["id"] for row in rows}


def permissions(shop: Shop, role: str) -> set[str]:
    return next(set(row["permissions"]) for row in shop["staff"]["role"] if row["id"] == role)


def is_trivial(pin: str) -> bool:
    """One digit repeated, a run up or down, a pair repeated or a year: what a thief tries first."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    half = len(pin) // 2
    return steps in ({0}, {1}, {-1}) or pin[:half] == pin[half:] or (len(pin) == 4 and pin[:2] in {"19", "20"})


def test_the_shop_has_a_zone_a_cutoff_and_a_receipt_text(shop: Shop) -> None:
    about = shop["shop"]
    assert about["name"] == "Trattoria Aurora"
    assert about["currency"] == "EUR"
    assert ZoneInfo(about["zone"]).key == "Europe/Berlin"
    assert datetime.time.fromisoformat(about["day_cutoff"]) == datetime.time(4)
    assert all(about[key] for key in ("legal_name", "address", "tax_number", "phone", "receipt_footer"))
    assert max(len(line) for line in [*about["address"], *about["receipt_footer"]]) <= 42


def test_there_are_three_stations_with_icons_and_targets(shop: Shop, icons: Mapping[str, str]) -> None:
    stations = shop["stations"]["station"]
    assert ids(stations) == {"pizza", "kitchen", "bar"}
    assert len(stations) == 3
    for station in stations:
        assert station["icon"] in icons
        assert station["printer"]
        targets = [station[key] for key in station if key.endswith("_minutes")]
        assert all(isinstance(minutes, int) and minutes > 0 for minutes in targets)


def test_there_are_twenty_tables_in_three_areas(shop: Shop) -> None:
    tables = shop["floor"]["table"]
    assert len(tables) == len(ids(tables)) == len({table["number"] for table in tables}) == 20
    assert len(shop["floor"]["area"]) == 3
    assert {table["area"] for table in tables} == ids(shop["floor"]["area"])
    assert {table["shape"] for table in tables} == {"round", "square", "bar"}
    assert all(table["seats"] > 0 for table in tables)


def test_tables_stand_inside_the_plan(shop: Shop) -> None:
    for table in shop["floor"]["table"]:
        assert 0 <= table["x"] < table["x"] + table["w"] <= 1000, table["id"]
        assert 0 <= table["y"] < table["y"] + table["h"] <= 600, table["id"]


def test_tables_of_one_area_do_not_overlap(shop: Shop) -> None:
    def apart(one: Any, other: Any) -> bool:
        return any(
            low[place] + low[length] <= high[place]
            for place, length in (("x", "w"), ("y", "h"))
            for low, high in ((one, other), (other, one))
        )

    pairs = [pair for pair in combinations(shop["floor"]["table"], 2) if pair[0]["area"] == pair[1]["area"]]
    assert pairs
    assert [(one["id"], other["id"]) for one, other in pairs if not apart(one, other)] == []


def test_there_are_twelve_staff_with_roles_that_exist(shop: Shop) -> None:
    staff, roles = shop["staff"]["staff"], ids(shop["staff"]["role"])
    assert len(staff) == len(ids(staff)) == len({person["initials"] for person in staff}) == 12
    assert roles == {"server", "cashier", "kitchen", "shift_lead", "manager", "owner"}
    assert {role for person in staff for role in person["roles"]} == roles
    assert all(person["roles"] and 0 <= person["colour"] <= 9 for person in staff)


def test_initials_are_those_of_the_name(shop: Shop) -> None:
    for person in shop["staff"]["staff"]:
        assert person["initials"] == "".join(word[0] for word in person["name"].split())


def test_pins_are_unique_not_trivial_and_longer_for_those_who_act_for_others(shop: Shop) -> None:
    staff = shop["staff"]["staff"]
    assert len({person["pin"] for person in staff}) == len(staff)
    for person in staff:
        digits = 6 if {"shift_lead", "manager", "owner"} & set(person["roles"]) else 4
        assert re.fullmatch(rf"\d{{{digits}}}", person["pin"]), person["id"]
        assert not is_trivial(person["pin"]), person["id"]


@pytest.mark.parametrize("pin", ["1111", "1234", "9876", "1212", "1984", "123456"])
def test_a_trivial_pin_is_recognised(pin: str) -> None:
    assert is_trivial(pin)


def test_roles_hold_known_permissions_once_and_together_all_of_them(shop: Shop) -> None:
    roles = shop["staff"]["role"]
    assert all(len(role["permissions"]) == len(set(role["permissions"])) for role in roles)
    assert set().union(*(role["permissions"] for role in roles)) == PERMISSIONS


def test_authority_grows_from_server_to_owner(shop: Shop) -> None:
    ladder = [permissions(shop, role) for role in ("server", "shift_lead", "manager", "owner")]
    assert all(lower < higher for lower, higher in pairwise(ladder))
    assert permissions(shop, "owner") == PERMISSIONS


def test_a_cashier_takes_money_and_the_kitchen_does_not(shop: Shop) -> None:
    assert {"sell", "take_payment"} <= permissions(shop, "cashier")
    assert permissions(shop, "kitchen") == {"bump", "recall"}
    assert not {"void_sent", "no_sale", "close_day"} & permissions(shop, "cashier")
