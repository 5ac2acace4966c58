"""One tap, one durable transaction: counted in the write-ahead log, where each one ends in a frame of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.store.folders import store_file
from aura_terminal.use_cases.ordering import Asked, Done, NewOrder
from tests.benchmarks.raw_driver import commits_in_log
from tests.support.memory_shop import signed_in
from tests.support.store_service import pay, plain_items
from tests.support.store_shop import StoredShop, founded


class Commits:
    """A shop in a file, and how many transactions an act came to."""

    def __init__(self, folder: Path) -> None:
        self.stored: StoredShop = founded(folder)
        self.by = signed_in(self.stored.shop)
        self.items: list[ItemId] = plain_items(self.stored)

    def of(self, act: Callable[[], object]) -> int:
        file = store_file(self.stored.folder)
        before = commits_in_log(file)
        act()
        return commits_in_log(file) - before

    def tap(self, target: OrderId | NewOrder, place: int) -> Done:
        return self.stored.shop.ordering.add_item(self.by, target, Asked(self.items[place]))


def test_a_tap_is_one_commit_also_when_it_opens_the_order(tmp_path: Path) -> None:
    commits = Commits(tmp_path)
    assert commits.of(lambda: commits.tap(NewOrder(), 0)) == 1
    order_id = commits.stored.shop.reads.orders.open_orders()[0].order_id
    assert [commits.of(partial(commits.tap, order_id, place)) for place in (1, 2, 3)] == [1, 1, 1]
    assert commits.of(partial(commits.stored.shop.ordering.send, commits.by, order_id)) == 1
    assert commits.of(partial(pay, commits.stored, commits.by, order_id)) == 1
    commits.stored.store.close()


def test_looking_at_an_order_is_no_commit(tmp_path: Path) -> None:
    commits = Commits(tmp_path)
    order_id = commits.tap(NewOrder(), 0).order_id
    assert commits.of(lambda: commits.stored.shop.reads.orders.sheet(order_id)) == 0
    assert commits.of(lambda: commits.stored.shop.reads.store.status(commits.stored.clock.now())) == 0
    commits.stored.store.close()
