"""A store that is damaged beyond opening: set aside, a copy in its place, and what it still held taken out of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.store import backups, mending
from aura_terminal.store.cipher import open_file
from aura_terminal.store.errors import Refused
from aura_terminal.store.folders import is_damage_noted, store_file
from aura_terminal.store.mending import State
from aura_terminal.store.salvage import Salvaged
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay, serve
from tests.support.store_shop import StoredShop, founded, opened

Spoil = Callable[[Path], None]


@dataclass(frozen=True)
class Original:
    """A terminal that was copied in the middle of its evening, with the figures it had then and at the end."""

    folder: Path
    clock: FixedClock
    copied: int
    facts: int
    orders: int


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    folder = tmp_path_factory.mktemp("damaged") / "r1"
    shop = founded(folder)
    serve(shop, EVERYTHING, 3)
    backups.back_up(folder, shop.clock.now())
    copied = dict(shop.store.known())[shop.store.identity.origin]
    shop.clock.advance(seconds=3600)
    for _ in range(4):
        pay(shop, EVERYTHING, order_of(shop, EVERYTHING))
    facts = dict(shop.store.known())[shop.store.identity.origin]
    orders = len(shop.shop.reads.orders.recent(50))
    shop.store.close()
    return Original(folder, shop.clock, copied, facts, orders)


def header_gone(file: Path) -> None:
    overwrite(file, 0, Random(1).randbytes(100))


def first_page_gone(file: Path) -> None:
    overwrite(file, 0, Random(2).randbytes(4096))


def pages_gone(file: Path) -> None:
    for at in range(4096 * 60, file.stat().st_size - 4096, 4096 * 41):
        overwrite(file, at, Random(at).randbytes(4096))


def late_fact_gone(file: Path) -> None:
    """The pages that hold the fact twenty before the last."""
    with closing(open_file(file)) as raw:
        (mark,) = raw.execute("SELECT hash FROM journal ORDER BY arrival DESC LIMIT 1 OFFSET 20").fetchone()
    at = file.read_bytes().index(mark)
    overwrite(file, at - at % 4096, Random(3).randbytes(4096))


def cut_short(file: Path) -> None:
    with file.open("r+b") as open_file:
        open_file.truncate(file.stat().st_size // 2)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def overwrite(file: Path, at: int, data: bytes) -> None:
    with file.open("r+b") as open_file:
        open_file.seek(at)
        open_file.write(data)


def damaged(original: Original, folder: Path, spoil: Spoil) -> bytes:
    shutil.copytree(original.folder, folder)
    spoil(store_file(folder))
    return store_file(folder).read_bytes()


def copy_in(folder: Path) -> Path:
    return next(iter(backups.copies(folder)))


def go_back(original: Original, folder: Path) -> mending.Mended:
    return mending.go_back(folder, copy_in(folder), original.clock, SeededIds(original.clock, 50))


def begun(original: Original, folder: Path) -> StoredShop:
    return opened(folder, original.clock, SeededIds(original.clock, 60))


@pytest.mark.parametrize("spoil", [header_gone, first_page_gone], ids=lambda spoil: spoil.__name__)
def test_what_only_the_head_of_the_file_lost_comes_back_whole(original: Original, tmp_path: Path, spoil: Spoil) -> None:
    folder = tmp_path / "r1"
    spoiled = damaged(original, folder, spoil)
    mended = go_back(original, folder)
    assert store_file(mended.aside).read_bytes() == spoiled
    assert (mended.taken_out.missing, mended.taken_out.is_readable) == (0, True)
    shop = begun(original, folder)
    assert max(dict(shop.store.known()).values()) == original.facts
    assert len(shop.shop.reads.orders.recent(50)) == original.orders
    assert shop.store.identity.label == "R1B"
    assert shop.store.verify() == ()
    shop.shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), Asked(ItemId("margherita")))
    shop.store.close()


def test_what_is_lost_is_counted_and_the_rest_proves_itself(original: Original, tmp_path: Path) -> None:
    folder = tmp_path / "r1"
    damaged(original, folder, late_fact_gone)
    mended = go_back(original, folder)
    came, report = mended.taken_out, json.loads((mended.aside / mending.REPORT).read_text("utf-8"))
    shop = begun(original, folder)
    reached = max(dict(shop.store.known()).values())
    assert shop.store.verify() == ()
    assert original.copied < reached < original.facts - 20
    assert (came.facts, came.missing, came.is_readable) == (reached - original.copied, original.facts - reached, True)
    assert came.until is not None
    assert came.until < original.clock.now()
    assert [report[name] for name in ("facts_taken_out", "facts_missing", "was_readable", "whole_until")] == [
        came.facts, came.missing, True, came.until.isoformat(),
    ]  # fmt: skip
    shop.store.close()


@pytest.mark.parametrize("spoil", [pages_gone, cut_short, emptied], ids=lambda spoil: spoil.__name__)
def test_of_a_file_that_says_nothing_any_more_nobody_pretends_to_know(
    original: Original, tmp_path: Path, spoil: Spoil
) -> None:
    folder = tmp_path / "r1"
    damaged(original, folder, spoil)
    mended = go_back(original, folder)
    assert mended.taken_out == Salvaged(is_readable=False)
    report = json.loads((mended.aside / mending.REPORT).read_text("utf-8"))
    assert (report["was_readable"], report["whole_until"], report["facts_missing"]) == (False, None, 0)
    shop = begun(original, folder)
    assert max(dict(shop.store.known()).values()) == original.copied
    assert shop.store.verify() == ()
    shop.store.close()


def test_no_label_comes_twice_though_the_file_and_all_that_was_set_aside_are_gone(
    original: Original, tmp_path: Path
) -> None:
    """Else numbers of orders that only the lost file had would be given once more."""
    folder, called = tmp_path / "r1", []
    shutil.copytree(original.folder, folder)
    for round_ in range(3):
        emptied(store_file(folder))
        mending.go_back(folder, copy_in(folder), original.clock, SeededIds(original.clock, 50 + round_))
        shop = begun(original, folder)
        called.append(shop.store.identity.label)
        shop.store.close()
        shutil.rmtree(folder / "quarantine")
    assert called == ["R1B", "R1C", "R1D"]


def test_a_bad_copy_moves_nothing(original: Original, tmp_path: Path) -> None:
    folder = tmp_path / "r1"
    spoiled = damaged(original, folder, header_gone)
    cut_short(copy_in(folder))
    assert mending.copies_of(folder).good == ()
    assert [file for file, _ in mending.copies_of(folder).bad] == [copy_in(folder)]
    assert mending.newest_copy(folder) is None
    with pytest.raises(Refused):
        go_back(original, folder)
    assert store_file(folder).read_bytes() == spoiled
    assert not (folder / "quarantine").exists()


def test_cut_off_after_the_change_the_rest_is_taken_out_at_the_next_start(
    original: Original, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "r1"
    damaged(original, folder, header_gone)
    with monkeypatch.context() as cut:
        cut.setattr(mending, "finish", lambda *given, **named: None)
        go_back(original, folder)
    assert mending.state_of(folder) is State.HALFWAY
    mended = mending.finish(folder, original.clock, SeededIds(original.clock, 51))
    assert mended is not None
    assert mended.taken_out.missing == 0
    assert mended.taken_out.facts > 0
    assert mending.state_of(folder) is State.SOUND
    assert mending.finish(folder, original.clock, SeededIds(original.clock, 52)) is None


def test_a_note_about_a_file_that_reads_after_all_is_taken_back(original: Original, tmp_path: Path) -> None:
    folder = tmp_path / "r1"
    damaged(original, folder, lambda file: None)
    mending.note_damage(folder, "the disk erred", original.clock.now())
    assert mending.state_of(folder) is State.SOUND
    assert not is_damage_noted(folder)
    header_gone(store_file(folder))
    mending.note_damage(folder, "it does not read", original.clock.now())
    assert mending.state_of(folder) is State.DAMAGED


def test_no_label_is_given_twice_where_only_the_damaged_file_knows_it(original: Original, tmp_path: Path) -> None:
    folder = tmp_path / "r1"
    damaged(original, folder, header_gone)
    go_back(original, folder)
    shop = begun(original, folder)
    shop.shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), Asked(ItemId("margherita")))
    shop.store.close()
    pages_gone(store_file(folder))
    go_back(original, folder)  # the copy is of a time when it was called R1
    shop = begun(original, folder)
    assert shop.store.identity.label == "R1C"
    shop.store.close()
