"""How a process comes to a store and how it leaves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import meta
from aura_terminal.store.errors import Refused, StoreUnavailable, Trouble
from aura_terminal.store.first_frame import first_frame
from aura_terminal.store.folders import store_file
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
from tests.integration.store.conftest import Make
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import demo_files
from tests.support.store_faults import Faults
from tests.support.store_service import order_of, serve, tampering
from tests.support.store_shop import SMALL_BALLAST, StoredShop, founded


def start(folder: Path, clock: FixedClock) -> list[str]:
    """What SQLite was told during a start and the orderly end after it."""
    faults = Faults()
    open_store(
        folder, clock, SeededIds(clock), ballast_bytes=SMALL_BALLAST, open_raw=faults.connect
    ).close()  # fmt: skip
    return faults.seen


def crash(folder: Path, copy: Path, stored: StoredShop) -> Path:
    """The files as they are while the store is open: what a power cut would leave."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.lock"))
    return copy


def test_what_was_kept_is_there_at_the_next_start(stored: StoredShop, marta: Actor) -> None:
    order_id = order_of(stored, marta)
    sheet = stored.shop.reads.orders.sheet(order_id)
    assert stored.reopen().shop.reads.orders.sheet(order_id) == sheet


def test_after_a_crash_the_log_is_settled_before_anything_else_is_written(
    stored: StoredShop, marta: Actor, tmp_path: Path
) -> None:
    order_id = order_of(stored, marta)
    folder = crash(stored.folder, tmp_path / "crashed", stored)
    seen = start(folder, stored.clock)
    assert seen.index("PRAGMA wal_checkpoint(TRUNCATE)") < seen.index("BEGIN IMMEDIATE")
    assert "PRAGMA quick_check(1)" in seen
    again = open_store(folder, stored.clock, stored.ids, ballast_bytes=SMALL_BALLAST)
    assert again.reads.orders.sheet(order_id).order_id == order_id
    again.close()


def test_an_orderly_start_the_same_day_does_not_look_the_whole_file_through(stored: StoredShop, tmp_path: Path) -> None:
    stored.store.close()
    assert "PRAGMA quick_check(1)" not in start(stored.folder, stored.clock)
    stored.clock.advance(hours=25)
    assert "PRAGMA quick_check(1)" in start(stored.folder, stored.clock)
    assert "PRAGMA quick_check(1)" not in start(stored.folder, stored.clock)


def test_a_second_screen_on_one_store_is_refused(stored: StoredShop) -> None:
    with pytest.raises(Refused, match="already runs"):
        open_store(stored.folder, stored.clock, stored.ids)


def test_a_link_broken_lately_stops_the_start_and_names_the_fact(stored: StoredShop, marta: Actor) -> None:
    order_of(stored, marta)
    raw = tampering(stored)
    raw.execute("UPDATE journal SET actor = 'x' WHERE seq = (SELECT max(seq) - 2 FROM journal)")
    raw.close()
    stored.store.close()
    with pytest.raises(StoreUnavailable) as trouble:
        open_store(stored.folder, stored.clock, stored.ids, ballast_bytes=SMALL_BALLAST)
    assert trouble.value.trouble is Trouble.DAMAGED
    assert "was changed after it was written" in trouble.value.hint


def test_screen_and_node_see_each_others_facts_at_once(make: Make, stored: StoredShop, marta: Actor) -> None:
    node = make(stored.folder, Role.NODE, seed=9)
    changes = node.shop.reads.store.changes()
    order_id = order_of(stored, marta)
    assert node.shop.reads.store.changes() != changes
    assert node.shop.reads.orders.sheet(order_id).unsent == 0
    with node.store.begin(SYSTEM) as work:
        work.keep(work.order(order_id).name_guest("Ada"))
    assert stored.shop.reads.orders.sheet(order_id).guest_name == "Ada"
    serve(stored, marta)
    for side in (stored, node):
        assert side.store.verify() == ()


def test_a_change_of_one_order_leaves_the_others_in_memory(make: Make, stored: StoredShop, marta: Actor) -> None:
    first, second = order_of(stored, marta), order_of(stored, marta)
    node = make(stored.folder, Role.NODE, seed=9)
    with node.store.begin(SYSTEM) as work:
        work.keep(work.order(first).name_guest("Ada"))
    cache = stored.store._writer.cache
    kept = cache._loaded["order", second]
    assert stored.shop.reads.orders.sheet(first).guest_name == "Ada"
    assert cache._loaded["order", second] is kept


def test_a_menu_changed_by_the_other_process_is_seen(make: Make, stored: StoredShop) -> None:
    node = make(stored.folder, Role.NODE, seed=9)
    assert node.shop.reads.store.profile().name == "Trattoria Aurora"
    from dataclasses import replace

    from aura_terminal.domain.documents import put

    with stored.store.begin(SYSTEM) as work:
        profile = work.documents.get(StoreProfile, "store")
        work.keep(put(replace(profile, name="Osteria Aurora")))
    assert node.shop.reads.store.profile().name == "Osteria Aurora"


def test_a_store_is_founded_once(stored: StoredShop) -> None:
    with pytest.raises(Refused, match="already; name another folder"):
        found_store(stored.folder, stored.clock, stored.ids, label="R1", documents=())


def test_a_founding_that_failed_leaves_no_store_and_can_be_repeated(tmp_path: Path) -> None:
    clock = FixedClock()
    ids = SeededIds(clock)
    with pytest.raises(ValueError, match="vault"):
        found_store(tmp_path / "s", clock, ids, label="R1", documents=demo_files().documents, pins=demo_files().pins)
    assert not store_file(tmp_path / "s").exists()
    founded(tmp_path / "s").store.close()


def test_everything_a_store_is_founded_with_came_by_facts(stored: StoredShop) -> None:
    digest = stored.store.fold_digest()
    stored.store.rebuild()
    assert stored.store.fold_digest() == digest
    assert len(stored.shop.reads.store.staff()) == len(demo_files().pins)


def test_a_store_that_does_not_know_its_terminal_is_refused(stored: StoredShop) -> None:
    raw = tampering(stored)
    raw.execute("DELETE FROM meta WHERE key = ?", (meta.ORIGIN,))
    raw.close()
    stored.store.close()
    with pytest.raises(Unavailable, match="does not say which terminal"):
        open_store(stored.folder, stored.clock, stored.ids)


def test_the_first_frame_shows_what_the_reads_show(stored: StoredShop) -> None:
    frame, reads = first_frame(store_file(stored.folder)), stored.shop.reads
    assert frame is not None
    assert frame.terminal == "R1"
    assert (frame.store_name, frame.currency) == ("Trattoria Aurora", "EUR")
    assert frame.calendar == reads.store.profile().calendar
    assert frame.categories == reads.menu.categories()
    assert frame.tiles == reads.menu.tiles(frame.categories[0].id)
    assert frame.staff == reads.store.staff()


def test_the_first_frame_of_a_closed_store_is_the_same(stored: StoredShop) -> None:
    frame = first_frame(store_file(stored.folder))
    stored.store.close()
    assert first_frame(store_file(stored.folder)) == frame


def test_where_there_is_no_store_there_is_no_first_frame(tmp_path: Path) -> None:
    assert first_frame(tmp_path / "none.sqlite") is None
    (tmp_path / "other.sqlite").write_bytes(b"something else" * 1000)
    assert first_frame(tmp_path / "other.sqlite") is None


def test_writing_back_leaves_nothing_for_a_tap_to_do(stored: StoredShop, marta: Actor) -> None:
    order_of(stored, marta)
    stored.store.write_back()
    busy, pages, moved = stored.store._connections.write.raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    assert (busy, pages) == (0, moved)
    assert store_file(stored.folder).stat().st_size > 0
    assert stored.store.verify() == ()


def test_a_process_interrupted_just_after_a_begin_leaves_in_order(stored: StoredShop, marta: Actor) -> None:
    order_id = order_of(stored, marta)
    stored.store.begin(SYSTEM).__enter__()
    again = stored.reopen()
    assert again.shop.reads.orders.sheet(order_id).order_id == order_id
    assert not again.store.verify()
