"""Subscribers that terminals of one store hand each other: of two words the later one counts, a removal too."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aura_terminal.app.node_centrals import NodeCentrals
from aura_terminal.app.settings import FILE_NAME, Settings, read_settings
from aura_terminal.app.settings_file import settings_text
from aura_terminal.app.subscriber_link import SubscriberLink
from aura_terminal.app.subscriber_secrets import (
    KeptSecret,
    as_given,
    as_removed,
    forget_secret,
    keep_secret,
    read_secret,
    subscriber_given,
)
from aura_terminal.app.subscriber_settings import SubscriberSettings
from aura_terminal.domain.events import Event, connector_of
from sync.mesh.contract import GivenAccount
from sync.node.speakers import Speakers
from tests.support.chance import FixedClock

BOOKS = SubscriberSettings(
    "books", "https://books.example/hooks", (Event.SALE, Event.SHIFT_CLOSED), datetime(2026, 5, 15, tzinfo=UTC)
)
CONNECTOR, STORE = connector_of("books"), "s1"


class OneStore:
    """The store of one id, as the node asks it; remembers whom it lets go."""

    def __init__(self) -> None:
        self.gone: list[str] = []
        book = SimpleNamespace(detach=self.gone.append)
        self.store = SimpleNamespace(identity=SimpleNamespace(store_id=STORE), central_book=book)
        self.reads = SimpleNamespace(central=SimpleNamespace(figures=tuple))

    def read(self, call: Any) -> Future[Any]:  # any question of the node's
        answer: Future[Any] = Future()
        answer.set_result(call(self))
        return answer

    write = read


class Node:
    """A paired terminal whose subscribers are begun and ended in name only."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *subscribers: SubscriberSettings) -> None:
        self.folder, self.speakers, self.store = folder, Speakers(), OneStore()
        self.begun: list[str] = []
        self.ended: list[str] = []
        monkeypatch.setattr(SubscriberLink, "open", lambda link: self.begun.append(link.name))
        monkeypatch.setattr(SubscriberLink, "close", lambda link: self.ended.append(link.name))
        monkeypatch.setattr(SubscriberLink, "driver", SimpleNamespace(tick=lambda: None))
        (folder / FILE_NAME).write_text(settings_text(Settings(subscribers=subscribers)), "utf-8")
        (folder / "peers").mkdir()
        (folder / "peers" / "terminal.json").touch()
        store: Any = self.store  # stands where the node's queue does
        self._centrals = NodeCentrals(folder, (), store, FixedClock(), lambda: self.speakers, subscribers)
        self._centrals.open(lambda topic, payload: None, lambda: None, lambda bug: None)

    def hears(self, given: GivenAccount) -> None:
        self.speakers.given((given,))
        self._centrals.tick()

    @property
    def subscribers(self) -> tuple[SubscriberSettings, ...]:
        return read_settings(self.folder, {}, {}).subscribers


def test_what_is_handed_over_is_what_was_set_up() -> None:
    assert subscriber_given(as_given(BOOKS, KeptSecret("s" * 20, 7))) == BOOKS
    assert subscriber_given(as_removed(CONNECTOR, 9)) is None


def test_a_subscriber_of_another_terminal_is_told_from_here_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = Node(tmp_path, monkeypatch)
    for _ in range(2):  # it is handed over whenever the two meet
        node.hears(as_given(BOOKS, KeptSecret("s" * 20, 7)))
    assert (node.subscribers, node.begun, node.ended) == ((BOOKS,), ["books"], [])
    assert read_secret(tmp_path, STORE, "books") == KeptSecret("s" * 20, 7)


def test_a_new_secret_and_address_take_the_place_of_the_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_secret(tmp_path, STORE, "books", KeptSecret("s" * 20, 7))
    node = Node(tmp_path, monkeypatch, BOOKS)
    moved = replace(BOOKS, url="https://elsewhere.example/hooks")
    node.hears(as_given(moved, KeptSecret("t" * 20, 8)))
    node.hears(as_given(BOOKS, KeptSecret("s" * 20, 7)))  # from one that has not heard yet
    assert (node.subscribers, node.begun, node.ended) == ((moved,), ["books", "books"], ["books"])
    assert read_secret(tmp_path, STORE, "books").secret == "t" * 20


def test_what_was_taken_away_elsewhere_is_told_nothing_from_here_and_the_word_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_secret(tmp_path, STORE, "books", KeptSecret("s" * 20, 7))
    node = Node(tmp_path, monkeypatch, BOOKS)
    node.hears(as_removed(CONNECTOR, 8))
    assert (node.subscribers, node.ended, node.store.gone) == ((), ["books"], [CONNECTOR])
    assert read_secret(tmp_path, STORE, "books") == KeptSecret("", 8)
    assert node.speakers.accounts[CONNECTOR] == as_removed(CONNECTOR, 8)


def test_one_that_was_away_brings_nothing_back_and_hears_that_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_secret(tmp_path, STORE, "books", KeptSecret("", 8))
    node = Node(tmp_path, monkeypatch)
    node.hears(as_given(BOOKS, KeptSecret("s" * 20, 7)))
    assert (node.subscribers, node.begun) == ((), [])
    assert node.speakers.accounts[CONNECTOR] == as_removed(CONNECTOR, 8)


def test_one_that_cannot_be_told_from_here_is_left_out_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    node = Node(tmp_path, monkeypatch)
    node.hears(as_given(replace(BOOKS, url="http://books.example/hooks"), KeptSecret("s" * 20, 7)))
    assert (node.subscribers, node.begun) == ((), [])
    assert "https" in caplog.text
    assert "s" * 20 not in caplog.text
    caplog.clear()


def test_a_removal_at_a_clock_that_is_behind_is_the_later_word_all_the_same(tmp_path: Path) -> None:
    keep_secret(tmp_path, STORE, "books", KeptSecret("s" * 20, 5_000))
    forget_secret(tmp_path, STORE, "books", now_ms=1_000)
    assert read_secret(tmp_path, STORE, "books") == KeptSecret("", 5_001)


def test_a_secret_that_an_older_version_kept_is_read(tmp_path: Path) -> None:
    keep_secret(tmp_path, STORE, "books", KeptSecret())
    (tmp_path / "subscriber" / "books.secret").write_text("plain as it was", "utf-8")
    assert read_secret(tmp_path, STORE, "books") == KeptSecret("plain as it was", 0)
