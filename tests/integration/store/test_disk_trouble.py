"""What happens to a sale when the disk does not do what it was told (reliability page, section 4.2)."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.store.driver import sqlite
from aura_terminal.store.errors import Refused, StoreUnavailable, Trouble, disk_in_words
from aura_terminal.store.folders import store_file
from aura_terminal.store.open_store import Store, open_store
from aura_terminal.store.writer import Health
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import open_shop
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING, MemoryVault
from tests.support.store_faults import Faults
from tests.support.store_service import plain_items
from tests.support.store_shop import SMALL_BALLAST, StoredShop, founded


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def shaky(template: Path, tmp_path: Path, faults: Faults) -> Iterator[StoredShop]:
    """A store on a disk that fails when it is told to."""
    shutil.copytree(template, tmp_path / "store")
    clock = FixedClock()
    ids = SeededIds(clock, 1)
    store = open_store(tmp_path / "store", clock, ids, ballast_bytes=SMALL_BALLAST, open_raw=faults.connect)
    shop = open_shop(store.begin, store.reads, MemoryVault(), clock, ids, store.identity, store.spool, store.paper)
    yield StoredShop(tmp_path / "store", clock, ids, store, shop)
    store.close()


def tap(stored: StoredShop) -> OrderId:
    return stored.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(plain_items(stored)[0])).order_id


def tap_on(stored: StoredShop) -> None:
    """Until something gives way."""
    for _ in range(2000):
        tap(stored)


def facts(store: Store) -> int:
    return store.reads.store.status(FixedClock().now()).facts


def refused(stored: StoredShop) -> StoreUnavailable:
    """The trouble the next tap meets, after which the chain and the folds are whole."""
    before = facts(stored.store)
    with pytest.raises(StoreUnavailable) as trouble:
        tap(stored)
    assert facts(stored.store) == before
    assert stored.store.verify() == ()
    return trouble.value


def test_a_commit_that_failed_and_is_absent_is_written_again_under_the_same_ids(
    shaky: StoredShop, faults: Faults
) -> None:
    before = facts(shaky.store)
    faults.fail_before("COMMIT", sqlite.SQLITE_IOERR)
    order_id = tap(shaky)
    assert shaky.shop.reads.orders.sheet(order_id).unsent == 1
    assert facts(shaky.store) == before + 2
    assert shaky.store.health is Health.SOUND
    assert shaky.store.verify() == ()


def test_a_commit_that_failed_and_is_there_is_a_success_and_not_doubled(shaky: StoredShop, faults: Faults) -> None:
    before = facts(shaky.store)
    faults.fail_after("COMMIT", sqlite.SQLITE_IOERR)
    order_id = tap(shaky)
    assert facts(shaky.store) == before + 2
    assert [row.order_id for row in shaky.shop.reads.orders.open_orders()] == [order_id]
    assert shaky.store.verify() == ()


def test_the_log_is_written_back_before_anybody_looks(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("COMMIT", sqlite.SQLITE_IOERR)
    faults.seen.clear()
    tap(shaky)
    commits = [place for place, sql in enumerate(faults.seen) if sql == "COMMIT"]
    assert "PRAGMA wal_checkpoint(TRUNCATE)" in faults.seen[commits[0] : commits[1]]


def test_a_second_error_within_a_day_ends_the_keeping(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("COMMIT", sqlite.SQLITE_IOERR)
    tap(shaky)
    shaky.clock.advance(hours=23)
    faults.fail_before("COMMIT", sqlite.SQLITE_IOERR)
    with pytest.raises(StoreUnavailable, match="replace the disk"):
        tap(shaky)
    assert shaky.store.health is Health.STORAGE_FAILED
    with pytest.raises(StoreUnavailable, match="Nothing more is kept"):
        tap(shaky)


def test_two_errors_a_day_apart_are_two_first_errors(shaky: StoredShop, faults: Faults) -> None:
    for _ in range(2):
        faults.fail_before("COMMIT", sqlite.SQLITE_IOERR)
        tap(shaky)
        shaky.clock.advance(hours=25)
    assert shaky.store.health is Health.SOUND


def test_a_log_that_cannot_be_written_back_ends_the_keeping(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("COMMIT", sqlite.SQLITE_IOERR)
    faults.fail_before("PRAGMA wal_checkpoint", sqlite.SQLITE_IOERR)
    with pytest.raises(StoreUnavailable, match="replace the disk"):
        tap(shaky)
    assert shaky.store.health is Health.STORAGE_FAILED


def test_an_error_before_the_commit_keeps_nothing_and_the_next_tap_succeeds(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("INSERT INTO journal", sqlite.SQLITE_IOERR)
    assert refused(shaky).trouble is Trouble.IO
    tap(shaky)


def test_a_full_disk_refuses_the_sale_and_frees_the_ballast(shaky: StoredShop, faults: Faults) -> None:
    assert (shaky.folder / "ballast").exists()
    faults.fail_before("COMMIT", sqlite.SQLITE_FULL)
    trouble = refused(shaky)
    assert trouble.trouble is Trouble.FULL
    assert str(store_file(shaky.folder)) in trouble.hint
    assert not (shaky.folder / "ballast").exists()
    tap(shaky)


def test_a_busy_store_says_so_and_keeps_nothing(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("BEGIN IMMEDIATE", sqlite.SQLITE_BUSY)
    assert refused(shaky).trouble is Trouble.BUSY
    tap(shaky)


def test_a_lock_that_cannot_be_had_is_a_busy_store(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("BEGIN IMMEDIATE", sqlite.SQLITE_PROTOCOL)
    assert refused(shaky).trouble is Trouble.BUSY
    tap(shaky)


def test_one_report_of_corruption_is_not_believed(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("INSERT INTO journal", sqlite.SQLITE_CORRUPT)
    assert refused(shaky).trouble is Trouble.DAMAGED
    assert shaky.store.health is Health.SOUND
    tap(shaky)


def test_corruption_that_stays_ends_the_keeping(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("INSERT INTO journal", sqlite.SQLITE_CORRUPT)
    faults.fail_before("PRAGMA quick_check", sqlite.SQLITE_CORRUPT)
    with pytest.raises(StoreUnavailable):
        tap(shaky)
    assert shaky.store.health is Health.DAMAGED
    with pytest.raises(StoreUnavailable, match="does not read as it was written"):
        tap(shaky)


def test_a_mistake_in_the_program_is_no_trouble_of_the_disk(shaky: StoredShop, faults: Faults) -> None:
    faults.fail_before("INSERT INTO journal", sqlite.SQLITE_CONSTRAINT)
    with pytest.raises(Exception, match="code 19") as bug:
        tap(shaky)
    assert not isinstance(bug.value, Unavailable)
    tap(shaky)


def test_sqlites_own_full_error_is_met_in_the_same_way(shaky: StoredShop) -> None:
    raw = shaky.store._connections.write.raw
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count={pages}").fetchall()
    with pytest.raises(StoreUnavailable) as trouble:
        tap_on(shaky)
    assert trouble.value.trouble is Trouble.FULL
    kept = facts(shaky.store)
    raw.execute("PRAGMA max_page_count=1000000").fetchall()
    tap(shaky)
    assert facts(shaky.store) == kept + 2
    assert shaky.store.verify() == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_selling_goes_on_by_itself_once_a_full_disk_has_room_again(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        stored = founded(disk / "store")
        (disk / "filler").write_bytes(b"x" * shutil.disk_usage(disk).free)
        with pytest.raises(StoreUnavailable) as trouble:
            tap_on(stored)
        assert trouble.value.trouble is Trouble.FULL
        (disk / "filler").unlink()
        tap(stored)
        assert stored.store.verify() == ()
        stored.store.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_file_that_is_damaged_is_refused_at_the_start(template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(template, folder)
    content = bytearray(store_file(folder).read_bytes())
    for place in range(8192, len(content), 4096):
        content[place : place + 64] = b"\xff" * 64
    store_file(folder).write_bytes(bytes(content))
    with pytest.raises(StoreUnavailable) as trouble:
        open_store(folder, FixedClock(), SeededIds(FixedClock()), ballast_bytes=SMALL_BALLAST)
    assert trouble.value.trouble is Trouble.DAMAGED


def test_a_folder_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="set this terminal up first"):
        open_store(tmp_path, FixedClock(), SeededIds(FixedClock()))


@pytest.mark.parametrize(
    ("number", "trouble"), [(errno.ENOSPC, Trouble.FULL), (errno.EMFILE, Trouble.READ_ONLY), (errno.EIO, Trouble.IO)]
)
def test_what_the_system_refuses_beside_the_store_is_told_in_words(number: int, trouble: Trouble) -> None:
    with pytest.raises(StoreUnavailable, match="ballast cannot be used") as told, disk_in_words(Path("shop")):
        raise OSError(number, os.strerror(number), "shop/ballast")
    assert told.value.trouble is trouble
    assert told.value.hint.endswith(".")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a read-only disk")
def test_a_read_only_disk_is_told_in_words(template: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    shutil.copytree(template, disk / "store")
    bound = subprocess.run(["mount", "--bind", str(disk), str(disk)], check=False, capture_output=True)
    if bound.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(disk)], check=True)
        with pytest.raises(StoreUnavailable) as trouble:
            open_store(disk / "store", FixedClock(), SeededIds(FixedClock()), ballast_bytes=SMALL_BALLAST)
        assert "read-only" in trouble.value.hint
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
