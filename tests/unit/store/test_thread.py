"""The one thread that touches the store."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from aura_terminal.store.thread import StoreThread


def note(number: int, made: list[int]) -> int:
    """Write a number down; answers which thread did."""
    made.append(number)
    return threading.get_ident()


def test_calls_run_in_order_on_one_thread_of_their_own() -> None:
    thread = StoreThread(list[int])
    futures = [thread.submit(partial(note, number)) for number in range(50)]
    thread_ids = {future.result(5) for future in futures}
    assert thread.submit(list).result(5) == list(range(50))
    assert len(thread_ids) == 1
    assert threading.get_ident() not in thread_ids
    thread.stop()


def test_nothing_is_opened_before_the_first_call() -> None:
    opened: list[str] = []
    thread = StoreThread(lambda: opened.append(threading.current_thread().name))
    assert opened == []
    thread.submit(lambda made: None).result(5)
    assert opened == ["store"]
    thread.stop()


def test_calls_on_hold_wait_for_the_start() -> None:
    opened: list[str] = []
    thread = StoreThread(lambda: opened.append(threading.current_thread().name))
    thread.hold()
    first, second = thread.submit(lambda _: "first"), thread.submit(lambda _: "second")
    assert opened == []
    assert not first.done()
    thread.start()
    assert (first.result(5), second.result(5)) == ("first", "second")
    assert opened == ["store"]
    thread.stop()


def test_a_refusal_comes_back_to_whoever_asked() -> None:
    thread = StoreThread(dict[str, int])
    with pytest.raises(KeyError, match="gone"):
        thread.submit(lambda made: made["gone"]).result(5)
    assert thread.submit(len).result(5) == 0
    thread.stop()


def test_a_store_that_does_not_open_answers_every_call() -> None:
    def opener() -> None:
        raise OSError("no disk")

    thread = StoreThread(opener)
    for _ in range(2):
        with pytest.raises(OSError, match="no disk"):
            thread.submit(lambda made: made).result(5)
    thread.stop()


def test_stopping_finishes_what_was_asked_and_closes_on_the_thread() -> None:
    closed: list[tuple[int, str]] = []
    thread = StoreThread(list[int], lambda made: closed.append((len(made), threading.current_thread().name)))
    for number in range(20):
        thread.submit(partial(note, number))
    thread.stop()
    thread.stop()
    assert closed == [(20, "store")]


def test_a_stopped_thread_takes_no_more_calls() -> None:
    thread = StoreThread(list[int])
    thread.stop()
    with pytest.raises(RuntimeError, match="stopped"):
        thread.submit(len)


def test_a_call_withdrawn_in_time_is_not_made() -> None:
    thread, gate = StoreThread(list[int]), threading.Event()
    thread.submit(lambda made: gate.wait(5))
    waiting = thread.submit(lambda made: made.append(1))
    assert waiting.cancel()
    gate.set()
    assert thread.submit(len).result(5) == 0
    thread.stop()
