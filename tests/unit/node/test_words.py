"""What node and screen tell each other of other terminals: whatever was told is heard alike, and noise is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.outages import Tier
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.mesh_reads import Unshared
from sync.mesh.contract import Presence
from sync.node.frames import LONGEST_TO_SCREEN, Frame, Topic, encode_frame
from sync.node.words import (
    MOST_TOLD,
    Neighbourhood,
    decode_neighbourhood,
    decode_presences,
    encode_neighbourhood,
    encode_presences,
    encode_saying,
    read_saying,
)
from sync.protocol import Doing

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
R2 = PeerState("id-2", "R2", "origin-2", "0.1.0", "10.0.0.2:47810", 1_780_000_000_000, -40, (("origin-1", 7),), "late")


def neighbourhood(*states: PeerState) -> Neighbourhood:
    return Neighbourhood(
        Tier.STORE, True, ("R2",), states, Unshared(3, NOON), 2, "10.0.0.9: no certificate", Tier.INTERNET
    )


def test_a_neighbourhood_is_heard_as_it_was_told() -> None:
    assert decode_neighbourhood(encode_neighbourhood(neighbourhood(R2))) == neighbourhood(R2)


def test_nothing_unshared_has_no_oldest() -> None:
    told = Neighbourhood(Tier.ALONE, False, (), (), Unshared(0, None))
    assert decode_neighbourhood(encode_neighbourhood(told)) == told


def test_the_largest_neighbourhood_fits_the_bus() -> None:
    holds = tuple((f"01a20192-e646-76d7-bf7e-{number:012d}", 2**53) for number in range(500))
    states = tuple(
        PeerState(f"01a20192-e646-76d7-bf7e-{n:012d}", f"R{n}", "o" * 36, "0.1.0", "a" * 60, 1, 1, holds, "t" * 900)
        for n in range(200)
    )
    line = encode_frame(Frame(Topic.PEERS, encode_neighbourhood(neighbourhood(*states))))
    assert len(line) < LONGEST_TO_SCREEN


def test_presences_are_heard_as_they_were_told() -> None:
    told = (
        Presence(OrderId("o-1"), "R2", "Ana \u00d3", Doing.PAYING),
        Presence(OrderId("o-2"), "R3", "", Doing.EDITING),
    )
    assert decode_presences(encode_presences(told)) == told
    assert len(decode_presences(encode_presences(told * 50))) == MOST_TOLD


def test_what_a_screen_says_is_a_presence_or_its_end() -> None:
    assert read_saying(encode_saying("o-1", "Ana", "paying"), "R1") == Presence(
        OrderId("o-1"), "R1", "Ana", Doing.PAYING
    )
    assert read_saying(encode_saying("o-1", "", ""), "R1") == OrderId("o-1")
    assert read_saying(encode_saying("", "", ""), "R1") is None


@pytest.mark.parametrize("said", ["", "{}", "[]", "7", '{"order_id": "o"}', '{"order_id":"o","staff":"","doing":"x"}'])
def test_what_makes_no_sense_is_refused(said: str) -> None:
    for read in (decode_neighbourhood, decode_presences, lambda text: read_saying(text, "R1")):
        if said in ("[]", "{}") and read is decode_presences:
            continue  # nobody is anywhere
        with pytest.raises(ValueError, match=r".+"):
            read(said)


@given(st.text(max_size=60))
def test_noise_never_breaks_the_reader(noise: str) -> None:
    for read in (decode_neighbourhood, decode_presences, lambda text: read_saying(text, "R1")):
        try:
            read(noise)
        except ValueError:
            continue
