"""Accounts at back offices are handed to the terminals of the store, and to nobody else."""

from __future__ import annotations

from sync.mesh.contract import AccountsCame, GivenAccount, MeshLimits
from sync.protocol import Account
from tests.support.mesh_cable import Room, seat, seated
from tests.support.store_shop import StoredShop

ACCOUNT = GivenAccount("auraconnect", "https://api.example.com", "o@example.com", "7", "en-US", 5, "correct horse")


def came_to(room: Room, label: str) -> list[AccountsCame]:
    """What a terminal was told of accounts."""
    return [effect for effect in room.stations[label].effects if isinstance(effect, AccountsCame)]


def test_an_account_is_told_once_on_each_link_and_again_when_it_changed(one: StoredShop, two: StoredShop) -> None:
    room = seated(one, two)
    room.stations["R1"].mesh.give_accounts([ACCOUNT], room.now("R1"))
    room.join_all()
    room.pass_time(12)
    assert [said.accounts for said in came_to(room, "R2")] == [(ACCOUNT,)]
    assert came_to(room, "R1") == []
    changed = GivenAccount("auraconnect", "https://api.example.com", "o@example.com", "7", "en-US", 9, "battery")
    room.stations["R1"].mesh.give_accounts([changed], room.now("R1"))
    room.pass_time(6)
    assert [said.accounts for said in came_to(room, "R2")] == [(ACCOUNT,), (changed,)]


def test_a_secret_is_in_no_text_of_it() -> None:
    said = Account("auraconnect", "https://api.example.com", "o@example.com", "7", "en-US", 5, "correct horse")
    assert "correct horse" not in f"{said!r} {ACCOUNT!r} {AccountsCame('t1', (ACCOUNT,))!r}"


def test_a_terminal_of_an_older_version_is_told_nothing_it_does_not_know(one: StoredShop, two: StoredShop) -> None:
    room = seated(one)
    seat(room, two, MeshLimits(minor=0))
    room.stations["R1"].mesh.give_accounts([ACCOUNT], room.now("R1"))
    room.join_all()
    room.pass_time(12)
    assert came_to(room, "R2") == []
    assert room.stations["R2"].hang_ups() == []
