"""Terminals find and hold each other over real TLS on loopback."""

from __future__ import annotations

from sync.net.links import WINDOW
from tests.integration.net.conftest import OpenTerminal
from tests.integration.net.net_terminal import LONGEST, wait_until
from tests.support.peer_store import PeerStore, roll


def test_two_terminals_hold_one_connection_and_hear_each_other(store: PeerStore, open_terminal: OpenTerminal) -> None:
    r1, r2 = store.terminal(1), store.terminal(2)
    one = open_terminal(r1, roll(r1, r2))
    other = open_terminal(r2, roll(r1, r2), (one.address,))
    assert wait_until(lambda: one.ears.labels() == {"R2"} and other.ears.labels() == {"R1"})
    one.say("R2", b"from R1")
    other.say("R1", b"from R2")
    assert wait_until(lambda: other.hears(b"from R1") and one.hears(b"from R2"))


def test_terminals_that_call_each_other_at_once_end_with_one_connection(
    store: PeerStore, open_terminal: OpenTerminal
) -> None:
    r1, r2, r3 = (store.terminal(number) for number in (1, 2, 3))
    everybody = roll(r1, r2, r3)
    terminals = [open_terminal(each, everybody) for each in (r1, r2, r3)]
    for terminal in terminals:
        for each in terminals:
            terminal.network.announced(each.address, each.mine.terminal_id)
    assert wait_until(lambda: all(len(terminal.ears.labels()) == 2 for terminal in terminals))
    labels = {"R1", "R2", "R3"}

    def has_everybody_heard_everybody() -> bool:
        for terminal in terminals:
            for label in labels - {terminal.mine.label}:
                terminal.say(label, terminal.mine.label.encode())
        return all({who for who, _ in each.ears.heard} == labels - {each.mine.label} for each in terminals)

    assert wait_until(has_everybody_heard_everybody)
    assert wait_until(lambda: all(len(each.ears.links) == 2 for each in terminals))


def test_a_terminal_that_comes_back_is_held_again_within_a_second(
    store: PeerStore, open_terminal: OpenTerminal
) -> None:
    r1, r2 = store.terminal(1), store.terminal(2)
    one = open_terminal(r1, roll(r1, r2))
    other = open_terminal(r2, roll(r1, r2), (one.address,))
    assert wait_until(lambda: one.ears.labels() == {"R2"})
    other.network.close()
    assert wait_until(lambda: one.ears.labels() == set())
    again = open_terminal(r2, roll(r1, r2), (one.address,))
    assert wait_until(lambda: one.ears.labels() == {"R2"} and again.ears.labels() == {"R1"}, within=1.5)


def test_a_terminal_learns_where_its_caller_can_be_called(store: PeerStore, open_terminal: OpenTerminal) -> None:
    r1, r2 = store.terminal(1), store.terminal(2)
    one = open_terminal(r1, roll(r1, r2))
    other = open_terminal(r2, roll(r1, r2), (one.address,))
    assert wait_until(lambda: one.ears.labels() == {"R2"} and other.ears.labels() == {"R1"})
    other.network.hang_up(other.link_to("R1"), "a test")
    assert wait_until(lambda: one.ears.connections >= 2 and one.ears.labels() == {"R2"})


def test_a_revoked_terminal_loses_its_connection_within_a_second(store: PeerStore, open_terminal: OpenTerminal) -> None:
    r1, r2 = store.terminal(1), store.terminal(2)
    one = open_terminal(r1, roll(r1, r2))
    other = open_terminal(r2, roll(r1, r2), (one.address,))
    assert wait_until(lambda: one.ears.labels() == {"R2"} and other.ears.labels() == {"R1"})
    one.network.enrol(roll(r1))
    assert wait_until(lambda: one.ears.labels() == set() and other.ears.labels() == set(), within=1.0)
    assert "does not belong to the store any more" in one.ears.reasons()
    assert wait_until(lambda: "not any more" in one.ears.reasons())
    assert one.ears.labels() == set()


def test_a_backlog_larger_than_the_window_arrives_whole_and_in_order(
    store: PeerStore, open_terminal: OpenTerminal
) -> None:
    r1, r2 = store.terminal(1), store.terminal(2)
    one = open_terminal(r1, roll(r1, r2))
    other = open_terminal(r2, roll(r1, r2), (one.address,))
    assert wait_until(lambda: other.ears.labels() == {"R1"} and one.ears.labels() == {"R2"})
    messages = [bytes([number % 256]) * LONGEST for number in range(WINDOW // LONGEST * 2)]
    one.network.send([(one.link_to("R2"), message) for message in messages])
    assert wait_until(lambda: len(other.ears.heard) == len(messages))
    assert [message for _, message in other.ears.heard] == messages


def test_nothing_of_the_network_is_left_when_it_is_closed(store: PeerStore, open_terminal: OpenTerminal) -> None:
    r1 = store.terminal(1)
    one = open_terminal(r1, roll(r1))
    one.network.close()
    one.network.close()
    again = open_terminal(r1, roll(r1))
    assert again.port > 0
