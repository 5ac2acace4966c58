"""Copies of a store in use, and the way back."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.staff import Actor
from aura_terminal.store import backups, restoring
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import connect
from aura_terminal.store.errors import Refused
from aura_terminal.store.folders import BACKUPS, QUARANTINE, store_file
from tests.support.memory_shop import signed_in
from tests.support.store_service import order_of, pay, serve
from tests.support.store_shop import StoredShop, opened

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def restored(stored: StoredShop, copy: Path) -> Path:
    """Close the store and go back to a copy; the fixture's store is the restored one afterwards."""
    stored.store.close()
    aside = restoring.restore(stored.folder, copy, stored.clock, stored.ids)
    fresh = opened(stored.folder, stored.clock, stored.ids)
    stored.store, stored.shop = fresh.store, fresh.shop
    return aside


def test_a_copy_made_during_service_holds_every_sale_of_its_moment(stored: StoredShop, marta: Actor) -> None:
    serve(stored, marta)
    digest, facts = stored.store.fold_digest(), stored.shop.reads.store.status(NOON).facts
    copy = backups.back_up(stored.folder, NOON)
    serve(stored, marta)
    assert copy.name == "store-20261122T120000Z.sqlite"
    assert copy.stat().st_mode & 0o777 == 0o600
    restored(stored, copy)
    assert stored.store.fold_digest() == digest
    assert stored.shop.reads.store.status(NOON).facts == facts
    assert stored.store.verify() == ()


def test_a_store_of_one_terminal_takes_money_on_its_open_orders_after_a_restore(
    stored: StoredShop, marta: Actor
) -> None:
    open_one, sold = order_of(stored, marta), order_of(stored, marta)
    pay(stored, marta, sold)
    copy = backups.back_up(stored.folder, NOON)
    for name in ("R1B", "R1C"):
        restored(stored, copy)
        assert stored.store.identity.label == name
        with pytest.raises(RuleBroken):
            pay(stored, marta, open_one)
        assert [fact.order_id for fact in stored.shop.paying.take_up_tokens()] == [open_one]
        assert stored.shop.paying.take_up_tokens() == ()
    assert stored.store.identity.formerly == ("R1", "R1B")
    pay(stored, marta, open_one)
    assert stored.shop.reads.orders.sheet(open_one).holder == "R1C"


def test_nothing_unfinished_is_left_beside_a_copy(stored: StoredShop, marta: Actor) -> None:
    order_of(stored, marta)
    copy = backups.back_up(stored.folder, NOON)
    assert [file.name for file in (stored.folder / BACKUPS).iterdir()] == [copy.name]


def test_what_a_killed_copy_left_is_gone_after_hours_and_one_that_is_being_made_stays(stored: StoredShop) -> None:
    room = stored.folder / BACKUPS
    room.mkdir(exist_ok=True)
    for name, hours in (("store-a", 7), ("store-b", 1)):
        for ending in ("", "-journal"):
            left = room / f".{name}.sqlite.unfinished{ending}"
            left.write_bytes(b"half")
            os.utime(left, (NOON.timestamp() - hours * 3600,) * 2)
    copy = backups.back_up(stored.folder, NOON)
    names = {file.name for file in room.iterdir()}
    assert names == {copy.name, ".store-b.sqlite.unfinished", ".store-b.sqlite.unfinished-journal"}


def test_a_copy_that_another_program_finishes_meanwhile_disturbs_none(stored: StoredShop) -> None:
    room = stored.folder / BACKUPS
    room.mkdir(exist_ok=True)
    (room / ".store-a.sqlite.unfinished").symlink_to(room / "gone")  # it is listed, and is not there when looked at
    assert backups.back_up(stored.folder, NOON).exists()


def test_old_copies_are_let_go_and_the_ones_before_an_update_stay(stored: StoredShop) -> None:
    before_update = backups.copy_before_migration(stored.folder, 1, NOON)
    for number in range(12):
        backups.back_up(stored.folder, NOON + timedelta(minutes=15 * number))
    assert len(backups.copies(stored.folder)) == 8
    assert before_update.exists()


def test_what_follows_a_restore_has_an_origin_of_its_own(stored: StoredShop, marta: Actor) -> None:
    before = stored.store.identity
    copy = backups.back_up(stored.folder, NOON)
    restored(stored, copy)
    after = stored.store.identity
    assert after.origin != before.origin
    assert after.store_id == before.store_id
    order_of(stored, signed_in(stored.shop))
    assert stored.store.facts_after(after.origin, 0, 1)[0].seq == 1
    assert stored.store.verify() == ()


def test_no_order_number_is_given_twice_after_a_restore(stored: StoredShop, marta: Actor) -> None:
    copy = backups.back_up(stored.folder, NOON)
    given = {_number(stored, order_of(stored, marta))}
    for _ in range(2):
        restored(stored, copy)
        given.add(_number(stored, order_of(stored, signed_in(stored.shop))))
    assert given == {"R1-001", "R1B-001", "R1C-001"}


def _number(stored: StoredShop, order_id: OrderId) -> str:
    return stored.shop.reads.orders.sheet(order_id).number


def test_the_present_files_are_moved_aside_and_never_deleted(stored: StoredShop, marta: Actor) -> None:
    copy = backups.back_up(stored.folder, NOON)
    order_id = order_of(stored, marta)
    pay(stored, marta, order_id)
    stored.store.close()
    content = store_file(stored.folder).read_bytes()
    aside = restored(stored, copy)
    assert aside.parent.name == QUARANTINE
    assert (aside / store_file(stored.folder).name).read_bytes() == content


def test_jobs_that_waited_when_the_copy_was_made_are_to_be_looked_at(stored: StoredShop, marta: Actor) -> None:
    order_of(stored, marta)
    waiting = stored.store.spool_status().waiting
    copy = backups.back_up(stored.folder, NOON)
    restored(stored, copy)
    status = stored.store.spool_status()
    assert waiting > 0
    assert (status.waiting, len(status.in_trouble)) == (0, waiting)
    assert "restored from a backup" in status.in_trouble[0].last_error


def test_nobody_restores_under_a_running_screen(stored: StoredShop) -> None:
    copy = backups.back_up(stored.folder, NOON)
    with pytest.raises(Refused, match="already runs"):
        restoring.restore(stored.folder, copy, stored.clock, stored.ids)


def bad_copy(stored: StoredShop, how: str) -> Path:
    copy = backups.back_up(stored.folder, NOON)
    if how == "missing":
        copy.unlink()
    elif how == "cut short":
        os.truncate(copy, copy.stat().st_size // 2)
    elif how == "no database":
        copy.write_bytes(b"holiday pictures" * 1000)
    elif how == "empty":
        copy.write_bytes(b"")
    else:
        raw: RawConnection = connect(str(copy))
        raw.execute("DROP TRIGGER journal_is_never_updated")
        raw.execute("UPDATE journal SET actor = 'x' WHERE seq = 7")
        raw.close()
    return copy


@pytest.mark.parametrize("how", ["missing", "cut short", "no database", "empty", "altered"])
def test_a_bad_copy_is_refused_in_words_and_the_store_stays(stored: StoredShop, marta: Actor, how: str) -> None:
    order_of(stored, marta)
    copy = bad_copy(stored, how)
    digest = stored.store.fold_digest()
    stored.store.close()
    with pytest.raises(Refused) as refused:
        restoring.restore(stored.folder, copy, stored.clock, stored.ids)
    assert str(copy) in refused.value.hint
    fresh = opened(stored.folder, stored.clock, stored.ids)
    stored.store, stored.shop = fresh.store, fresh.shop
    assert stored.store.fold_digest() == digest


def test_a_restore_that_died_halfway_is_begun_again(stored: StoredShop) -> None:
    copy = backups.back_up(stored.folder, NOON)
    store_file(stored.folder).with_suffix(".restoring").write_bytes(b"half of it")
    digest = stored.store.fold_digest()
    restored(stored, copy)
    assert stored.store.fold_digest() == digest
