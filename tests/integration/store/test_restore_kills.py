"""A restore that is killed anywhere leaves the old store or the restored one, never half of either."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.ports.watching import Stage, Stopped, Watch
from aura_terminal.store import backups, guard, restoring
from aura_terminal.store.holdings import holdings_of, lost_by
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop, founded, opened

STEPS = ("replace", "fsync", "mkdir", "unlink")
MOST_STEPS = 60


def sell(shop: StoredShop) -> None:
    shop.shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), Asked(ItemId("margherita")))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A terminal with two orders, the first of which is in its backup."""
    folder = tmp_path_factory.mktemp("original")
    shop = founded(folder)
    sell(shop)
    backups.back_up(folder, shop.clock.now())
    sell(shop)
    shop.store.close()
    return folder


def copy_of(folder: Path) -> Path:
    return next(iter(backups.copies(folder)))


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do something in a process of its own that is killed before its nth word with the disk; False where it ended."""
    child = os.fork()
    if child == 0:
        _count_down(step)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _count_down(step: int) -> None:
    left = [step]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:  # stands for calls of os, whatever they take
        def instead(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return instead

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
def test_killed_at_every_step_of_a_restore_the_store_is_the_old_one_or_the_restored_one(
    original: Path, tmp_path: Path
) -> None:
    found = []
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        shutil.copytree(original, folder)
        copy = copy_of(folder)
        was_killed = killed_at(step, partial(restoring.restore, folder, copy, SystemClock(), SystemIds()))
        shop = started(folder, step)
        orders = len(shop.shop.reads.orders.open_orders())
        found.append((shop.store.identity.label, orders))
        assert not shop.store.verify()
        sell(shop)
        shop.store.close()
        if not was_killed:
            break
    assert found[-1] == ("R1B", 1)
    assert set(found) == {("R1", 2), ("R1B", 1)}
    assert found == sorted(found)


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
def test_a_start_that_is_killed_while_it_goes_on_with_a_restore_is_gone_on_with_by_the_next(
    original: Path, tmp_path: Path
) -> None:
    cut_off = cut_off_when_ready(original, tmp_path)
    for step in range(1, MOST_STEPS):
        folder = tmp_path / f"again-{step}"
        shutil.copytree(cut_off, folder)
        was_killed = killed_at(step, partial(restoring.finish_restore, folder))
        shop = started(folder, step)
        assert (shop.store.identity.label, shop.store.verify()) == ("R1B", ())
        shop.store.close()
        aside = list((folder / "quarantine").iterdir())
        assert [(each / "store.sqlite").exists() for each in aside] == [True]
        if not was_killed:
            return
    pytest.fail("it never came to its end")


def cut_off_when_ready(original: Path, tmp_path: Path) -> Path:
    """A folder whose restore was killed as soon as its copy was ready."""
    for step in range(1, MOST_STEPS):
        folder = tmp_path / str(step)
        shutil.copytree(original, folder)
        assert killed_at(step, partial(restoring.restore, folder, copy_of(folder), SystemClock(), SystemIds()))
        if any(folder.glob(".restored-*")):
            return folder
    raise AssertionError("it was never ready")


def started(folder: Path, seed: int) -> StoredShop:
    """The store as the next start of the program opens it."""
    clock = FixedClock()
    return opened(folder, clock, SeededIds(clock, 1000 + seed))


def test_what_a_copy_holds_and_what_going_back_to_it_would_take_is_said(original: Path, tmp_path: Path) -> None:
    folder = tmp_path / "till"
    shutil.copytree(original, folder)
    held = holdings_of(copy_of(folder))
    assert (held.label, held.store_name, held.orders) == ("R1", "Trattoria Aurora", 1)
    lost = lost_by(folder, copy_of(folder))
    assert (lost.orders, lost.payments, lost.is_refused) == (1, 0, True)
    assert lost.facts == lost.only_here > 0
    guard.seal_first(folder, tmp_path / "copy.sealed", SystemClock().now())
    assert not lost_by(folder, copy_of(folder)).is_refused
    (tmp_path / "no.sqlite").write_bytes(b"x" * 5000)
    assert holdings_of(tmp_path / "no.sqlite").store_id == ""


@pytest.mark.parametrize("at", [Stage.COPYING, Stage.CHECKING])
def test_a_copy_nobody_wants_any_more_is_given_up_and_leaves_nothing(original: Path, tmp_path: Path, at: Stage) -> None:
    folder = tmp_path / "till"
    shutil.copytree(original, folder)
    told = []

    def hear(stage: Stage, done: int, whole: int) -> None:
        told.append(stage)
        if stage is at:
            watch.stop()

    watch = Watch(hear)
    with pytest.raises(Stopped):
        backups.copy_to(folder, tmp_path / "stick" / "copy.sqlite", watch)
    assert told[-1] is at
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_sealed_copy_tells_how_far_it_is_and_is_given_up_when_nobody_wants_it(original: Path, tmp_path: Path) -> None:
    folder = tmp_path / "till"
    shutil.copytree(original, folder)
    told: list[tuple[int, int]] = []
    guard.seal_first(
        folder, tmp_path / "a", SystemClock().now(), Watch(lambda _, done, whole: told.append((done, whole)))
    )
    assert told[-1][0] == told[-1][1] > 0
    unwanted = Watch()
    unwanted.stop()
    with pytest.raises(Stopped):
        guard.seal_first(folder, tmp_path / "b", SystemClock().now(), unwanted)
    assert {each.name for each in tmp_path.iterdir()} == {"till", "a"}
