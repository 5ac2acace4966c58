"""Which back office is used for what."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from aura_terminal.app.central_settings import CAN_SERVE, CentralName, CentralSettings, ServedTwice, shared_out
from aura_terminal.app.settings import SettingsProblem, read_settings
from aura_terminal.domain.capabilities import Capability

URL = "https://api.example.com"


def central(name: CentralName, *serves: Capability) -> CentralSettings:
    return CentralSettings(name, URL, "o@example.com", serves=serves)


def test_one_alone_is_used_for_all_it_can_do() -> None:
    assert shared_out((central(CentralName.AURAFLOW),)) == {
        CentralName.AURAFLOW: frozenset(CAN_SERVE[CentralName.AURAFLOW])
    }


def test_what_is_named_counts_first_and_the_order_of_tables_does_not() -> None:
    tables = (
        central(CentralName.UNIFIED),
        central(CentralName.MYHIBACHI, Capability.BOOKINGS, Capability.ASSISTANT),
        central(CentralName.AURACONNECT),
        central(CentralName.AURAFLOW, Capability.STOCK),
    )
    uses = [shared_out(order) for order in permutations(tables)]

    assert all(one == uses[0] for one in uses)
    assert uses[0][CentralName.AURAFLOW] == {Capability.STOCK}
    assert uses[0][CentralName.MYHIBACHI] == {Capability.BOOKINGS, Capability.ASSISTANT}
    assert uses[0][CentralName.UNIFIED] == {Capability.ACCOUNTING}
    assert uses[0][CentralName.AURACONNECT] == {
        Capability.CATALOGUE, Capability.SALES, Capability.GUESTS, Capability.PEOPLE,
    }  # fmt: skip


def test_two_are_not_used_for_the_same() -> None:
    with pytest.raises(ServedTwice, match="sales is served by auraconnect already"):
        shared_out(
            (central(CentralName.AURACONNECT, Capability.SALES), central(CentralName.AURAFLOW, Capability.SALES))
        )


def test_none_is_used_for_what_it_cannot_do() -> None:
    with pytest.raises(ServedTwice, match=r"unified has nothing of bookings: it can serve accounting, stock"):
        shared_out((central(CentralName.UNIFIED, Capability.BOOKINGS),))


def test_sales_are_not_told_in_a_menu_that_is_kept_elsewhere() -> None:
    flow = central(CentralName.AURAFLOW, Capability.CATALOGUE)
    with pytest.raises(ServedTwice, match="auraconnect tells sales by its own catalogue"):
        shared_out((central(CentralName.AURACONNECT), flow))
    assert shared_out((central(CentralName.AURACONNECT, Capability.PEOPLE), flow))


def test_the_settings_say_where_two_are_named_for_the_same(tmp_path: Path) -> None:
    tables = (
        f'[[central]]\nconnector = "auraflow"\nurl = "{URL}"\nserves = ["stock"]',
        f'[[central]]\nconnector = "unified"\nurl = "{URL}"\nserves = ["accounting", "stock"]',
    )
    (tmp_path / "settings.toml").write_text("\n".join(tables), "utf-8")

    with pytest.raises(SettingsProblem, match=r"`serves` .*line 8\): stock is served by auraflow already"):
        read_settings(tmp_path, {}, {})


def test_an_account_without_a_user_is_let_in_by_keys_but_not_everywhere(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'[[central]]\nconnector = "auraflow"\nurl = "{URL}"\n', "utf-8")
    assert read_settings(tmp_path, {}, {}).centrals[0].user == ""

    file.write_text(f'[[central]]\nconnector = "auraconnect"\nurl = "{URL}"\n', "utf-8")
    with pytest.raises(SettingsProblem, match="A back office has no `user`"):
        read_settings(tmp_path, {}, {})
