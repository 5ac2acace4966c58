"""Which address is called, and when."""

from __future__ import annotations

from sync.net.dialing import FIRST_WAIT, LONGEST_WAIT, MOST_ADDRESSES, Dialing, Source

ME, R2 = "me", "r2"


def dialing() -> Dialing:
    return Dialing(ME, lambda: 1.0)


def test_a_typed_address_is_called_at_once_and_once() -> None:
    calls = dialing()
    calls.know("a:1", Source.TYPED)
    assert calls.due(0.0, ()) == ["a:1"]
    assert calls.due(0.0, ()) == []


def test_every_failure_waits_longer_up_to_five_seconds() -> None:
    calls, now, waits = dialing(), 0.0, []
    calls.know("a:1", Source.TYPED)
    for _ in range(8):
        assert calls.due(now, ()) == ["a:1"]
        calls.failed("a:1", now)
        wait = next(step / 100 for step in range(1000) if calls._places["a:1"].due <= now + step / 100)
        waits.append(wait)
        now += wait
    assert waits[0] == FIRST_WAIT
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_news_of_an_address_is_tried_at_once_whatever_failed_before() -> None:
    calls = dialing()
    calls.know("a:1", Source.LEARNT, R2)
    for now in range(10):
        calls.due(float(now), ())
        calls.failed("a:1", float(now))
    calls.announced("a:1", R2, 9.5)
    assert calls.due(9.5, ()) == ["a:1"]


def test_a_terminal_that_is_connected_is_not_called() -> None:
    calls = dialing()
    calls.know("a:1", Source.TYPED, R2)
    calls.know("b:1", Source.LEARNT, R2)
    assert calls.due(0.0, {R2}) == []


def test_one_address_of_a_terminal_is_called_at_a_time() -> None:
    calls = dialing()
    calls.know("a:1", Source.TYPED, R2)
    calls.know("b:1", Source.LEARNT, R2)
    assert calls.due(0.0, ()) == ["a:1"]
    calls.failed("a:1", 0.0)
    assert calls.due(0.0, ()) == ["b:1"]


def test_this_terminal_does_not_call_itself_again() -> None:
    calls = dialing()
    calls.know("a:1", Source.TYPED)
    calls.due(0.0, ())
    calls.reached("a:1", ME, 0.0)
    assert calls.due(1000.0, ()) == []
    calls.know("b:1", Source.ANNOUNCED, ME)
    assert calls.due(1000.0, ()) == []


def test_a_lost_terminal_is_called_again_soon() -> None:
    calls = dialing()
    calls.know("a:1", Source.TYPED)
    calls.due(0.0, ())
    calls.reached("a:1", R2, 0.0)
    assert calls.due(100.0, {R2}) == []
    calls.lost(R2, 200.0)
    assert calls.due(200.0 + FIRST_WAIT, ()) == ["a:1"]


def test_a_flood_of_announcements_costs_a_bounded_memory_and_no_typed_address() -> None:
    calls = dialing()
    calls.know("typed:1", Source.TYPED)
    for number in range(10 * MOST_ADDRESSES):
        calls.announced(f"guest:{number}", f"guest {number}", 0.0)
    assert len(calls._places) == MOST_ADDRESSES
    assert "typed:1" in calls.due(0.0, ())
